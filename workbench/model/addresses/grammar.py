"""Reading an address from free text: from sorted pieces to parts.

The rules, in their order: the town is what follows the postcode, else the place that the other
places are parts of, else the last one. A name with a house number is a village when the town has a
part of this name (or no town is written), else a street. What fits nowhere is reported as unread.
"""

import unicodedata
from dataclasses import dataclass

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import SLOVAK_TOWNS, STREET_WORD
from workbench.model.addresses.localities import Locality, is_divided, is_part_of
from workbench.model.addresses.parts import AddressReading, HouseNumberKind, PostalAddress
from workbench.model.addresses.pieces import Line, cut
from workbench.model.addresses.towns import Towns


def read_address(text: str) -> AddressReading:
    """Read an address as people type it, in any order, on one line or several.

    Args:
        text: anything; nothing raises.

    Returns:
        The parts, the pieces that were not understood, and notes on what was filled in or is in doubt.
        Towns and parts get the spelling of RÚIAN, where it is certain; all else stays as typed. The
        town is filled in only where the postcode belongs to one town and none was typed (with a note).
    """
    return _Assembly(cut(unicodedata.normalize("NFC", text)), text).finish()


@dataclass(slots=True)
class _Assembly(Towns):
    """Puts the pieces of one address together."""

    def finish(self) -> AddressReading:
        pieces = self.pieces
        town = self._choose_town()
        name = pieces.after_psc_name.name if pieces.after_psc_name else None
        if name and (town is None or town.place.city is None):
            town = None
            self._take_unknown_town(name)
        elif town is not None:
            self._take_town(town)
            pieces.unread += [name] if name else []
        self._take_other_towns(town)
        self._take_lines()
        self._fill_city_from_psc()
        number = self.number
        kind: HouseNumberKind | None = number.kind if number else None
        if number and number.house_number and kind is None and self.street is None:
            kind = "cp"  # in a village without streets a house has its číslo popisné only
        if self.part and fold(self.part) == self.city_key:
            self.part = None
        address = PostalAddress(
            street=self.street,
            house_number=number.house_number if number else None,
            house_number_kind=kind,
            orientation_number=number.orientation_number if number else None,
            orientation_letter=number.orientation_letter if number else None,
            part=self.part,
            city=self.city,
            district=self.district,
            postcode=pieces.postcode,
            region=pieces.region,
            country=self._country(),
            extra=", ".join(pieces.extra) or None,
            original=self.original,
        )
        return AddressReading(address, tuple(pieces.unread), tuple(self.notes))

    def _take_lines(self) -> None:
        lines = self.pieces.lines
        _join_bare_numbers(lines)
        numbered = next((line for line in lines if line.number and line.name), None)
        seen = False
        for line in lines:
            if line is numbered:
                seen = True
                self._take_numbered(line)
            elif line.number is not None and not line.name:
                self._take_bare_number(line)
            elif line.number is not None:
                self._leave(line)
            else:
                self._take_name(line, before_street=numbered is not None and not seen)

    def _take_bare_number(self, line: Line) -> None:
        if self.number is None:
            self.number = line.number
        else:
            self._leave(line)

    def _take_numbered(self, line: Line) -> None:
        if self.number is not None:
            self._leave(line)
            return
        self.number = line.number
        place = line.place
        if place is None or not self._is_village(line, place):
            self.street = line.name
        elif self.city is None:
            self._take_place_of_line(place)
        elif place.key == self.city_key:
            self.village = True
            self.part = self.part or place.part
            self.district = self.district or place.district
            self._keep_rest(place)
        elif is_part_of(place.key, self.city_key) and self.part is None:
            self.part, self.village = places.parts_of(self.city_key)[place.key], True
            self._keep_rest(place)
        else:
            self._move_town_to_post(place)

    def _take_place_of_line(self, place: Locality) -> None:
        self.village = True
        self.city, self.city_key, self.foreign = place.city, place.key if place.city else "", place.foreign
        self.part, self.district = place.part, place.district
        self.pieces.region = self.pieces.region or place.region
        if place.number:  # the house has its own number, so this one is the post office's
            self.district = f"{place.city} {place.number}"
        if place.city is None and self.part is None:
            self.part = place.name

    def _is_village(self, line: Line, place: Locality) -> bool:
        number = line.number
        marked = number is not None and number.kind is not None and not number.has_slash
        if self.city is None and self.part is None:
            if any(other.number is None for other in self.pieces.lines):
                return marked
            return marked or number is None or not number.orientation_number or is_divided(place.key)
        if place.key == self.city_key:
            return True
        if number is not None and number.orientation_number:
            return False
        if is_part_of(place.key, self.city_key) and self.part is None:
            return marked or not is_divided(self.city_key)
        return not is_divided(self.city_key) and self._is_post_town(place)

    def _take_name(self, line: Line, *, before_street: bool) -> None:
        key = fold(line.name)
        if key in places.districts_of(self.city_key) and self.district is None:
            self.district = places.districts_of(self.city_key)[key]
        elif self.city and self.part is None and line.after_town and self.street:
            self.part = line.name
        elif (
            self.street is None
            and not self.village
            and not before_street
            and (self.city or STREET_WORD.match(key))
        ):
            self.street = line.name
        elif before_street:
            self.pieces.extra.append(line.name)
        elif self.city is None and self.street:
            if self.part is None or fold(self.part) != key:
                self._take_unknown_town(line.name)
        else:
            self.pieces.unread.append(line.name)

    def _leave(self, line: Line) -> None:
        number = line.number
        written = [line.name]
        if number is not None:
            written += [
                number.house_number or "",
                (number.orientation_number or "") + (number.orientation_letter or ""),
            ]
        self.pieces.unread.append(" ".join(filter(None, written)))

    def _country(self) -> str | None:
        pieces = self.pieces
        stated = pieces.country or pieces.psc_country or self.foreign
        psc = pieces.postcode
        if stated:
            return stated
        if psc is not None and psc[0] in "089":
            return "SK"
        if psc is not None and places.is_psc(psc):
            return "CZ"
        if self.city_key in SLOVAK_TOWNS:
            return None
        known = self.city_key and places.is_city(self.city_key)
        return "CZ" if known or pieces.region else None


def _join_bare_numbers(lines: list[Line]) -> None:
    """“Dlouhá, č.p. 12”: a number alone belongs to the nearest name without one."""
    for index, line in enumerate(lines):
        if line.number is not None and not line.name:
            for other in (lines[index - 1 : index] if index else []) + lines[index + 1 : index + 2]:
                if other.number is None:
                    other.number = line.number
                    lines.remove(line)
                    return
