"""Contacts of clients and of their persons: any number in a row."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from workbench.importing.contacts import contact_reader
from workbench.importing.headers import contact_label
from workbench.importing.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: Final = ("row", "kind", "value", "label", "is_primary")


def read_contacts(sheet: Sheet, table: str) -> "pd.DataFrame":
    """All contacts that the columns of one table give: ``row``, ``kind``, ``value``, ``label``; in their order.

    Args:
        sheet: the table.
        table: ``"contact"`` or ``"person_contact"``.
    """
    import numpy as np  # noqa: PLC0415 - heavy
    import pandas as pd  # noqa: PLC0415 - heavy

    parts = []
    for column, where in sheet.of_table(table).items():
        kind = where.field.name
        values = sheet.read(column, contact_reader(kind)).values()
        present = values != None  # noqa: E711 - element by element
        some = values[present]
        counts = np.fromiter((len(one) for one in some), dtype=np.int64, count=len(some))
        flat = [value for one in some for value in one]
        data: dict[str, Any] = {"row": np.repeat(sheet.rows[present], counts)}
        data |= {
            "kind": kind,
            "value": pd.Series(flat, dtype=object),
            "label": _labels(sheet, column, data["row"]),
        }
        parts.append(pd.DataFrame(data).astype({"kind": object, "label": object}))
    if not parts:
        return pd.DataFrame(
            {name: pd.Series(dtype="int64" if name == "row" else object) for name in _COLUMNS[:-1]}
        )
    return pd.concat(parts, ignore_index=True)


def _labels(sheet: Sheet, column: str, rows: Iterable[int]) -> "pd.Series[Any] | str | None":
    if column not in sheet.said:
        return contact_label(column)
    import pandas as pd  # noqa: PLC0415 - heavy

    return pd.Series([sheet.labels.get((int(row), column)) for row in rows], dtype=object)


def finished(contacts: "pd.DataFrame") -> "pd.DataFrame":
    """Each contact of a row once, the first of each kind primary: ``row``, ``kind``, ``value``, ``label``, ``is_primary``."""
    once = contacts.drop_duplicates(["row", "kind", "value"]).sort_values(
        "row", kind="stable", ignore_index=True
    )
    return once.assign(
        is_primary=~once.duplicated(["row", "kind"]), label=once["label"].where(once["label"].notna(), None)
    )[list(_COLUMNS)]
