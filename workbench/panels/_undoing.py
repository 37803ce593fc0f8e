"""What a browser may do to take a change set back: undo, and decide where later changes stand against it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from workbench.desk import Desk
from workbench.errors import CollisionError, InputError
from workbench.locale import n, number, t
from workbench.model.merged import MERGED_TYPES
from workbench.model.names import fold
from workbench.model.records import DECISION, RECORD_TYPES, REDIRECT
from workbench.panels import _changes, _shown
from workbench.panels._commands import command, long
from workbench.panels._running import outcome

if TYPE_CHECKING:
    from workbench.store.undo import Decision

_DECISIONS: Final = frozenset({"keep", "restore"})
_MOST: Final = 200
"""So many collisions are shown; of the others what is there now is kept."""
_GROUPS: Final = 300
"""So many merged groups are listed at once."""


class Undoing:
    """What a browser may ask to take change sets back.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @long
    @command
    def run(
        self, change_set: int, choose: dict[str, str] | None = None, only: list[int] | None = None
    ) -> dict[str, Any]:
        """Take a change set back; where later changes touched the same fields, both sides instead.

        Args:
            change_set: its number; that of an undo does again what it undid.
            choose: ``"id/field"`` -> ``"keep"`` or ``"restore"``; what is not named is kept.
            only: of a bulk merge only the groups of these records.

        Raises:
            InputError: a decision is neither.
            WorkbenchError: what the undo refuses.
        """
        if choose is None:
            action = self._desk.akce.undo(change_set, only=only)
            try:
                return outcome(self._desk, action, action.run())
            except CollisionError as collision:
                return {
                    "collision": str(collision),
                    "changeSet": change_set,
                    "only": only,
                    **self._collisions(change_set, only),
                }
        action = self._desk.akce.undo(
            change_set, on_collision="keep", choose=_decisions(choose) or None, only=only
        )
        return outcome(self._desk, action, action.run())

    @command
    def extent(self, change_set: int) -> str:
        """How much taking a change set back changes: groups that it takes apart, records of each type, and values of fields.

        Args:
            change_set: its number.
        """
        merged = self._desk.journal.merged(change_set)
        apart = len(merged) - int(merged["apart"].astype(bool).sum())
        records, values = self._desk.journal.touched(change_set)
        told = [
            f"{RECORD_TYPES[name].plural} ({number(count)})"
            for name, count in records
            if name != REDIRECT.name
        ]
        return " ".join([
            *([n("{count} group is taken apart.", "{count} groups are taken apart.", apart)] if apart else []),
            t("Changed: {what}.", what=", ".join(told)),
            *([n("{count} value of a field is changed.", "{count} values of fields are changed.", values)] if values else []),
        ])  # fmt: skip

    @command
    def groups(self, change_set: int, text: str = "") -> dict[str, Any]:
        """The groups that a change set merged and that still stand, by name.

        Args:
            change_set: its number.
            text: words of a survivor's name, or a number of the group.
        """
        table = self._desk.journal.merged(change_set)
        standing = table[~table["apart"].astype(bool)]
        fitting = standing[[_fits(row, text) for row in standing.to_dict("records")]]
        left, apart = max(0, len(fitting) - _GROUPS), len(table) - len(standing)
        return {
            "groups": [
                {"id": int(row["survivor"]), "name": _shown.clip(row["name"], _shown.LONGEST_NAME),
                 "absorbed": ", ".join(f"{t('No.')} {one}" for one in row["absorbed"])}
                for row in fitting.head(_GROUPS).to_dict("records")
            ],
            "left": n("{count} more group is found by its name or number.", "{count} more groups are found by their names or numbers.", left) if left else "",
            "apart": n("{count} group was taken apart already.", "{count} groups were taken apart already.", apart) if apart else "",
        }  # fmt: skip

    def _collisions(self, change_set: int, only: list[int] | None) -> dict[str, Any]:
        found = self._desk.akce.undo(change_set, only=only).collisions()
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


def _fits(row: Mapping[Any, Any], text: str) -> bool:
    """Whether a group has each of these words in its name, or as one of its numbers."""
    name, numbers = fold(str(row["name"])), {str(one) for one in (row["survivor"], *row["absorbed"])}
    return all(word in numbers or word in name for word in fold(text).split())


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
