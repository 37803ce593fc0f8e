"""Rows on their way into the store, as temporary tables."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from workbench.errors import InputError, ValueRejectedError
from workbench.model.fields import Field, RecordType
from workbench.store.columns import columns_of, quote, to_stored
from workbench.store.instances import expect_rows

if TYPE_CHECKING:
    import pyarrow as pa

Rows = "Sequence[Mapping[str, Any]] | pd.DataFrame | pa.Table"
"""What may be staged: mappings, or a table whose columns are named like fields."""


_LARGEST = 2**63


def stage(
    connection: duckdb.DuckDBPyConnection, kind: RecordType, rows: Any, *, name: str, extra: Mapping[str, str]
) -> list[str]:
    """Put rows into a temporary table with the column types of their record type.

    Args:
        connection: in a transaction or not; temporary tables take part in neither.
        kind: the record type.
        rows: mappings that all have the same keys, or a pandas or Arrow table.
        name: what to call the table.
        extra: further columns the caller understands: name -> SQL type.

    Returns:
        the names of its columns.

    Raises:
        UnknownNameError: a column that the record type does not have.
        ValueRejectedError: a value that its column does not take.
        InputError: rows without an id, or with different fields.
    """
    table = as_arrow(kind, rows)
    names = list(table.column_names)
    types = {**columns_of(kind), **extra}
    kind.check_names(one for one in names if one not in extra and one != "id")
    _check_shapes(table, types)
    expect_rows(connection, len(table))
    connection.register("incoming", table)
    columns = ", ".join(f"CAST({quote(one)} AS {types[one]}) AS {quote(one)}" for one in names)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {quote(name)} AS SELECT {columns} FROM incoming")
    except duckdb.InterruptException:  # the run was stopped: no value is to blame
        raise
    except duckdb.Error as error:
        raise _misfit(connection, kind, table, types, error) from error
    finally:
        with contextlib.suppress(duckdb.Error):  # in a failed transaction; the next registration replaces it
            connection.unregister("incoming")
    return names


def as_arrow(kind: RecordType, rows: Any) -> "pa.Table":
    """The rows as one Arrow table; Python values are turned into what the columns take."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only writing needs it

    if isinstance(rows, pa.Table):
        return rows
    if hasattr(rows, "to_records"):  # a pandas DataFrame
        return pa.Table.from_pandas(rows, preserve_index=False)
    names = list(rows[0]) if rows else ["id"]
    for number, row in enumerate(rows, start=1):
        if row.keys() != rows[0].keys():
            raise InputError(
                "Row {row} has other fields than row 1. Give all rows the same fields, None where there is no value.",
                row=number,
            )
    fields = kind.by_name
    columns = {}
    for name in names:
        values = [row[name] for row in rows]
        if name in fields:
            values = [_stored(fields[name], value, row) for row, value in enumerate(values, start=1)]
        columns[name] = _column(name, values)
    return pa.table(columns)


def _stored(field: Field, value: Any, row: int) -> Any:
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise _rejected(field.name, value, row)
    if field.many and (isinstance(value, str) or not isinstance(value, Iterable | None)):
        raise _rejected(field.name, value, row)
    try:
        return to_stored(field, value)
    except (TypeError, ValueError) as error:
        raise _rejected(field.name, value, row) from error


def _rejected(field: str, value: object, row: int) -> ValueRejectedError:
    return ValueRejectedError(
        "Row {row}: “{value}” does not fit the field “{field}”. Correct it.",
        row=row,
        value=value,
        field=field,
    )


def _check_shapes(table: "pa.Table", types: Mapping[str, str]) -> None:
    """Refuse what the database would quietly turn into something else: lists into text, 1.5 into 2."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if "id" not in table.column_names:
        raise InputError("The rows have no column “id”. Give each row its id.")
    for name in table.column_names:
        column, wanted = table.column(name), types[name]
        given = column.type
        if pa.types.is_null(given):
            continue
        is_list = pa.types.is_list(given) or pa.types.is_large_list(given)
        wrong = is_list != wanted.endswith("[]") or pa.types.is_struct(given) or pa.types.is_binary(given)
        if wrong:
            first = next(place for place, value in enumerate(column) if value.is_valid)
            raise _rejected(name, column[first].as_py(), first + 1)
        if wanted in ("BIGINT", "INTEGER") and pa.types.is_floating(given):
            broken = pc.not_equal(column, pc.floor(column))
            if pc.any(broken).as_py():
                first = pc.index(broken, value=True).as_py()
                raise _rejected(name, column[first].as_py(), first + 1)


def _misfit(
    connection: duckdb.DuckDBPyConnection, kind: RecordType, table: "pa.Table", types: Mapping[str, str], error: Exception,
) -> ValueRejectedError:  # fmt: skip
    """The error that names the first value that does not fit, its row and its field."""
    aside = connection.cursor()  # the transaction itself answers nothing any more
    for name in table.column_names:
        aside.register("incoming", table.select([name]))
        with contextlib.suppress(duckdb.Error):
            found = aside.execute(f"""
                SELECT place, value::VARCHAR FROM (SELECT row_number() OVER () AS place, {quote(name)} AS value FROM incoming)
                WHERE value IS NOT NULL AND TRY_CAST(value AS {types[name]}) IS NULL ORDER BY place LIMIT 1
            """).fetchall()
            if found:
                return _rejected(name, found[0][1], found[0][0])
    return ValueRejectedError(
        "A value of {kind} does not fit its field: {detail}",
        kind=kind.label,
        detail=str(error).splitlines()[0],
    )


def _column(name: str, values: Sequence[Any]) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueRejectedError(
            "The values given for “{field}” are of different kinds: {detail}. Give all of one kind.",
            field=name, detail=str(error).splitlines()[0],
        ) from error  # fmt: skip
