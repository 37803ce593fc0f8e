"""Laying the rows of a file out as temporary tables, beside the store's own."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from workbench.model.fields import Kind
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import columns_of, quote
from workbench.store.instances import expect_rows

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

Rows = Mapping[str, "pd.DataFrame"]
"""``client`` (one line a row of the file, its number in the index), and ``address``, ``contact``, ``person``,
``person_contact``, ``consent``, each with a column ``row``."""

_TYPE_OF: Final = {"person_contact": "contact"}
_NEEDED: Final = {"client": ("external_id", "ico", "name", "owner", "security_level"),
                  "person": ("first_name", "last_name", "owner", "security_level")}  # fmt: skip


def lay_out(cs: "ChangeSet", rows: Rows) -> None:
    """Make the temporary tables ``in_client``, ``in_address`` …, with the column types of the store."""
    for name, frame in rows.items():
        kind = RECORD_TYPES[_TYPE_OF.get(name, name)]
        table = quote("in_" + name)
        types = {"row": "BIGINT", "position": "VARCHAR", **columns_of(kind)}
        columns = _columns(frame.rename_axis("row").reset_index() if name == "client" else frame, name)
        listed = ", ".join(f"CAST({quote(one)} AS {types[one]}) AS {quote(one)}" for one in columns)
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only imports need it

        expect_rows(cs.connection, len(frame))
        cs.connection.register("incoming", pa.table(columns))
        try:
            cs.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {listed} FROM incoming")
        finally:
            cs.connection.unregister("incoming")
        for one in _NEEDED.get(name, ()):
            if one not in columns:
                cs.connection.execute(f"ALTER TABLE {table} ADD COLUMN {quote(one)} {types[one]}")


def _columns(frame: "pd.DataFrame", name: str) -> dict[str, Any]:
    import pyarrow as pa  # noqa: PLC0415

    kind = RECORD_TYPES[_TYPE_OF.get(name, name)]
    columns: dict[str, Any] = {}
    for column in map(str, frame.columns):
        values = frame[column].tolist()
        if column in kind.by_name and kind.field(column).kind is Kind.CUSTOM:
            values = [
                json.dumps(one, ensure_ascii=False, sort_keys=True) if isinstance(one, dict) else None
                for one in values
            ]
        columns[column] = pa.array(values, from_pandas=True)
    return columns
