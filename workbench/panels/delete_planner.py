"""DeletePlanner: what holds clients, letting it go, and then the deletion for good, asked once with the name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.akce.typed import name_of
from workbench.desk import Desk
from workbench.errors import InputError
from workbench.locale import t
from workbench.model.fields import Kind
from workbench.model.records import record_type
from workbench.panels import _shown
from workbench.panels._acting import Acting
from workbench.panels._commands import command, long
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels.client_picker import Finding

if TYPE_CHECKING:
    from workbench.model.fields import RecordType
    from workbench.model.record import Record

SHOWN: Final = 50
"""So many records of a type are shown; what is decided for the type holds for the others too."""
_DETAILS: Final = 12


class Planning:
    """What a browser may ask before clients are deleted.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def look(self, ids: list[int]) -> dict[str, Any]:
        """What holds the clients, by type and record; what else stands against the deletion; what to say before it."""
        action = self._desk.akce.delete(ids)
        counts = action.blockers().drop_duplicates(["entity", "id"])["entity"].value_counts()
        holders = action.holders(SHOWN)
        return {
            "warning": _shown.clip(action.warning()),
            "groups": [
                {
                    "entity": entity, "label": str(record_type(entity).plural), "count": int(counts[entity]),
                    "ways": _ways(record_type(entity)), "records": [self._holder(one) for one in records],
                    "left": max(0, int(counts[entity]) - len(records)),
                }
                for entity, records in holders.items()
            ],
            "reason": "" if holders else action.available().reason,
            "invalidate": self._desk.akce.invalidate(ids).available().reason,
        }  # fmt: skip

    @long
    @command
    def release(self, ids: list[int], plan: dict[str, str], heir: int | None = None) -> dict[str, Any]:
        """Let go of what holds the clients; one change set.

        Args:
            ids: the clients.
            plan: record type, or id of one record -> ``"reassign"``, ``"detach"`` or ``"remove"``.
            heir: the client that takes over what is reassigned.

        Raises:
            InputError: the plan names another way, or nobody who takes over.
            WorkbenchError: what the action refuses.
        """
        given: dict[str, list[str | int]] = {"reassign": [], "detach": [], "remove": []}
        for what, way in plan.items():
            if way not in given:
                raise InputError(
                    "The plan says “{way}”, which is no way to let go of a record.", way=way[:40]
                )
            given[way].append(int(what) if what.isdecimal() else what)
        if given["reassign"] and heir is None:
            raise InputError("Choose the client that takes the records over.")
        action = self._desk.akce.release(
            ids, reassign=dict.fromkeys(given["reassign"], heir) if heir is not None else None,
            detach=given["detach"], remove=given["remove"],
        )  # fmt: skip
        return outcome(self._desk, action, action.run())

    def _holder(self, record: "Record") -> dict[str, Any]:
        lines = [
            {"label": str(one.label), "text": self._text(record, one.name)}
            for one in record.type
            if one.name != "record_type" and self._text(record, one.name)
        ]
        title = (
            name_of(record)
            if record.type.main
            else str(record["title"] if "title" in record.type.by_name else "")
        )
        return {
            "id": record.id, "title": _shown.clip(title, _shown.LONGEST_NAME) or str(record.type.label),
            "lines": lines[:_DETAILS],
        }  # fmt: skip

    def _text(self, record: "Record", name: str) -> str:
        field, held = record.type.field(name), record[name]
        if field.kind is not Kind.REFERENCE or held is None:
            return _shown.clip(_shown.value(field, held), _shown.LONGEST_NAME)
        other = next(iter(self._desk.clients.lines([held])), None)
        return _shown.clip(f"{other.name + ', ' if other else ''}{t('No.')} {held}", _shown.LONGEST_NAME)


class DeletePlanner(Panel):
    """The way to a deletion: let go of what links to the clients, or invalidate them instead.

    Args:
        desk: what it works with.
        selection: the clients to delete; the panel follows it.
    """

    view: ClassVar[str] = "delete_planner"

    def parts(self) -> dict[str, object]:
        """The plan, the deletion itself, and the search for who takes over."""
        return {"planner": Planning(self.desk), "akce": Acting(self.desk), "find": Finding(self.desk)}


def _ways(kind: "RecordType") -> Mapping[str, str]:
    """What may become of records of a type that links to clients, each with how it is called."""
    points = [one for one in kind.references if one.to in ("client", "*")]
    ways = {
        "reassign": t("hand over to another client"),
        "detach": t("keep without a client"),
        "remove": t("delete"),
    }
    if any(one.required for one in points):
        del ways["detach"]
    return ways
