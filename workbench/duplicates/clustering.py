"""Cluster: which records are one, given how likely each pair is.

Connected pairs alone would chain strangers together. So the pairs inside a connected group that blocking did not
propose are compared too, and the group is built anew by contracting the strongest edge first, the weights of
parallel edges added up (greedy additive edge contraction, Keuper et al., 2015). Two parts with a veto between
them, or whose pairs speak against each other on the whole, stay apart.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from workbench.duplicates.arrays import Floats, Whole

LARGEST_COMPLETED: Final = 40
"""Groups up to this size get all their pairs compared; in larger ones what was not proposed counts against."""
LARGEST_OF_ONE: Final = 200
"""In those larger ones, so many who have one valid number get all their pairs compared: a firm that each of its orders entered anew."""
_HEARD: Final = 8.0
"""No pair speaks louder for its group."""
_PAIR: Final = 2
_PLACE_BITS: Final = 32
"""Two numbers of records fit into one number."""
AGAINST: Final = -2.0
"""What a pair that was not proposed says against its group, and no pair says more: that two share little is told by their links to a third already."""


def groups(count: int, a: Whole, b: Whole) -> Whole:
    """Connected groups: for each of ``count`` records the number of its group."""
    if not len(a):
        return np.arange(count)
    from scipy.sparse import coo_array  # noqa: PLC0415 - 0.2 s, and only searching needs it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def cluster(count: int, a: Whole, b: Whole, weight: Floats, against: float = AGAINST) -> Whole:
    """Divide records into clusters.

    Args:
        count: how many records there are; they are numbered from 0.
        a: one record of each pair.
        b: the other.
        weight: log odds of the pair over those of the threshold: above 0 speaks for it, −∞ forbids it.
        against: the most that a pair which is not forbidden says against its group, and what one says that is not given.

    Returns:
        for each record the lowest number of a record in its cluster.
    """
    if not len(a):
        return np.arange(count)
    order = np.argsort((a << _PLACE_BITS) | b)
    a, b, weight = a[order], b[order], np.clip(weight[order], -np.inf, _HEARD)
    weight = np.where(np.isneginf(weight), weight, np.maximum(weight, against))
    joined = weight > 0
    group = groups(count, a[joined], b[joined])
    inside = group[a] == group[b]
    size = np.bincount(group, minlength=1)
    of_group = size * (size - 1) // 2
    agreeing = np.bincount(group[a[inside & joined]], minlength=len(size))
    whole = agreeing == of_group  # every pair agrees, so nothing can be split
    first = np.full(len(size), count, dtype=np.int64)
    np.minimum.at(first, group, np.arange(count))
    out: Whole = first[group]
    rest = np.flatnonzero(inside & ~whole[group[a]])
    for pairs in np.split(rest[np.argsort(group[a[rest]], kind="stable")], _ends(np.sort(group[a[rest]]))):
        if len(pairs):
            alone = size[group[a[pairs[0]]]] <= _PAIR
            _contract(out, (a[pairs], b[pairs], weight[pairs]), 0.0 if alone else against)
    return out


def _ends(values: Whole) -> Whole:
    return np.asarray(np.flatnonzero(np.diff(values)) + 1, dtype=np.int64)


def _contract(out: Whole, pairs: tuple[Whole, Whole, Floats], absent: float) -> None:
    """Divide one connected group; writes the clusters into ``out``."""
    a, b, weight = pairs
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, value in zip(a.tolist(), b.tolist(), weight.tolist(), strict=True):
        near[one][other] = near[other][one] = value
    members = {one: [one] for one in near}
    heap = [
        (-value, one, other)
        for one, row in near.items()
        for other, value in row.items()
        if one < other and value > 0
    ]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if one not in near or near[one].get(other) != -value:
            continue  # changed since
        row = near.pop(other)
        own = len(members[one])
        gone = members.pop(other)
        del near[one][other], row[one]
        for third in set(near[one]) | set(row):
            mine = near[one].get(third, absent * own * len(members[third]))
            theirs = row.get(third, absent * len(gone) * len(members[third]))
            near[third].pop(other, None)
            near[one][third] = near[third][one] = mine + theirs
            if mine + theirs > 0:
                heapq.heappush(heap, (-(mine + theirs), min(one, third), max(one, third)))
        members[one] += gone
    for part in members.values():
        out[part] = min(part)


def members(label: Whole, clusters: Sequence[int] | Whole) -> dict[int, Whole]:
    """The records of some clusters, by their numbers in ascending order.

    Args:
        label: for each record its cluster.
        clusters: those whose records are wanted.
    """
    some = np.flatnonzero(np.isin(label, clusters))
    some = some[np.argsort(label[some], kind="stable")]
    listed, begin = np.unique(label[some], return_index=True)
    return dict(zip(listed.tolist(), np.split(some, begin[1:]), strict=False))


def weakest(label: Whole, a: Whole, b: Whole, weight: Floats) -> tuple[Whole, Whole]:
    """The pair of each cluster that holds it together most weakly.

    It is the lightest edge of the maximum spanning tree: without it, and all that is weaker, the cluster would fall
    into two.

    Args:
        label: for each record its cluster.
        a: one record of each compared pair inside a cluster.
        b: the other.
        weight: the pair's log odds.

    Returns:
        clusters, and for each the place of its weakest pair in ``a`` and ``b``.
    """
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import minimum_spanning_tree  # noqa: PLC0415

    if not len(a):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.argsort((a << _PLACE_BITS) | b)
    order = order[np.argsort(-weight[order], kind="stable")]
    rank = np.empty(len(a), dtype=np.int64)
    rank[order] = np.arange(1, len(a) + 1)
    tree = minimum_spanning_tree(
        coo_array((rank.astype(np.float64), (a, b)), shape=(len(label), len(label))).tocsr()
    ).tocoo()
    place = np.empty(len(a) + 1, dtype=np.int64)
    place[rank] = np.arange(len(a))
    edges = place[tree.data.astype(np.int64)]
    edges = edges[np.argsort((label[a[edges]] << _PLACE_BITS) | rank[edges])]
    last = np.append(label[a[edges]][1:] != label[a[edges]][:-1], True)
    return label[a[edges[last]]], edges[last]
