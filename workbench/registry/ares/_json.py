"""Reading JSON of which nothing can be taken for granted: what does not fit is nothing, never an error."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from workbench.registry import days

Row = Mapping[str, object]
_NOTHING: Final[Row] = {}
_LONE: Final = re.compile(r"[\ud800-\udfff]")
"""Halves of characters: JSON lets them in, no file and no screen takes them."""


def row(value: object) -> Row:
    """An object; empty for anything else."""
    return value if isinstance(value, dict) else _NOTHING


def rows(value: object) -> list[Row]:
    """The objects of a list; other things in it are left out."""
    return [one for one in items(value) if isinstance(one, dict)]


def items(value: object) -> Sequence[object]:
    """A list; empty for anything else."""
    return value if isinstance(value, list) else ()


def text(value: object) -> str | None:
    """A text on one line, a whole number as text; ``None`` for the rest and for an empty text."""
    if isinstance(value, str):
        whole = value if value.isascii() else _LONE.sub("", value)
        return " ".join(whole.split()) or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def digits(value: object, width: int) -> str | None:
    """A number of at most ``width`` digits, padded with zeros, whether it came as a number or as a text."""
    found = (text(value) or "").replace(" ", "")
    return found.zfill(width) if found.isascii() and found.isdigit() and len(found) <= width else None


def day(value: object) -> date | None:
    """A date; the time after it does not matter."""
    return days.day(text(value))


def primary(records: Sequence[Row]) -> Row:
    """The record marked as the main one, else the first, else an empty one."""
    marked = [one for one in records if one.get("primarniZaznam") is True]
    return (marked or list(records) or [_NOTHING])[0]
