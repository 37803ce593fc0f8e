"""Finding out how a CSV file is written."""

import csv
import io
import os
from itertools import islice
from typing import Final

from workbench.errors import BrokenFileError
from workbench.importing.decoding import decode
from workbench.importing.guard import Content, check_file, content_of, read_bytes
from workbench.importing.layout import SAMPLE_CHARACTERS, Layout, dialect_of, find_header, is_separator_line
from workbench.importing.table import check_width, column_names

_SAMPLE_ROWS: Final = 100


def sniff(path: str | os.PathLike[str]) -> Layout:
    """The encoding, delimiter, quotes and headers of a CSV file.

    Raises:
        BrokenFileError: there is no such file, or it is no text.
    """
    found = check_file(path)
    data = read_bytes(found)
    if content_of(data, found.name) is not Content.CSV:
        raise BrokenFileError(
            "“{file}” is an Excel workbook, not a CSV file. Read it with read_table().", file=found.name
        )
    text, encoding = decode(data, found.name)
    return layout_of(text, encoding, found.name)


def layout_of(text: str, encoding: str, name: str) -> Layout:
    """The layout of a decoded file.

    Args:
        text: all of it, or its beginning.
        encoding: what it was decoded from.
        name: the file's name, for messages.

    Raises:
        BrokenFileError: it holds nothing, or too many columns.
    """
    if not text.strip():
        raise BrokenFileError("“{file}” holds only blank space. Export it once more.", file=name)
    delimiter, quote = dialect_of(text)
    source = io.StringIO(text[:SAMPLE_CHARACTERS], newline="")
    try:
        rows = list(islice(csv.reader(source, delimiter=delimiter, quotechar=quote), _SAMPLE_ROWS))
    except csv.Error:  # the reader of the whole file says where
        rows = [line.split(delimiter) for line in text[:SAMPLE_CHARACTERS].splitlines()[:_SAMPLE_ROWS]]
    if rows and is_separator_line(rows[0]):
        rows[0] = []
    at, has_header = find_header(rows)
    width = len(rows[at]) if has_header else max(map(len, rows), default=0)
    check_width(width, name, at + 1)
    columns, _ = column_names(_trimmed(rows[at]) if has_header else [None] * width)
    return Layout(encoding, delimiter, quote, at + 1, has_header, columns)


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells that a delimiter at the end of the line makes."""
    end = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:end]
