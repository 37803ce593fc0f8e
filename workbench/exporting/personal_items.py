"""All that is held about a person, value by value: what a table, JSON and paper are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workbench.model.comparison import SEAT, as_text
from workbench.model.fields import Field, Kind
from workbench.model.personal_data import BUSINESS, LINKS, PARTS, PersonalData, Source, told_fields
from workbench.model.record import Dossier, Record


@dataclass(frozen=True, slots=True)
class Item:
    """One value: of which record, which field, and where it comes from (``None``: nobody knows)."""

    record: Record
    field: Field
    value: Any
    source: Source | None


def own_items(data: PersonalData, dossier: Dossier) -> list[Item]:
    """The values of the person's own record."""
    return _items(data, dossier, dossier.record)


def held(dossier: Dossier, kinds: tuple[str, ...]) -> Iterator[Record]:
    """What hangs on the record or links to it, of these types."""
    for kind in kinds:
        yield from dossier.all(kind)


def items_of(data: PersonalData, dossier: Dossier, record: Record) -> list[Item]:
    """The values of a record that hangs on the person's or links to it."""
    return [
        one for one in _items(data, dossier, record) if one.field.name not in ("record_type", "record_id")
    ]


def all_items(data: PersonalData) -> Iterator[Item]:
    """Every value of every record, in reading order."""
    for dossier in data.dossiers:
        yield from own_items(data, dossier)
        for record in held(dossier, (*PARTS, *LINKS, *BUSINESS)):
            yield from items_of(data, dossier, record)


def plain(value: Any) -> Any:
    """A value as JSON says it: numbers of money and days as text, moments with their zone."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def mentioned(data: PersonalData, record: Record, item: Item) -> str:
    """The name of the organisation that a value points at; empty for other persons, who are named by number only."""
    if item.field.kind is not Kind.REFERENCE or item.value == record.id:
        return ""
    return data.names.get(item.value, "")


def _items(data: PersonalData, dossier: Dossier, record: Record) -> list[Item]:
    sources = data.sources.get((record.type.name, record.id), {})
    accepted = {one["field"]: one for one in dossier.all("provenance")}
    found = []
    for name, value in told_fields(record, dossier.record).items():
        written = sources.get(name, sources.get("*"))
        place = name if record is dossier.record else SEAT if record.values.get("kind") == "seat" else ""
        mark = accepted.get(place)
        confirmed = mark is not None and (
            mark["accepted"] == as_text(value)
            if place != SEAT
            else written is not None and written.kind == "register"
        )
        if mark is not None and confirmed:
            at, by, number = (written.at, written.by, written.change_set) if written else (None, None, None)
            written = Source("register", mark["source"], mark["as_of"], at, by, number)
        found.append(Item(record, record.type.field(name), value, written))
    return found
