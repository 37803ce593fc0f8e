"""Composing many addresses: places once each, streets once each, joined where that gives the same.

Reading an address takes much longer than joining one. A list of a hundred thousand clients has some thousand
places and street names, and a street that is no place's name reads alike in every town; one that is, and a bare
number, may not. So each place, and each street name with each shape of its number (a place's name: with each place
too), is read in full once and compared with the joining; only those that agreed are joined from then on.
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
_PLAIN: Final = re.compile(
    r"(?:([^\W\d_][^\W\d_.]*(?:[ -][^\W\d_]+\.?)*)(?: |$))?((č\.p\. )?([0-9]{1,4})(?:/([0-9]{1,3})([a-z])?)?)",
    re.IGNORECASE,
)
_DIGITS: Final = str.maketrans("123456789", "000000000")
_DISTRICT: Final = frozenset({"0", "00"})
"""Numbers of this shape after a town's name may mean its district, as in “Praha 5”; else digits are as good as many."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A plain line of a street and its number.

    Attributes:
        name: the street; empty where there is only a number.
        shape: the number with every digit as 0.
        local: how it reads may depend on where it is: it is the name of a place too, or a number alone.
        parts: its parts by the names of our fields.
    """

    name: str
    shape: str
    local: bool
    parts: dict[str, str | None]

    def checks(self, place: Key) -> tuple[Key, Key]:
        """What must have agreed before such a line in such a place is joined unread."""
        if not self.local:
            return (self.name, self.shape), (None, place)
        manner = self.shape if self.shape in _DISTRICT else re.sub("0+", "0", self.shape)
        return (self.name, self.shape), (self.name, place, manner)


@dataclass(frozen=True, slots=True)
class Composed:
    """An address: its parts by the names of our fields, and what is to be said of it."""

    fields: dict[str, Any]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Composer:
    """Composes addresses; remembers what it has read."""

    _places: dict[tuple[str | None, ...], Composed] = field(default_factory=dict)
    _agreed: dict[Key, bool] = field(default_factory=dict)

    def compose(self, cells: Mapping[str, str | None]) -> Composed:
        """The same as :func:`workbench.model.addresses.compose` for these cells.

        Args:
            cells: texts by the names of that function's arguments.
        """
        place = tuple(cells.get(name) for name in _PLACE)
        text = _line(cells)
        line = _plain(text) if text else None
        if line is None:
            return self._read(place, cells) if text else self._place(place)
        base = self._place(place)
        of_line, of_place = line.checks(place)
        decides = of_place if line.local else of_line
        if not base.fields["city"] or self._agreed.get(decides) is False:
            return self._read(place, cells)
        original = ", ".join(cell for name in _AS_TYPED if (cell := cells.get(name)))
        joined = Composed({**base.fields, **line.parts, "original": original}, base.notes)
        if of_line in self._agreed and of_place in self._agreed:
            return joined
        real = self._read(place, cells)
        if real == joined:
            self._agreed |= {of_line: True, of_place: True}
        else:
            self._agreed[decides] = False
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


def _plain(text: str) -> Line | None:
    """A plain street with its number, or the number alone; ``None`` for anything else."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    name, number, mark, house, orientation, letter = found.groups()
    street, local = _street(name) if name else (None, True)
    parts = {
        "street": street,
        "house_number": house,
        "house_number_kind": "cp" if mark or orientation or not name else None,
        "orientation_number": orientation,
        "orientation_letter": letter,
    }
    return Line(name or "", number.translate(_DIGITS), local, parts)


@lru_cache(maxsize=1 << 16)
def _street(name: str) -> tuple[str | None, bool]:
    """A street's name as it reads beside a number, and whether it is the name of a place too."""
    key = fold(name)
    return read_street_line(f"{name} 1")[0], places.is_city(key) or places.is_part(key)
