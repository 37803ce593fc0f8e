"""CSV that a double click opens rightly in Excel of either language."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.exporting._cells import Cell, cell, is_formula
from workbench.locale import Language, t

if TYPE_CHECKING:
    import pandas as pd

_DELIMITER = {"cs": ";", "en": ","}


def csv_bytes(frame: "pd.DataFrame", names: list[str], language: Language) -> bytes:
    """The table as CSV: UTF-8 with BOM, CRLF, quotes where needed (RFC 4180)."""
    words = {True: t("yes"), False: t("no")}
    target = io.StringIO()
    writer = csv.writer(
        target, delimiter=_DELIMITER[language], quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n"
    )
    lines = [[_text(name) for name in names]]
    columns = [
        [_shown(cell(value), language, words) for value in frame.iloc[:, at]] for at in range(len(names))
    ]
    lines.extend(list(line) for line in zip(*columns, strict=True))
    writer.writerows(lines)
    return target.getvalue().encode("utf-8-sig")


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
    return f"'{text}" if is_formula(text) else text
