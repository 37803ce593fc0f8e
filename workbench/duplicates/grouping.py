"""Group: from scored pairs to clusters, the last step of every search."""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates import clustering, excused, said
from workbench.duplicates.arrays import Floats, Whole, shown
from workbench.duplicates.comparing import compare
from workbench.duplicates.counting import count_patterns
from workbench.duplicates.doubts import doubted
from workbench.duplicates.found_by import TWIN_BIT
from workbench.duplicates.learning import Model
from workbench.duplicates.odds import FORBIDDEN, UNSURE, log_odds, probability
from workbench.duplicates.scoring import score
from workbench.duplicates.settings import Settings
from workbench.duplicates.together import weigh_together

_BELOW: Final = 0.01
"""So much below the log odds of what is certain lies what is not, though it looks so."""


def group(
    connection: duckdb.DuckDBPyConnection, model: Model, settings: Settings, count: int
) -> tuple[Whole, tuple[Whole, Whole, Whole, Floats]]:
    """Clusters from the table ``scored``, and the weakest link of each.

    Pairs inside a connected group that were not compared yet are compared and added to ``scored``.
    """
    needed = log_odds(settings.threshold)
    _keep_unsure_apart(connection)
    a, b, _ = _pairs(connection, f"weight > {needed}", twins=False)
    connected = clustering.groups(count, a, b)
    said.lay(connection, count)
    _complete(connection, model, connected)
    _keep_unsure_apart(connection)
    excused.free(connection, model)
    united = said.unite(connection, count)
    a, b, weight = _pairs(connection, "TRUE", twins=False)
    label = said.cluster(
        united, a, b, np.where(weight <= FORBIDDEN, -np.inf, weight - needed), _against(connection, model)
    )
    first, twin, _ = _pairs(connection, f"weight > {needed}", twins=True)
    label[twin] = label[first]
    a, b, weight = _pairs(connection, f"weight > {FORBIDDEN}")
    inside = label[a] == label[b]
    a, b, weight = a[inside], b[inside], weight[inside]
    of, at = clustering.weakest(label, a, b, weight)
    weakest = _less_than_certain(connection, model, label, of, weight[at])
    weigh_together(connection, label, (of, weakest), -FORBIDDEN)
    return label, (of, a[at], b[at], weakest)


def _less_than_certain(
    connection: duckdb.DuckDBPyConnection, model: Model, label: Whole, of: Whole, weakest: Floats
) -> Floats:
    """The weakest link of each cluster, below what is certain where no measure vouches for it; table ``doubted`` keeps which these are."""
    certain = model.calibration.certain
    sure = of[probability(weakest) >= certain] if certain is not None else of[:0]
    less = doubted(connection, label, sure)
    with shown(connection, "less", c=less):
        connection.execute("CREATE OR REPLACE TABLE doubted AS SELECT c FROM less")
    below = log_odds(certain) - _BELOW if certain is not None else 0.0
    return np.where(np.isin(of, less), np.minimum(weakest, below), weakest)


def _against(connection: duckdb.DuckDBPyConnection, model: Model) -> float:
    """The more records have a number that nobody else has, the less a pair has to say against its group: contradictions keep strangers apart."""
    known = "SELECT coalesce(avg((ident_valid AND NOT abroad)::INTEGER), 0) FROM rec"
    share = float(connection.execute(known).fetchall()[0][0]) if "ident" in model.vetoes else 0.0
    return clustering.AGAINST + share


def _keep_unsure_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """A pair that a person could not decide is neither joined nor offered again, but teaches nothing either."""
    connection.execute(
        f"UPDATE scored SET weight = {UNSURE} FROM decision d WHERE d.a = scored.a AND d.b = scored.b AND d.same IS NULL"
    )


def _pairs(
    connection: duckdb.DuckDBPyConnection, where: str, *, twins: bool | None = None
) -> tuple[Whole, Whole, Floats]:
    """Pairs; only those of a record with its twins, or only the others, or all."""
    if twins is not None:
        where += f" AND (found_by = 1::UINTEGER << {TWIN_BIT}) = {twins}"
    rows = connection.execute(f"SELECT a, b, weight FROM scored WHERE {where}").fetchnumpy()
    return (
        np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64), np.asarray(rows["weight"], dtype=np.float64),
    )  # fmt: skip


def _complete(connection: duckdb.DuckDBPyConnection, model: Model, connected: Whole) -> None:
    """Compare what blocking left out inside connected groups that are not too large, and in larger ones among those who have one valid number, or are joined by words and may forbid each other."""
    size = np.bincount(connected, minlength=1)[connected]
    some = np.flatnonzero(size > 2)  # noqa: PLR2004 - more than a pair
    if not len(some):
        return
    with shown(connection, "grouped", r=some.astype(np.uint32), g=connected[some], size=size[some]):
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE missing AS
            WITH member AS (
                SELECT r, g, '' AS ident FROM grouped WHERE size <= {clustering.LARGEST_COMPLETED}
                UNION ALL SELECT r, g, ident FROM grouped JOIN rec USING (r) WHERE size > {clustering.LARGEST_COMPLETED} AND ident_valid
                QUALIFY count(*) OVER (PARTITION BY g, ident) <= {clustering.LARGEST_OF_ONE}
            )
            SELECT a, b, 0::UINTEGER AS found_by FROM (
                SELECT x.r AS a, y.r AS b FROM member x JOIN member y ON x.g = y.g AND x.ident = y.ident AND x.r < y.r UNION {said.CONTRADICTING}
            ) ANTI JOIN scored USING (a, b)
        """)
    compare(connection, "missing", "compared")
    patterns, counts = count_patterns(connection, "compared", parts=0)
    score(connection, model.log_odds(counts.levels), patterns, "compared", "added", least=-np.inf)
    connection.execute("INSERT INTO scored SELECT * FROM added")
    for name in ("missing", "compared", "added"):
        connection.execute(f"DROP TABLE {name}")
