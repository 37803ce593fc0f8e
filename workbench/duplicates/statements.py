"""Statements that each search gives the database anew, read once in a process.

To read a statement of many thousand signs takes a third of all the time that it takes on a few records, as in a search of a
small base or an explanation of one pair.
"""

from typing import Final

import duckdb

_KEPT: Final = 128
_read: dict[str, duckdb.Statement] = {}
"""By their text; a statement belongs to no connection."""


def run(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Execute one statement without parameters.

    Args:
        connection: where.
        sql: its text, which is the same in every search, or one of a few.

    Returns:
        the connection, to fetch from.
    """
    statement = _read.get(sql)
    if statement is None:
        (statement,) = connection.extract_statements(sql)
        if len(_read) >= _KEPT:
            _read.clear()
        _read[sql] = statement
    return connection.execute(statement)
