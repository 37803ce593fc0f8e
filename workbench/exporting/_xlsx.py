"""XLSX: texts that stay texts, typed cells, a frozen header with filters, widths that fit.

The sheet is written straight as XML, each different value of a column once: a library that makes an object of every
cell takes several times as long for a hundred thousand rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.exporting._cells import Cell, cell
from workbench.exporting._xlsx_parts import HEADER, Strings, body, letters, package, sheet_name
from workbench.locale import t

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1_048_576, 16_384, 32_767
"""Limits of the format (Microsoft, "Excel specifications and limits")."""

_WIDTH = (8, 60)
_SAMPLE = 500  # rows that column widths are measured on
_ALIKE = frozenset({"string", "empty", "boolean", "integer", "floating", "datetime64", "datetime", "date", "decimal"})  # fmt: skip
"""What pandas calls columns whose equal values are of one kind, so that each is written once."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: its name, the names of its columns, its rows."""

    name: str
    columns: Sequence[str]
    frame: "pd.DataFrame"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the XML of its cells without their references; ``None`` where a cell is empty."""

    bodies: list[str | None]
    width: float


def xlsx_bytes(frame: "pd.DataFrame", names: list[str], sheet: str) -> bytes:
    """The table as a workbook of one sheet.

    Raises:
        InputError: more rows, columns or characters than the format holds.
    """
    return workbook([Page(sheet or t("Export"), names, frame)])


def workbook(pages: Sequence[Page]) -> bytes:
    """Several tables as the sheets of one workbook; equal tables give equal bytes.

    Raises:
        InputError: more rows, columns or characters than the format holds.
    """
    strings = Strings()
    sheets: dict[str, str] = {}
    for page in pages:
        name, number = sheet_name(page.name), 1
        while name.casefold() in {known.casefold() for known in sheets}:
            number += 1
            name = sheet_name(page.name, f" ({number})")
        sheets[name] = _sheet(page, strings)
    return package(sheets, strings)


def _sheet(page: Page, strings: Strings) -> str:
    rows, width = len(page.frame), len(page.columns)
    _check_size(rows, width)
    columns = [_column(name, page.frame.iloc[:, at], strings) for at, name in enumerate(page.columns)]
    refs = letters(width)
    out = ['<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>']  # fmt: skip
    if width:
        sizes = "".join(
            f'<col min="{at}" max="{at}" width="{one.width:g}" customWidth="1"/>'
            for at, one in enumerate(columns, 1)
        )
        out.append(f"<cols>{sizes}</cols>")
    out.append("<sheetData>")
    heads = [body(_checked(name, name, 0), strings, HEADER) for name in page.columns]
    for number, bodies in enumerate([heads, *zip(*(one.bodies for one in columns), strict=True)], 1):
        cells = [f'<c r="{ref}{number}"{one}' for ref, one in zip(refs, bodies, strict=True) if one]
        out.append(f'<row r="{number}">{"".join(cells)}</row>')
    out.append("</sheetData>")
    if width:
        out.append(f'<autoFilter ref="A1:{refs[-1]}{rows + 1}"/>')
    return "".join(out)


def _column(name: str, values: "pd.Series[Any]", strings: Strings) -> _Column:
    import pandas as pd  # noqa: PLC0415 - loaded already, as there is a frame

    kind = pd.api.types.infer_dtype(values, skipna=True)
    if kind in _ALIKE:
        codes, different = pd.factorize(values)
        places = codes.tolist()
        cells: list[Cell] = [cell(one) for one in different]
    else:  # 1 and True are equal, and lists cannot be looked up
        cells = [cell(one) for one in values]
        places = list(range(len(cells)))
    for at, one in enumerate(cells):
        if isinstance(one, str):
            _checked(one, name, places.index(at) + 1 if len(one) > MAX_TEXT else 0)
    bodies = [*(body(one, strings) for one in cells), None]  # -1 is the empty cell
    shown = [cells[at] for at in places[:_SAMPLE] if at >= 0]
    return _Column([bodies[at] for at in places], _width(name, shown))


def _check_size(rows: int, columns: int) -> None:
    if rows + 1 > MAX_ROWS or columns > MAX_COLUMNS:
        raise InputError(
            "The table has {rows} rows and {columns} columns; XLSX takes {most_rows} and {most_columns}. Export to CSV or Parquet instead.",
            rows=rows,
            columns=columns,
            most_rows=MAX_ROWS - 1,
            most_columns=MAX_COLUMNS,
        )


def _checked(text: str, column: str, row: int) -> str:
    if len(text) > MAX_TEXT:
        raise InputError(
            "A cell in row {row}, column “{column}” has {count} characters; XLSX takes {most}. Export to CSV or Parquet instead.",
            row=row,
            column=column[:_NAMED],
            count=len(text),
            most=MAX_TEXT,
        )
    return text


_NAMED = 31
"""So much of a column's name stands in a message."""


def _width(name: str, values: list[Cell]) -> float:
    longest = max(
        [len(name) + 3, *(max(map(len, str(one).split("\n"))) for one in values if one is not None)]
    )
    return float(min(max(longest + 1, _WIDTH[0]), _WIDTH[1]))
