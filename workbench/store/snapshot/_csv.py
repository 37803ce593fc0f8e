"""The layout of ``res_data.csv``: its header, and the SQL that reads and types its rows.

Source: ČSÚ, "Registr ekonomických subjektů – otevřená data – dokumentace": UTF-8, CRLF, commas, quotes
doubled, dates as YYYY-MM-DD. Columns are found by their header, for more of them may come.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError, DiskError
from workbench.store.columns import literal, quote
from workbench.store.snapshot._layout import fold_sql

REQUIRED: Final = (
    "ICO", "DDATVZN", "DDATZAN", "FORMA", "FIRMA", "KODADM", "PSC", "OBEC_TEXT", "COBCE_TEXT",
    "ULICE_TEXT", "TYPCDOM", "CDOM", "COR",
)  # fmt: skip
OPTIONAL: Final = ("OKRESLAU", "NACE", "NACE2025", "TEXTADR", "DDATPAKT", "DATPLAT", "PRIZNAK")
CHANGE_MARKS: Final = ("P", "Z")
"""``PRIZNAK``: P is a subject that was added, Z one that changed, since the file before."""

_REGIONS: Final = {
    "CZ010": "Hlavní město Praha", "CZ020": "Středočeský kraj", "CZ031": "Jihočeský kraj",
    "CZ032": "Plzeňský kraj", "CZ041": "Karlovarský kraj", "CZ042": "Ústecký kraj",
    "CZ051": "Liberecký kraj", "CZ052": "Královéhradecký kraj", "CZ053": "Pardubický kraj",
    "CZ063": "Kraj Vysočina", "CZ064": "Jihomoravský kraj", "CZ071": "Olomoucký kraj",
    "CZ072": "Zlínský kraj", "CZ080": "Moravskoslezský kraj",
}  # fmt: skip
"""The first five characters of ``OKRESLAU`` (NUTS 3; ČSÚ code list 108)."""
_ABROAD: Final = "CZZZZ"  # "Extra-Regio"
_DATES: Final = ("DDATVZN", "DDATZAN")
_HEADER_LIMIT: Final = 1 << 16


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
    """Read the first line and check that everything needed stands in it.

    Raises:
        BrokenFileError: the file is empty, not UTF-8, or lacks columns; the message names them.
        DiskError: the file is not there or cannot be read.
    """
    try:
        with path.open("rb") as file:
            first = file.read(_HEADER_LIMIT).split(b"\n", 1)[0]
        size = path.stat().st_size
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
    return Header(path, tuple(columns), size)


def staging_sql(header: Header, rejects: str) -> str:
    """A SELECT over the file: one typed row a subject, with the marks by which loading sorts them out.

    Beside the columns of ``db.subject`` it gives ``mark`` (PRIZNAK), ``as_of`` and ``odd_date`` (whether
    a date could not be read). ``ico`` is NULL where it is no IČO.

    Args:
        header: of the file.
        rejects: prefix of the temporary tables that collect lines which cannot be read.
    """
    text = {
        name: f"nullif(trim({quote(name)}), '')" for name in header.columns if name in (*REQUIRED, *OPTIONAL)
    }
    given = {name: text.get(name, "NULL::VARCHAR") for name in OPTIONAL} | {
        name: text[name] for name in REQUIRED
    }
    region_code = f"left({given['OKRESLAU']}, 5)"
    regions = " ".join(f"WHEN {literal(code)} THEN {literal(name)}" for code, name in _REGIONS.items())
    odd_date = " OR ".join(f"({given[name]} IS NOT NULL AND {_date(given[name])} IS NULL)" for name in _DATES)
    postcode = f"replace({given['PSC']}, ' ', '')"
    house = given["CDOM"]
    orientation = given["COR"]
    lettered = f"NOT {_digits(orientation)} AND regexp_full_match({orientation}, '[0-9]+ ?[A-Za-z]')"
    return f"""
        SELECT
            CASE WHEN {_digits(given["ICO"])} AND length({given["ICO"]}) <= 8 AND ltrim({given["ICO"]}, '0') <> ''
                THEN lpad({given["ICO"]}, 8, '0') END AS ico,
            {_one_line(given["FIRMA"])} AS name,
            {given["FORMA"]} AS legal_form,
            {_date(given["DDATVZN"])} AS founded_on,
            {_date(given["DDATZAN"])} AS ceased_on,
            coalesce({given["NACE2025"]}, {given["NACE"]}) AS nace,
            coalesce({given["FIRMA"]} ILIKE '%v%likv%', false) AND
                coalesce(regexp_matches({fold_sql(given["FIRMA"])}, '(^| )v likv(idaci)?( |$)'), false)
                AS in_liquidation,
            {given["ULICE_TEXT"]} AS street,
            {house} AS house_number,
            CASE WHEN {house} IS NULL THEN NULL WHEN {given["TYPCDOM"]} = '1' THEN 'cp'
                WHEN {given["TYPCDOM"]} = '2' THEN 'cev' END AS house_number_kind,
            CASE WHEN {lettered}
                THEN regexp_extract({orientation}, '^[0-9]+') ELSE {orientation} END AS orientation_number,
            CASE WHEN {lettered} THEN right({orientation}, 1) END
                AS orientation_letter,
            {given["COBCE_TEXT"]} AS part,
            {given["OBEC_TEXT"]} AS city,
            CASE WHEN {_digits(postcode)} AND length({postcode}) = 5 THEN {postcode} END AS postcode,
            CASE {region_code} {regions} END AS region,
            CASE WHEN {region_code} IS NULL OR {region_code} <> {literal(_ABROAD)} THEN 'CZ' END AS country,
            {given["KODADM"]} AS place_code,
            {_one_line(given["TEXTADR"])} AS address_text,
            upper({given["PRIZNAK"]}) AS mark,
            coalesce({_date(given["DATPLAT"])}, {_date(given["DDATPAKT"])}) AS as_of,
            ({odd_date}) AS odd_date
        FROM read_csv({literal(str(header.path))}, auto_detect = false, header = true, delim = ',', quote = '"',
            escape = '"', columns = {{{", ".join(f"{literal(name)}: 'VARCHAR'" for name in header.columns)}}},
            ignore_errors = true, store_rejects = true,
            rejects_table = '{rejects}_errors', rejects_scan = '{rejects}_scans', rejects_limit = 100000)"""


def _date(text: str) -> str:
    return f"TRY_CAST({text} AS DATE)"


def _digits(text: str) -> str:
    """Whether there are digits only; many times faster than a regular expression."""
    return f"(ltrim({text}, '0123456789') = '')"


def _one_line(text: str) -> str:
    """Single spaces; the regular expression runs only on the few texts that need it."""
    odd = " OR ".join(
        f"contains({text}, {sign})" for sign in ("'  '", "chr(9)", "chr(10)", "chr(13)", "chr(160)")
    )
    return f"CASE WHEN {odd} THEN nullif(trim(regexp_replace({text}, '[\\s\\x{{A0}}]+', ' ', 'g')), '') ELSE {text} END"
