"""From (place, street, house) to the fields of an address."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.demodata import places
from workbench.demodata.columns import Texts, Whole, blank, choose, digits, joined, pool


def _stock(values: tuple[str | None, ...]) -> Texts:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


_CITY: Final = _stock(places.CITY)
_PART: Final = _stock(places.PART)
_DISTRICT: Final = _stock(places.DISTRICT)
_POSTCODE: Final = _stock(places.POSTCODE)
_REGION: Final = _stock(places.REGION)
_LAU: Final = _stock(places.LAU)
_ICZUJ: Final = _stock(places.ICZUJ)
_STREET: Final = _stock((*places.STREETS, None))  # -1: no named street
_KINDS: Final = pool("cp cev")


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats as parallel columns; each is decided by place, street and house alone.

    Attributes:
        place: index of the place.
        street: index of the street, -1 where the place has no named streets.
        house: the house number.
    """

    place: Whole
    street: Whole
    house: Whole

    def columns(self) -> dict[str, Texts]:
        """The fields of the ``address`` type that a seat decides."""
        number, letter = self._orientation()
        return {
            "street": _STREET[self.street],
            "house_number": places.NUMBERS[self.house],
            "house_number_kind": _KINDS[self._registration_number()],
            "orientation_number": number,
            "orientation_letter": letter,
            "part": _PART[self.place],
            "city": _CITY[self.place],
            "district": _DISTRICT[self.place],
            "postcode": _POSTCODE[self.place],
            "region": _REGION[self.place],
        }

    def place_codes(self) -> Texts:
        """Invented codes of address places: one a house, eight digits, starting with 9."""
        streets = len(places.STREETS) + 1
        return digits(90_000_000 + (self.place * streets + self.street + 1) * places.HOUSES + self.house, 8)

    def territory(self) -> tuple[Texts, Texts]:
        """District (LAU) and basic territorial unit (IČZÚJ)."""
        return _LAU[self.place], _ICZUJ[self.place]

    def line(self) -> Texts:
        """Street and number in one text, as people type it: ``Lipová 123/4a``."""
        number, letter = self._orientation()
        behind = choose(blank(number), "", joined("/", _text(number), _text(letter)))
        before = choose(self.street < 0, _PART[self.place], _text(_STREET[self.street]))
        kind = choose(self._registration_number() == 1, "č.ev. ", "")
        return joined(before, " ", kind, places.NUMBERS[self.house], behind)

    def full(self) -> Texts:
        """The whole address in one text, as the register writes it."""
        part, city = _PART[self.place], _CITY[self.place]
        middle = choose((self.street >= 0) & (part != city), ", " + part, "")
        return joined(self.line(), middle, ", ", _POSTCODE[self.place], " ", city)

    def _registration_number(self) -> Whole:
        return np.asarray((self.street < 0) & (self.house % 25 == 0), dtype=np.int64)

    def _orientation(self) -> tuple[Texts, Texts]:
        has = (self.street >= 0) & (self.house % 3 != 0)
        number = choose(has, places.NUMBERS[self.house % 89 + 1], None)
        return number, choose(has & (self.house % 31 == 0), "a", None)


def _text(values: Texts) -> Texts:
    return choose(blank(values), "", values)
