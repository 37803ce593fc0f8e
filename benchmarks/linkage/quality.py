"""How good a list of scored pairs and a division into clusters are, against the truth."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.duplicates import clustering
from workbench.duplicates.arrays import Flags, Floats, Whole
from workbench.duplicates.odds import PRECISION

LIKELY: Final = PRECISION
"""Where no certainty could be measured, clusters from this probability on are offered for merging, with a warning."""

_SHARES: Final = np.arange(0.2, 1.4, 0.025)
"""Thresholds at which clusters are tried: so many pairs are joined, as shares of the true ones."""
_PLACE_BITS: Final = 32
"""Two numbers of records fit into one number."""
_NONE: Final = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of one method.

    Attributes:
        pairs: candidate pairs it looked at.
        blocking_recall: share of the true pairs among them.
        precision: of pairs at the threshold of the best F1.
        recall: the same.
        f1: the best F1 over all thresholds, picked with the truth.
        f1_stated: F1 of pairs at the probability 0.5 that the method states itself.
        cluster_f1: F1 of the pairs that its clusters imply; of a peer at the threshold of the best clusters.
        certain_recall: the recall up to which pairs, the most probable first, are right in 999 of 1,000 cases.
        sure_clusters: clusters that the method would merge unasked, by a certainty that it measured itself without the truth.
        sure_right: share of them that are entirely right.
        likely_clusters: clusters of probability :data:`LIKELY` and more, whether or not that could be measured.
        likely_right: share of them that are entirely right.
        answers: of how many pairs a person was asked before.
    """

    pairs: int
    blocking_recall: float
    precision: float
    recall: float
    f1: float
    f1_stated: float
    cluster_f1: float
    certain_recall: float
    sure_clusters: int = 0
    sure_right: float = float("nan")
    likely_clusters: int = 0
    likely_right: float = float("nan")
    answers: int = 0


def judge(
    entity: Whole,
    a: Whole,
    b: Whole,
    score: Floats,
    *,
    stated: float | None,
    label: Whole | None,
    candidates: tuple[int, int],
    decided: Whole | None = None,
) -> Quality:
    """Judge a method.

    Args:
        entity: for each record the firm it is.
        a: one record of each scored pair.
        b: the other.
        score: its score.
        stated: the score that the method takes for a probability of a half; ``None`` if its scores are none.
        label: for each record its cluster; ``None`` if the method makes none.
        candidates: how many pairs were looked at, and how many true ones among them.
        decided: pairs that a person has decided, a row of two records each; they are left out of all figures but those of blocking.
    """
    all_true = _implied(entity)
    known = _NONE if decided is None else decided
    judged = ~np.isin(_pair(a, b), _pair(known[:, 0], known[:, 1]))
    a, b, score = a[judged], b[judged], score[judged]
    true = all_true - int((entity[known[:, 0]] == entity[known[:, 1]]).sum())
    same = entity[a] == entity[b]
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(same[order])
    precision, recall = hits / np.arange(1, len(order) + 1), hits / max(true, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    best = int(f1.argmax()) if len(f1) else 0
    sure = np.flatnonzero(precision >= PRECISION)
    return Quality(
        candidates[0], candidates[1] / max(all_true, 1), _at(precision, best), _at(recall, best), _at(f1, best),
        _stated(same, score, stated, true), _cluster_f1(entity, label, known), _at(recall, int(sure[-1])) if len(sure) else 0.0,
    )  # fmt: skip


def right_clusters(
    entity: Whole, label: Whole, of: Whole, certainty: Floats, least: float | None
) -> tuple[int, float]:
    """How many clusters are at least so certain, and the share of them that hold records of one firm only.

    Args:
        entity: for each record the firm it is.
        label: for each record its cluster.
        of: the clusters of two and more.
        certainty: the probability of the weakest link of each.
        least: the certainty; ``None`` for one that nothing reaches.
    """
    chosen = of[certainty >= least] if least is not None else of[:0]
    pairs = np.unique(np.stack([label, entity]), axis=1)[0]
    firms = dict(zip(*(one.tolist() for one in np.unique(pairs, return_counts=True)), strict=True))
    right = [firms[one] == 1 for one in chosen.tolist()]
    return len(right), sum(right) / len(right) if right else float("nan")


def _at(values: Floats, place: int) -> float:
    return float(values[place]) if len(values) else 0.0


def _stated(same: Flags, score: Floats, stated: float | None, true: int) -> float:
    if stated is None:
        return float("nan")
    said = score >= stated
    return 2 * float(same[said].sum()) / max(float(said.sum()) + true, 1.0)


def best_clusters(entity: Whole, a: Whole, b: Whole, score: Floats) -> Whole:
    """Connected groups of the pairs above the threshold at which their F1 is best, picked with the truth.

    Args:
        entity: for each record the firm it is.
        a: one record of each scored pair.
        b: the other.
        score: its score.
    """
    ordered = -np.sort(-score)
    places = (_SHARES * _implied(entity)).astype(np.int64)
    least = np.unique(ordered[np.minimum(places, len(ordered) - 1)]) if len(ordered) else score
    labels = (clustering.groups(len(entity), a[score >= one], b[score >= one]) for one in least)
    return max(labels, key=lambda label: _cluster_f1(entity, label), default=np.arange(len(entity)))


def _cluster_f1(entity: Whole, label: Whole | None, known: Whole = _NONE) -> float:
    if label is None:
        return float("nan")
    both = _firms_in(label, entity)
    one, other = known[:, 0], known[:, 1]
    joined, same = label[one] == label[other], entity[one] == entity[other]
    hit = int((both * (both - 1) // 2).sum()) - int((joined & same).sum())
    return 2 * hit / max(_implied(label) + _implied(entity) - int(joined.sum() + same.sum()), 1)


def _firms_in(label: Whole, entity: Whole) -> Whole:
    """How many records each firm has in each cluster."""
    return np.asarray(np.unique(_pair(label, entity), return_counts=True)[1], dtype=np.int64)


def _pair(one: Whole, other: Whole) -> Whole:
    """Two numbers as one."""
    return (one.astype(np.int64) << _PLACE_BITS) | other.astype(np.int64)


def _implied(label: Whole) -> int:
    sizes = np.unique(label, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())
