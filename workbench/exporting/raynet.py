"""Clients and their contact persons as the workbooks that RAYNET imports (:mod:`workbench.model.raynet`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.exporting._cells import Cell
from workbench.exporting._text import clean, clean_line
from workbench.model import raynet
from workbench.model.addresses import PostalAddress, envelope
from workbench.model.fields import Kind
from workbench.model.legal_forms import legal_form
from workbench.model.raynet import CLIENTS, PERSONS, SHEETS, Column
from workbench.model.record import Dossier, Record
from workbench.model.records import RECORD_TYPES

if TYPE_CHECKING:
    from workbench.exporting._xlsx import Page

_FLAGS: Final = {True: "Ano", False: "Ne"}
_STREET: Final = (
    "street",
    "house_number",
    "house_number_kind",
    "orientation_number",
    "orientation_letter",
    "part",
)


@dataclass(slots=True)
class Row:
    """A row of a sheet before it is cut to what a cell holds.

    Attributes:
        dossier: whose it is.
        sheet: the sheet's name.
        cells: header -> value.
        extra: contacts and addresses for which the sheet has no column.
    """

    dossier: Dossier
    sheet: str
    cells: dict[str, Cell] = field(default_factory=dict)
    extra: list[Record] = field(default_factory=list)


def rows_of(client: Dossier) -> Iterator[Row]:
    """The row of a client, and of each of its contact persons."""
    row = Row(client, CLIENTS)
    record = client.record
    for column in SHEETS[CLIENTS]:
        if column.target.startswith("client."):
            row.cells[column.header] = _cell(column, record, "client")
    _addresses(row)
    _contacts(row, "contact")
    yield row
    seen: set[int] = set()
    for link in sorted(client.all("employment"), key=lambda one: (not one["is_primary"], one.id)):
        person = client.persons.get(link["person_id"])
        if person is None or person.id in seen:
            continue
        seen.add(person.id)
        row = Row(person, PERSONS)
        row.cells = {
            "Klient": clean_line(record["name"]), "IČ klienta": record["ico"], "Externí ID klienta": record["external_id"],
        }  # fmt: skip
        for column in SHEETS[PERSONS]:
            if column.target == "person.position":
                row.cells[column.header] = clean_line(link["position"]) or None
            elif (
                column.target.startswith("person.")
                and column.target.partition(".")[2] in person.record.type.by_name
            ):
                row.cells[column.header] = _cell(column, person.record, "person")
        _contacts(row, "person")
        row.extra += person.addresses
        yield row


def raynet_files(dossiers: Sequence[Dossier]) -> list[bytes]:
    """The workbooks, each of which RAYNET takes at once; nearly always one.

    Args:
        dossiers: clients with their contact persons.
    """
    from workbench.exporting._xlsx import workbook  # noqa: PLC0415 - loads at use

    return [workbook(pages) for pages in workbooks(dossiers)]


def workbooks(dossiers: Sequence[Dossier]) -> "list[list[Page]]":
    """The sheets of each workbook; a new one begins where RAYNET takes no more clients or rows in one."""
    books: list[tuple[list[Row], list[Row]]] = [([], [])]
    for dossier in dossiers:
        client, *persons = rows_of(dossier)
        clients, people = books[-1]
        if len(clients) == raynet.MAX_CLIENTS or (clients and len(people) + len(persons) > raynet.MAX_ROWS):
            books.append(([], []))
        books[-1][0].append(client)
        books[-1][1].extend(persons)
    return [[_page(CLIENTS, clients), _page(PERSONS, people)] for clients, people in books]


def _page(sheet: str, rows: Iterable[Row]) -> "Page":
    import pandas as pd  # noqa: PLC0415 - heavy

    from workbench.exporting._xlsx import Page  # noqa: PLC0415 - loads at use

    headers = [column.header for column in SHEETS[sheet]]
    cut = [[_fitting(row.cells.get(header)) for header in headers] for row in rows]
    frame = pd.DataFrame(
        {at: pd.Series([line[at] for line in cut], dtype=object) for at in range(len(headers))}
    )
    return Page(sheet, headers, frame)


def _fitting(value: Cell) -> Cell:
    if isinstance(value, str) and len(value) > raynet.MAX_TEXT:
        return f"{value[: raynet.MAX_TEXT - 1]}…"
    return value


def _cell(column: Column, record: Record, entity: str) -> Cell:
    name = column.target.partition(".")[2]
    kind, value = RECORD_TYPES[entity].field(name).kind, record[name]
    if value is None or value in ("", ()):
        return None
    if column.target in raynet.WORDS:
        return raynet.WORDS[column.target].get(value, str(value))
    if kind in {Kind.DATE, Kind.INTEGER, Kind.AMOUNT}:
        return value  # type: ignore[no-any-return]
    if kind is Kind.LONG_TEXT:
        return clean(value) or None
    return clean_line(_said(kind, value)) or None


def _said(kind: Kind, value: Any) -> str:
    if kind is Kind.FLAG:
        return _FLAGS[bool(value)]
    if kind is Kind.TAGS:
        return ", ".join(clean_line(tag) for tag in value)
    form = legal_form(str(value)) if kind is Kind.LEGAL_FORM else None
    return form.text if form else str(value)


def _addresses(row: Row) -> None:
    taken: set[str] = set()
    for address in row.dossier.addresses:
        kind = str(address["kind"])
        if kind not in raynet.ADDRESS_KINDS or kind in taken:
            row.extra.append(address)
            continue
        taken.add(kind)
        values = {part: clean_line(address[part]) or None for part in raynet.ADDRESS_PARTS}
        typed = None if any(values.values()) else clean_line(address["original"]) or None
        values["street"] = street_line(address) or typed
        for column in SHEETS[CLIENTS]:
            place, _, part = column.target.partition("].")
            if place == f"address[{kind}":
                row.cells[column.header] = values[part]


def street_line(address: Record) -> str | None:
    """Street and number on one line; the part of the town where there is no street."""
    parts: dict[str, Any] = {part: clean_line(address[part]) or None for part in _STREET}
    if parts["street"]:
        parts["part"] = None
    if not parts["house_number"]:
        parts["house_number_kind"] = None
    found = envelope(PostalAddress(**parts))
    return found[0] if found else None


def _contacts(row: Row, prefix: str) -> None:
    """Contacts in the columns of their kind, the primary one first; phones of every type stand together."""
    free: dict[str, list[Column]] = {}
    types: dict[int, str] = {}
    for column in SHEETS[row.sheet]:
        if column.types:
            types[column.place] = column.header
        elif column.target.startswith(f"{prefix}."):
            free.setdefault(column.target.partition(".")[2], []).append(column)
    for contact in row.dossier.contacts:
        kind = str(contact["kind"])
        columns = free.get("phone" if kind in raynet.PHONE_TYPES else kind) if contact["value"] else None
        if not columns or columns[0].target.partition(".")[2] in RECORD_TYPES["person"].by_name:
            row.extra.append(contact)
            continue
        column = columns.pop(0)
        row.cells[column.header] = clean_line(contact["value"])
        if kind in raynet.PHONE_TYPES:
            row.cells[types[column.place]] = raynet.PHONE_TYPES[kind]
