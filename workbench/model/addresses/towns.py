"""Choosing the town of an address among the places named in it, and fitting the others in."""

from dataclasses import dataclass, field, replace

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses.localities import Locality, is_divided, is_part_of
from workbench.model.addresses.numbers import HouseNumber
from workbench.model.addresses.pieces import Line, Pieces, Town
from workbench.model.identifiers._reading import Note


@dataclass(slots=True)
class Towns:
    """What is known of an address while it is put together; this half sees to the towns."""

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
        if self._has_number() or (self.pieces.lines and self.pieces.postcode is None):
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
                name = place.part or place.name
                self.pieces.lines.append(Line(name, number, replace(place, number=None)))
            elif self.city is None:
                self.pieces.unread.append(town.written)
            elif place.key == self.city_key:
                self._merge_town(town)
            elif is_part_of(place.key, self.city_key) and self.part is None:
                self.part = places.parts_of(self.city_key)[place.key]
                self._keep_rest(place)
            elif place.key in places.districts_of(self.city_key) and self.district is None:
                self.district = places.districts_of(self.city_key)[place.key]
                self._keep_rest(place)
            elif self._is_post_town(place):
                self._move_town_to_post(place)
            elif self._wants_street(town):
                self.pieces.lines.append(Line(town.written, None, place))
            else:
                self.pieces.unread.append(town.written)

    def _merge_town(self, town: Town) -> None:
        """The town once more, perhaps with a district or part the first did not have."""
        place = town.place
        if (place.district and self.district not in (None, place.district)) or (
            place.part and self.part not in (None, place.part)
        ):
            self.pieces.unread.append(town.written)
            return
        self.district = self.district or place.district
        self.part = self.part or place.part
        self.pieces.region = self.pieces.region or place.region
        if place.number and self.number is None:
            self.number, self.village = HouseNumber(0, 0, place.number, "cp"), True
        self._keep_rest(place)

    def _keep_rest(self, place: Locality) -> None:
        """What was written with a place whose name is taken already is unread, unless it says the same."""
        number = place.number
        numbered = f"{place.city} {number}" if number else None
        if number and self.number is not None and self.number.house_number == number:
            numbered = None
        said = (self.district, self.part)
        rest = [text for text in (numbered, place.district, place.part) if text and text not in said]
        self.pieces.unread += rest

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
        self._keep_rest(place)

    def _has_number(self) -> bool:
        return any(line.number for line in self.pieces.lines)

    def _wants_street(self, town: Town) -> bool:
        return any(line.number and not line.name for line in self.pieces.lines) and town.position == 0

    def _fill_city_from_psc(self) -> None:
        psc = self.pieces.postcode
        if psc is None:
            return
        if self.city is not None:
            if places.is_psc(psc) and not places.psc_fits(psc, self.city_key):
                self.notes.append(
                    Note(
                        "address_postcode_elsewhere",
                        "The postcode {psc} is not used in {town}; check both.",
                        {"psc": psc, "town": self.city},
                    )
                )
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
