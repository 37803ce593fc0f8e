"""Cutting an address into pieces and saying what each piece is, before they are put together."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import (
    CARE_OF,
    COUNTRIES,
    EXTRA,
    INNER_EXTRA,
    NOT_ADDRESS,
    OKRES,
    PO_BOX,
    POSTCODE_COUNTRIES,
    REGIONS,
)
from workbench.model.addresses.localities import Locality, read_locality, town_prefix
from workbench.model.addresses.numbers import HouseNumber, find_number, strip_street_prefix
from workbench.model.addresses.postcodes import find_postcode

_SEPARATOR: Final = re.compile(r"[,;\n\r\t|()\[\]\u2028\u2029\x0b\x0c\x1c-\x1e\x85]+")
_SPACED_DASH: Final = re.compile(r"\s[-–—]+\s|[–—]{1,2}\s|\s/\s(?=[^\W\d_])")
_DIGIT: Final = re.compile(r"[0-9]")
_LINE_EDGE: Final = ",;\n\r\t|()"
_MOST_PIECES: Final = 60  # more pieces than this are no address; the rest stays unread
_STRAY: Final = " .,:;-–—_\"'„“”*#\N{NO-BREAK SPACE}"
_DISTANT_MARK: Final = re.compile(r"[\s,;]*(?<![^\W_])PS[ČC][\s.:]*$", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A name with a house number; the name may be a street's or a village's."""

    name: str
    number: HouseNumber | None
    place: Locality | None
    after_town: bool = False


@dataclass(slots=True)
class Town:
    """A piece that names a place; ``after_psc`` where the postcode stands right before it."""

    place: Locality
    written: str
    after_psc: bool = False
    position: int = 0


@dataclass(slots=True)
class Pieces:
    """The pieces of one address, sorted by what they are."""

    postcode: str | None = None
    psc_country: str | None = None
    country: str | None = None
    region: str | None = None
    towns: list[Town] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    after_psc_name: Line | None = None
    budget: int = _MOST_PIECES


def cut(text: str) -> Pieces:
    """Sort the pieces of ``text``; nothing is decided yet about names that may mean two things."""
    found = Pieces()
    if "box" in (lower := text.lower()) or "hr" in lower:
        text = _lift(PO_BOX, text, found.extra)
    if "c/o" in lower:
        text = _lift(CARE_OF, text, found.extra)
    match = find_postcode(text)
    if match is None:
        _read_pieces(found, text)
        return found
    found.postcode = match["first"] + match["last"]
    found.psc_country = match["country"] and POSTCODE_COUNTRIES.get(match["country"].lower())
    before, after = text[: match.start()], text[match.end() :]
    _read_pieces(found, _DISTANT_MARK.sub("", before))
    follows = after[:1] not in _LINE_EDGE if after else False
    _read_pieces(found, after, after_psc=follows)
    return found


def _lift(pattern: re.Pattern[str], text: str, into: list[str]) -> str:
    """Move what the pattern finds from the text to a list."""

    def take(match: re.Match[str]) -> str:
        into.append(match[0].strip())
        return ", "

    return pattern.sub(take, text)


def _read_pieces(found: Pieces, text: str, *, after_psc: bool = False) -> None:
    for index, piece in enumerate(_SEPARATOR.split(text)):
        if bare := _trim(piece):
            _read_piece(found, bare, after_psc=after_psc and index == 0)


def _trim(piece: str) -> str:
    """Without stray punctuation; the dot of an abbreviation such as “s.r.o.” stays."""
    bare = piece.strip().strip(_STRAY).strip()
    if len(bare) > 1 and bare[-1].isalpha() and not bare[-2].isalnum():
        return bare + "." if bare + "." in piece else bare
    return bare


def _read_piece(found: Pieces, piece: str, *, after_psc: bool, dashed: bool = False) -> None:
    """Say what one piece is; a piece that holds several things is cut further."""
    found.budget -= 1
    if found.budget < 0 or NOT_ADDRESS.match(piece):
        found.unread.append(piece)
        return
    number = find_number(piece) if _DIGIT.search(piece) else None
    if number is not None and number.end < len(piece) and _may_be_town(number):
        number = _marked_after_town(piece, number) or number
    place = read_locality(piece) if number is None or _may_be_town(number) else None
    if place is not None:
        found.towns.append(Town(place, piece, after_psc, len(found.lines)))
    elif number is None and _read_word(found, piece):
        pass
    elif not _cut_further(found, piece, number, after_psc=after_psc):
        if number is None:
            _keep_name(found, piece, after_psc=after_psc, dashed=dashed)
        else:
            _read_numbered(found, piece, number)


def _cut_further(found: Pieces, piece: str, number: HouseNumber | None, *, after_psc: bool) -> bool:
    """Cut at a dash, around a floor or building, or after the town a piece starts with, if it does."""
    dash = _SPACED_DASH.search(piece)
    if dash and number and not number.has_slash and _is_part(piece[: number.start]):
        dash = None
    if dash and dash.start() and (number is None or not number.start <= dash.start() < number.end):
        _read_rest(found, piece[: dash.start()], after_psc=after_psc)
        _read_rest(found, piece[dash.end() :], dashed=True)
        return True
    if inner := INNER_EXTRA.search(piece):
        found.extra.append(inner[0].strip())
        _read_rest(found, piece[: inner.start()], after_psc=after_psc)
        _read_rest(found, piece[inner.end() :])
        return True
    if number is not None and EXTRA.match(fold(piece)):
        found.extra.append(piece)
        return True
    if (after_psc or _may_start_with_town(piece)) and (split := town_prefix(piece)):
        town, rest = split
        written = piece[: len(piece) - len(rest)].strip(_STRAY)
        found.towns.append(Town(town, written, after_psc, len(found.lines)))
        _read_rest(found, rest)
        return True
    return False


def _is_part(text: str) -> bool:
    """“Hostišová - Horňák”: a town with its part, dash and all."""
    place = read_locality(text)
    return place is not None and place.part is not None


def _read_rest(found: Pieces, text: str, *, after_psc: bool = False, dashed: bool = False) -> None:
    if bare := _trim(text):
        _read_piece(found, bare, after_psc=after_psc, dashed=dashed)


def _marked_after_town(piece: str, number: HouseNumber) -> HouseNumber | None:
    """“České Budějovice 3 č.p. 45”: the number of the house, when the first is the town's."""
    later = find_number(piece, number.end)
    if later is None or later.kind is None or later.has_slash:
        return None
    return later if read_locality(piece[: later.start].strip()) else None


def _may_be_town(number: HouseNumber) -> bool:
    """“Praha 1”, “Plzeň 3-Bory”: a number that may belong to the name of a town."""
    digits = number.house_number
    return (
        digits is not None
        and number.start > 0
        and len(digits) <= len("22")
        and number.kind is None
        and number.orientation_number is None
    )


def _read_word(found: Pieces, piece: str) -> bool:
    """A piece without a number that is a country, a region, an okres or an addressee."""
    key = fold(piece)
    if not key:
        found.unread.append(piece)
        return True
    if key in COUNTRIES and (len(key) > len("CZ") or piece.isupper()) and found.country is None:
        found.country = COUNTRIES[key]
        return True
    bare = key.removeprefix("kraj ").removesuffix(" kraj")
    if bare in REGIONS and (bare != key or bare == "vysocina") and found.region is None:
        found.region = REGIONS[bare]
        return True
    if OKRES.match(key) or EXTRA.match(key + " ") or EXTRA.match(key):
        found.extra.append(piece)
        return True
    return False


_TOWNS_WITH_STREETS: Final = frozenset(
    {"praha", "brno", "ostrava", "plzeň", "plzen", "liberec", "olomouc", "pardubice"}
)


def _may_start_with_town(piece: str) -> bool:
    return piece.partition(" ")[0].lower().rstrip("0123456789,") in _TOWNS_WITH_STREETS


def _keep_name(found: Pieces, piece: str, *, after_psc: bool, dashed: bool) -> None:
    name = strip_street_prefix(piece)
    line = Line(name, None, None, after_town=dashed and bool(found.towns))
    if after_psc and not found.towns:
        found.after_psc_name = line
    else:
        found.lines.append(line)


def _read_numbered(found: Pieces, piece: str, number: HouseNumber) -> None:
    """A piece with a house number: the name before it, and whatever follows."""
    name = strip_street_prefix(piece[: number.start]).strip(_STRAY.replace(".", ""))
    rest = _trim(piece[number.end :])
    place = read_locality(name) if name else None
    if not name and found.lines and found.lines[-1].number is None:
        found.lines[-1].number = number
    elif not name and number.house_number is None and found.lines and _joins(found.lines[-1], number):
        pass
    elif not name and rest and _is_bare_name(rest):
        found.lines.append(Line(strip_street_prefix(rest), number, read_locality(rest)))
        rest = ""
    else:
        found.lines.append(Line(name, number, place))
    if number.rest:
        found.extra.append(number.rest)
    _read_rest(found, rest)


def _is_bare_name(rest: str) -> bool:
    place = read_locality(rest)
    return find_number(rest) is None and (place is None or place.city is None)


def _joins(line: Line, number: HouseNumber) -> bool:
    """“č.p. 730, č.o. 12”: add the orientation number to the house number before it, if it has none."""
    first = line.number
    if first is None or first.orientation_number is not None or first.orientation_letter is not None:
        return False
    line.number = replace(
        first,
        kind=first.kind or "cp",
        orientation_number=number.orientation_number,
        orientation_letter=number.orientation_letter,
    )
    return True
