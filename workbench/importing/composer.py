"""Composing many addresses: places once each, streets once each, joined where that gives the same.

Reading an address takes much longer than joining one. A list of a hundred thousand clients has some thousand
places and street names, and a street that is no place's name reads alike in every town. So each place and each
street name is read in full once and compared with the joining; only those that agreed are joined from then on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from workbench.model.addresses import AddressReading, compose, places, read_street_line
from workbench.model.identifiers import Note
from workbench.model.names import fold
from workbench.model.records import ADDRESS

FIELDS: Final = tuple(
    one.name for one in ADDRESS if one.name not in {"record_type", "record_id", "kind", "is_primary"}
)
_LINE: Final = ("street", "house_number", "orientation_number")
_PLACE: Final = ("part", "city", "district", "postcode", "region", "country", "place_code", "extra")
_AS_TYPED: Final = (*_LINE, "part", "district", "postcode", "city", "region", "country", "extra")
_STREET: Final = re.compile(r"[^\W\d_][^\W\d_.]*(?:[ -][^\W\d_]+\.?)*")
_NUMBER: Final = re.compile(r"(?:č\.p\. )?\d{1,4}(?:/\d{1,3}[a-z]?)?", re.IGNORECASE)

Shape = tuple[str, str]
"""A street's name, and its number with every digit as 0."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An address: its parts by the names of our fields, and what is to be said of it."""

    fields: dict[str, Any]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Composer:
    """Composes addresses; remembers what it has read."""

    _places: dict[tuple[str | None, ...], Composed] = field(default_factory=dict)
    _agreed_places: set[tuple[str | None, ...]] = field(default_factory=set)
    _agreed_shapes: dict[Shape, bool] = field(default_factory=dict)

    def compose(self, cells: Mapping[str, str | None]) -> Composed:
        """The same as :func:`workbench.model.addresses.compose` for these cells.

        Args:
            cells: texts by the names of that function's arguments.
        """
        place = tuple(cells.get(name) for name in _PLACE)
        line = _line(cells)
        found = _street(line) if line else None
        if found is None:
            return self._read(place, cells) if line else self._place(place)
        shape, parts = found
        base = self._place(place)
        if not base.fields["city"] or self._agreed_shapes.get(shape) is False:
            return self._read(place, cells)
        original = ", ".join(cell for name in _AS_TYPED if (cell := cells.get(name)))
        joined = Composed({**base.fields, **parts, "original": original}, base.notes)
        if shape in self._agreed_shapes and place in self._agreed_places:
            return joined
        real = self._read(place, cells)
        agreed = real == joined
        self._agreed_shapes[shape] = agreed
        if agreed:
            self._agreed_places.add(place)
        return real

    def _place(self, place: tuple[str | None, ...]) -> Composed:
        if place not in self._places:
            self._places[place] = self._read(place, {})
        return self._places[place]

    def _read(self, place: tuple[str | None, ...], cells: Mapping[str, str | None]) -> Composed:
        given = dict(zip(_PLACE, place, strict=True)) | {name: cells.get(name) for name in _LINE}
        return of_address(compose(**given))


def of_address(reading: AddressReading) -> Composed:
    """A reading by the names of our fields; what found no place in it is kept in ``extra``."""
    fields = {name: getattr(reading.address, name) for name in FIELDS}
    if reading.unread:
        fields["extra"] = ", ".join(filter(None, (fields["extra"], *reading.unread)))
    return Composed(fields, reading.notes)


def _line(cells: Mapping[str, str | None]) -> str | None:
    """The cells of street and numbers as one line; a line that is not plain is not joined anyway."""
    street, house, orientation = (cells.get(name) for name in _LINE)
    if not street:
        return house or orientation
    if not house:
        return f"{street} č.o. {orientation}" if orientation else street
    if orientation:
        return f"{street} {house}/{orientation}"
    return f"{street} č.p. {house}" if house.isdigit() else f"{street} {house}"


@lru_cache(maxsize=1 << 16)
def _street(line: str) -> tuple[Shape, dict[str, str | None]] | None:
    """A plain street with its number: their shape, and the parts of an address; ``None`` for anything else."""
    at = re.search(r" (?:č\.p\. )?\d", line)
    if at is None:
        return None
    name, number = line[: at.start()], line[at.start() + 1 :]
    if not _STREET.fullmatch(name) or not _NUMBER.fullmatch(number):
        return None
    key = fold(name)
    if places.is_city(key) or places.is_part(key):
        return None
    street, house, kind, orientation, letter, unread = read_street_line(line)
    if unread is not None:
        return None
    parts = {
        "street": street,
        "house_number": house,
        "house_number_kind": kind,
        "orientation_number": orientation,
        "orientation_letter": letter,
    }
    return (name, re.sub(r"\d", "0", number)), parts
