"""What the register says of a client and what ours is, with source and date (AKCE.md, section 4)."""

from dataclasses import dataclass

from workbench.exporting import _wording
from workbench.exporting._text import clean_line
from workbench.locale import t
from workbench.model import wording
from workbench.model.comparison import SEAT, as_text, seat_text
from workbench.model.fields import Field
from workbench.model.record import Dossier, Record
from workbench.model.subject import Seat


@dataclass(frozen=True, slots=True)
class Row:
    """A label, its value, and a remark on it."""

    label: str
    value: str
    note: str = ""


def register_rows(dossier: Dossier) -> tuple[tuple[Row, ...], str]:
    """The fields that a register gives, and one line that says where they come from.

    A row has a remark when that line is not true of it: another source or date, a value that no register
    confirmed, or one that was changed since.
    """
    record = dossier.record
    fields = [one for one in record.type if one.register is not None and one.name != "name"]
    filled = [one for one in fields if record[one.name] not in (None, "")]
    accepted = {one["field"]: one for one in dossier.all("provenance")}
    sources = [_source(accepted[one.name]) for one in filled if one.name in accepted]
    if not sources:
        rows = tuple(Row(str(one.label), _wording.shown(one, record[one.name])) for one in filled)
        return rows, t("Not compared with a register yet.") if rows else ""
    main = max(dict.fromkeys(sources), key=sources.count)
    return (
        tuple(_row(one, record, accepted.get(one.name), main) for one in filled),
        main,
    )


def seat_note(dossier: Dossier, address: Record) -> str:
    """Where the seat comes from, or what the register says otherwise; empty where no register gave it."""
    found = [one for one in dossier.all("provenance") if one["field"] == SEAT]
    if not found:
        return ""
    said = clean_line(found[-1]["accepted"])
    ours = seat_text(Seat(**{name: address[name] for name in Seat.__slots__}))
    return (
        _source(found[-1]) if said in {clean_line(ours), ""} else t("the register says: {value}", value=said)
    )


def _row(field: Field, record: Record, accepted: Record | None, main: str) -> Row:
    value = record[field.name]
    text = _wording.shown(field, value)
    if accepted is None:
        return Row(str(field.label), text, t("not from the register"))
    if clean_line(accepted["accepted"]) not in (clean_line(as_text(value)), ""):
        said = wording.accepted(field.name, clean_line(accepted["accepted"]))
        return Row(str(field.label), text, t("the register says: {value}", value=said))
    source = _source(accepted)
    return Row(str(field.label), text, "" if source == main else source)


def _source(provenance: Record) -> str:
    source = clean_line(provenance["source"])
    if not provenance["as_of"]:
        return t("Source: {source}", source=source)
    return t("Source: {source}, as of {day}", source=source, day=wording.day(provenance["as_of"]))
