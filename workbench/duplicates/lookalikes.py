"""Lookalikes: pairs that look like one record, and of which an identifier says that they are two.

Either two firms are alike in all else, or one of the numbers is somebody else's. Only a person can tell, and it matters twice: where certainty
is measured such a pair counts as a wrong one, and a few of them are enough that none can be measured; and a wrong number in a record is worth
knowing by itself.
"""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates import excused
from workbench.duplicates.arrays import shown
from workbench.duplicates.comparing import Levels
from workbench.duplicates.labelling import labels
from workbench.duplicates.learning import Learned
from workbench.duplicates.odds import log_odds
from workbench.duplicates.reliability import ALIKE

WAITING: Final = "SELECT a, b, weight FROM lookalike ANTI JOIN decision USING (a, b)"
"""SQL: those of which nobody has said anything; weight is the log odds by all that does not identify."""


def keep(
    connection: duckdb.DuckDBPyConnection,
    learned: Learned,
    levels: Levels,
    patterns: npt.NDArray[np.uint64],
    compared: str,
) -> None:
    """Make the table ``lookalike``: a, b, weight (log odds by all that does not identify).

    In a large base one forbidden pair of several is compared, and the others are not among them.

    Args:
        connection: where the compared pairs are.
        learned: what was learned, with its log odds of the patterns; what general weights say is not enough to find any.
        levels: those of the patterns.
        patterns: each as a number.
        compared: the table of the pairs: a, b, pattern.
    """
    some = labels(levels, learned.model.vetoes) == 0
    some &= (learned.unidentified >= log_odds(ALIKE)) & learned.model.is_learned
    with shown(connection, "alike", pattern=patterns[some], weight=learned.unidentified[some]):
        connection.execute(
            f"CREATE OR REPLACE TABLE lookalike AS SELECT a, b, weight::FLOAT AS weight FROM {compared} JOIN alike USING (pattern) ANTI JOIN ({excused.pairs(compared)}) e USING (a, b)"
        )


def waiting(connection: duckdb.DuckDBPyConnection) -> int:
    """Of how many nobody has said anything."""
    return int(connection.execute(f"SELECT count(*) FROM ({WAITING})").fetchall()[0][0])
