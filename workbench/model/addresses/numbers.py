"""House numbers: finding them in a line and telling číslo popisné, evidenční and orientační apart.

Decree 359/2011 Sb., § 6: a building has a číslo popisné or evidenční; in streets it may also have a
číslo orientační with a letter, written after a slash.
"""

import re
from dataclasses import dataclass
from typing import Final

from workbench.model.addresses._words import STREET_PREFIX
from workbench.model.addresses.parts import HouseNumberKind

_EV: Final = r"[čc]\.?\s?ev\.?|ev\.?\s?[čc](?:\.|íslo|islo)?|[čc]\.?\s?e\.|ev\.|[čc](?:íslo|islo)\sev(?:idenční|idencni|\.)"
_CP: Final = (
    r"[čc]\.\s?p\.?|[čc]\s?p\.?|[čc]\.\s?pop\.|[čc](?:íslo|islo)\spop(?:isné|isne|\.)"
    r"|[čc](?:íslo|islo)\sdomu|[čc]\.\s?d\.|[čc](?:íslo|islo)|[čc](?:ís|is)?\.|č|no\."
)
_CO: Final = r"[čc]\.?\s?or?\.?|[čc](?:íslo|islo)\sor(?:ientační|ientacni|\.)"

_NUMBER: Final = re.compile(
    rf"""
    (?: (?<![^\W_]) (?: (?P<ev>{_EV}) | (?P<co>{_CO}) | (?P<cp>{_CP}) ) \s?:?\s? | (?<![\w/.-]) | (?<=[^\W\d_]{{3}}) )
    (?: (?P<first>[0-9]{{1,5}}) (?:(?P<first_letter>[^\W\d_])(?![^\W_]))? (?![0-9]) )?
    (?: (?(first) \s?/\s? (?:[čc]\.?\s?o\.?\s?)? | / )
        (?P<second>[0-9]{{1,4}}) (?:\s?(?P<second_letter>[a-zA-Z])(?![^\W_]))? (?![0-9])
      | (?(first) [,;]?\s (?:{_CO}) \s?:?\s? (?P<third>[0-9]{{1,4}}) (?![0-9]) \s?(?:(?P<third_letter>[a-zA-Z])(?![^\W_]))? | (?!) )
    )?
    (?P<range>\s?[-–+]\s?[0-9]{{1,4}}[a-zA-Z]?(?![^\W_]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPACED_LETTER: Final = re.compile(r"\s([A-Za-z])(?=\s*$)")
_ORDINAL: Final = re.compile(r"\s?\.\s?[^\W\d_]|\s?\.díl|°|\s?%")


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number in a text: its parts and where it stands (``text[start:end]``)."""

    start: int
    end: int
    house_number: str | None = None
    kind: HouseNumberKind | None = None
    orientation_number: str | None = None
    orientation_letter: str | None = None
    rest: str | None = None

    @property
    def has_slash(self) -> bool:
        """Whether an orientation number was written, which only streets have."""
        return self.orientation_number is not None and self.house_number is not None


def find_number(text: str, start: int = 0) -> HouseNumber | None:
    """The first house number in ``text``; ordinals (“28. října”, “1. máje”) are none."""
    for match in _NUMBER.finditer(text, start):
        if match["first"] is None and match["second"] is None:
            continue
        if _ORDINAL.match(text, match.end()) and match["second"] is None:
            continue
        if _runs_into_sign(text, match):
            continue
        return _understand(text, match)
    return None


def _runs_into_sign(text: str, match: re.Match[str]) -> bool:
    """Whether a sign such as “²” or “①” touches the number: a digit to Unicode, but in no house number."""
    letters = match["first_letter"], match["second_letter"], match["third_letter"]
    return text[match.end() : match.end() + 1].isdigit() or any(x and not x.isalpha() for x in letters)


def _understand(text: str, match: re.Match[str]) -> HouseNumber:
    first, letter = match["first"], match["first_letter"]
    second, second_letter = match["second"] or match["third"], match["second_letter"] or match["third_letter"]
    end = match.end()
    if second_letter is None and letter is None and (spaced := _SPACED_LETTER.match(text, end)):
        letter, end = spaced[1], spaced.end()
    rest = f"{first or second}{match['range'].strip()}" if match["range"] else None
    marked = match["ev"] or match["cp"]
    kind: HouseNumberKind | None = "cev" if match["ev"] else "cp" if _says_cp(match) else None
    if first is None or (match["co"] and second is None):
        return HouseNumber(match.start(), end, None, None, second or first, second_letter or letter, rest)
    if second is None:
        if letter and not marked:
            return HouseNumber(match.start(), end, None, None, first, letter, rest)
        return HouseNumber(match.start(), end, first, kind, None, letter, rest)
    if letter and second_letter is None and text[match.end("first") :].startswith(letter):
        rest, letter = " ".join(filter(None, (first + letter, rest))), None
    return HouseNumber(match.start(), end, first, kind or "cp", second, second_letter or letter, rest)


def _says_cp(match: re.Match[str]) -> bool:
    """Whether the mark means číslo popisné; a bare “č.” may mean either."""
    mark = match["cp"]
    return bool(mark) and ("p" in mark.lower() or "d" in mark.lower())


def read_street_line(
    text: str,
) -> tuple[str | None, str | None, HouseNumberKind | None, str | None, str | None, str | None]:
    """A street cell such as ``"Dlouhá 12/3a"``, taken apart.

    Returns:
        street, house number, its kind, orientation number, its letter, and what was not read.
    """
    line = strip_street_prefix(text)
    found = find_number(line)
    if found is None:
        return line or None, None, None, None, None, None
    before = line[: found.start].strip(" ,;:-–")
    after = line[found.end :].strip(" ,;:-–.")
    if not before and after and find_number(after) is None:
        before, after = strip_street_prefix(after), ""
    unread = " ".join(filter(None, (found.rest, after))) or None
    return (
        before or None,
        found.house_number,
        found.kind,
        found.orientation_number,
        found.orientation_letter,
        unread,
    )


def strip_street_prefix(text: str) -> str:
    """The line without “ul.” or “ulice” in front and without stray punctuation around."""
    bare = text.strip(" ,;:\t\r\n\N{NO-BREAK SPACE}")
    match = STREET_PREFIX.match(bare)
    return bare[match.end() :] if match else bare
