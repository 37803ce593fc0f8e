"""Score: from compared pairs to a model, and from the model to the probability of each pair."""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import shown
from workbench.duplicates.blocking import FORBIDDEN_BIT, IDENTIFYING
from workbench.duplicates.comparing import unpack
from workbench.duplicates.labelling import Counts, Floats
from workbench.duplicates.learning import Decided

DECIDED_BIT: Final = 31
RANDOM_BIT: Final = 30
TWIN_BIT: Final = 29
"""Marks of pairs that no blocking rule found: decided by a person, drawn at random, alike in everything."""
_HELD: Final = 5
"""One in so many records is kept back to measure with."""
_BOUND: Final = 40.0
SHOWN: Final = 0.01
"""Pairs less probable than this are not kept."""


def count_patterns(
    connection: duckdb.DuckDBPyConnection, compared: str, stands_for: int = 1
) -> tuple[npt.NDArray[np.uint64], Counts]:
    """The distinct patterns, in order, and their counts; a forbidden pair counts for as many as it stands for."""
    free = f"(found_by & ~{IDENTIFYING | 1 << DECIDED_BIT | 1 << RANDOM_BIT | 1 << TWIN_BIT | 1 << FORBIDDEN_BIT}::UINTEGER) <> 0"
    rows = connection.execute(f"""
        SELECT pattern, sum(n)::DOUBLE AS n, coalesce(sum(n) FILTER ({free}), 0)::DOUBLE AS free,
               coalesce(sum(n) FILTER ({free} AND hash(a) % {_HELD} = 0), 0)::DOUBLE AS held, count(*) FILTER (found_by = 1::UINTEGER << {RANDOM_BIT}) AS random
        FROM (SELECT pattern, a, found_by, CASE WHEN found_by & (1::UINTEGER << {FORBIDDEN_BIT}) > 0 THEN {stands_for} ELSE 1 END AS n FROM {compared})
        GROUP BY pattern ORDER BY pattern
    """).fetchnumpy()
    patterns = np.asarray(rows["pattern"], dtype=np.uint64)
    every, teaching, held, random = (
        np.asarray(rows[name], dtype=np.float64) for name in ("n", "free", "held", "random")
    )
    abroad = bool(connection.execute("SELECT coalesce(bool_or(abroad), FALSE) FROM rec").fetchall()[0][0])
    return patterns, Counts(unpack(patterns), every, teaching, held, random, abroad)


def decided(connection: duckdb.DuckDBPyConnection, compared: str) -> Decided:
    """The levels of the pairs that people decided; table ``decision`` holds a, b, same (NULL for unsure)."""
    rows = connection.execute(
        f"SELECT pattern, same FROM decision JOIN {compared} USING (a, b) WHERE same IS NOT NULL ORDER BY a, b"
    ).fetchnumpy()
    return Decided(
        unpack(np.asarray(rows["pattern"], dtype=np.uint64)), np.asarray(rows["same"], dtype=np.bool_)
    )


def score(
    connection: duckdb.DuckDBPyConnection,
    odds: Floats,
    patterns: npt.NDArray[np.uint64],
    compared: str,
    target: str,
    *,
    least: float = float(np.log(SHOWN / (1 - SHOWN))),
) -> None:
    """Make a table of scored pairs: a, b, pattern, weight (log odds; ±40 where decided or impossible), found_by.

    ``odds`` are the log odds of each of ``patterns``, as :meth:`Model.log_odds` gives them. Pairs with less than ``least`` log odds are left out, unless a person decided them.
    """
    with shown(connection, "scores", pattern=patterns, weight=np.clip(odds, -_BOUND, _BOUND)):
        connection.execute(f"""
            CREATE OR REPLACE TABLE {target} AS
            SELECT c.a, c.b, c.pattern, CASE WHEN d.same THEN {_BOUND} WHEN NOT d.same THEN -{_BOUND} ELSE s.weight END::FLOAT AS weight, c.found_by
            FROM {compared} c JOIN scores s USING (pattern) LEFT JOIN decision d USING (a, b)
            WHERE s.weight >= {max(least, -_BOUND)} OR d.same IS NOT NULL
        """)


def probability(weight: Floats) -> Floats:
    """The probability that log odds stand for."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(weight, dtype=np.float64))))
