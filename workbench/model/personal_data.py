"""All that is held about one person, as values (GDPR, art. 15 and 20): records, where each value comes from, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from workbench.model.legal_forms import legal_form
from workbench.model.record import Dossier, Record

PARTS: Final = (
    "address",
    "contact",
    "consent",
    "activity",
    "attachment",
    "provenance",
    "decision",
    "redirect",
)
"""What hangs on a person's record and tells of the person alone."""
LINKS: Final = ("employment", "relation")
BUSINESS: Final = ("lead", "deal", "offer", "sales_order", "project")
_OF_OTHERS: Final = ("name", "code", "client_id", "person_id", "state", "opened_on", "closed_on")
"""What a deal with somebody else says of the person who speaks for them (GDPR, art. 15, par. 4)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from.

    Attributes:
        kind: ``"register"``, ``"file"`` (an import), ``"person"`` (typed by an account), ``"merge"`` or ``"other"``.
        name: of the register or the file; else the action's name.
        as_of: the day the register vouches for.
        at: when it was written here; aware, in UTC.
        by: the account that wrote it.
        change_set: the number in the journal.
    """

    kind: str
    name: str
    as_of: date | None = None
    at: datetime | None = None
    by: str | None = None
    change_set: int | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What is held about one person.

    Attributes:
        made_at: when it was put together; aware, in UTC.
        made_by: the account that did it.
        whole: whether the account sees everything; else it holds what this account sees.
        dossiers: the records that were named as this person's.
        sources: (record type, id) -> field -> where the value comes from.
        merged: (id that was merged, id of the record that stands).
        names: client id -> name, of the organisations among those that are mentioned.
        history: rows of the journal, the newest first: change_set, made_at (UTC), actor, action, note, entity, id,
            operation, field, before, after.
        exports: made_at (UTC), actor, format: who took any of these records out.
    """

    made_at: datetime
    made_by: str
    whole: bool
    dossiers: tuple[Dossier, ...]
    sources: Mapping[tuple[str, int], Mapping[str, Source]]
    merged: tuple[tuple[int, int], ...]
    names: Mapping[int, str]
    history: tuple[Mapping[str, Any], ...]
    exports: tuple[Mapping[str, Any], ...]

    def __repr__(self) -> str:
        return f"<personal data: {len(self.dossiers)} records, {len(self.history)} lines of history>"


def is_about_person(record: Record) -> bool:
    """Whether a record is about a natural person: a contact person, a client who is one, a lead that names one."""
    match record.type.name:
        case "person":
            return True
        case "client":
            form = legal_form(record["legal_form"])
            return bool(record["is_person"]) or (form is not None and form.natural_person)
        case "lead":
            return bool(record["last_name"] or record["first_name"])
    return False


def told_fields(record: Record, about: Record) -> dict[str, Any]:
    """The filled fields of a record that are told to the person.

    Args:
        record: the person's own record, or one that hangs on it or links to it.
        about: the person's own record. Of a deal that is somebody else's, only what shows that the person takes part.
    """
    filled = {name: value for name, value in record.values.items() if value not in (None, "", (), {})}
    if record.type.name not in BUSINESS[1:] or about.id in (record.id, record.values.get("client_id")):
        return filled
    return {name: value for name, value in filled.items() if name in _OF_OTHERS}
