"""Text without capitals, accents and punctuation: what search and comparison look at."""

import re
import unicodedata

_FIRST_MARK = "\u0300"
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str | None) -> str:
    r"""The words of a text in lower case without accents, parted by single spaces.

    The same as ``trim(regexp_replace(strip_accents(lower(x)), '[^\p{L}\p{N}]+', ' ', 'g'))`` in DuckDB, so
    a key computed here and a key computed there can be compared. As there, only accents go: ``ß``,
    ``ł``, ``ø`` and ``đ`` are letters of their own and stay.
    """
    if not text:
        return ""
    lower = text.lower()
    if not lower.isascii():
        apart = unicodedata.normalize("NFD", lower)
        bare = "".join(
            [sign for sign in apart if sign < _FIRST_MARK or unicodedata.category(sign) not in {"Mn", "Me"}]
        )
        lower = unicodedata.normalize("NFC", bare)
    return _NOT_WORD.sub(" ", lower).strip()
