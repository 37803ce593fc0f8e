"""What a cell of a DataFrame is once it leaves: text, number, date, yes or no, or nothing."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.exporting._text import clean
from workbench.model.times import PRAGUE

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | Decimal | bool | date | time | None

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_PLAIN_NUMBER = re.compile(r"[+-](?:[0-9]+(?:[.,][0-9]+)?|[0-9]{1,3}(?:[ \u00a0][0-9]{1,4})+)")


def header(frame: "pd.DataFrame") -> list[str]:
    """The column names as clean text.

    Raises:
        InputError: two columns have the same name.
    """
    columns: list[Any] = list(frame.columns)
    names = [clean(" / ".join(map(str, one)) if isinstance(one, tuple) else one) for one in columns]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise InputError("Two columns are called “{column}”. Rename one of them.", column=name)
    return names


def cell(value: Any) -> Cell:  # noqa: PLR0911 - one line for each kind of value
    """The value in one of the kinds that a spreadsheet knows; empty is ``None``.

    Text is cleaned of control characters. Moments become Prague time without a zone. Not-a-number and
    infinities are empty.
    """
    if hasattr(value, "item") and not isinstance(value, str) and getattr(value, "shape", None) == ():
        value = value.item()  # numpy
    if value is None or _is_missing(value):
        return None
    if isinstance(value, bool | int | float | Decimal):
        return value if isinstance(value, int) or math.isfinite(value) else None
    if isinstance(value, datetime):
        plain = value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
        return plain.astimezone(PRAGUE).replace(tzinfo=None) if plain.tzinfo is not None else plain
    if isinstance(value, date | time):
        return value
    if isinstance(value, Mapping):
        return clean(json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)) if value else None
    if isinstance(value, set | frozenset):
        value = sorted(map(str, value))
    if not isinstance(value, str | bytes) and hasattr(value, "__iter__"):
        return clean(", ".join(str(one) for one in value)) or None
    return clean(value) or None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula (OWASP, "CSV Injection").

    What counts is the first sign that one sees, in whatever width it is written; a tab or a line end before it counts
    too. A phone number and a plain signed number are none, though they begin with a sign.
    """
    for sign in text:
        if sign in "\t\r\n":
            return True
        if unicodedata.category(sign) not in _INVISIBLE and sign not in _BLANK_LETTERS:
            return unicodedata.normalize("NFKC", sign)[0] in "=+-@" and not _PLAIN_NUMBER.fullmatch(text)
    return False


def _is_missing(value: Any) -> bool:
    """NaN, NaT and pandas' NA: the values that do not equal themselves."""
    try:
        return bool(value != value)  # noqa: PLR0124 - the point
    except (TypeError, ValueError):  # NA has no truth; an array has several
        return type(value).__name__ == "NAType"
