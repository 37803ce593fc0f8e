"""Reading one sheet of a workbook as text, without what spreadsheets do to numbers."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from workbench.errors import BrokenFileError, UnknownNameError
from workbench.importing.archive import check_archive, damaged
from workbench.importing.layout import find_header
from workbench.importing.table import MAX_COLUMNS, MAX_ROWS, RawTable, build, check_width
from workbench.model.identifiers import Note

_SAMPLE_ROWS: Final = 100
_MAX_CELLS: Final = 30_000_000
"""Rows times the widest of them; a few cells far to the right must not cost gigabytes."""
_MAX_BLANK_RUN: Final = 100_000
"""After so many blank rows the rest of a sheet holds nothing but formatting."""


def read_xlsx(path: Path, data: bytes, sheet: str | None = None) -> RawTable:
    """The table on one sheet of a workbook.

    Args:
        path: the file, for messages.
        data: its bytes.
        sheet: the sheet's name; the first one that is visible otherwise.

    Raises:
        BrokenFileError: it is no workbook, a damaged one, or one that would unpack to far more than it is.
        UnknownNameError: it has no such sheet.
    """
    check_archive(data, path.name)
    try:
        name, others, rows = _load(data, sheet, path.name)
    except (BrokenFileError, UnknownNameError):
        raise
    except Exception as error:  # the file decides what openpyxl trips over
        raise damaged(path.name, error) from error
    filled = [(number, row) for number, row in rows if any(cell and cell.strip() for cell in row)]
    if not filled:
        raise BrokenFileError(
            "“{file}”: the sheet “{sheet}” is empty. Its sheets: {sheets}.",
            file=path.name,
            sheet=name,
            sheets=", ".join([name, *others]),
        )
    at, has_header = find_header([[cell or "" for cell in row] for _, row in filled[:_SAMPLE_ROWS]])
    headers = filled[at][1] if has_header else None
    body = filled[at + 1 :]
    if not body:
        raise BrokenFileError("“{file}” has no row below its headers. Export it once more.", file=path.name)
    width = max(len(row) for _, row in body) if headers is None else len(headers)
    notes = []
    if others:
        notes.append(
            Note(
                "sheets",
                "Only the sheet “{sheet}” was read; there are also: {sheets}.",
                {"sheet": name, "sheets": ", ".join(others)},
            )
        )
    return build(
        path,
        [row if len(row) >= width else (*row, *([None] * (width - len(row)))) for _, row in body],
        [number for number, _ in body],
        headers,
        first_row=body[0][0] if headers is None else filled[at][0] + 1,
        notes=notes,
        sheet=name,
    )


def cell_text(value: Any) -> str | None:
    """A cell's value as the text a person would have typed: ``27074358.0`` is ``27074358``, dates are ISO."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _load(
    data: bytes, sheet: str | None, file: str
) -> tuple[str, list[str], list[tuple[int, Sequence[str | None]]]]:
    """Name of the sheet, names of the others, and its rows with their numbers."""
    import openpyxl  # noqa: PLC0415 - heavy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which are not read
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            tables = book.worksheets
            shown = [one for one in tables if one.sheet_state == "visible"] or tables
            if not shown:
                raise BrokenFileError(
                    "“{file}” is a workbook without sheets. Export it once more.", file=file
                )
            names = [str(one.title) for one in tables]
            if sheet is not None and sheet not in names:
                raise UnknownNameError.suggest("sheet", sheet, names)
            chosen = shown[0] if sheet is None else tables[names.index(sheet)]
            if hasattr(chosen, "reset_dimensions"):
                chosen.reset_dimensions()  # what a file says of its own extent is often wrong
            _hold_to_places(chosen, file)
            cells = chosen.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
            return str(chosen.title), [one for one in names if one != chosen.title], list(_rows(cells, file))
        finally:
            book.close()


def _hold_to_places(sheet: Any, file: str) -> None:
    """Let a sheet refuse rows of which openpyxl would drop a cell: one beyond the columns read, or two in one place."""
    lay = sheet._get_row  # noqa: SLF001 - the only place where all cells of a row are still there

    def checked(row: list[dict[str, Any]], *where: Any, **how: Any) -> Any:
        places = [cell["column"] for cell in row if cell["value"] is not None]
        if places and (len(set(places)) < len(places) or max(places) > MAX_COLUMNS):
            number = min(int(cell["row"]) for cell in row)
            check_width(max(places), file, number)
            raise BrokenFileError(
                "“{file}”, row {row}: two cells claim the same place, so one of them would be lost. "
                "Open it in Excel, correct the row, and save it as a new XLSX.",
                file=file,
                row=number,
            )
        return lay(row, *where, **how)

    sheet._get_row = checked  # noqa: SLF001


def _rows(cells: Iterator[tuple[Any, ...]], file: str) -> Iterator[tuple[int, Sequence[str | None]]]:
    blank = widest = 0
    for number, row in enumerate(islice(cells, MAX_ROWS), 1):
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        if not end:
            blank += 1
            if blank > _MAX_BLANK_RUN:
                return
            continue
        blank = 0
        check_width(end, file, number)
        widest = max(widest, end)
        if widest * number > _MAX_CELLS:
            raise BrokenFileError(
                "{file}: by row {row} the sheet spans over {cells} cells, most of them empty. Delete stray cells far to the right, or split it.",
                file=file,
                row=number,
                cells=_MAX_CELLS,
            )
        yield number, [cell_text(value) for value in row[:end]]
