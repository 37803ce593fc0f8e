"""Reading delimited text with the row of every cell known, and unclosed quotes found."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError
from workbench.importing.decoding import decode
from workbench.importing.layout import Layout
from workbench.importing.sniff import layout_of
from workbench.importing.table import MAX_ROWS, RawTable, build
from workbench.model.identifiers import Note

_LONGEST_RECORD: Final = 200
"""Lines that one record may span before its quotes are held to be unclosed."""
_END: Final = "\x00end\x00"
"""Comes back as a row of its own unless an open quote swallowed it; text with NUL never gets here."""


def read_csv(path: Path, data: bytes, layout: Layout | None = None) -> RawTable:
    """The table of a CSV file.

    Args:
        path: the file, for messages.
        data: its bytes.
        layout: how it is written, where the user knows better.

    Raises:
        BrokenFileError: it is no text, a quote is never closed, or the rows do not fit the headers.
    """
    text, encoding = decode(data, path.name, layout.encoding if layout else None)
    if layout is None:
        layout = layout_of(text, encoding, path.name)
    notes: list[Note] = []
    bad = _unbalanced(text, layout)
    if bad:
        notes.append(
            Note("quotes", "Quotes do not match in row {row}; what they belong to was guessed.", {"row": bad})
        )
    headers: list[str] | None = None
    rows: list[list[str]] = []
    numbers: list[int] = []
    width = len(layout.columns)
    for number, row in enumerate(_records(text, layout, path.name), 1):
        if number < layout.header_row or (number == layout.header_row and not layout.has_header):
            continue
        if number == layout.header_row:
            headers = row[:width]
        elif any(row) and any(map(str.strip, row)):
            rows.append(row)
            numbers.append(number)
    _check_count(len(rows), path.name)
    if layout.has_header and headers is None:
        raise BrokenFileError(
            "“{file}” has no row {row} where its headers should be. Check the layout.",
            file=path.name,
            row=layout.header_row,
        )
    return build(path, rows, numbers, headers, first_row=layout.header_row + 1, notes=notes, layout=layout)


def _records(text: str, layout: Layout, name: str) -> Iterator[list[str]]:
    """All rows, the blank ones too."""
    lines = io.StringIO(text if text.endswith(("\n", "\r")) else text + "\n", newline="")
    reader = csv.reader(_with_end(lines), delimiter=layout.delimiter, quotechar=layout.quote)
    before = number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            raise _unclosed(name, number, before + 1) from None  # the end came inside quotes
        except csv.Error as error:
            if "field larger" in str(error):
                raise _unclosed(name, number + 1, before + 1) from error
            raise BrokenFileError(
                "“{file}”, row {row} (line {line}) cannot be read: {why}. Save it once more as CSV UTF-8.",
                file=name,
                row=number + 1,
                line=before + 1,
                why=error,
            ) from error
        if row == [_END]:
            return
        number += 1
        if reader.line_num - before > _LONGEST_RECORD or (row and row[-1].endswith(_END)):
            raise _unclosed(name, number, before + 1)
        before = reader.line_num
        yield row


def _with_end(lines: io.StringIO) -> Iterator[str]:
    yield from lines
    yield _END


def _unbalanced(text: str, layout: Layout) -> int | None:
    """The first row whose quotes are not doubled as they should be, if any."""
    if layout.quote not in text:
        return None
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=layout.delimiter, quotechar=layout.quote, strict=True
    )
    number = 0
    try:
        for number, _ in enumerate(reader, 1):  # noqa: B007 - how far it came is the point
            pass
    except csv.Error:
        return number + 1
    return None


def _unclosed(name: str, row: int, line: int) -> BrokenFileError:
    return BrokenFileError(
        "“{file}”: a quote that opens in row {row} (line {line}) is never closed, or a cell is far too long. "
        "Correct the quotes there, or save the list as XLSX.",
        file=name,
        row=row,
        line=line,
    )


def _check_count(count: int, name: str) -> None:
    if not count:
        raise BrokenFileError("“{file}” has no row below its headers. Export it once more.", file=name)
    if count > MAX_ROWS:
        raise BrokenFileError(
            "“{file}” has {count} rows; at most {limit} are read at once. Split it into several files.",
            file=name,
            count=count,
            limit=MAX_ROWS,
        )
