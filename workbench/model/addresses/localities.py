"""Reading a piece of text as a town with its district and part: “Praha 1 - Staré Město”."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import SLOVAK_TOWNS, TOWN_PREFIX

_LONGEST: Final = 100
_HIGHEST_DISTRICT: Final = 22
_NUMBERED: Final = re.compile(r"(.*[^\W\d_])[\s.-]*([0-9]{1,2})")
_ROMAN: Final = re.compile(r"(.*[^\W\d_])[\s.-]+([IVX]{1,6})")
_DASH: Final = re.compile(r"\s*[-–—/]\s*")
_PRAGUE: Final = re.compile(r"(?:hl\.?\s?m\.?|hlavní město|hlavni mesto)\s*(?=praha)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Locality:
    """What one piece says about the place.

    Attributes:
        name: the name as written (or as the table spells it), without the number.
        key: ``fold(name)``.
        city: the town's name, where a town of this name is known.
        is_part: whether a part of some town has this name.
        district: the district written with the town.
        part: the part written with the town.
        number: a number after the town that may be a house number or a post office's.
        region: the region, where the piece says so.
        foreign: the country, where the town lies in another one for sure.
    """

    name: str
    key: str
    city: str | None = None
    is_part: bool = False
    district: str | None = None
    part: str | None = None
    number: str | None = None
    region: str | None = None
    foreign: str | None = None


@lru_cache(maxsize=20_000)
def read_locality(text: str) -> Locality | None:
    """The place that the whole of ``text`` names, or ``None``."""
    if len(text) > _LONGEST:
        return None
    bare = text.strip(" .,;:-–")
    region = None
    if match := _PRAGUE.match(bare):
        bare, region = bare[match.end() :], "Hlavní město Praha"
    elif (match := TOWN_PREFIX.match(bare)) and _plain(bare.rstrip(" 0123456789")) is None:
        bare = bare[match.end() :]
    found = _plain(bare) or _numbered(bare) or _joined(bare) or _spaced(bare)
    if found is None or region is None:
        return found
    return Locality(
        found.name, found.key, found.city, found.is_part, found.district, found.part, found.number, region
    )


@lru_cache(maxsize=20_000)
def town_prefix(text: str) -> tuple[Locality, str] | None:
    """The longest beginning of ``text`` that names a town, with the rest; ``None`` when none does."""
    words = [match.end() for match in re.finditer(r"[^\s,]+", text)][:6]
    for end in reversed(words[:-1]):
        found = read_locality(text[:end])
        if found and found.city and (not found.number or not text[end:].strip()):
            return found, text[end:].strip(" ,-–")
    return None


def is_part_of(key: str, city_key: str) -> bool:
    """Whether a town of folded name ``city_key`` has a part of folded name ``key``."""
    return key in places.parts_of(city_key)


def is_divided(city_key: str) -> bool:
    """Whether the town has city districts, hence streets all over."""
    return bool(places.districts_of(city_key))


def _plain(bare: str) -> Locality | None:
    key = fold(bare)
    if not key:
        return None
    if not places.is_city(key) and not places.is_part(key):
        key = places.expand(key) or key
    name = places.city_name(key) or bare
    if places.is_city(key) and _may_spell(bare, name):
        return Locality(name, key, name, places.is_part(key))
    if key in SLOVAK_TOWNS:
        return Locality(SLOVAK_TOWNS[key], key, SLOVAK_TOWNS[key], foreign="SK")
    return _part(bare, key) if places.is_part(key) else None


def _part(bare: str, key: str) -> Locality | None:
    """A name that is a part of some town, and the town too, where the name starts with it."""
    spellings = places.part_names(key)
    name = bare if bare in spellings or len(spellings) != 1 else next(iter(spellings))
    if not _may_spell(bare, name):
        return None
    if owner := places.owner_of(key):
        return Locality(owner, fold(owner), owner, part=name)
    return Locality(name, key, None, is_part=True)


def _may_spell(typed: str, name: str) -> bool:
    """Whether ``typed`` is ``name`` with some accents left out; an accent too many is another name."""
    if typed.isascii() or len(typed) != len(name):
        return True
    return all(a == b or a.isascii() for a, b in zip(typed.casefold(), name.casefold(), strict=False))


def _numbered(bare: str) -> Locality | None:
    """“Praha 5”, “Praha5”, “České Budějovice 3”, “Pardubice I”, “Blansko 45”."""
    match = _NUMBERED.fullmatch(bare) or _ROMAN.fullmatch(bare)
    town = _plain(match[1]) if match else None
    if match is None or town is None or town.city is None:
        return None
    name, number = town.city, match[2].lstrip("0") or match[2]
    full = f"{name} {number}"
    if town.part:
        return replace(town, number=match[2]) if match[2].isdigit() else None
    if fold(full) in places.parts_of(town.key):
        return Locality(name, town.key, name, part=full)
    if not number.isdigit():
        known = any(
            part.startswith(fold(full) + " ") or part == fold(full)
            for part in (*places.parts_of(town.key), *places.districts_of(town.key))
        )
        return Locality(name, town.key, name, district=full) if known else None
    if is_divided(town.key) and int(number) <= _HIGHEST_DISTRICT:
        return Locality(name, town.key, name, district=full)
    return Locality(name, town.key, name, number=match[2])


def _joined(bare: str) -> Locality | None:
    """“Brno-Židenice”, “Praha 4 - Braník”, “Brno-střed”, “Plzeň 3-Bory”, “Děčín III-Staré Město”."""
    for dash in _DASH.finditer(bare):
        left, right = bare[: dash.start()], bare[dash.end() :]
        if not left or not right:
            continue
        joined = _pair(
            _plain(left) or _numbered(left), right, bare, tight=not dash[0].isspace() and len(dash[0]) == 1
        )
        if joined:
            return joined
    return None


def _spaced(bare: str) -> Locality | None:
    """“Praha 10 Strašnice”, “Brno Židenice”."""
    for space in re.finditer(r"\s+", bare):
        left, right = bare[: space.start()], bare[space.end() :]
        if not left or not right:
            continue
        if not left[-1].isdigit() and not places.is_city(fold(left)) and not left.endswith("."):
            continue
        joined = _pair(_plain(left) or _numbered(left), right, bare, tight=False)
        if joined:
            return joined
    return None


def _pair(town: Locality | None, right: str, bare: str, *, tight: bool) -> Locality | None:
    if town is None or town.city is None or town.part or town.number:
        return None
    city, district = town.city, town.district
    right_key, whole_key = fold(right), fold(bare)
    parts, districts = places.parts_of(town.key), places.districts_of(town.key)
    part = parts.get(whole_key) or parts.get(right_key) or parts.get(f"{town.key} {right_key}")
    if part is None and (named := districts.get(whole_key) or districts.get(right_key)):
        return Locality(city, town.key, city, district=named) if district in {None, named} else None
    if part is None and tight and right[:1].isupper() and right.replace(" ", "").isalpha():
        part = right
    if part is None:
        return None
    return Locality(city, town.key, city, district=district, part=part, foreign=town.foreign)
