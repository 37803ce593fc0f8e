"""CSV that a double click opens rightly in Excel of either language."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.exporting._cells import Cell, cell, is_formula
from workbench.locale import Language, t

if TYPE_CHECKING:
    import pandas as pd

_DELIMITER = {"cs": ";", "en": ","}


def csv_bytes(frame: "pd.DataFrame", names: list[str], language: Language) -> bytes:
    """The table as CSV: UTF-8 with BOM, CRLF (RFC 4180), texts in quotes and numbers without.

    By the quotes a spreadsheet can be told that ``06018`` is a text: LibreOffice asks whether it should heed them.
    """
    words = {True: t("yes"), False: t("no")}
    columns = [
        [_shown(cell(value), language, words) for value in frame.iloc[:, at]] for at in range(len(names))
    ]
    lines = [[_text(name) for name in names], *zip(*columns, strict=True)]
    whole = "".join(f"{_DELIMITER[language].join(line)}\r\n" for line in lines)
    return whole.encode("utf-8-sig")


def _shown(value: Cell, language: Language, words: dict[bool, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return words[value]
        case int() | float() | Decimal():
            number = f"{value:f}" if isinstance(value, Decimal) else str(value)
            return number.replace(".", ",") if language == "cs" else number
        case datetime():
            return value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
    return _text(str(value))


def _text(text: str) -> str:
    """The text in quotes; one that would run as a formula gets an apostrophe before it."""
    safe = f"'{text}" if is_formula(text) else text
    return '"{}"'.format(safe.replace('"', '""'))
