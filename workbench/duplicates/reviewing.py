"""Review: which pairs and clusters a person should look at first, so that the model gains the most.

A question is worth what the model does not know about it (the entropy of its probability) times how many pairs look
alike to the model, and less each time such a pair is asked about again; no record is asked about twice before all the
others had their turn. A cluster of three and more stands in the place of its weakest link, on which it depends.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.duplicates.finding import Found

_SPARE: Final = 20
"""So many times more pairs are looked at than are asked for."""
LARGEST: Final = 6
"""Clusters of up to so many records are looked at as a whole; of larger ones only the weakest link."""
_GAIN: Final = "-(p * ln(p) + (1 - p) * ln(1 - p)) * log2(1 + alike) / place"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked: whether these records are all one.

    Attributes:
        ids: two records, or all those of a cluster.
        pair: the two on which it depends.
    """

    ids: tuple[int, ...]
    pair: tuple[int, int]


def questions(found: Found, count: int) -> list[Question]:
    """The most useful questions first.

    Args:
        found: the search; pairs that a person decided are left out.
        count: how many at most.
    """
    rows = found.connection.execute(f"""
        WITH undecided AS (
            SELECT a, b, pattern, least(greatest(1 / (1 + exp(-weight::DOUBLE)), 1e-9), 1 - 1e-9) AS p FROM scored ANTI JOIN decision USING (a, b)
        ),
        placed AS (
            SELECT *, count(*) OVER (PARTITION BY pattern) AS alike, row_number() OVER (PARTITION BY pattern ORDER BY hash(a, b)) AS place FROM undecided
        )
        SELECT a, b, {_GAIN} AS gain FROM placed ORDER BY gain DESC, a, b LIMIT {int(count) * _SPARE}
    """).fetchall()
    clusters = _clusters(found)
    asked: set[tuple[int, ...]] = set()
    used: set[int] = set()
    first: list[Question] = []
    later: list[Question] = []
    for a, b, _ in rows:
        members = clusters.get(int(found.cluster[a])) if found.cluster[a] == found.cluster[b] else None
        ids, link = members or ((int(found.ids[a]), int(found.ids[b])),) * 2
        if ids in asked:
            continue
        asked.add(ids)
        (later if used.intersection(ids) else first).append(Question(ids, link))
        used.update(ids)
    return [*first, *later][:count]


def _clusters(found: Found) -> dict[int, tuple[tuple[int, ...], tuple[int, int]]]:
    """Clusters of three and more that can be looked at as a whole: their ids and their weakest link."""
    size = np.bincount(found.cluster, minlength=1)
    whole: dict[int, tuple[tuple[int, ...], tuple[int, int]]] = {}
    of, x, y, _ = found.links
    for cluster, a, b in zip(of.tolist(), x.tolist(), y.tolist(), strict=True):
        if 2 < size[cluster] <= LARGEST:  # noqa: PLR2004 - a pair is a question of its own
            members = found.ids[np.flatnonzero(found.cluster == cluster)]
            whole[cluster] = tuple(sorted(members.tolist())), (int(found.ids[a]), int(found.ids[b]))
    return whole
