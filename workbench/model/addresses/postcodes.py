"""Finding the postcode (PSČ) among the other numbers of an address."""

import re
from typing import Final

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import COUNTRIES

_PSC: Final = re.compile(
    r"(?P<mark>(?<![^\W_])PS[ČC][\s.:]*(?:[čc]\.?\s*)?)?(?:(?<![^\W_])(?P<country>CZ|SK|D|A|PL)[\s–-]{0,3})?"
    r"(?<![\w/])(?P<first>[0-9]{3})(?P<gap>[\s\N{NO-BREAK SPACE}]{0,2})(?P<last>[0-9]{2})"
    r"(?!\s?[0-9/])(?![^\W_])(?!\.\s?[^\W\d_])",
    re.IGNORECASE,
)
_FOREIGN_PSC: Final = re.compile(
    r"(?:(?<=[,;\n])|(?<=[,;\n] )|^)(?:(?P<country>A|CH|H|B|L)-)?(?P<first>[0-9]{4})(?P<last>)(?=\s[^\W\d_])"
)
_LAST_PIECE: Final = re.compile(r"[^,;\n]*\Z")


def find_postcode(text: str) -> re.Match[str] | None:
    """The match of the postcode: groups ``country``, ``first`` and ``last`` (the digits around the gap)."""
    return _choose_psc(text) or _foreign_psc(text)


def _choose_psc(text: str) -> re.Match[str] | None:
    """The most plausible postcode: marked, known, well placed; the first of equals."""
    best, best_score = None, 0
    for match in _PSC.finditer(text):
        known = places.is_psc(match["first"] + match["last"])
        before = text[: match.start()].rstrip(" \N{NO-BREAK SPACE}")[-1:]
        edge = not before or before in ",;\n\r\t|(-–"
        follows = text[match.end() :].lstrip()[:1]
        placed = edge or not match["gap"] or (follows.isupper())
        marked = bool(match["mark"] or match["country"])
        if not (known or marked or placed) or (before.isdigit() and not known and not marked):
            continue
        score = 1 + 8 * marked + 4 * known + 2 * edge
        if score > best_score:
            best, best_score = match, score
    return best


def _foreign_psc(text: str) -> re.Match[str] | None:
    """A postcode of four digits, where the last piece names a foreign country."""
    match = _FOREIGN_PSC.search(text)
    if match is None:
        return None
    last_piece = _LAST_PIECE.search(text.rstrip(" ,;.\r\n\t"))
    if last_piece is None:
        return None
    country = COUNTRIES.get(fold(last_piece[0]))
    return match if country not in {None, "CZ", "SK"} else None
