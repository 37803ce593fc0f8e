"""HistoryPanel: change sets of the whole desk, what each did, undo and redo, the script, and the list as of a moment."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.desk import Desk, Filter
from workbench.desk.times import PRAGUE, moment
from workbench.errors import InputError, UnknownNameError
from workbench.locale import n
from workbench.model.records import CLIENT, RECORD_TYPES
from workbench.panels import _changes, _shown
from workbench.panels._commands import Reply, command, long
from workbench.panels._panel import Panel
from workbench.panels._running import certified
from workbench.panels.client_picker import Finding

if TYPE_CHECKING:
    from workbench.store.then import Since

PAGE: Final = 30
"""So many change sets are shown at once; more on demand."""
_RECORDS: Final = 25
_FIELDS: Final = 30
_LINES: Final = 50
_FILTERS: Final = ("actor", "action", "text", "record", "since", "until")


class Leafing:
    """What a browser may ask of the journal.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def page(self, only: dict[str, str], before: int | None = None) -> dict[str, Any]:
        """A page of change sets, newest first.

        Args:
            only: what they are narrowed by: actor, action, text, record (number), since and until (days).
            before: the number of the last one of the page before.

        Raises:
            UnknownNameError: they cannot be narrowed by that.
            InputError: the record is no number.
            ValueRejectedError: since or until is not a time.
        """
        found = self._desk.journal.page(_filter(only), limit=PAGE + 1, before=before)
        rows = found.head(PAGE).to_dict("records")
        return {"sets": [self._line(row) for row in rows], "more": len(found) > PAGE}

    @command
    def extent(self, only: dict[str, str]) -> dict[str, Any]:
        """How many change sets fit, who made them and by which actions, and when."""
        found = self._desk.journal.extent(_filter(only))
        return {
            "count": found.count,
            "actors": [
                {"value": name, "label": _shown.clip(name, 60), "count": count}
                for name, count in found.actors.items()
            ],
            "actions": [
                {"value": name, "label": self._desk.akce.label(name), "count": count}
                for name, count in found.actions.items()
            ],
            "first": _milliseconds(found.first),
            "last": _milliseconds(found.last),
        }

    @command
    def change(self, number: int) -> dict[str, Any]:
        """What one change set did, record by record, field by field; of many records the first."""
        frame, count = self._desk.journal.change(number, records=_RECORDS)
        records: dict[tuple[str, int], list[Mapping[Any, Any]]] = {}
        for row in frame.to_dict("records"):
            records.setdefault((str(row["entity"]), int(row["id"])), []).append(row)
        ids = [one for entity, one in records if entity == "client"]
        names = {one.id: _shown.clip(one.name, _shown.LONGEST_NAME) for one in self._desk.clients.lines(ids)}
        left = count - len({one for _, one in records})
        return {
            "records": [
                {
                    "kind": str(RECORD_TYPES[entity].label), "id": one, "name": names.get(one, ""), "client": entity == "client",
                    "operation": str(rows[0]["operation"]), "changes": [_told(row) for row in rows[:_FIELDS]],
                    "more": n("and {count} more change", "and {count} more changes", len(rows) - _FIELDS) if len(rows) > _FIELDS else "",
                }
                for (entity, one), rows in records.items()
            ],
            "more": n("and {count} more record", "and {count} more records", left) if left > 0 else "",
        }  # fmt: skip

    @long
    @command
    def certificate(self, change_set: int) -> Reply:
        """The certificate of an erasure as a PDF, made again from the journal; it holds no personal data."""
        return certified(self._desk, change_set)

    @command
    def script(self, only: dict[str, str]) -> dict[str, Any]:
        """The Python lines of the change sets that fit."""
        return {"code": str(self._desk.journal.script(_filter(only)))}

    @command
    def then(self, when: str, text: str = "", invalid: bool = False) -> dict[str, Any]:
        """The client list as it stood at a time, and what stands otherwise now.

        Raises:
            ValueRejectedError: not a time.
        """
        at = moment(when)
        found = self._desk.journal.clients(at, text=text, limit=_LINES, invalid=invalid)
        count, since = self._desk.journal.differences(at, limit=_LINES)
        before, after = self._desk.journal.neighbours(at)
        return {
            "when": f"{_shown.moment(at)}:{at.astimezone(PRAGUE):%S}",
            "field": f"{at.astimezone(PRAGUE):%Y-%m-%dT%H:%M:%S}",
            "at": _milliseconds(at), "before": _milliseconds(before), "after": _milliseconds(after),
            "valid": found.valid, "invalid": found.invalid,
            "lines": [
                {"id": one.id, "name": _shown.clip(one.name, _shown.LONGEST_NAME), "ico": _shown.clip(one.ico, 20),
                 "owner": _shown.clip(one.owner, 40), "valid": one.valid}
                for one in found.lines
            ],
            "left": max(0, found.valid + (found.invalid if invalid else 0) - len(found.lines)),
            "differing": count, "differences": [_since(one) for one in since],
        }  # fmt: skip

    def _line(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        when: datetime = row["made_at"].to_pydatetime()
        return {
            "number": int(row["id"]), "when": _shown.moment(when), "actor": _shown.clip(row["actor"], 60),
            "action": self._desk.akce.label(str(row["action"])), "note": _text(row["note"]), "records": int(row["records"]),
            "undoes": _number(row["undoes"]), "undoneBy": _number(row["undone_by"]), "code": _text(row["code"], 20_000),
            "final": row["action"] == "delete", "partOf": _number(row["part_of"]),
            "groups": row["action"] == "merge_clusters" and _number(row["undone_by"]) is None,
        }  # fmt: skip


class HistoryPanel(Panel):
    """The journal of the whole desk, newest first; change sets can be opened, undone and done again.

    Args:
        desk: what it works with.
        selection: the clients that the history can be narrowed to.
    """

    view: ClassVar[str] = "history_panel"

    def parts(self) -> dict[str, object]:
        """The journal, and the names of clients."""
        return {"history": Leafing(self.desk), "find": Finding(self.desk)}


def _filter(only: Mapping[str, str]) -> Filter:
    for name in only:
        if name not in _FILTERS:
            raise UnknownNameError.suggest("filter", name[:40], _FILTERS)
    given = {name: text.strip() for name, text in only.items() if text.strip()}
    record = given.get("record")
    if record is not None and not (record.isdecimal() and len(record) < 18):  # noqa: PLR2004 - a BIGINT's digits
        raise InputError("“{text}” is no record's number. Write the digits only.", text=record[:40])
    return Filter(
        given.get("actor"), given.get("action"), given.get("text"), None if record is None else int(record),
        moment(given["since"]) if "since" in given else None,
        moment(given["until"], end_of_day=True) if "until" in given else None,
    )  # fmt: skip


def _told(row: Mapping[Any, Any]) -> dict[str, str]:
    """A change under the heading of its record, so without the name of its type."""
    field = RECORD_TYPES[str(row["entity"])].by_name.get(str(row["field"]))
    label = _changes.told(row)["label"] if field is None else str(field.label)
    return {**_changes.told(row), "label": label}


def _since(one: "Since") -> dict[str, Any]:
    return {
        "id": one.id, "name": _shown.clip(one.name, _shown.LONGEST_NAME), "there": one.there, "here": one.here,
        "mergedInto": one.merged_into,
        "changes": [
            {"label": str(CLIENT.field(name).label), "before": _shown.clip(_shown.value(CLIENT.field(name), value), 200),
             "after": _shown.clip(_shown.value(CLIENT.field(name), one.now[name]), 200)}
            for name, value in one.then.items()
        ],
    }  # fmt: skip


def _milliseconds(when: datetime | None) -> int | None:
    """Whole milliseconds of the epoch, rounded up, so that the change set of that moment counts."""
    return None if when is None else math.ceil(when.timestamp() * 1000)


def _text(cell: object, longest: int = 500) -> str:
    return _shown.clip(cell, longest) if isinstance(cell, str) else ""


def _number(cell: object) -> int | None:
    return int(cell) if isinstance(cell, int | float) and cell == cell else None  # noqa: PLR0124 - not a number
