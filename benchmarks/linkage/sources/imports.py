"""What moving from system to system does to whole tables: cut, garbled, shifted, turned into numbers."""

from typing import Final

from benchmarks.linkage.sources.market import has
from benchmarks.linkage.sources.sheet import Habit, Sheet
from workbench.demodata.columns import Whole, choose, joined

_TEXTS: Final = ("name", "street", "city", "part", "first", "last")


def garbled(text: str, written: str, read: str) -> str:
    """A text written in one encoding and read as another; ``?`` for what did not fit."""
    if read == "?":
        return text.encode("ascii", "replace").decode("ascii")
    return text.encode(written, "replace").decode(read, "replace")


def _mojibake(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda text: garbled(text, *sheet.system.garbled), *_TEXTS)


def _as_float(column: str) -> Habit:
    """``91234567.0``: a spreadsheet took it for a number."""

    def number(text: str) -> str:
        bare = text.removeprefix("+420").replace(" ", "")
        return f"{bare}.0" if bare.isdigit() else text

    return lambda sheet, at: sheet.edit(at, number, column)


def _as_number(sheet: Sheet, at: Whole) -> None:
    """With spaces between thousands, as a table shows a number."""
    sheet.edit(
        at,
        lambda text: f"{int(text):,}".replace(",", "\N{NO-BREAK SPACE}") if text.isdigit() else text,
        "ico",
    )


def _columns_shifted(sheet: Sheet, at: Whole) -> None:
    """A semicolon in a name, and what follows stands one column on."""
    rows = sheet.rows
    psc = rows["psc"][at]
    sheet.put(at, psc=None, city=choose(~has(psc), rows["city"][at], psc), part=rows["city"][at])


def _merged(sheet: Sheet, at: Whole) -> None:
    """Name and address in one field."""
    at = at[(sheet.has(at, "street")) & (sheet.has(at, "city"))]
    sheet.put(
        at,
        name=joined(sheet.rows["name"][at], ", ", sheet.rows["street"][at], ", ", sheet.rows["city"][at]),
        street=None,
    )


def _swapped_name(sheet: Sheet, at: Whole) -> None:
    """The contact in the field of the name, the firm in that of the contact."""
    at = sheet.companies(at)
    firm = sheet.rows["name"][at]
    sheet.put(at, name=joined(sheet.of(at, "first"), " ", sheet.of(at, "last")), last=firm, first=None)


def _quotes(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda text: sheet.draw.choice(('"{}"', '""{}""', "'{}", "„{}“")).format(text), "name")


def _html(sheet: Sheet, at: Whole) -> None:
    sheet.edit(
        at,
        lambda text: (
            text.replace("&", "&amp;")
            .replace('"', "&quot;")
            .replace("á", "&aacute;")
            .replace("í", "&iacute;")
        ),
        "name",
        "street",
    )


IMPORTS: Final[dict[str, Habit]] = {
    "swapped_name_contact": _swapped_name, "merged_name_street": _merged, "quotes": _quotes,
    "form_cut_off": lambda sheet, at: sheet.edit(at, lambda name: name.split(",")[0], "name"),
    "name_cut": lambda sheet, at: sheet.edit(at, lambda name: name[: sheet.system.width].rstrip(), "name"),
    "street_cut": lambda sheet, at: sheet.edit(at, lambda street: street[: sheet.system.street_width].rstrip(), "street"),
    "html": _html, "mojibake": _mojibake, "columns_shifted": _columns_shifted, "ico_as_number": _as_number,
    "ico_as_float": _as_float("ico"), "phone_as_float": _as_float("phone"), "psc_as_float": _as_float("psc"),
}  # fmt: skip
