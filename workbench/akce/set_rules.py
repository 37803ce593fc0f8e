"""The rules of survivorship of a file, as data: changed, simulated on all duplicates, undone (AKCE.md, section 6)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from workbench.akce.base import Context, Writing, spell_options
from workbench.akce.given_groups import groups_of
from workbench.errors import InputError, StaleVersionError
from workbench.locale import t
from workbench.model import survivorship, whole_name
from workbench.model.fields import Field, Label, Merge
from workbench.model.ids import spell_value
from workbench.model.merged import merged_type
from workbench.model.wording import rule_in_words
from workbench.store import rules as stored
from workbench.store.changeset import ChangeSet

if TYPE_CHECKING:
    import pandas as pd


class SetRules(Writing):
    """Change how merges pick values, for everybody who works with this file, from now on.

    Args:
        context: the desk.
        rules: field -> a name of :class:`workbench.model.fields.Merge`, a list of contact sources (the most trusted
            first; clients only), or ``None`` for the declared rule.
        entity: whose rules: ``"client"`` or ``"person"``.
        note: why, for the journal.
    """

    name: ClassVar[str] = "set_rules"
    label: ClassVar[Label] = Label("Změnit pravidla slučování", "Change the rules of merging")

    def __init__(
        self, context: Context, rules: Mapping[str, Any], *, entity: str = "client", note: str | None = None
    ) -> None:
        self.kind = merged_type(entity)
        super().__init__(context, [], entity=None if entity == "client" else entity, note=note)
        survivorship.check_fields(self.kind, rules)
        rules = whole_name.linked(self.kind, rules)
        given = {name: rule for name, rule in rules.items() if rule is not None}
        self.rules: dict[str, Merge | tuple[str, ...] | None] = {
            **dict.fromkeys(rules), **survivorship.check_rules(self.kind, given),
        }  # fmt: skip
        self._version: int | None = None

    @property
    def holds_values(self) -> bool:
        """A note, or the name of a source, may name anyone."""
        return "note" in self.options

    def check(self) -> None:
        """Refuse to change nothing."""
        if not self.rules:
            raise InputError("Name a field and its rule, e.g. “name” and “newest”.")

    def check_locks(self) -> None:
        """Rules hang on no client."""

    def preview(self) -> "pd.DataFrame":
        """What would change; other rules than those that it was shown against are not changed by :meth:`run`."""
        self._version = self.context.store.rules(self.kind.name).version
        return super().preview()

    def simulate(self, groups: object) -> "pd.DataFrame":
        """What these rules would change in the merge of given groups, against the rules in force; changes nothing.

        Args:
            groups: as :class:`workbench.akce.merge_clusters.MergeClusters` takes them.

        Returns:
            columns field, label, now, then (the rules in words), groups (that hold different values), changes (in which another
            value would survive), examples (up to three tuples of survivor, value now, value then), most changes first.
        """
        self.check()
        in_force = self.context.store.rules(self.kind.name)
        now = in_force.rules
        then = {name: rule for name, rule in {**now, **self.rules}.items() if rule is not None}
        listed = groups_of(groups, self.kind.name)
        frame: pd.DataFrame = self.context.store.rehearse(
            self.intent(), lambda cs: stored.simulate(cs, listed, now, then, kind=self.kind), listed=False
        ).result
        fields = [self.kind.field(name) for name in frame["field"]]
        frame.insert(1, "label", [str(one.label) for one in fields])
        frame.insert(2, "now", [in_words(in_force, one) for one in fields])
        frame.insert(3, "then", [rule_in_words(then.get(one.name, one.merge)) for one in fields])
        return frame

    def work(self, cs: ChangeSet) -> int:
        """Change the rules; how many changed is the detail.

        Raises:
            StaleVersionError: somebody changed them since the preview.
        """
        now = stored.in_force(cs.connection, self.kind).version
        if self._version is not None and now != self._version:
            raise StaleVersionError(
                "The rules of merging were changed meanwhile (change set {number}). Look at the preview again.",
                number=now,
            )
        return stored.change(cs, self.rules, self.kind)

    def code(self) -> str:
        """The line of Python that does the same again."""
        rules = {name: rule.value if isinstance(rule, Merge) else rule for name, rule in self.rules.items()}
        return f"desk.akce.set_rules({spell_value(rules)}{spell_options(self.options)}).run()"


def in_words(in_force: stored.InForce, field: Field) -> str:
    """The rule in force of a field as a person reads it; also where this program does not know it."""
    if field.name in in_force.unknown:
        return t("“{rule}”, unknown to this version of workbench", rule=in_force.unknown[field.name])
    return rule_in_words(in_force.rules.get(field.name, field.merge))
