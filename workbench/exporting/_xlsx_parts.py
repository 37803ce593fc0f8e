"""The parts of a workbook around its rows (ECMA-376, SpreadsheetML), and the XML of one cell."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import count, islice, product
from string import ascii_uppercase
from xml.sax.saxutils import escape, quoteattr

from workbench.exporting._cells import Cell, is_formula
from workbench.exporting.archives import zip_files

HEADER, _TEXT, _QUOTED, _MOMENT, _DAY, _CLOCK = 1, 2, 3, 4, 5, 6
"""Places of the cell formats in :data:`_STYLES`; 0 is the plain one."""
_EXACT = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, so they are written as text."""
_MAX_SHEET_NAME = 31
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_YEAR = 1900
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN_FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF0B5C6B"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_PLAIN_FORMAT}/></cellStyleXfs>'
    f'<cellXfs count="7">{_PLAIN_FORMAT} xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Strings:
    """The texts of a workbook, each stored once; cells name them by number."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """The number of a text."""
        return self._places.setdefault(text, len(self._places))

    def xml(self) -> str:
        """The part of the workbook that holds them all."""
        items = "".join(f"<si>{_text(one)}</si>" for one in self._places)
        return f'<sst xmlns="{_MAIN}" uniqueCount="{len(self._places)}">{items}</sst>'


def body(value: Cell, strings: Strings, style: int | None = None) -> str | None:
    """The XML of a cell from behind its reference to its end; ``None`` for an empty one.

    Texts are cells of text whatever they begin with, never formulas; one that begins like a formula also bears the
    quote prefix, so that it stays text when someone edits the cell.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date | time):
        value, style = _timed(value)
    elif isinstance(value, int) and abs(value) >= _EXACT:
        value = str(value)
    if not isinstance(value, str):
        return f' s="{style}"><v>{value}</v></c>' if style else f"><v>{value}</v></c>"
    chosen = style or (_QUOTED if is_formula(value) else _TEXT)
    return f' s="{chosen}" t="s"><v>{strings.place(value)}</v></c>'


def letters(width: int) -> list[str]:
    """The names of the first columns: ``A`` to ``Z``, ``AA`` and on."""
    names = ("".join(one) for size in count(1) for one in product(ascii_uppercase, repeat=size))
    return list(islice(names, width))


def sheet_name(text: str, ending: str = "") -> str:
    """A name that a spreadsheet takes for a sheet, at most 31 characters."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", text).split()).strip("'")
    return (plain[: _MAX_SHEET_NAME - len(ending)].strip("' ") or "Export") + ending


def package(sheets: Mapping[str, str], strings: Strings) -> bytes:
    """The workbook of these sheets (name -> the inner XML of its worksheet)."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in numbers
    )
    others = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for at, kind in enumerate(("styles", "sharedStrings"), len(sheets) + 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in numbers
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{kinds}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}{others}</Relationships>',
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": strings.xml(),
    }
    for at, inner in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{_MAIN}">{inner}</worksheet>'
    return zip_files({name: (_XML + xml).encode() for name, xml in parts.items()})


def _text(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{escape(_ESCAPED.sub('_x005F_', text))}</t>"


def _timed(value: date | time) -> tuple[float | int | str, int | None]:
    """A day, moment or time as the number that a spreadsheet keeps it as; as text where it is before their first day."""
    from openpyxl.utils.datetime import to_excel  # noqa: PLC0415 - 200 ms

    if isinstance(value, time):
        return to_excel(value), _CLOCK  # type: ignore[no-untyped-call]
    if value.year < _FIRST_YEAR:
        return (value.isoformat(" ", "seconds") if isinstance(value, datetime) else value.isoformat()), None
    style = _MOMENT if isinstance(value, datetime) else _DAY
    return to_excel(value), style  # type: ignore[no-untyped-call]
