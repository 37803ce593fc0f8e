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


def tabular(given: Any) -> Any:
    """A table as it is worked with here: a DataFrame of pandas or an Arrow table.

    Args:
        given: one of these, or what hands over its rows as Arrow itself: a DataFrame of polars, record batches, a relation of DuckDB.

    Returns:
        the table; ``None`` if it is none.
    """
    import pyarrow as pa  # noqa: PLC0415

    if isinstance(given, pa.Table) or (hasattr(given, "iloc") and hasattr(given, "columns")):
        return given
    if not (hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__")):
        return None
    try:
        return pa.table(given)
    except (pa.ArrowException, TypeError, ValueError):
        return None  # a column, not a table


def in_portions(table: Any, columns: Sequence[str]) -> Any:
    """Some columns of a DataFrame or an Arrow table, cut so that all threads of the database have something to read.

    A column whose values are of mixed types becomes text, and so do numbers of a type that the database does not know.
    """
    import pyarrow as pa  # noqa: PLC0415

    chosen = table.select(columns) if isinstance(table, pa.Table) else _of_frame(table[list(columns)])
    return _cut(pa.table({name: _known(chosen[name]) for name in columns}))


def _of_frame(frame: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return pa.table({name: _of_series(frame[name]) for name in frame.columns})


def _of_series(series: Any) -> Any:
    """A column of a DataFrame; what pyarrow cannot hold becomes text, as it is printed."""
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        texts = (str(one).encode(errors="replace").decode() for one in series)
        return pa.array(
            [None if none else text for none, text in zip(series.isna(), texts, strict=True)], pa.string()
        )


def _known(column: Any) -> Any:
    """A column of a type that DuckDB reads."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_float16(column.type):
        return column.cast(pa.float32())
    return column.cast(pa.string()) if pa.types.is_decimal256(column.type) else column


def _cut(table: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    rows = max(_SMALLEST, -(-len(table) // _PORTIONS))
    return pa.Table.from_batches(table.to_batches(max_chunksize=rows), table.schema)
