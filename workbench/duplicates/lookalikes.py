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

WAITING: Final = """
    SELECT s.a, s.b, s.weight FROM lookalike s ANTI JOIN decision d ON d.a = s.a AND d.b = s.b LEFT JOIN united v ON v.r = s.a LEFT JOIN united w ON w.r = s.b
    WHERE v.j IS DISTINCT FROM w.j OR v.j IS NULL
"""
"""SQL: those of which nobody has said anything, nor what they follow from; weight is the log odds by all that does not identify."""
DIFFERS: Final = """
    CASE WHEN x.ident_valid AND y.ident_valid AND x.ident <> y.ident THEN 'ico' WHEN x.birthday <> y.birthday THEN 'birthday' ELSE 'data_box' END
"""
"""SQL: the field in which two records x and y contradict each other, the weightiest."""
_NUMBERS: Final = f"CASE {DIFFERS} WHEN 'ico' THEN [least(x.ident, y.ident), greatest(x.ident, y.ident)] ELSE [s.a::VARCHAR, s.b::VARCHAR] END"
_SIDES: Final = "JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b"
ASKED: Final = f"""
    SELECT s.a, s.b, s.weight, {DIFFERS} AS differs FROM ({WAITING}) s {_SIDES}
    WHERE {_NUMBERS} NOT IN (SELECT {_NUMBERS} FROM decision s {_SIDES} WHERE s.same IS NOT TRUE)
    QUALIFY row_number() OVER (PARTITION BY {_NUMBERS} ORDER BY s.weight DESC, s.a, s.b) = 1
"""
"""SQL: of those one for each two numbers, the likest, and none of two numbers of which a person said that they are those of two, or was unsure."""


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
            f"CREATE OR REPLACE TABLE lookalike AS SELECT a, b, weight::FLOAT AS weight FROM {compared} JOIN alike USING (pattern) ANTI JOIN ({excused.pairs(connection, compared)}) e USING (a, b)"
        )


def count(connection: duckdb.DuckDBPyConnection, query: str = WAITING) -> int:
    """How many there are of :data:`WAITING`, or of :data:`ASKED`."""
    return int(connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0])
