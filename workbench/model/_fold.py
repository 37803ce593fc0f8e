"""Text without capitals, accents and punctuation: what search and comparison look at."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_FIRST_MARK = "\u0300"
_NOT_WORD = re.compile(r"[\W_]+")
LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Latin letters that are none with an accent, and how people write them who have them on no key."""
_TYPED: Final = str.maketrans(dict(LETTERS))


def fold(text: str | None) -> str:
    r"""The words of a text in lower case without accents, parted by single spaces.

    The same as :func:`workbench.store.columns.folded` in DuckDB, so a key computed here and a key computed there
    can be compared. Letters of :data:`LETTERS`, which lose no accent, are written as one types them without.
    """
    if not text:
        return ""
    lower = text.lower()
    if not lower.isascii():
        apart = unicodedata.normalize("NFD", lower)
        bare = "".join(
            [sign for sign in apart if sign < _FIRST_MARK or unicodedata.category(sign) not in {"Mn", "Me"}]
        )
        lower = unicodedata.normalize("NFC", bare).translate(_TYPED)
    return _NOT_WORD.sub(" ", lower).strip()
