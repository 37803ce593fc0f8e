"""The layout of ``res_data.csv``: its header, and the SQL that reads its rows.

Source: ČSÚ, "Registr ekonomických subjektů – otevřená data – dokumentace": UTF-8, CRLF, commas, quotes
doubled, dates as YYYY-MM-DD. Columns are found by their header, for more of them may come.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError, DiskError
from workbench.store.columns import literal, quote
from workbench.store.snapshot._layout import ICO_LENGTH, SORTING_COLUMNS, STORED_COLUMNS

REQUIRED: Final = (
    "ICO", "DDATVZN", "DDATZAN", "FORMA", "FIRMA", "KODADM", "PSC", "OBEC_TEXT", "COBCE_TEXT",
    "ULICE_TEXT", "TYPCDOM", "CDOM", "COR",
)  # fmt: skip
OPTIONAL: Final = ("OKRESLAU", "NACE", "NACE2025", "TEXTADR", "DDATPAKT", "DATPLAT", "PRIZNAK")
CHANGE_MARKS: Final = ("P", "Z")
"""``PRIZNAK``: P is a subject that was added, Z one that changed, since the file before."""

_DATES: Final = ("DDATVZN", "DDATZAN")
_HEADER_LIMIT: Final = 1 << 16
REJECTS_LIMIT: Final = 100_000
"""So many broken lines are told apart; a file with as many is not loaded."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a RES file.

    Attributes:
        path: the file.
        columns: upper-case names in the file's order; a repeated or empty name gets a number.
        bytes: length of the file.
    """

    path: Path
    columns: tuple[str, ...]
    bytes: int


def read_header(path: Path) -> Header:
    """Read the first line, check that everything needed stands in it, and that the last line is whole.

    Raises:
        BrokenFileError: the file is empty, not UTF-8, cut off, or lacks columns; the message names them.
        DiskError: the file is not there or cannot be read.
    """
    try:
        with path.open("rb") as file:
            first = file.read(_HEADER_LIMIT).split(b"\n", 1)[0]
        size = path.stat().st_size
        last = _last_byte(path, size)
    except OSError as error:
        raise DiskError(
            "The file {path} cannot be read: {detail}. Check its name and try again.",
            path=str(path), detail=error.strerror or type(error).__name__,
        ) from error  # fmt: skip
    try:
        names = next(csv.reader([first.decode("utf-8-sig").rstrip("\r")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise BrokenFileError(
            "{path} is not a RES file: its first line is no UTF-8 header. Download res_data.csv from ČSÚ again.",
            path=str(path),
        ) from error
    columns: list[str] = []
    for position, name in enumerate(names):
        known = name.strip().upper()
        columns.append(known if known and known not in columns else f"{known}#{position}")
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise BrokenFileError(
            "{path} is not a RES file: these columns are missing: {missing}. "
            "Load res_data.csv as ČSÚ publishes it.",
            path=str(path), missing=", ".join(missing),
        )  # fmt: skip
    if last != b"\n":
        raise BrokenFileError(
            "{path} ends in the middle of a row: it was not downloaded whole. Download res_data.csv from ČSÚ again.",
            path=str(path),
        )
    return Header(path, tuple(columns), size)


def _last_byte(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(size - 1, 0))
        return file.read(1)


def staging_sql(header: Header, rejects: str) -> str:
    """A SELECT over the file: one row a subject, as it is stored, with the marks by which loading sorts them out.

    Beside :data:`STORED_COLUMNS` it gives :data:`SORTING_COLUMNS`. ``ico`` is NULL where it is no IČO. What
    can be told from the stored columns later (:mod:`._derived`) is not computed here, for millions of rows
    of which few are ever asked for.

    Args:
        header: of the file.
        rejects: prefix of the temporary tables that collect lines which cannot be read.
    """
    given = {name: quote(name) for name in REQUIRED}
    given |= {name: quote(name) if name in header.columns else "NULL::VARCHAR" for name in OPTIONAL}
    odd_date = " OR ".join(f"({given[name]} IS NOT NULL AND {_date(given[name])} IS NULL)" for name in _DATES)
    columns = {
        "ico": _ico(given["ICO"]),
        "name": _one_line(given["FIRMA"]),
        "legal_form": given["FORMA"],
        "founded_on": _date(given["DDATVZN"]),
        "ceased_on": _date(given["DDATZAN"]),
        "nace": f"coalesce({given['NACE2025']}, {given['NACE']})",
        "street": given["ULICE_TEXT"],
        "house_number": given["CDOM"],
        "house_number_type": given["TYPCDOM"],
        "orientation": given["COR"],
        "part": given["COBCE_TEXT"],
        "city": given["OBEC_TEXT"],
        "postcode": given["PSC"],
        "district_code": given["OKRESLAU"],
        "place_code": given["KODADM"],
        "address_text": f"CASE WHEN {given['OBEC_TEXT']} IS NULL THEN {_one_line(given['TEXTADR'])} END",
        "mark": given["PRIZNAK"],
        "as_of": f"coalesce({_date(given['DATPLAT'])}, {_date(given['DDATPAKT'])})",
        "odd_date": f"({odd_date})",
    }
    return f"""
        SELECT {", ".join(f"{columns[name]} AS {name}" for name in (*STORED_COLUMNS, *SORTING_COLUMNS))}
        FROM read_csv({literal(str(header.path))}, auto_detect = false, header = true, delim = ',', quote = '"',
            escape = '"', columns = {{{", ".join(f"{literal(name)}: 'VARCHAR'" for name in header.columns)}}},
            ignore_errors = true, store_rejects = true,
            rejects_table = '{rejects}_errors', rejects_scan = '{rejects}_scans', rejects_limit = {REJECTS_LIMIT})"""


def _date(text: str) -> str:
    return f"TRY_CAST({text} AS DATE)"


def _ico(text: str) -> str:
    """Eight digits; a number that lost its leading zeros or has spaces around it is repaired."""
    zeros = literal("0" * ICO_LENGTH)
    repaired = f"CASE WHEN regexp_full_match(trim({text}), '[0-9]{{1,{ICO_LENGTH}}}') THEN lpad(trim({text}), {ICO_LENGTH}, '0') END"
    return f"nullif(CASE WHEN regexp_full_match({text}, '[0-9]{{{ICO_LENGTH}}}') THEN {text} ELSE {repaired} END, {zeros})"


def _one_line(text: str) -> str:
    """Single spaces and nothing at the ends; the regular expression runs only on the few texts that need it."""
    odd = " OR ".join(
        f"contains({text}, {sign})" for sign in ("'  '", "chr(9)", "chr(10)", "chr(13)", "chr(160)")
    )
    odd += f" OR {text} LIKE ' %' OR {text} LIKE '% '"
    return f"CASE WHEN {odd} THEN nullif(trim(regexp_replace({text}, '[\\s\\x{{A0}}]+', ' ', 'g')), '') ELSE {text} END"
