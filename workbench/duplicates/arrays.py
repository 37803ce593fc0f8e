"""Arrays beside tables: what numpy made, as a view for SQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]
"""Records by their numbers."""
Flags = npt.NDArray[np.bool_]
_PORTIONS: Final = 16
_SMALLEST: Final = 16_384
"""A table is cut into so many portions, but none of fewer rows: to hand one out takes time, too."""


@contextmanager
def shown(connection: duckdb.DuckDBPyConnection, name: str, **columns: Any) -> Iterator[None]:
    """A view of arrays of one length, for as long as it is needed."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only searching needs it

    connection.register(name, _cut(pa.table(columns)))
    try:
        yield
    finally:
        connection.unregister(name)


def in_portions(table: Any, columns: Sequence[str]) -> Any:
    """Some columns of a DataFrame or an Arrow table, cut so that all threads of the database have something to read.

    A table that pyarrow cannot hold, for its values are of mixed types, comes back as it is.
    """
    import pyarrow as pa  # noqa: PLC0415

    try:
        chosen = (
            table.select(columns)
            if isinstance(table, pa.Table)
            else pa.Table.from_pandas(table[columns], preserve_index=False)
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return table
    return _cut(chosen)


def _cut(table: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    rows = max(_SMALLEST, -(-len(table) // _PORTIONS))
    return pa.Table.from_batches(table.to_batches(max_chunksize=rows), table.schema)
