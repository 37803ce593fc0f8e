"""E-mail addresses: trimmed, domain in lower case, syntax as the email-validator package judges it.

Rule: RFC 5321 and 6531. Whether the domain exists is not asked. Plain addresses in small letters take a shorter way to
the same answer; a test compares the two.
"""

import re
from functools import cache, lru_cache

from workbench.model.identifiers._reading import Draft, Reading, as_text, start

_PLAIN = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII
)
_LONGEST = 254
_LABEL = re.compile(r"^(?:e-?mail(?:ová adresa)?\s*[.:]\s*|e-?mail\s+|mailto:\s*)+", re.IGNORECASE)
_NAMED = re.compile(r"^[^<>@]*<\s*(?:mailto:)?([^<>]+@[^<>]+)>$")
_QUERY = re.compile(r"\?(?:subject|cc|bcc|body)=.*$", re.IGNORECASE)
_AT = re.compile(
    r"\s*(?:\(\s*at\s*\)|\[\s*at\s*\]|\(\s*zavináč\s*\)|\[\s*zavináč\s*\]|\s+zavináč\s+|@)\s*", re.IGNORECASE
)
_ENDS = " .,;:<>\"'"
_BETWEEN = re.compile(r"\s*[;,|\n\r]+\s*|\s+/\s+|(?<=\w)/(?=[^@/]*@)|\s+(?:a|nebo|and|or)\s+(?=\S+@)")


def read(text: object) -> Reading:
    """Read one e-mail address from whatever a cell holds (:func:`split_many` parts several).

    Returns:
        ``value`` is the address with its domain in lower case; the part before @ keeps its capitals.
        Healed: spaces, labels, ``mailto:``, ``Name <address>``, ``(at)``, a trailing full stop. Warning
        ``email_accents``. Problems ``email_several``, ``email_no_at``, ``email_text``.
    """
    original = text if type(text) is str else as_text(text)
    return Reading(original, original) if _is_plain(original) else _read(original)


def split_many(text: object) -> list[str]:
    """The single addresses of a cell that may hold several, in their order, still unread.

    They may be parted by semicolons, commas, bars, slashes, line ends, "a", "nebo", or spaces if every
    word is an address. Nothing is dropped.
    """
    pieces: list[str] = []
    for piece in _BETWEEN.split(as_text(text)):
        words = _AT.sub("@", piece).split()
        if len(words) > 1 and all("@" in word for word in words):
            pieces.extend(words)
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def _is_plain(text: str) -> bool:
    """Whether it is an address that :func:`_read` would leave as it is."""
    return (
        _PLAIN.fullmatch(text) is not None
        and len(text) <= _LONGEST
        and "--" not in text
        and not text.endswith(_reserved())
        and not _LABEL.match(text)
    )


@cache
def _reserved() -> tuple[str, ...]:
    """How domains end that the package refuses, such as ``.invalid``."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES  # noqa: PLC0415 - 55 ms

    return tuple(end for name in SPECIAL_USE_DOMAIN_NAMES for end in (f"@{name}", f".{name}"))


@lru_cache(maxsize=1 << 14)
def _read(original: str) -> Reading:
    draft = start(original, numeric=False)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    _peel(draft)
    address = draft.text
    if "@" not in address:
        return draft.fail("email_no_at", "“{text}” is not an e-mail address: it has no @.")
    if address.count("@") > 1 and len(split_many(original)) > 1:
        return draft.fail("email_several", "“{text}” holds several e-mail addresses. Part them first.")
    value = _normalise(address)
    if value is None:
        return draft.fail("email_text", "“{text}” is not an e-mail address.")
    if value != address:
        draft.heal("domain_case", "The domain was written in small letters.")
    if not value.partition("@")[0].isascii():
        draft.warn(
            "email_accents",
            "The address {value} has accents before @; few mail servers accept them.",
            value=value,
        )
    return draft.done(value)


def _peel(draft: Draft) -> None:
    if named := _NAMED.match(draft.text):
        draft.heal("name", "The name beside the address was left out.")
        draft.text = named[1]
    bare = _AT.sub("@", _QUERY.sub("", draft.text)).strip(_ENDS)
    if bare != draft.text:
        draft.heal("separators", "Spaces and separators inside the value were removed.")
        draft.text = bare


def _normalise(address: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - 55 ms

    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, ValueError):
        return None
