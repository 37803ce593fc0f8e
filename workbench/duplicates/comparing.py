"""Compare: each candidate pair once, attribute by attribute, in a few discrete levels.

The levels of a pair are packed into one whole number, its pattern. A million clients have millions of pairs but
only some hundred thousand patterns, and what comes after this step works on patterns.
"""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.comparisons import COMPARISONS

Levels = npt.NDArray[np.uint8]
Patterns = npt.NDArray[np.uint64]

_SIZES: Final = tuple(len(one.levels) for one in COMPARISONS)
STEPS: Final = tuple(np.cumprod((1, *_SIZES[:-1]), dtype=np.uint64).tolist())
"""What the level of each comparison is multiplied by in a pattern."""
_USED: Final = (
    "r, nm, srt, w1, wz, wn, rare, rare_n, bag, dg, person, form, nm_n, phones, phone_n, mail, mails, mail_n, mailbox, mailbox_n, host, host_n, street, house, entrance, psc, town, "
    "places, place_n, account, box, founded, employers, birthday, ident, ident_valid"
)


def compare(connection: duckdb.DuckDBPyConnection, candidates: str, target: str) -> int:
    """Make a table of compared pairs: a, b, found_by, pattern.

    Args:
        connection: where ``rec`` is.
        candidates: a table with the columns a, b, found_by.
        target: the table to be made.

    Returns:
        how many pairs.
    """
    packed = " + ".join(
        f"({one.sql})::UBIGINT * {step}" for one, step in zip(COMPARISONS, STEPS, strict=True)
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE {target} AS
        SELECT c.a, c.b, c.found_by, {packed} AS pattern
        FROM {candidates} c JOIN (SELECT {_USED} FROM rec) x ON x.r = c.a JOIN (SELECT {_USED} FROM rec) y ON y.r = c.b
    """)
    return int(connection.execute(f"SELECT count(*) FROM {target}").fetchall()[0][0])


def unpack(patterns: Patterns) -> Levels:
    """The levels of patterns: a row a pattern, a column a comparison."""
    columns = [
        (patterns // np.uint64(step) % np.uint64(size)).astype(np.uint8)
        for step, size in zip(STEPS, _SIZES, strict=True)
    ]
    return np.stack(columns, axis=1) if len(patterns) else np.zeros((0, len(_SIZES)), dtype=np.uint8)
