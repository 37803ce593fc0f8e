"""Score: from a model to the probability of each compared pair."""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Floats, shown
from workbench.duplicates.odds import DECIDED, log_odds

SHOWN: Final = 0.01
"""Pairs less probable than this are not kept."""


def score(
    connection: duckdb.DuckDBPyConnection,
    odds: Floats,
    patterns: npt.NDArray[np.uint64],
    compared: str,
    target: str,
    *,
    least: float = log_odds(SHOWN),
) -> None:
    """Make a table of scored pairs: a, b, pattern, weight (log odds; ±40 where decided or impossible), found_by.

    ``odds`` are the log odds of each of ``patterns``, as :meth:`Model.log_odds` gives them. Pairs with less than ``least`` log odds are left out, unless a person decided them or was unsure.
    """
    with shown(connection, "scores", pattern=patterns, weight=np.clip(odds, -DECIDED, DECIDED)):
        connection.execute(f"""
            CREATE OR REPLACE TABLE {target} AS
            SELECT c.a, c.b, c.pattern, CASE WHEN d.same THEN {DECIDED} WHEN NOT d.same THEN -{DECIDED} ELSE s.weight END::FLOAT AS weight, c.found_by
            FROM {compared} c JOIN scores s USING (pattern) LEFT JOIN decision d USING (a, b)
            WHERE s.weight >= {max(least, -DECIDED)} OR d.a IS NOT NULL
        """)
