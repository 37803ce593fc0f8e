"""Arrays beside tables: what numpy made, as a view for SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb


@contextmanager
def shown(connection: duckdb.DuckDBPyConnection, name: str, **columns: Any) -> Iterator[None]:
    """A view of arrays of one length, for as long as it is needed."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only searching needs it

    connection.register(name, pa.table(columns))
    try:
        yield
    finally:
        connection.unregister(name)
