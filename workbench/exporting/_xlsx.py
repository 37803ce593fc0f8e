"""XLSX: texts that stay texts, a frozen header with filters, widths that fit."""

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.exporting._cells import Cell, cell, is_formula
from workbench.exporting.archives import zip_files
from workbench.locale import t

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 1_048_576, 16_384, 32_767
"""Limits of the format (Microsoft, "Excel specifications and limits")."""

_MAX_SHEET_NAME = 31
_WIDTH = (8, 60)
_SAMPLE = 500  # rows that column widths are measured on
_DATES = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_TIME = rb"\g<1>2000-01-01T00:00:00Z"


def xlsx_bytes(frame: "pd.DataFrame", names: list[str], sheet: str) -> bytes:
    """The table as a workbook of one sheet.

    Raises:
        InputError: more rows, columns or characters than the format holds.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - 200 ms
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    _check_size(len(frame), len(names))
    columns = [[cell(value) for value in frame.iloc[:, at]] for at in range(len(names))]
    for name, values in zip(names, columns, strict=True):
        _check_texts(name, values)
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(sheet or t("Export")))
    page.freeze_panes = "A2"
    if names:
        page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(frame) + 1}"
    for at, (name, values) in enumerate(zip(names, columns, strict=True), 1):
        page.column_dimensions[get_column_letter(at)].width = _width(name, values)
    page.append([_header_cell(page, name) for name in names])
    for row in zip(*columns, strict=True):
        page.append([_cell(page, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return _without_times(target.getvalue())


def _cell(page: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - loaded already

    if value is None:
        return None
    made = WriteOnlyCell(page, None)
    if isinstance(value, str):
        made.value = _ESCAPED.sub("_x005F_", value)
        made.data_type = "s"  # not "f", whatever the text begins with
        made.number_format = "@"
        made.quotePrefix = is_formula(value)
    else:
        made.value = value
        if type(value) in _DATES:
            made.number_format = _DATES[type(value)]
    return made


def _header_cell(page: Any, name: str) -> Any:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - loaded already

    made = _cell(page, name)
    if made is not None:
        made.font = Font(bold=True, color="FFFFFFFF")
        made.fill = PatternFill("solid", fgColor="FF0B5C6B")
    return made


def _check_size(rows: int, columns: int) -> None:
    if rows + 1 > MAX_ROWS or columns > MAX_COLUMNS:
        raise InputError(
            "The table has {rows} rows and {columns} columns; XLSX takes {most_rows} and {most_columns}. Export to CSV or Parquet instead.",
            rows=rows,
            columns=columns,
            most_rows=MAX_ROWS - 1,
            most_columns=MAX_COLUMNS,
        )


def _check_texts(column: str, values: list[Cell]) -> None:
    for row, value in enumerate([column, *values]):
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise InputError(
                "A cell in row {row}, column “{column}” has {count} characters; XLSX takes {most}. Export to CSV or Parquet instead.",
                row=row,
                column=column[:_MAX_SHEET_NAME],
                count=len(value),
                most=MAX_TEXT,
            )


def _width(name: str, values: list[Cell]) -> float:
    longest = max(
        [len(name) + 3, *(max(map(len, str(one).split("\n"))) for one in values[:_SAMPLE] if one is not None)]
    )
    return float(min(max(longest + 1, _WIDTH[0]), _WIDTH[1]))


def _sheet_name(text: str) -> str:
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", text).split()).strip("'")
    return plain[:_MAX_SHEET_NAME].strip("' ") or "Export"


def _without_times(book: bytes) -> bytes:
    """The same workbook without the moment of its making, so that equal tables give equal files."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _CREATED.sub(_NO_TIME, parts["docProps/core.xml"])
    return zip_files(parts)
