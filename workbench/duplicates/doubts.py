"""Doubts: what keeps a cluster from being certain, however alike its records look.

How often the model is right is measured where an identifier tells. Nothing tells of two brothers with one phone and one address, of
Invest I and Invest II, of branches in two towns, or of a person and the firm that bears their name: who has no company number is not among
those measured. So a pair that no valid number has in common is certain only if the names hold the same words but for slips, and
neither kind, legal form, house nor town differ.
"""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates.arrays import Whole, shown
from workbench.duplicates.odds import DECIDED

_SHORT: Final = 3
"""Words so short are not mistyped, they are others: I and II, ZŠ and MŠ, CZ and SK, st. and ml."""
_LONG: Final = 8
"""In words so long there may be two slips, in others one."""
_ALLOWED: Final = f"CASE WHEN least(length(w), length(v)) <= {_SHORT} THEN 0 WHEN least(length(w), length(v)) < {_LONG} THEN 1 ELSE 2 END"
_SLIP: Final = f"damerau_levenshtein(w, v) <= {_ALLOWED}"


def _strange(to: str, others: str) -> str:
    """One name has a word of which the other has none alike; of most words it has the same, which is seen in no time."""
    missing = f"list_filter({to}, lambda w: NOT list_contains({others}, w))"
    return f"len(list_filter({missing}, lambda w: NOT list_bool_or(list_transform({others}, lambda v: {_SLIP})))) > 0"


_PAIRS: Final = f"""
    SELECT m.c, p.person <> q.person OR p.form <> q.form OR p.house <> q.house OR p.town <> q.town AS unlike,
           replace(p.nm, ' ', '') <> replace(q.nm, ' ', '') AS named_apart, string_split(p.nm, ' ') AS one, string_split(q.nm, ' ') AS other
    FROM scored s JOIN surely m ON m.r = s.a JOIN surely o ON o.r = s.b AND o.c = m.c JOIN rec p ON p.r = s.a JOIN rec q ON q.r = s.b
    WHERE abs(s.weight) < {DECIDED} AND NOT coalesce(p.ident_valid AND p.ident = q.ident, FALSE)
"""
_DOUBTED: Final = f"""
    SELECT DISTINCT c FROM ({_PAIRS}) WHERE unlike OR (named_apart AND {_strange("one", "other")} AND {_strange("other", "one")})
"""


def doubted(connection: duckdb.DuckDBPyConnection, label: Whole, sure: Whole) -> Whole:
    """Which clusters hold a pair of which nothing was measured.

    Args:
        connection: with the tables ``rec`` and ``scored``.
        label: for each record its cluster.
        sure: the clusters that are certain by their weakest link.
    """
    wanted = np.zeros(len(label) + 1, dtype=np.bool_)
    wanted[sure] = True
    member = np.flatnonzero(wanted[label])
    with shown(connection, "surely", r=member.astype(np.uint32), c=label[member]):
        rows = connection.execute(_DOUBTED).fetchnumpy()
    return np.sort(np.asarray(rows["c"], dtype=np.int64))
