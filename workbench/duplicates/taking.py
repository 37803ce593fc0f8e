"""Take: the given tables as views of one shape, and the records of the first one numbered.

What cannot be a table of records is refused here, before anything is searched: ids are how all that is found is told.
"""

from collections.abc import Mapping
from typing import Any, Final

import duckdb

from workbench.duplicates.arrays import in_portions, tabular
from workbench.errors import InputError, UnknownNameError

TABLES: Final = ("main", "address", "contact", "employment")
_SHOWN: Final = 40


def check_names(tables: object) -> None:
    """Refuse what is not tables by the names that a search knows.

    Raises:
        InputError: it is no mapping.
        UnknownNameError: a table of this name has no place in a search.
    """
    if not isinstance(tables, Mapping):
        raise InputError(
            "A search takes tables by their names (“main”, “address” …), not {given}: find({{“main”: table}}).",
            given=type(tables).__name__,
        )
    for name in tables:
        if name not in TABLES:
            raise UnknownNameError.suggest("table", name, TABLES)


def take(connection: duckdb.DuckDBPyConnection, name: str, table: Any, columns: Mapping[str, str]) -> None:
    """A view ``given_…`` of a table with all the columns, those that are not there as NULL; so are values that are not of the column's type.

    Args:
        connection: the database of the search.
        name: what the table is called.
        table: a DataFrame of pandas or polars, an Arrow table, or what else hands over its rows as Arrow (see
            :func:`workbench.duplicates.arrays.tabular`); ``None``, or one that has none of the columns, counts as empty.
        columns: column -> its type; ``id`` among them has to be there if there are rows.

    Raises:
        InputError: it is no table; a column is there twice; there are rows without the column ``id``; an id is no whole number from 0 on.
    """
    given, table = table, tabular(table)
    if table is None and given is not None:
        raise InputError(
            "“{table}” is a DataFrame (of pandas or polars) or an Arrow table, not {given}. Make one of it: pandas.DataFrame(…).",
            table=name, given=type(given).__name__,
        )  # fmt: skip
    names = [] if table is None else [str(one) for one in getattr(table, "column_names", table.columns)]
    have = [column for column in columns if column in names]
    for column in have:
        if names.count(column) > 1:
            raise InputError(
                "The table “{table}” has the column “{column}” more than once. Drop or rename one of them.",
                table=name, column=column,
            )  # fmt: skip
    if "id" in columns and "id" not in have and table is not None and len(table):
        raise InputError(
            "The table “{table}” has no column “id”. Add it, a whole number for each record. The columns are: {columns}.",
            table=name, columns=", ".join(names)[: 5 * _SHOWN],
        )  # fmt: skip
    if have:
        connection.register(f"raw_{name}", in_portions(table, have))
    if "id" in have:
        _check_ids(connection, name)
    listed = ", ".join(
        f"{_typed(column, kind)} AS {column}" if column in have else f"NULL::{kind} AS {column}"
        for column, kind in columns.items()
    )
    source = f"FROM raw_{name}" if have else "WHERE FALSE"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW given_{name} AS SELECT {listed} {source}")


def number_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``numbered`` (id, r) of the records of ``given_main``, in order of their ids from 0.

    Raises:
        InputError: two records have one id.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS SELECT id, (row_number() OVER (ORDER BY id) - 1)::UINTEGER AS r FROM given_main"
    )
    count, repeated = connection.execute(
        "SELECT count(*), min(id) FROM (SELECT id FROM numbered GROUP BY id HAVING count(*) > 1)"
    ).fetchall()[0]
    if count:
        raise InputError(
            "Ids that several records have: {count}, for example {id}. Give each record an id of its own.",
            count=count, id=repeated,
        )  # fmt: skip


def no_id(column: str) -> str:
    """SQL: it is no whole number of 64 bits from 0 on; a number with a fraction is not rounded to another record."""
    number = f'TRY_CAST("{column}" AS BIGINT)'
    return f"""({number} IS NULL OR {number} < 0 OR typeof("{column}") = 'BOOLEAN' OR TRY_CAST("{column}" AS DECIMAL(38, 9)) IS DISTINCT FROM {number})"""


def _typed(column: str, kind: str) -> str:
    cast = f"TRY_CAST({column} AS {kind})"
    return f"CASE WHEN isfinite({cast}) THEN {cast} END" if kind == "DATE" else cast


def _check_ids(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    count, given = connection.execute(
        f"SELECT count(*), min(id::VARCHAR) FROM raw_{name} WHERE {no_id('id')}"
    ).fetchall()[0]
    if count:
        raise InputError(
            "Records whose id is no whole number from 0 on: {count}, for example “{given}”. Give each record a whole number of its own.",
            count=count, given=str(given or "")[:_SHOWN],
        )  # fmt: skip
