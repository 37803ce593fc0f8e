"""Groups that rest on what people said, and not on an estimate."""

import numpy as np

from workbench.duplicates.odds import DECIDED
from workbench.duplicates.result import Duplicates


def confirmed(found: Duplicates) -> frozenset[int]:
    """The numbers of the groups of which a person said that their weakest link is one, of it or by what they said of others.

    Its weight alone does not tell: an estimate may weigh as much.
    """
    of, a, b, weight = found.found.links
    with found.found.alone() as connection:
        same = set(connection.execute("SELECT a, b FROM decision WHERE same").fetchall())
        word = dict(connection.execute("SELECT r, j FROM united").fetchall())
    at = np.flatnonzero(weight >= DECIDED).tolist()
    links = zip(at, a[at].tolist(), b[at].tolist(), strict=True)
    said = [
        link for link, one, other in links if (one, other) in same or word.get(one, -1) == word.get(other)
    ]
    return frozenset(found.cluster_ids[of[said]].tolist())
