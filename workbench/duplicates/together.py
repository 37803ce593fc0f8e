"""Together: what a pair is worth once the whole of its cluster is known.

Two records that share nothing may each share much with a third. Inside a cluster every pair is therefore at least as
likely as the weakest link that holds the cluster together; a pair that clustering set apart, because too much speaks
against it in its neighbourhood, is less likely than it looks alone.
"""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import shown

_SET_APART: Final = 4.0
"""Log odds that a pair loses by having been set apart; so much it took on invented bases."""


def weigh_together(
    connection: duckdb.DuckDBPyConnection,
    label: npt.NDArray[np.int64],
    weakest: tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]],
    decided: float,
) -> None:
    """Give the table ``scored`` its column ``joint``: log odds of each pair in view of all others.

    Args:
        connection: where ``scored`` (a, b, weight) is.
        label: for each record its cluster.
        weakest: clusters, and the log odds of the weakest link of each.
        decided: from this weight on, to either side, a person or a contradiction has decided, and nothing is added.
    """
    of, weak = weakest
    strength = np.full(len(label) + 1, -np.inf)
    strength[of] = weak
    size = np.bincount(label, minlength=len(label)) if len(label) else label
    member = np.flatnonzero(size[label] > 1) if len(label) else label
    link = strength[label[member]].astype(np.float32)
    with shown(connection, "member", r=member.astype(np.uint32), c=label[member], link=link):
        connection.execute(f"""
            CREATE OR REPLACE TABLE scored AS
            SELECT s.*, CASE WHEN abs(s.weight) >= {decided} THEN s.weight WHEN x.c = y.c THEN greatest(s.weight, x.link) ELSE s.weight - {_SET_APART} END::FLOAT AS joint
            FROM scored s LEFT JOIN member x ON x.r = s.a LEFT JOIN member y ON y.r = s.b
        """)
