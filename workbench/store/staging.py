"""Rows on their way into the store, as temporary tables."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from workbench.errors import ValueRejectedError
from workbench.model.fields import RecordType
from workbench.store.columns import columns_of, quote, to_stored

if TYPE_CHECKING:
    import pyarrow as pa

Rows = "Sequence[Mapping[str, Any]] | pd.DataFrame | pa.Table"
"""What may be staged: mappings, or a table whose columns are named like fields."""


@contextmanager
def staged(
    connection: duckdb.DuckDBPyConnection, kind: RecordType, rows: Any, *, extra: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Put rows into a temporary table with the column types of their record type.

    Args:
        connection: in a transaction or not; temporary tables take part in neither.
        kind: the record type.
        rows: mappings that all have the same keys, or a pandas or Arrow table.
        extra: further columns the caller understands: name -> SQL type.

    Yields:
        the table's name and the names of its columns.

    Raises:
        UnknownNameError: a column that the record type does not have.
        ValueRejectedError: a value that its column does not take.
    """
    table = as_arrow(kind, rows)
    names = list(table.column_names)
    types = {**columns_of(kind), **extra}
    kind.check_names(name for name in names if name not in extra and name != "id")
    connection.register("incoming", table)
    columns = ", ".join(f"CAST({quote(name)} AS {types[name]}) AS {quote(name)}" for name in names)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE stage AS SELECT {columns} FROM incoming")
        yield "stage", names
    except duckdb.ConversionException as error:
        raise ValueRejectedError(
            "A value does not fit its field: {detail}", detail=str(error).splitlines()[0]
        ) from error
    finally:
        connection.unregister("incoming")
        connection.execute("DROP TABLE IF EXISTS stage")


def as_arrow(kind: RecordType, rows: Any) -> "pa.Table":
    """The rows as one Arrow table; Python values are turned into what the columns take."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only writing needs it

    if isinstance(rows, pa.Table):
        return rows
    if hasattr(rows, "to_records"):  # a pandas DataFrame
        return pa.Table.from_pandas(rows, preserve_index=False)
    names = list(rows[0]) if rows else ["id"]
    fields = kind.by_name
    columns = {}
    for name in names:
        values = [row[name] for row in rows]
        if name in fields:
            values = [to_stored(fields[name], value) for value in values]
        columns[name] = _column(name, values)
    return pa.table(columns)


def _column(name: str, values: Sequence[Any]) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueRejectedError(
            "The values given for “{field}” are of different kinds: {detail}. Give all of one kind.",
            field=name, detail=str(error).splitlines()[0],
        ) from error  # fmt: skip
