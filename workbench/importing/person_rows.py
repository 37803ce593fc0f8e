"""The contact person of each row, and the legal title it gives."""

from typing import TYPE_CHECKING, Any, Final

from workbench.importing.columnwise import combine, spread
from workbench.importing.sheet import Sheet
from workbench.importing.targets import WHOLE_NAME
from workbench.model.names import parse_person

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_NAMED: Final = ("title_before", "first_name", "last_name", "title_after")
NAMELESS_FIELDS: Final = ("first_name", "last_name")


def person_rows(sheet: Sheet) -> "pd.DataFrame":
    """The contact persons: ``row``, the fields of a person that any column fills, and ``position``.

    A whole name in one cell is taken apart; columns with its parts win over it. Rows that name nobody give
    no person.
    """
    values = _values(sheet, "person")
    whole = values.pop(WHOLE_NAME, None)
    if whole is not None:
        codes, names = combine([whole])
        parsed = [parse_person(name) if name else None for (name,) in names]
        for field, part in zip(_NAMED, ("titles_before", "first", "last", "titles_after"), strict=True):
            found = spread([getattr(one, part) or None if one else None for one in parsed], codes)
            values[field] = _first(values[field], found) if field in values else found
    return _frame(sheet, values, NAMELESS_FIELDS)


def consent_rows(sheet: Sheet) -> "pd.DataFrame":
    """The legal titles: ``row`` and the fields of a consent; rows without a title give none."""
    return _frame(sheet, _values(sheet, "consent"), ("title",))


def _values(sheet: Sheet, table: str) -> dict[str, "npt.NDArray[np.object_]"]:
    return {where.field.name: sheet.read(column).values() for column, where in sheet.of_table(table).items()}


def _first(one: "npt.NDArray[np.object_]", other: "npt.NDArray[np.object_]") -> "npt.NDArray[np.object_]":
    filled = one.copy()
    empty = one == None  # noqa: E711 - element by element
    filled[empty] = other[empty]
    return filled


def _frame(
    sheet: Sheet, values: dict[str, "npt.NDArray[np.object_]"], needed: tuple[str, ...]
) -> "pd.DataFrame":
    import numpy as np  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415 - heavy

    present = np.zeros(len(sheet), dtype=bool)
    for field in needed:
        if field in values:
            present |= values[field] != None  # noqa: E711 - element by element
    data: dict[str, Any] = {"row": sheet.rows[present]}
    data |= {field: pd.Series(column[present], dtype=object) for field, column in values.items()}
    return pd.DataFrame(data)
