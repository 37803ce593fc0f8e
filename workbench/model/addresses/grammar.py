"""Reading an address from free text: from sorted pieces to parts.

The rules, in their order: the town is what follows the postcode, else the place that the other
places are parts of, else the last one. A name with a house number is a village when the town has a
part of this name (or no town is written), else a street. What fits nowhere is reported as unread.
"""

import unicodedata
from dataclasses import dataclass, field, replace

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import SLOVAK_TOWNS, STREET_WORD
from workbench.model.addresses.localities import Locality, is_divided, is_part_of
from workbench.model.addresses.numbers import HouseNumber
from workbench.model.addresses.parts import AddressReading, HouseNumberKind, PostalAddress
from workbench.model.addresses.pieces import Line, Pieces, Town, cut
from workbench.model.identifiers._reading import Note


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
class _Assembly:
    """Puts the pieces of one address together."""

    pieces: Pieces
    original: str
    street: str | None = None
    number: HouseNumber | None = None
    city: str | None = None
    city_key: str = ""
    district: str | None = None
    part: str | None = None
    foreign: str | None = None
    village: bool = False
    notes: list[Note] = field(default_factory=list)

    def finish(self) -> AddressReading:
        pieces = self.pieces
        town = self._choose_town()
        if town is not None:
            self._take_town(town)
        elif pieces.after_psc_name is not None:
            self._take_unknown_town(pieces.after_psc_name.name)
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

    def _choose_town(self) -> Town | None:
        towns = self.pieces.towns
        if len(towns) <= 1:
            return towns[0] if towns else None
        for town in towns:
            if town.after_psc and town.place.city:
                return town
        cities = [town for town in towns if town.place.city]
        if not cities:
            return towns[0]
        return max(cities, key=lambda town: (self._weight(town), town.position))

    def _weight(self, town: Town) -> int:
        """How well the other places fit into this town."""
        key, place = town.place.key, town.place
        others = [other.place.key for other in self.pieces.towns if other is not town]
        lines = [line.place.key for line in self.pieces.lines if line.place]
        inside = sum(is_part_of(other, key) for other in others) + sum(
            is_part_of(line, key) for line in lines
        )
        psc = self.pieces.postcode
        has_psc = psc is not None and any(fold(city.name) == key for city in places.psc_cities(psc))
        return (
            2 * inside
            + has_psc
            - bool(place.number)
            + 2 * bool(place.district or place.part)
            + is_divided(key)
        )

    def _take_town(self, town: Town) -> None:
        place = town.place
        if place.city is None:
            self.part = place.name
            return
        self.city, self.city_key, self.foreign = place.city, place.key, place.foreign
        self.district, self.part = place.district, place.part
        self.pieces.region = self.pieces.region or place.region
        if place.number:
            self._take_number_of_town(place)

    def _take_number_of_town(self, place: Locality) -> None:
        """“Hradec Králové 2” is a post office beside a street, and a house where no other number is."""
        if self._has_number():
            self.district = f"{place.city} {place.number}"
        elif self.pieces.lines and self.pieces.postcode is None:
            self.district = f"{place.city} {place.number}"
        else:
            self.number = HouseNumber(0, 0, place.number, "cp")
            self.village = True

    def _take_unknown_town(self, name: str) -> None:
        self.city, self.city_key = name, fold(name)
        if (self.pieces.country or self.pieces.psc_country) not in {None, "CZ"}:
            return
        self.notes.append(
            Note("address_unknown_town", "Town “{town}” is not in the list of Czech towns.", {"town": name})
        )

    def _take_other_towns(self, chosen: Town | None) -> None:
        for town in self.pieces.towns:
            if town is chosen:
                continue
            place = town.place
            if place.number and self.number is None and place.key != self.city_key and not self._has_number():
                number = HouseNumber(0, 0, place.number)
                self.pieces.lines.append(Line(place.name, number, replace(place, number=None)))
            elif self.city is None:
                self.pieces.unread.append(town.written)
            elif place.key == self.city_key:
                self._merge_town(town)
            elif is_part_of(place.key, self.city_key) and self.part is None:
                self.part = places.parts_of(self.city_key)[place.key]
            elif place.key in places.districts_of(self.city_key) and self.district is None:
                self.district = places.districts_of(self.city_key)[place.key]
            elif self._is_post_town(place):
                self._move_town_to_post(place)
            elif self._wants_street(town):
                self.pieces.lines.append(Line(town.written, None, place))
            else:
                self.pieces.unread.append(town.written)

    def _merge_town(self, town: Town) -> None:
        """The town once more, perhaps with a district or part the first did not have."""
        place = town.place
        if (
            place.district
            and self.district not in (None, place.district)
            or (place.part and self.part not in (None, place.part))
        ):
            self.pieces.unread.append(town.written)
            return
        self.district = self.district or place.district
        self.part = self.part or place.part
        if place.number and self.number is None:
            self.number, self.village = HouseNumber(0, 0, place.number, "cp"), True

    def _is_post_town(self, place: Locality) -> bool:
        """Whether ``place`` is a town with this postcode, so that the one after it is its post office."""
        psc = self.pieces.postcode
        return (
            psc is not None
            and place.city is not None
            and self.part is None
            and self.district is None
            and any(fold(city.name) == place.key for city in places.psc_cities(psc))
        )

    def _move_town_to_post(self, place: Locality) -> None:
        self.pieces.extra.append(self.city or "")
        self.notes.append(
            Note(
                "address_post_office",
                "“{post}” is taken for the post office; the postcode also belongs to the town “{town}”.",
                {"post": self.city, "town": place.city},
            )
        )
        self.city, self.city_key = place.city, place.key

    def _has_number(self) -> bool:
        return any(line.number for line in self.pieces.lines)

    def _wants_street(self, town: Town) -> bool:
        return any(line.number and not line.name for line in self.pieces.lines) and town.position == 0

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
        elif is_part_of(place.key, self.city_key) and self.part is None:
            self.part, self.village = places.parts_of(self.city_key)[place.key], True
        else:
            self._move_town_to_post(place)

    def _take_place_of_line(self, place: Locality) -> None:
        self.village = True
        self.city, self.city_key, self.foreign = place.city, place.key if place.city else "", place.foreign
        self.part, self.district = place.part, place.district
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
            and (STREET_WORD.match(key) or (self.city and not before_street))
            and not self.village
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

    def _fill_city_from_psc(self) -> None:
        psc = self.pieces.postcode
        if self.city is not None or psc is None:
            return
        cities = places.psc_cities(psc)
        if self.part is not None:
            key = fold(self.part)
            cities = tuple(city for city in cities if key in {fold(part) for part in city.parts})
        if len(cities) == 1:
            self.city = cities[0].name
            self.city_key = fold(self.city)
            self.notes.append(
                Note(
                    "address_town_from_postcode",
                    "Town “{town}” was filled in from the postcode {psc}.",
                    {"town": self.city, "psc": psc},
                )
            )
        elif len(cities) > 1:
            self.notes.append(
                Note(
                    "address_town_of_several",
                    "The postcode {psc} belongs to several towns: {towns}.",
                    {"psc": psc, "towns": ", ".join(city.name for city in cities)},
                )
            )

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
