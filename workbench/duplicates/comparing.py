"""Compare: each candidate pair once, attribute by attribute, in a few discrete levels.

The levels of a pair are packed into one whole number, its pattern. A million clients have millions of pairs but
only some hundred thousand patterns, and what comes after this step works on patterns.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import shown
from workbench.duplicates.compared_columns import COLUMNS, compared_columns
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.conditions import ONCE
from workbench.duplicates.statements import run

_ONE_GROUP: Final = 122_880
"""So many rows make a group of a table of DuckDB."""
_OF_SIDE: Final = re.compile(r"\b([xy])\.([a-z_][a-z_0-9]*)")
Levels = npt.NDArray[np.uint8]
Patterns = npt.NDArray[np.uint64]

_SIZES: Final = tuple(len(one.levels) for one in COMPARISONS)
STEPS: Final = tuple(np.cumprod((1, *_SIZES[:-1]), dtype=np.uint64).tolist())
"""What the level of each comparison is multiplied by in a pattern."""


def level(name: str) -> str:
    """SQL: the level of a comparison in the column ``pattern``.

    Args:
        name: of the comparison.
    """
    at = next(at for at, one in enumerate(COMPARISONS) if one.name == name)
    return f"pattern // {STEPS[at]} % {_SIZES[at]}"


def compare(connection: duckdb.DuckDBPyConnection, candidates: str, target: str) -> None:
    """Make a table of compared pairs: a, b, found_by, pattern.

    Args:
        connection: where ``rec`` is.
        candidates: a table with the columns a, b, found_by.
        target: the table to be made.
    """
    packed = " + ".join(
        f"({flat(one.sql)})::UBIGINT * {step}" for one, step in zip(COMPARISONS, STEPS, strict=True)
    )
    both = ", ".join(f"{side}.{name} AS {side}_{name}" for side in "xy" for name in COLUMNS)
    sides = f"SELECT c.a, c.b, c.found_by, {both} FROM portions c JOIN ({compared_columns()}) x ON x.r = c.a JOIN ({compared_columns()}) y ON y.r = c.b"
    for name, sql in ONCE.items():
        sides = f"SELECT *, {flat(sql)} AS {name} FROM ({sides})"
    pairs = connection.sql(f"SELECT a, b, found_by FROM {candidates}").to_arrow_table()
    columns = {name: pairs[name] for name in pairs.column_names}
    count = int(connection.execute("SELECT count(*) FROM rec").fetchall()[0][0])
    many = count < len(pairs) and count <= _ONE_GROUP
    with shown(connection, "portions", **columns), _as_written(connection, only=many):
        run(
            connection,
            f"CREATE OR REPLACE TABLE {target} AS SELECT a, b, found_by, {packed} AS pattern FROM ({sides})",
        )


@contextmanager
def _as_written(connection: duckdb.DuckDBPyConnection, *, only: bool) -> Iterator[None]:
    """Joins go through the pairs, as they are written.

    Of itself the database goes through the records, which takes less memory. But it reads a table in groups of rows, a thread each, and a
    small one has but one group; the pairs are handed to it in portions for all threads.
    """
    if only:
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    try:
        yield
    finally:
        if only:
            connection.execute("RESET disabled_optimizers")


def flat(sql: str) -> str:
    """An expression over ``x.name`` and ``y.name`` as one over the columns ``x_name`` and ``y_name``."""
    return _OF_SIDE.sub(r"\1_\2", sql)


def unpack(patterns: Patterns) -> Levels:
    """The levels of patterns: a row a pattern, a column a comparison."""
    columns = [
        (patterns // np.uint64(step) % np.uint64(size)).astype(np.uint8)
        for step, size in zip(STEPS, _SIZES, strict=True)
    ]
    return np.stack(columns, axis=1) if len(patterns) else np.zeros((0, len(_SIZES)), dtype=np.uint8)
