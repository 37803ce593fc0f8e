"""How a table lies in a file: delimiter, quotes, and which row holds the headers."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.importing.headers import is_known
from workbench.model.names import parse_company

DELIMITERS: Final = (";", ",", "\t", "|")
SAMPLE_CHARACTERS: Final = 1 << 17
_SAMPLE_ROWS: Final = 200
_HEADER_WITHIN: Final = 20
_LONGEST_HEADER: Final = 60
_VALUE: Final = re.compile(r"[\d\s.,:/+()%-]+|\S+@\S+|(?:https?://|www\.)\S+")
_DECLARED: Final = re.compile(r"sep=([;,\t|:])[^\S\n]*\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a CSV file; change what was found out wrongly with :func:`dataclasses.replace`.

    Attributes:
        encoding: Python's name: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1250``, ``iso-8859-2``.
        delimiter: one character.
        quote: one character.
        header_row: row of the headers, counted from 1; where there are none, the row before the first data.
        has_header: whether that row holds headers.
        columns: the headers, or the letters of columns as in a spreadsheet.
    """

    encoding: str
    delimiter: str
    quote: str
    header_row: int
    has_header: bool
    columns: tuple[str, ...]


def dialect_of(text: str) -> tuple[str, str]:
    """The delimiter and the quote sign of delimited text; ``,`` and ``"`` where nothing shows."""
    declared = _DECLARED.match(text)
    sample = text[:SAMPLE_CHARACTERS]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\n"), 0) or len(sample)]
    quote = '"'
    if '"' not in sample and len(re.findall(r"(?:^|[;,\t|])'[^'\r\n]*'(?=[;,\t|\r\n]|$)", sample)) > 2:  # noqa: PLR2004
        quote = "'"
    if declared:
        return declared[1], quote
    scores = {delimiter: _score(sample, delimiter, quote) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return (best if scores[best] > 0 else ","), quote


def _score(sample: str, delimiter: str, quote: str) -> float:
    """How evenly the delimiter cuts the rows: share of rows of the usual width, a bit more for many columns."""
    try:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quote)
        widths = [len(row) for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False) if any(row)]
    except csv.Error:
        return 0.0
    cut = Counter(width for width in widths if width > 1)
    if not cut:
        return 0.0
    width, rows_of_it = cut.most_common(1)[0]
    return rows_of_it / len(widths) + min(width, 20) / 1000


def is_separator_line(row: Sequence[str]) -> bool:
    """Whether the row is the line ``sep=;`` by which Excel is told the delimiter."""
    marks = {"sep=", *(f"sep={one}" for one in DELIMITERS)}
    return bool(row) and not any(row[2:]) and row[0].lower() in marks


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, bool]:
    """Where the headers stand among the first rows.

    Args:
        rows: the first rows of the file as cells of text; empty rows included.

    Returns:
        The index of the row of headers and ``True``; or, where there is none, the index of the first row of
        data minus one and ``False``.
    """
    filled = [(at, [cell.strip() for cell in row]) for at, row in enumerate(rows) if any(map(str.strip, row))]
    if not filled:
        return -1, False
    width = Counter(_width(cells) for _, cells in filled).most_common(1)[0][0]
    for at, cells in filled[:_HEADER_WITHIN]:
        known = sum(is_known(cell) for cell in cells if cell)
        if (
            known >= max(1, min(2, width))
            and known * 3 >= len([cell for cell in cells if cell])
            and _all_words(cells)
        ):
            return at, True
    for place, (at, cells) in enumerate(filled[:_HEADER_WITHIN]):
        if _width(cells) * 2 < width or is_separator_line(cells) or (_width(cells) == 1 < width):
            continue
        below = [row for _, row in filled[place + 1 :]]
        return (at, True) if _looks_like_header(cells, below) else (at - 1, False)
    return filled[0][0] - 1, False


def _width(cells: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _all_words(cells: Sequence[str]) -> bool:
    return not any(_VALUE.fullmatch(cell) or len(cell) > _LONGEST_HEADER for cell in cells if cell)


def _looks_like_header(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    names = [cell for cell in cells if cell]
    if not _all_words(cells) or len({name.casefold() for name in names}) < len(names) or not below:
        return False
    if any(is_known(name) for name in names):
        return True
    if any(parse_company(name).legal_form_text for name in names):
        return False
    columns = range(len(cells))
    repeats = any(
        cells[at] and any(at < len(row) and row[at] == cells[at] for row in below) for at in columns
    )
    if repeats:
        return False
    values = any(at < len(row) and row[at] and _VALUE.fullmatch(row[at]) for row in below for at in columns)
    return values or len(names) > 1
