"""RulesPanel: by which rule a merge picks each field, what other rules would change, saved after a look and undone."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench import running
from workbench.desk import Desk
from workbench.errors import StaleVersionError
from workbench.locale import t
from workbench.model.fields import Kind, Merge
from workbench.model.groups import GROUPS
from workbench.model.ids import spell_value
from workbench.model.merged import merged_type
from workbench.model.survivorship import fitting, may_follow_sources
from workbench.model.wording import accepted, rule_in_words
from workbench.panels import _shown
from workbench.panels._commands import command, long
from workbench.panels._panel import Panel
from workbench.panels._running import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.akce.set_rules import SetRules
    from workbench.model.fields import Field, RecordType

_IN_ORDER: Final = frozenset({Kind.INTEGER, Kind.AMOUNT, Kind.DATE, Kind.MOMENT})
"""Kinds of which the smallest value means something."""
_OF_LENGTH: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.TAGS, Kind.CUSTOM})
"""Kinds of which the longest value means something."""
_LONGEST_EXAMPLE: Final = 120
_LONGEST_SOURCE: Final = 100
"""A longer source is no source, but a text that got into the wrong column; it is not offered."""

Wanted = dict[str, str | list[str] | None]


class Ruling:
    """What a browser may ask of the rules of merging.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._groups: dict[str, tuple[int, list[list[int]]]] = {}
        self._action: SetRules | None = None

    @command
    def state(self, entity: str = "client") -> dict[str, Any]:
        """All fields of clients (or of ``"person"``) with their rules in force and those that could be chosen, who changed them, and when."""
        kind, rules = merged_type(entity), self._desk.rules.of(entity)
        rows: Mapping[str, Any] = {row["field"]: row for row in rules.df().to_dict("records")}
        changed, unknown = rules.changed, set(rules.unknown)
        return {
            "version": rules.version, "edits": self._desk.user.rights.edit,
            "by": _shown.clip(changed[0], 40) if changed else "", "when": _shown.moment(changed[1]) if changed else "",
            "sources": [one for one in rules.sources() if len(one) <= _LONGEST_SOURCE],
            "groups": [
                {"label": str(group.label), "fields": [_field(one, rows[one.name], unknown, kind) for one in group.fields(kind) if one.name in rows]}
                for group in GROUPS[kind.name]
            ],
        }  # fmt: skip

    @long
    @command
    def simulate(self, rules: Wanted, entity: str = "client") -> dict[str, Any]:
        """What other rules would change in the merge of all duplicates; changes nothing."""
        kind, groups = merged_type(entity), self._duplicates(entity)
        more = "" if entity == "client" else f", entity={entity!r}"
        running.tell(t("deciding all of them by both rules"))
        found = self._desk.rules.simulate(rules, groups, entity=entity)
        return {
            "groups": len(groups), "code": f"desk.rules.simulate({spell_value(rules)}{more})",
            "rows": [
                {
                    "name": row["field"], "changes": int(row["changes"]), "groups": int(row["groups"]),
                    "examples": [
                        {"id": int(survivor), "before": _example(row["field"], before, kind), "after": _example(row["field"], after, kind)}
                        for survivor, before, after in row["examples"]
                    ],
                }
                for row in found.to_dict("records")
            ],
        }  # fmt: skip

    @command
    def preview(self, rules: Wanted, entity: str = "client") -> dict[str, Any]:
        """What would be saved: each field, its rule now and then; changes nothing.

        Raises:
            WorkbenchError: what saving would be refused for.
        """
        self._action = None
        action = self._desk.akce.set_rules(rules, entity=entity)
        action.preview()
        self._action = action
        now = self._desk.rules.df(entity).set_index("field")["means"].to_dict()
        return {
            "code": action.code(),
            "rows": [
                {"label": str(action.kind.field(name).label), "now": _shown.clip(now.get(name)), "then": _shown.clip(rule_in_words(rule or action.kind.field(name).merge))}
                for name, rule in action.rules.items()
            ],
        }  # fmt: skip

    @command
    def save(self, note: str | None = None) -> dict[str, Any]:
        """Save what was looked at last; one change set.

        Raises:
            StaleVersionError: nothing was looked at, or somebody changed the rules since.
        """
        action = self._action
        if action is None:
            raise StaleVersionError("Look at what would change first, then save.")
        action.options.pop("note", None)  # of an attempt that failed
        if note and note.strip():
            action.options["note"] = note.strip()
        result = action.run()
        self._action = None
        return outcome(self._desk, action, result)

    def _duplicates(self, entity: str) -> list[list[int]]:
        """All groups of duplicates; searched for once as long as nothing changes."""
        now = self._desk.revision()
        known = self._groups.get(entity)
        if known is None or known[0] != now:
            known = (now, self._desk.duplicates(entity).clusters()["ids"].tolist())
            self._groups[entity] = known
        return known[1]


class RulesPanel(Panel):
    """The rules by which merges pick values: seen, tried on the whole base, changed for everybody, taken back.

        RulesPanel(desk)

    Args:
        desk: what it works with.
        selection: the shared selection; the panel does not follow it.
    """

    view: ClassVar[str] = "rules_panel"

    def parts(self) -> dict[str, object]:
        """The rules."""
        return {"rules": Ruling(self.desk)}


def _field(one: "Field", row: "Mapping[Any, Any]", unknown: set[str], kind: "RecordType") -> dict[str, Any]:
    """One field: its rule in force (a name, or an order of sources), the declared one, and those to choose from."""
    rule = row["rule"]
    offered = [each for each in fitting(one) if _is_sensible(one, each) or each.value == rule]
    return {
        "name": one.name, "label": str(one.label), "rule": rule, "declared": one.merge.value,
        "unknown": _shown.clip(row["means"]) if one.name in unknown else "",
        "options": [{"value": each.value, "label": rule_in_words(each)} for each in offered],
        "bySource": may_follow_sources(one) and "contact_source" in kind.by_name,
        "by": _shown.clip(row["by"], 40) if row["changed"] else "", "when": _shown.moment(row["at"]) if row["changed"] else "",
    }  # fmt: skip


def _is_sensible(one: "Field", rule: Merge) -> bool:
    """Whether a rule that can be used with a field can also decide anything by it."""
    if rule is one.merge:
        return True
    if rule is Merge.REGISTER:
        return one.register is not None
    if rule is Merge.EARLIEST:
        return one.kind in _IN_ORDER
    return rule is not Merge.FULLEST or one.kind in _OF_LENGTH


def _example(name: str, text: str, kind: "RecordType") -> str:
    return _shown.clip(accepted(name, text, kind), _LONGEST_EXAMPLE)
