"""File names from the names of clients: safe on Windows, Linux and macOS alike."""

import re
import unicodedata
from collections.abc import Iterable

MAX_BYTES = 120
"""Longest file name in UTF-8, suffix included. Systems allow 255; the rest is for paths and mail programs."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # controls, RTL marks, lone surrogates, …
_AT_EDGES = " .-~_"
_NAMELESS = "export"


def safe_name(name: str, suffix: str) -> str:
    """A file name made from any text.

    Czech letters are kept (composed, NFC). Characters that a system forbids become ``-``; controls and
    direction marks vanish; dots and spaces at either end go, so that the file is neither hidden nor
    unreachable; names that Windows reserves for devices get a ``_`` before them.

    Args:
        name: what the file is called after, e.g. the client's name.
        suffix: the file's type, ``"pdf"`` or ``".pdf"``.

    Returns:
        At most :data:`MAX_BYTES` bytes in UTF-8, never cut inside a character; ``export.pdf`` where
        nothing usable is left of the name.
    """
    ending = _plain(suffix).lstrip(".")
    ending = f".{ending}" if ending else ""
    stem = _plain(name) or _NAMELESS
    if _RESERVED.fullmatch(stem.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    return _fit(stem, ending)


def unique_names(names: Iterable[str]) -> list[str]:
    """The same file names in the same order, told apart by `` (2)``, `` (3)`` … before the suffix.

    Names that differ in capitals or in the composition of accents alone count as equal, as they do on
    Windows and macOS.
    """
    wanted = list(names)
    taken: set[str] = set()
    result: list[str] = []
    for name in wanted:
        chosen, number = name, 1
        while _same(chosen) in taken:
            number += 1
            chosen = numbered(name, number)
        taken.add(_same(chosen))
        result.append(chosen)
    return result


def numbered(name: str, number: int) -> str:
    """The file name with `` (number)`` before its suffix, still within :data:`MAX_BYTES`."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    return _fit(stem, f" ({number}){dot}{ending}")


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if one in "\t\n\r\x0b\x0c\x85\u2028\u2029" else one
        for one in composed
        if one in "\t\n\r\x0b\x0c\x85\u2028\u2029" or unicodedata.category(one) not in _UNSEEN
    )
    return " ".join(_FORBIDDEN.sub("-", visible).split()).strip(_AT_EDGES)


def _fit(stem: str, ending: str) -> str:
    room = MAX_BYTES - len(ending.encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
        while stem and unicodedata.combining(stem[-1]):
            stem = stem[:-1]
    return stem.rstrip(" .") + ending


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
