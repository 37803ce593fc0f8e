"""A printed list of clients: the rows of a table, as plain text values for a template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.errors import UnknownNameError
from workbench.exporting import _wording
from workbench.exporting._naming import display_name
from workbench.exporting._postal import lines
from workbench.exporting._text import clean_line
from workbench.locale import n, t
from workbench.model import wording
from workbench.model.choices import CONTACT_KIND
from workbench.model.fields import Label
from workbench.model.record import Dossier
from workbench.model.records import CLIENT

PART: Final = 1_000
"""So many clients stand in one part of a list; parts are laid out by themselves, each with its own page numbers."""

USUAL: Final = ("id", "name", "ico", "address", "phone", "email")
"""The columns of a list where nobody chose others."""

_CONTACTS: Final = {"phone": ("phone", "mobile"), "email": ("email",), "web": ("web",)}
_WIDTHS: Final = {"id": 5, "name": 24, "ico": 8, "address": 22, "phone": 15, "email": 20, "web": 18}
_POSTCODE: Final = re.compile(r"\b(\d{3}) (\d{2})\b")
_USUAL_WIDTH: Final = 12
_MOST_LINES: Final = 5
_LONGEST: Final = 160
"""Longer texts and more lines are cut in a list, and it shows; the sheet of a client has them whole."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of what it shows, its heading, and its share of the width in percent."""

    name: str
    label: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A client in a list: a cell a column, each of one line or more; ``valid`` is false of an invalid one."""

    id: int
    cells: tuple[tuple[str, ...], ...]
    valid: bool


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part of a list: ``first`` to ``last`` of ``count`` clients; ``remark`` says so where there are more parts."""

    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    first: int
    last: int
    count: int
    heading: str
    remark: str


def check_columns(columns: Sequence[str] | None) -> tuple[str, ...]:
    """The columns asked for.

    Args:
        columns: ``"id"``, any field of a client, ``"address"``, ``"phone"``, ``"email"``, ``"web"``; the usual
            ones where not given.

    Raises:
        UnknownNameError: there is no such column.
    """
    chosen = USUAL if not columns else tuple(columns)
    known = {*USUAL, *_CONTACTS, *CLIENT.by_name}
    for name in chosen:
        if name not in known:
            raise UnknownNameError.suggest("column", name, known)
    return tuple(dict.fromkeys(chosen))


def make_part(dossiers: Sequence[Dossier], columns: Sequence[str], *, first: int, count: int) -> ListPart:
    """A part of a list, in the language in use.

    Args:
        dossiers: its clients.
        columns: what :func:`check_columns` gave.
        first: the place of its first client in the whole list, from 1.
        count: how many clients the whole list has.
    """
    last = first + len(dossiers) - 1
    whole = sum(_WIDTHS.get(name, _USUAL_WIDTH) for name in columns)
    return ListPart(
        columns=tuple(
            Column(name, _label(name), round(100 * _WIDTHS.get(name, _USUAL_WIDTH) / whole, 2))
            for name in columns
        ),
        rows=tuple(
            Line(
                one.id, tuple(_short(_cell(one, name)) for name in columns), one.record["valid"] is not False
            )
            for one in dossiers
        ),
        first=first,
        last=last,
        count=count,
        heading=t("List of clients"),
        remark=n("{count} client", "{count} clients", count)
        if count <= PART
        else t("clients {first} to {last} of {count}", first=first, last=last, count=count),
    )


def _label(name: str) -> str:
    if name == "id":
        return t("No.")
    if name == "address":
        return t("Address")
    if name in _CONTACTS:
        return str(Label(*CONTACT_KIND[name])).capitalize()
    return str(CLIENT.field(name).label)


def _short(cell: tuple[str, ...]) -> tuple[str, ...]:
    """A cell that leaves room for others on the page."""
    kept = tuple(one if len(one) <= _LONGEST else one[: _LONGEST - 1] + "…" for one in cell[:_MOST_LINES])
    left = len(cell) - _MOST_LINES
    return (*kept, n("… and {count} more line", "… and {count} more lines", left)) if left > 0 else kept


def _cell(dossier: Dossier, name: str) -> tuple[str, ...]:
    record = dossier.record
    if name == "id":
        return (str(record.id),)
    if name == "name":
        return (display_name(dossier),)
    if name == "address":
        whole = ", ".join(lines(dossier.addresses[0])) if dossier.addresses else ""
        return (_POSTCODE.sub("\\1\N{NO-BREAK SPACE}\\2", whole),) if whole else ()
    if name in _CONTACTS:
        values = (clean_line(one["value"]) for one in dossier.contacts if one["kind"] in _CONTACTS[name])
        return tuple(wording.phone(one) if name == "phone" else one for one in values if one)
    if name not in record.type.by_name:
        return ()
    currency = record["currency"] if "currency" in record.type.by_name else None
    shown = _wording.shown(record.type.field(name), record[name], currency or "CZK")
    return (shown,) if shown else ()
