"""The clients themselves: one for each row."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from workbench.importing.cleaning import Result
from workbench.importing.columnwise import Column, combine, spread
from workbench.importing.findings import Severity
from workbench.importing.scalars import currency_of, unique
from workbench.importing.sheet import Sheet
from workbench.model.identifiers import Note
from workbench.model.legal_forms import legal_form
from workbench.model.names import CompanyName, parse_company

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_NAME_PARTS: Final = ("title_before", "first_name", "last_name", "title_after")
_MARKS: Final[tuple[tuple[Callable[[CompanyName], bool], Note], ...]] = (
    (lambda name: name.in_liquidation, Note("in_liquidation", "The name says “v likvidaci”.")),
    (lambda name: name.bankrupt, Note("bankrupt", "The name says that the company is insolvent.")),
    (lambda name: name.ceased, Note("ceased", "The name says that the company has ceased to exist.")),
)
_NAMELESS: Final = Note(
    "nameless",
    "The row has no name; it can complete a client we have, but a new one would be without a name.",
)
_FORM_FROM_NAME: Final = Note("form_from_name", "The legal form was taken from the name.")
_FORMS_DIFFER: Final = Note("forms_differ", "The name shows another legal form than the column says.")


def client_rows(sheet: Sheet) -> "pd.DataFrame":
    """The clients as a frame: index = number of the row, columns = fields of the client that any column fills."""
    import pandas as pd  # noqa: PLC0415 - heavy

    columns = sheet.of_table("client")
    values: dict[str, npt.NDArray[np.object_]] = {}
    read: dict[str, Column] = {}
    for column, where in columns.items():
        field = where.field.name
        if field == "custom":
            sheet.keep(column, sheet.read(column).values())
            continue
        read[field] = sheet.read(column)
        new = read[field].values()
        values[field] = _joined(field, values[field], new) if field in values else new
    _currency(values, read)
    _names(sheet, values)
    _companies(sheet, values)
    for field in ("ico", "external_id"):
        if field in values:
            _repeats(sheet, field, values[field])
    return pd.DataFrame(values, index=sheet.frame.index, dtype=object)


def _joined(
    field: str, one: "npt.NDArray[np.object_]", other: "npt.NDArray[np.object_]"
) -> "npt.NDArray[np.object_]":
    """Two columns that go to one field: tags are united, notices stand below each other."""

    def join(first: Any, second: Any) -> Any:
        if first is None or second is None:
            return second if first is None else first
        return unique((*first, *second)) if field == "tags" else f"{first}\n{second}"

    codes, pairs = combine([one, other])
    return spread([join(*pair) for pair in pairs], codes)


def _currency(values: dict[str, "npt.NDArray[np.object_]"], read: dict[str, Column]) -> None:
    """The currency written beside the turnover, where no column gives it."""
    if "turnover" in read and "currency" not in values:
        column = read["turnover"]
        found = [
            currency_of(text) if one.value is not None else None
            for text, one in zip(column.originals, column.results, strict=True)
        ]
        if any(found):
            values["currency"] = spread(found, column.codes)


def _names(sheet: Sheet, values: dict[str, "npt.NDArray[np.object_]"]) -> None:
    """A person's name from its parts, where no column gives the whole; warns of rows with no name at all."""
    given = [values[part] for part in _NAME_PARTS if part in values]
    whole = values.get("name")
    if given and ("first_name" in values or "last_name" in values):
        parts = [values[part] for part in ("first_name", "last_name") if part in values]
        codes, different = combine([*parts, whole] if whole is not None else parts)
        size = len(parts)
        made = [
            cells[size] if len(cells) > size and cells[size] else " ".join(filter(None, cells[:size])) or None
            for cells in different
        ]
        person = [
            True if not (len(cells) > size and cells[size]) and any(cells[:size]) else None
            for cells in different
        ]
        values["name"] = spread(made, codes)
        if "is_person" not in values:
            values["is_person"] = spread(person, codes)
    names = values.get("name")
    if names is None:
        sheet.findings.add_note("client.name", Severity.WARNING, _NAMELESS, sheet.rows)
        return
    other = [values[key] for key in ("ico", "external_id") if key in values]
    for keys in other[:1]:
        missing = (names == None) & (keys != None)  # noqa: E711 - element by element
        sheet.findings.add_note("client.name", Severity.WARNING, _NAMELESS, sheet.rows[missing])


def _companies(sheet: Sheet, values: dict[str, "npt.NDArray[np.object_]"]) -> None:
    """What company names say: marks of the end, and the legal form where no column gives it."""
    import pandas as pd  # noqa: PLC0415 - heavy

    if "name" not in values:
        return
    codes, different = pd.factorize(values["name"])
    codes = codes.astype("int64")
    parsed = [parse_company(str(name)) for name in different]
    results = [Result(None, warnings=tuple(note for has, note in _MARKS if has(one))) for one in parsed]
    column = next((column for column, where in sheet.targets.items() if where.name == "client.name"), None)
    sheet.findings.add_results(column, "client.name", codes, [str(name) for name in different], results)
    from_name = spread([one.legal_form_code for one in parsed], codes)
    given = values.get("legal_form")
    if given is None:
        forms = from_name
    elif any(where.name == "client.legal_form" for one, where in sheet.targets.items() if one in sheet.said):
        forms = given  # the layout has the field, so an empty cell means that there is none
    else:
        forms = given.copy()
        empty = given == None  # noqa: E711 - element by element
        forms[empty] = from_name[empty]
        known = from_name != None  # noqa: E711 - element by element
        sheet.findings.add_note(
            "client.legal_form", Severity.HEALED, _FORM_FROM_NAME, sheet.rows[empty & known]
        )
        sheet.findings.add_note(
            "client.legal_form",
            Severity.WARNING,
            _FORMS_DIFFER,
            sheet.rows[~empty & known & (given != from_name)],
        )
    if (forms != None).any():  # noqa: E711 - element by element
        values["legal_form"] = forms
        _natural_persons(values)


def _natural_persons(values: dict[str, "npt.NDArray[np.object_]"]) -> None:
    """Forms of natural persons say that the client is one, where no column does."""
    codes, forms = combine([values["legal_form"]])
    natural = [
        True if (found := legal_form(form)) is not None and found.natural_person else None
        for (form,) in forms
    ]
    said = spread(natural, codes)
    if "is_person" not in values:
        if any(natural):
            values["is_person"] = said
        return
    empty = values["is_person"] == None  # noqa: E711 - element by element
    values["is_person"] = values["is_person"].copy()
    values["is_person"][empty] = said[empty]


def _repeats(sheet: Sheet, field: str, keys: "npt.NDArray[np.object_]") -> None:
    """Warn of rows that share an identifier with an earlier row of the file."""
    import numpy as np  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415 - heavy

    series = pd.Series(keys, index=sheet.rows)
    again = series.notna() & series.duplicated(keep="first")
    if not again.any():
        return
    numbers = pd.Series(sheet.rows, index=sheet.rows).groupby(series).transform("first")
    firsts = [int(row) for row in numbers[again]]
    label = "IČO" if field == "ico" else "external id"
    notes = [
        Note(
            f"repeated_{field}", "The same {label} stands in row {first} too.", {"label": label, "first": row}
        )
        for row in firsts
    ]
    codes = np.full(len(series), -1, dtype="int64")
    codes[again.to_numpy()] = np.arange(len(firsts))
    results = [Result(None, warnings=(note,)) for note in notes]
    sheet.findings.add_results(None, f"client.{field}", codes, list(series[again]), results)
