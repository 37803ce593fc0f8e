"""SecurityPanel: who, when, validity, who sees it and why, the lock, and the history as a timeline."""

from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.desk import Desk, Filter
from workbench.locale import n, t
from workbench.panels import _changes, _shown
from workbench.panels._acting import Acting
from workbench.panels._commands import command
from workbench.panels._panel import Panel

if TYPE_CHECKING:
    import pandas as pd

    from workbench.akce.security import SecurityReport

EVENTS: Final = 60
"""So many change sets of the history are shown."""
_FIELDS_SHOWN: Final = 12


class Watching:
    """What a browser may ask of a client's origin, visibility and history.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def report(self, client: int) -> dict[str, Any]:
        """The window Bezpečnost: its lines, the lock, the timeline; changes nothing."""
        found = self._desk.akce.security(client).run()
        record = found.dossier.record
        return {
            "name": _shown.clip(record["name"], _shown.LONGEST_NAME),
            "lines": _lines(found),
            "lockedBy": _shown.clip(record["locked_by"], 40),
            "lock": self._desk.akce.lock(client).available().reason,
            "unlock": self._desk.akce.unlock(client).available().reason,
            "events": _events(self._desk, found.history, self._sets(client)),
        }

    def _sets(self, client: int) -> dict[int, tuple[int, bool]]:
        """The change sets of the client: how many records each concerns, and whether it is taken back as things stand."""
        page = self._desk.journal.page(Filter(record=client), limit=EVENTS)
        rows = zip(page["id"], page["records"], page["undone_by"].notna(), strict=True)
        return {int(number): (int(records), bool(undone)) for number, records, undone in rows}


class SecurityPanel(Panel):
    """A read-only window on who made, changed, sees and locked the primary client.

    Args:
        desk: what it works with.
        selection: its primary client is shown; the panel follows it.
    """

    view: ClassVar[str] = "security_panel"

    def parts(self) -> dict[str, object]:
        """The report, and locking."""
        return {"security": Watching(self.desk), "akce": Acting(self.desk)}


def _lines(found: "SecurityReport") -> list[dict[str, str]]:
    record = found.dossier.record
    info = record.info
    fields = record.type.by_name
    changed = ", ".join(str(fields[one].label) for one in found.last_change if one in fields)
    lines = {
        t("Created"): f"{_shown.moment(info.created_at)}, {info.created_by}",
        t("Last changed"): f"{_shown.moment(info.updated_at)}, {info.updated_by}" + (f" ({changed})" if changed else ""),
        t("Valid"): t("yes") if record["valid"] else t("no") + (f": {record['invalid_note']}" if record["invalid_note"] else ""),
        t("Owner"): record["owner"] or "–",
        t("Security level"): str(record["security_level"] or 0),
        t("Seen by"): "; ".join(f"{name} ({why})" for name, why in found.seen_by.items()) or "–",
        t("Locked by"): _lock(record),
        t("Last register copy"): found.last_register_copy or "–",
        t("Merged ids"): ", ".join(map(str, found.merged_ids)) or "–",
        t("Version"): str(info.version),
    }  # fmt: skip
    return [{"label": label, "text": _shown.clip(text)} for label, text in lines.items()]


def _lock(record: Any) -> str:
    if not record["locked_by"]:
        return "–"
    since = f", {_shown.moment(record['locked_at'])}" if record["locked_at"] else ""
    why = f": {record['lock_reason']}" if record["lock_reason"] else ""
    return f"{record['locked_by']}{since}{why}"


def _events(
    desk: Desk, history: "pd.DataFrame", sets: Mapping[int, tuple[int, bool]]
) -> list[dict[str, Any]]:
    found = []
    for key, rows in list(history.groupby("change_set", sort=False))[:EVENTS]:
        number, first = int(str(key)), rows.iloc[0]
        when = first["made_at"].to_pydatetime().replace(tzinfo=UTC)
        records, undone = sets.get(number, (1, False))
        shown = rows.head(_FIELDS_SHOWN).to_dict("records")
        found.append(
            {
                "number": number, "when": _shown.moment(when), "actor": _shown.clip(first["actor"], 40),
                "action": desk.akce.label(str(first["action"])), "merge": first["action"] in ("merge", "merge_clusters"), "group": first["action"] == "merge_clusters", "undone": undone,
                "records": records, "note": _shown.clip(first["note"] if isinstance(first["note"], str) else "", 300),
                "changes": [_changes.told(row) for row in shown],
                "more": n("and {count} more change", "and {count} more changes", len(rows) - len(shown)) if len(rows) > len(shown) else "",
            }
        )  # fmt: skip
    return found
