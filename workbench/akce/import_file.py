"""Bringing in a file: dry run first, then whole or not at all, as one change set that can be undone."""

from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from workbench import importing
from workbench.akce.base import Availability, Context, Writing
from workbench.errors import BrokenFileError, PermissionRefusedError, WorkbenchError
from workbench.importing import Converted, ImportReport, Mapping, Outcome, Severity
from workbench.model.fields import Label
from workbench.model.identifiers import Note
from workbench.store import incoming
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent, Need

if TYPE_CHECKING:
    import pandas as pd

_NAMELESS = Note("nameless", "A new client needs a name. Fill it in, or delete the row.")
_LOCKED = Note("locked", "The client is locked by {user}. Ask {user} or an administrator to unlock it.")
_PERSON_LOCKED = Note(
    "person_locked", "The contact person is locked by {user}. Ask {user} or an administrator to unlock it."
)
_UNSEEN = Note(
    "unseen",
    "You would not see the client or its contact person afterwards. Change the owner or the security level, or ask an administrator.",
)
_AMBIGUOUS = Note(
    "ambiguous",
    "Several clients have this name. Say in the file whose contact person it is, by IČO or external id.",
)
_REFUSALS = {one.code: one for one in (_NAMELESS, _LOCKED, _PERSON_LOCKED, _UNSEEN, _AMBIGUOUS)}
_NAMING = frozenset({"client.name", "client.ico", "client.external_id"})


class ImportFile(Writing):
    """Bring clients in from a CSV, XLSX or vCard file.

    Args:
        context: the desk.
        path: the file.
        mapping: which column is what, where it differs from the suggestion: a :class:`Mapping`, or
            ``{column: target}``, e.g. ``{"Sídlo": "address[seat]"}``; ``"ignore"`` leaves a column out.
        sheet: name of the sheet of an XLSX file; by default the first.
        fill_only: clients that we have keep what they have; the file fills only what is empty.
        note: why, for the journal.

    Attributes:
        raw: the file as a table of text.
        mapping: what each column is taken for; ``.df()`` shows it, ``.set(column, target)`` changes it.
    """

    name: ClassVar[str] = "import_file"
    label: ClassVar[Label] = Label("Import ze souboru", "Import from a file")
    needs: ClassVar[Need] = "bring"

    def __init__(
        self,
        context: Context,
        path: str | Path,
        *,
        mapping: Mapping | Map[str, str] | None = None,
        sheet: str | None = None,
        fill_only: bool | None = None,
        note: str | None = None,
    ) -> None:
        super().__init__(context, [], note=note, sheet=sheet, fill_only=fill_only or None)
        self.path = Path(path)
        self.raw = importing.read_table(self.path, sheet=sheet)
        self.mapping = importing.suggest_mapping(self.raw.columns, self.raw.frame, self.raw.meanings)
        self._suggested = self.mapping.to_dict()
        given = mapping.to_dict() if isinstance(mapping, Mapping) else dict(mapping or {})
        for column in given:
            self.mapping.drop(column)  # first, so that columns can change places
        for column, target in given.items():
            self.mapping.set(column, target)

    def check(self) -> None:
        """Refuse users who may not import, and a file without rows.

        Raises:
            PermissionRefusedError: the user lacks the right.
            BrokenFileError: there is nothing below the headers.
        """
        user = self.context.store.user()
        if not (user.rights.bring and user.rights.edit):
            raise PermissionRefusedError(
                "User {user} may not do this (right “{right}”). An administrator can grant it.",
                user=user.name,
                right=self.needs,
            )
        if not self._converted.total:  # converted now, so that the file is not held meanwhile
            raise BrokenFileError(
                "{path} has no rows below its header. Choose another file or sheet.", path=self.path.name
            )

    def intent(self) -> Intent:
        """The journal is told the file's name and the mapping."""
        return replace(
            super().intent(),
            options={"file": self.path.name, "mapping": self.mapping.to_dict(), **self.options},
        )

    def work(self, cs: ChangeSet) -> ImportReport:
        """Match the rows and write them; the report is the result's detail."""
        converted = self._converted
        found, changes = incoming.bring_in(
            cs, converted.rows, fill_only=self._fill_only, by_name=self._lists_persons
        )
        report = ImportReport.of(_with_refusals(converted, found), _outcomes(found, changes), changes)
        return replace(report, fill_only=self._fill_only, change_set=cs.id if cs.touched else None)

    def report(self) -> ImportReport:
        """The dry run: what is new, what is known and would change, what is refused and why; changes nothing.

        Raises:
            PermissionRefusedError: the user may not import.
        """
        self.check()
        outcome = self.context.store.rehearse(self.intent(), self.work, listed=False)
        return replace(outcome.result, change_set=None)

    def available(self) -> Availability:
        """Whether the user may import this file; what stands against single rows, the report says."""
        try:
            self.check()
        except WorkbenchError as obstacle:
            return Availability(obstacle)
        return Availability()

    def preview(self) -> "pd.DataFrame":
        """What would change in clients that we have: row, client_id, table, field, ours, file."""
        return self.report().changes

    def code(self) -> str:
        """The line of Python that does the same again; of the mapping only what differs from the suggestion."""
        mapping = {
            column: target
            for column, target in self.mapping.to_dict().items()
            if self._suggested.get(column) != target
        }
        more = {"mapping": mapping, **self.options} if mapping else self.options
        spelled = "".join(f", {name}={value!r}" for name, value in more.items())
        return f"desk.akce.import_file({str(self.path)!r}{spelled}).run()"

    @property
    def _lists_persons(self) -> bool:
        """Whether rows are about contact persons, and say of the client only which one it is; vCards may be."""
        filled = self.mapping.targets().values()
        beside = {one.name for one in filled if not one.table.startswith("person")}
        return bool(self.raw.meanings) or (beside <= _NAMING and any(one.table == "person" for one in filled))

    @property
    def _fill_only(self) -> bool:
        return bool(self.options.get("fill_only"))

    @property
    def _converted(self) -> Converted:
        mapping = self.mapping.to_dict()
        if self._done is None or self._done[0] != mapping:
            self._done = (mapping, importing.convert(self.raw, self.mapping))
        return self._done[1]

    _done: tuple[dict[str, str], Converted] | None = None


def _outcomes(found: incoming.Matching, changes: "pd.DataFrame") -> "pd.DataFrame":
    frame = found.outcomes.copy()
    changed = set(changes["client_id"])
    known = frame["matched_by"].notna()
    frame["outcome"] = Outcome.NEW.value
    frame.loc[known, "outcome"] = [
        (Outcome.CHANGED if client in changed else Outcome.UNCHANGED).value
        for client in frame.loc[known, "client_id"]
    ]
    frame["matched_by"] = frame["matched_by"].astype(object).where(known, None)
    return frame


def _with_refusals(converted: Converted, found: incoming.Matching) -> Converted:
    """The conversion, with the rows that matching refused among its refused ones."""
    import pandas as pd  # noqa: PLC0415 - 0.3 s, and only imports need it

    if not found.refused:
        return converted
    notes = {
        row: (_REFUSALS[why], {"user": locker} if locker else {})
        for row, (why, locker) in found.refused.items()
    }
    more = pd.DataFrame(
        [
            {"row": row, "column": None, "field": "", "severity": Severity.REFUSED.value, "code": note.code,
             "original": None, "value": None, "message": note.message, "values": values}
            for row, (note, values) in notes.items()
        ]
    )  # fmt: skip
    findings = pd.concat([converted.findings, more[list(converted.findings.columns)]], ignore_index=True)
    return replace(
        converted,
        findings=findings.sort_values("row", kind="stable", ignore_index=True),
        refused=tuple(sorted([*converted.refused, *found.refused])),
    )
