"""What a browser may do to take a change set back: undo, and decide where later changes stand against it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from workbench.desk import Desk
from workbench.errors import CollisionError, InputError
from workbench.locale import t
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import DECISION, RECORD_TYPES
from workbench.panels import _changes, _shown
from workbench.panels._commands import command, long
from workbench.panels._running import outcome

if TYPE_CHECKING:
    from workbench.store.undo import Decision

_DECISIONS: Final = frozenset({"keep", "restore"})
_MOST: Final = 200
"""So many collisions are shown; of the others what is there now is kept."""


class Undoing:
    """What a browser may ask to take change sets back.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @long
    @command
    def run(self, change_set: int, choose: dict[str, str] | None = None) -> dict[str, Any]:
        """Take a change set back; where later changes touched the same fields, both sides instead.

        Args:
            change_set: its number; that of an undo does again what it undid.
            choose: ``"id/field"`` -> ``"keep"`` or ``"restore"``; what is not named is kept.

        Raises:
            InputError: a decision is neither.
            WorkbenchError: what the undo refuses.
        """
        if choose is None:
            action = self._desk.akce.undo(change_set)
            try:
                return outcome(self._desk, action, action.run())
            except CollisionError as collision:
                return {"collision": str(collision), "changeSet": change_set, **self._collisions(change_set)}
        action = self._desk.akce.undo(change_set, on_collision="keep", choose=_decisions(choose) or None)
        return outcome(self._desk, action, action.run())

    def _collisions(self, change_set: int) -> dict[str, Any]:
        found = self._desk.akce.undo(change_set).collisions()
        rows = found.head(_MOST).to_dict("records")
        ids = [int(row["id"]) for row in rows if row["entity"] == "client"]
        names = {one.id: _shown.clip(one.name, _shown.LONGEST_NAME) for one in self._desk.clients.lines(ids)}
        if any(row["entity"] == DECISION.name for row in rows):
            names.update(self._pairs())
        return {"left": max(0, len(found) - _MOST), "collisions": [_collision(row, names) for row in rows]}

    def _pairs(self) -> dict[int, str]:
        """Decision -> what it is about: the numbers of both records."""
        return {
            int(row["id"]): f"{DECISION.label} {row['first']} × {row['second']}"
            for kind in MERGED_TYPES
            for row in self._desk.decisions(kind.name).to_dict("records")
        }


def _decisions(choose: Mapping[str, str]) -> "dict[tuple[int, str], Decision]":
    found: dict[tuple[int, str], Decision] = {}
    for place, decision in choose.items():
        number, _, field = place.partition("/")
        if decision not in _DECISIONS or not number.isdecimal() or not field:
            raise InputError("A decision is neither “keep” nor “restore”. Decide again.")
        if decision == "restore":
            found[int(number), field] = cast("Decision", decision)
    return found


def _collision(row: Mapping[Any, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Both sides of one collision, and whether there is anything to decide."""
    kind, number, name = RECORD_TYPES[str(row["entity"])], int(row["id"]), str(row["field"])
    field = kind.by_name.get(name)
    shown: dict[str, Any] = {
        "place": f"{number}/{name}", "record": names.get(number) or str(kind.label), "id": number,
        "label": t("The whole record") if field is None else str(field.label),
        "then": _changes.value(field, row["before"]), "now": _changes.value(field, row["now"]),
        "open": row["reason"] == "changed", "why": "",
    }  # fmt: skip
    if field is None and row["reason"] == "changed":
        changed = kind.by_name.get(str(row["now"]))
        shown["then"] = t("it would be deleted again")
        shown["now"] = t("it was changed since ({field})", field=changed.label if changed else row["now"])
    if (kind, name) == (DECISION, "verdict") and row["before"] == row["after"]:  # said anew of the survivors
        shown["then"] = t("{then}; what was said since goes", then=shown["then"])
        shown["now"] = t("{now}; what was said before goes back to its own records", now=shown["now"])
    if row["reason"] == "linked":
        shown["why"] = t("Others link to it by now, so it stays.")
    if row["reason"] in ("gone", "erased"):
        shown["why"] = t("It was deleted meanwhile and does not come back.")
    return shown
