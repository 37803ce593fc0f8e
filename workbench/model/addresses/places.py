"""Known places of the Czech Republic: towns, their parts, districts, postcodes, regions.

From RÚIAN; see ``workbench/model/data/README.md``. Loaded at the first question (tens of milliseconds).
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from workbench.model.addresses._keys import fold

_NAME, _CODE, _OKRES, _DISTRICTS, _PARTS = range(5)


@dataclass(frozen=True, slots=True)
class City:
    """A town (obec): its name, RÚIAN code, okres, kraj, the names of its parts and districts."""

    name: str
    code: str
    okres: str
    region: str
    parts: tuple[str, ...]
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a town with one of its postcodes."""

    part: str
    city: str
    city_code: str
    postcode: str
    okres: str
    region: str


class _Table:
    """The data file with its indexes; cities are known by their row number."""

    def __init__(self, text: str) -> None:
        header, *rows = text.splitlines()
        folded = _fold_all(text).splitlines()[1:]
        self.okresy = [tuple(entry.split("=")) for entry in header.split(";")]
        self.rows = [row.split("\t") for row in rows]
        self.folded = [row.split("\t") for row in folded]
        self.by_city: dict[str, list[int]] = {}
        self.by_part: dict[str, list[int]] = {}
        self.by_psc: dict[str, list[int]] = {}
        for index, (name, _, _, _, parts) in enumerate(self.folded):
            self.by_city.setdefault(name, []).append(index)
            for entry in parts.split(";"):
                part, _, codes = entry.partition("=")
                if part:
                    self.by_part.setdefault(part, []).append(index)
                for code in codes.split(","):
                    owners = self.by_psc.setdefault(code, [])
                    if not owners or owners[-1] != index:
                        owners.append(index)

    def parts(self, index: int) -> list[tuple[str, list[str]]]:
        row = self.rows[index]
        entries = (entry.partition("=") for entry in row[_PARTS].split(";"))
        return [(part or row[_NAME], codes.split(",")) for part, _, codes in entries]


def _fold_all(text: str) -> str:
    """``fold`` of every name at once, keeping the separators (ten times faster than one by one).

    Knows the letters and signs of Czech place names only; a test compares it with ``fold``.
    """
    lower = text.lower()
    for accented, plain in zip("áčďéěíňóřšťúůýžöüäľ-.()", "acdeeinorstuuyzoual    ", strict=True):
        lower = lower.replace(accented, plain)
    while "  " in lower:
        lower = lower.replace("  ", " ")
    return lower


@cache
def _table() -> _Table:
    source = resources.files("workbench.model").joinpath("data", "places.tsv.gz")
    return _Table(gzip.decompress(source.read_bytes()).decode("utf-8"))


@cache
def _city(index: int) -> City:
    table = _table()
    row = table.rows[index]
    okres, region = table.okresy[int(row[_OKRES])]
    return City(
        name=row[_NAME],
        code=row[_CODE],
        okres=okres,
        region=region,
        parts=tuple(part for part, _ in table.parts(index)),
        districts=tuple(row[_DISTRICTS].split(";")) if row[_DISTRICTS] else (),
    )


def find_psc(psc: str) -> tuple[Place, ...]:
    """All parts of towns that have this postcode (spaces do not matter); empty when unknown."""
    table = _table()
    code = psc.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    found = []
    for index in table.by_psc.get(code, ()):
        city = _city(index)
        found += [
            Place(part, city.name, city.code, code, city.okres, city.region)
            for part, codes in table.parts(index)
            if code in codes
        ]
    return tuple(found)


def find_city(name: str) -> tuple[City, ...]:
    """All towns of this name; case, accents and hyphens do not matter."""
    return cities_of(fold(name))


def region_of(psc_or_city: str) -> str | None:
    """The region (kraj) of a postcode or town, or ``None`` where unknown or not the same for all."""
    regions = {place.region for place in find_psc(psc_or_city)}
    regions = regions or {city.region for city in find_city(psc_or_city)}
    return regions.pop() if len(regions) == 1 else None


def cities_of(key: str) -> tuple[City, ...]:
    """All towns whose folded name is ``key``."""
    return tuple(_city(index) for index in _table().by_city.get(key, ()))


def city_name(key: str) -> str | None:
    """The spelling of the towns with this folded name, or ``None`` (none such, or spelled differently)."""
    table = _table()
    names = {table.rows[index][_NAME] for index in table.by_city.get(key, ())}
    return names.pop() if len(names) == 1 else None


def is_city(key: str) -> bool:
    """Whether a town has this folded name."""
    return key in _table().by_city


def is_part(key: str) -> bool:
    """Whether a part of some town (other than the one named like the town) has this folded name."""
    return key in _table().by_part


@cache
def parts_of(city_key: str) -> dict[str, str]:
    """Folded name → name of the parts of all towns with this folded name."""
    return {fold(part): part for city in cities_of(city_key) for part in city.parts}


@cache
def districts_of(city_key: str) -> dict[str, str]:
    """Folded name → name of the districts of all towns with this folded name."""
    return {fold(name): name for city in cities_of(city_key) for name in city.districts}


@cache
def part_names(key: str) -> frozenset[str]:
    """The spellings of the parts of towns with this folded name."""
    owners = _table().by_part.get(key, ())
    return frozenset(part for i in owners for part in _city(i).parts if fold(part) == key)


@cache
def owner_of(part_key: str) -> str | None:
    """The town whose name a part's name starts with (“Děčín IV-Podmokly” → “Děčín”), if one only."""
    table = _table()
    owners = {
        table.rows[i][_NAME]
        for i in table.by_part.get(part_key, ())
        if part_key.startswith(table.folded[i][_NAME] + " ")
    }
    return owners.pop() if len(owners) == 1 else None


def is_psc(code: str) -> bool:
    """Whether these five digits are a postcode in use."""
    return code in _table().by_psc


def psc_cities(code: str) -> tuple[City, ...]:
    """The towns that have an address with this postcode."""
    return tuple(_city(index) for index in _table().by_psc.get(code, ()))


_SHORT_WORDS = {"c": ("ceske", "cesky", "ceska"), "hr": ("hradec",), "n": ("nove", "novy", "nova")}


def psc_fits(code: str, city_key: str) -> bool:
    """Whether a town of this folded name has the postcode, or no Czech town has this name at all."""
    table = _table()
    owners = table.by_psc.get(code, ())
    return city_key not in table.by_city or any(table.folded[i][_NAME] == city_key for i in owners)


def expand(key: str) -> str | None:
    """``"usti n l"`` → ``"usti nad labem"``; ``None`` unless exactly one town's name fits."""
    first, _, rest = key.partition(" ")
    found = {f"{word} {rest}" for word in _SHORT_WORDS.get(first, ()) if is_city(f"{word} {rest}")}
    match = re.fullmatch(r"(.+) (n|nad|p|pod) (\w+)", key)
    if match:
        head, word, start = match.groups()
        full = {"n": "nad", "p": "pod"}.get(word, word)
        known = _with_waters().get(f"{head} {full}", ())
        found |= {f"{head} {full} {rest}" for rest in known if rest.startswith(start)}
    return found.pop() if len(found) == 1 else None


@cache
def _with_waters() -> dict[str, set[str]]:
    """``"usti nad"`` → ``{"labem", "orlici"}``."""
    found: dict[str, set[str]] = {}
    for key in _table().by_city:
        for word in (" nad ", " pod "):
            head, middle, rest = key.partition(word)
            if middle:
                found.setdefault(head + word[:-1], set()).add(rest)
    return found
