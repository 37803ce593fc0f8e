"""The rules of survivorship of a file: which there are, of which version, and what others would change."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workbench.akce.set_rules import in_words
from workbench.desk.times import PRAGUE
from workbench.locale import n, t
from workbench.model.merged import merged_type
from workbench.model.rulings import KEPT
from workbench.model.survivorship import fitting

if TYPE_CHECKING:
    import pandas as pd

    from workbench.desk.desk import Desk
    from workbench.store.rules import InForce


class MergeRules:
    """How merges pick values, field by field; ``desk.rules``.

        desk.rules.df()
        desk.rules.simulate({"name": "frequent"})  # on all clusters of duplicates
        desk.akce.set_rules({"name": "frequent"}).run()

    Args:
        desk: whose file it is.
        entity: whose rules: ``"client"`` or ``"person"``.
    """

    def __init__(self, desk: "Desk", entity: str = "client") -> None:
        self._desk = desk
        self._entity = merged_type(entity).name

    def of(self, entity: str) -> "MergeRules":
        """The rules for records of another type: ``desk.rules.of("person")``.

        Raises:
            UnknownNameError: records of this type are not merged.
        """
        return MergeRules(self._desk, entity)

    @property
    def version(self) -> int:
        """The number of the change set that changed them last; 0 while all are as declared. Merges record it."""
        return self._found().version

    @property
    def changed(self) -> "tuple[str, datetime] | None":
        """Who changed them last, and when (aware, in Prague); ``None`` while nobody did."""
        author = self._found().changed
        return None if author is None else (author.name, _in_prague(author.at))

    @property
    def unknown(self) -> dict[str, str]:
        """Field -> the name of its rule, where a newer workbench set one that this one does not know; such a field is not merged."""
        return dict(self._found().unknown)

    def sources(self) -> list[str]:
        """The contact sources that clients have, the most frequent first; an order of them can be a rule."""
        return self._desk.store.review.sources()

    def df(self, entity: str | None = None) -> "pd.DataFrame":
        """All fields of these records (or of those of another type) and their rules in force.

        Returns:
            columns field, label, rule (its name, or a list of sources), means (in words), changed (not the declared one), by and
            at (who set it, and when, in Prague; empty for a declared one), fitting (the names of the rules that can be used).
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        kind = merged_type(entity or self._entity)
        found = self._desk.store.rules(kind.name)
        fields = [one for one in kind if one.name not in KEPT]
        rules = [found.unknown.get(one.name) or found.rules.get(one.name, one.merge) for one in fields]
        authors = [found.authors.get(one.name) for one in fields]
        return pd.DataFrame({
            "field": [one.name for one in fields], "label": [str(one.label) for one in fields],
            "rule": [str(rule) if isinstance(rule, str) else list(rule) for rule in rules],
            "means": [in_words(found, one) for one in fields],
            "changed": [one is not None for one in authors],
            "by": [None if one is None else one.name for one in authors],
            "at": [None if one is None else _in_prague(one.at) for one in authors],
            "fitting": [[rule.value for rule in fitting(one)] for one in fields],
        })  # fmt: skip

    def simulate(
        self, rules: Mapping[str, Any], groups: object = None, *, entity: str | None = None
    ) -> "pd.DataFrame":
        """What other rules would change in the merge of all duplicates; see :meth:`workbench.akce.set_rules.SetRules.simulate`.

        Args:
            rules: field -> rule, as ``desk.akce.set_rules`` takes them.
            groups: groups of ids, or a search; by default one is made.
            entity: the rules for records of another type.
        """
        entity = entity or self._entity
        return self._desk.akce.set_rules(rules, entity=entity).simulate(
            self._desk.duplicates(entity) if groups is None else groups
        )

    def __repr__(self) -> str:
        found = self._found()
        parts = [t("rules of merging, version {version}", version=found.version), n("{count} is not the default", "{count} are not the default", len(found.rules))]  # fmt: skip
        if found.unknown:
            parts.append(n("{count} is unknown to this workbench", "{count} are unknown to this workbench", len(found.unknown)))  # fmt: skip
        return f"<{', '.join(parts)}: .df() .simulate({{…}})>"

    def _found(self) -> "InForce":
        return self._desk.store.rules(self._entity)


def _in_prague(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(PRAGUE)
