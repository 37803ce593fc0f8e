"""The rules of survivorship of a file: which there are, of which version, and what others would change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workbench.model.records import CLIENT
from workbench.model.survivorship import KEPT
from workbench.model.wording import rule_in_words

if TYPE_CHECKING:
    import pandas as pd

    from workbench.desk.desk import Desk


class MergeRules:
    """How merges pick values, field by field; ``desk.rules``.

        desk.rules.df()
        desk.rules.simulate({"name": "frequent"})  # on all clusters of duplicates
        desk.akce.set_rules({"name": "frequent"}).run()

    Args:
        desk: whose file it is.
    """

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @property
    def version(self) -> int:
        """The number of the change set that changed them last; 0 while all are as declared. Merges record it."""
        return self._desk.store.rules().version

    def df(self) -> "pd.DataFrame":
        """All fields: field, label, rule (its name, or a list of sources), means (in words), changed (not the declared one)."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        own = self._desk.store.rules().rules
        fields = [one for one in CLIENT if one.name not in KEPT]
        rules = [own.get(one.name, one.merge) for one in fields]
        return pd.DataFrame({
            "field": [one.name for one in fields], "label": [str(one.label) for one in fields],
            "rule": [rule if isinstance(rule, str) else list(rule) for rule in rules], "means": [rule_in_words(one) for one in rules],
            "changed": [one.name in own for one in fields],
        })  # fmt: skip

    def simulate(self, rules: Mapping[str, Any], groups: object = None) -> "pd.DataFrame":
        """What other rules would change in the merge of all duplicates; see :meth:`workbench.akce.set_rules.SetRules.simulate`.

        Args:
            rules: field -> rule, as ``desk.akce.set_rules`` takes them.
            groups: groups of ids, or a search; by default one is made.
        """
        return self._desk.akce.set_rules(rules).simulate(
            self._desk.duplicates() if groups is None else groups
        )

    def __repr__(self) -> str:
        changed = len(self._desk.store.rules().rules)
        return f"<merge rules, version {self.version}, {changed} other than declared: .df() .simulate({{…}})>"
