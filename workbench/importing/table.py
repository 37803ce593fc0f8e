"""A table of text as it stands in a file, before anything is understood."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.errors import BrokenFileError
from workbench.importing.layout import Layout
from workbench.model.identifiers import Note

if TYPE_CHECKING:
    import pandas as pd

MAX_COLUMNS: Final = 500
MAX_ROWS: Final = 5_000_000
_MISFITS_SHOWN: Final = 0.2
_FEW_MISFITS: Final = 20
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Remark:
    """What was noticed about one row while reading the file, and the text that it is about."""

    row: int
    note: Note
    original: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class RawTable:
    """What was read from a file, all of it text.

    Attributes:
        path: the file.
        columns: unique names of the columns, in their order.
        frame: text or ``None``; its index ``row`` is the number of the row as a spreadsheet shows it.
        first_row: number of the first row below the headers.
        misfits: rows with more cells than there are columns: row → its cells. They are in no column.
        short: numbers of rows that end before the last column; they are in the frame.
        notes: what was noticed about the file as a whole.
        layout: how a CSV file was read; ``None`` for a workbook.
        sheet: the sheet of a workbook; ``None`` for CSV.
        meanings: column -> target, where the kind of file says it for sure (vCard, RAYNET's layout).
        labels: (row, column) -> the label of the contact in that cell, where the file gives one beside it.
        broken: rows that could not be read, with the reason. They are in no column.
        remarks: what was noticed about single rows.
    """

    path: Path
    columns: tuple[str, ...]
    frame: "pd.DataFrame"
    first_row: int
    misfits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    short: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    layout: Layout | None = None
    sheet: str | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[tuple[int, str], str] = field(default_factory=dict)
    broken: Mapping[int, Note] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.frame) + len(self.misfits) + len(self.broken)

    def __repr__(self) -> str:
        return f"<RawTable {self.path.name}: {len(self)} rows, {len(self.columns)} columns>"


def column_letter(index: int) -> str:
    """The letter of a column as in a spreadsheet, for an index from 0: ``A``, ``B`` … ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_names(headers: Sequence[str | None]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Unique names for columns: ``[C]`` where the header is empty, ``Telefon (2)`` where it repeats."""
    taken: Counter[str] = Counter()
    names: list[str] = []
    notes: list[Note] = []
    given = [" ".join((header or "").split()) for header in headers]
    for index, header in enumerate(given):
        name = header or f"[{column_letter(index)}]"
        taken[name] += 1
        if taken[name] > 1:
            while (unique := f"{name} ({taken[name]})") in given or unique in names:
                taken[name] += 1
            notes.append(
                Note(
                    "duplicate_header",
                    "The header “{header}” repeats; column {letter} is called “{name}”.",
                    {"header": name, "letter": column_letter(index), "name": unique},
                )
            )
            name = unique
        names.append(name)
    return tuple(names), tuple(notes)


def check_width(width: int, name: str, row: int) -> None:
    """Refuse a table with too many columns.

    Raises:
        BrokenFileError: there are more than :data:`MAX_COLUMNS`.
    """
    if width > MAX_COLUMNS:
        raise BrokenFileError(
            "“{file}”, row {row}: {count} columns; at most {limit} are read. "
            "Check the delimiter, or save only the columns of the list.",
            file=name,
            row=row,
            count=width,
            limit=MAX_COLUMNS,
        )


def build(
    path: Path,
    rows: Sequence[Sequence[str | None]],
    numbers: Sequence[int],
    headers: Sequence[str | None] | None,
    *,
    first_row: int,
    notes: Sequence[Note] = (),
    layout: Layout | None = None,
    sheet: str | None = None,
) -> RawTable:
    """A table from the rows below the headers.

    Args:
        path: the file.
        rows: cells of the rows that are not blank.
        numbers: the number of each row.
        headers: the headers; ``None`` where the file has none.
        first_row: number of the first row below the headers.
        notes: what was noticed so far.
        layout: for CSV.
        sheet: for a workbook.

    Raises:
        BrokenFileError: too many columns, or so many rows longer than the headers that the delimiter or
            the quotes cannot be right.
    """
    import pandas as pd  # noqa: PLC0415 - heavy
    import pyarrow as pa  # noqa: PLC0415 - heavy

    widths = [len(row) for row in rows]
    width = max(widths, default=0) if headers is None else len(headers)
    check_width(width, path.name, first_row)
    names, name_notes = column_names(headers if headers is not None else [None] * width)
    misfits = {
        number: tuple(cell or "" for cell in row)
        for row, number, size in zip(rows, numbers, widths, strict=True)
        if size > width and any(row[width:])
    }
    if len(misfits) > max(_FEW_MISFITS, len(rows) * _MISFITS_SHOWN):
        raise BrokenFileError(
            "“{file}”: {count} rows have more cells than the {width} headers, the first is row {row}. "
            "Check the delimiter and the quotes; texts that contain the delimiter must be quoted.",
            file=path.name,
            count=len(misfits),
            width=width,
            row=min(misfits),
        )
    short = tuple(number for number, size in zip(numbers, widths, strict=True) if size < width)
    kept = [
        row if size == width else (*row[:width], *([None] * (width - size)))
        for row, number, size in zip(rows, numbers, widths, strict=True)
        if number not in misfits
    ]
    kept_numbers = [number for number in numbers if number not in misfits]
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    index = pd.Index(kept_numbers, dtype="int64", name="row")
    data = {
        name: pd.array(pa.array([cell or None for cell in cells], pa.large_string()), dtype="str")
        for name, cells in zip(names, columns, strict=True)
    }
    frame = pd.DataFrame(data, index=index, columns=list(names))
    return RawTable(path, names, frame, first_row, misfits, short, (*notes, *name_notes), layout, sheet)
