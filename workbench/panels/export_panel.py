"""ExportPanel: the chosen clients as PDF, vCards or a table; a look before, one click to the disk, and who exported what."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from workbench.akce.export import FORMATS
from workbench.akce.printing import EACH, FORMS
from workbench.desk import Desk
from workbench.exporting import display_name
from workbench.exporting.labels import LABEL_SHEETS
from workbench.model.personal_data import is_about_person
from workbench.panels import _shown
from workbench.panels._commands import Reply, command, long
from workbench.panels._panel import Panel
from workbench.panels.client_picker import Finding

_LOGGED: Final = 30
_CARDS: Final = 4_000
_CHECKS: Final = 60
_CHECKED: Final = 200
_ASKED: Final = 20
"""Of so many clients at most the persons are offered whose data may be asked for."""


class Exporting:
    """What a browser may ask of exports.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def may(self, ids: list[int]) -> dict[str, Any]:
        """The formats there are, what can be printed and on which labels, and why nothing may be exported, if so."""
        return {
            "formats": [one for one in FORMATS if one != "files"],
            "forms": list(FORMS),
            "each": list(EACH),
            "labels": {
                name: f"{one.columns} × {one.rows} ({one.width:n} × {one.height:n} mm)"
                for name, one in LABEL_SHEETS.items()
            },
            "free": {name: one.count for name, one in LABEL_SHEETS.items()},
            "persons": _persons(self._desk, ids),
            "reason": self._desk.akce.export(ids).available().reason,
        }

    @long
    @command
    def sample(
        self, *, ids: list[int], format: str, version: str = "3.0", language: str | None = None, form: str = "sheet",  # noqa: A002 - the action's own word
        labels: str | None = None, start: int | None = None, layout: str | None = None,
    ) -> Reply:  # fmt: skip
        """How the file would begin: a picture beside the answer, text, or rows; nothing is recorded."""
        found = self._desk.akce.export(
            ids,
            format=format,
            version=version,
            language=language,
            form=form,
            labels=labels,
            start=start,
            layout=layout,
        ).sample()
        value = {
            "text": _shown.clip(found.text, _CARDS),
            "table": _table(found.rows) if found.rows else None,
            "notes": list(found.notes),
            "check": [[_shown.clip(cell, _CHECKED) for cell in line] for line in found.check[:_CHECKS]],
            "checks": len(found.check),
        }
        return Reply(value, [found.picture] if found.picture else [])

    @long
    @command
    def file(
        self, *, ids: list[int], format: str, version: str = "3.0", language: str | None = None, form: str = "sheet",  # noqa: A002 - as above
        labels: str | None = None, start: int | None = None, layout: str | None = None,
    ) -> Reply:  # fmt: skip
        """The file as bytes, which the browser saves; who exported what is recorded."""
        action = self._desk.akce.export(
            ids,
            format=format,
            version=version,
            language=language,
            form=form,
            labels=labels,
            start=start,
            layout=layout,
        )
        made = action.run()
        value = {
            "fileName": made.file_name, "count": made.count, "code": action.code(), "size": len(made.data),
            "notes": list(made.notes), "revision": self._desk.revision(),
        }  # fmt: skip
        return Reply(value, [made.data])

    @long
    @command
    def person_sample(self, person: int, language: str | None = None) -> Reply:
        """The first page of all that is held about a person; nothing is recorded."""
        found = self._desk.akce.personal_data(person, language=language).sample()
        return Reply(
            {"text": "", "table": None, "notes": list(found.notes), "check": [], "checks": 0}, [found.picture]
        )

    @long
    @command
    def person_file(self, person: int, language: str | None = None) -> Reply:
        """All that is held about a person as a ZIP, which the browser saves; who exported it is recorded."""
        action = self._desk.akce.personal_data(person, language=language)
        made = action.run()
        value = {
            "fileName": made.file_name, "count": made.count, "code": action.code(), "size": len(made.data),
            "notes": list(made.notes), "revision": self._desk.revision(),
        }  # fmt: skip
        return Reply(value, [made.data])

    @command
    def log(self) -> list[dict[str, Any]]:
        """Who exported what lately; those who are no administrators see their own."""
        return [
            {
                "when": _shown.moment(row["made_at"].to_pydatetime()), "actor": _shown.clip(row["actor"], 60),
                "format": str(row["format"]), "count": int(row["count"]),
            }
            for row in self._desk.exports().head(_LOGGED).to_dict("records")
        ]  # fmt: skip


class ExportPanel(Panel):
    """Files of the chosen clients: a printed sheet, vCards, a table.

    Args:
        desk: what it works with.
        selection: the clients to export; the panel follows it.
    """

    view: ClassVar[str] = "export_panel"

    def parts(self) -> dict[str, object]:
        """The files, and the names of the clients."""
        return {"export": Exporting(self.desk), "find": Finding(self.desk)}


def _persons(desk: Desk, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The natural persons among these clients and their contact persons: whose data may be asked for."""
    if len(ids) > _ASKED:
        return []
    found = {}
    for one in desk.records(ids):
        for each in (one, *one.persons.values()):
            if is_about_person(each.record):
                kind = str(each.record.type.label)
                found[each.id] = {
                    "id": each.id,
                    "name": _shown.clip(display_name(each), _shown.LONGEST_NAME),
                    "kind": kind,
                }
    return list(found.values())


def _table(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The columns that have anything in them."""
    header, *lines = rows
    filled = [at for at in range(len(header)) if any(line[at] for line in lines)]
    return {
        "columns": [header[at] for at in filled],
        "rows": [[_shown.clip(line[at], 80) for at in filled] for line in lines],
        "left": len(header) - len(filled),
    }
