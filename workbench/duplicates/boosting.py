"""Boost: a joint model of all attributes but the identifiers, which label what it learns from."""

from contextlib import nullcontext
from typing import Any, Final

import numpy as np

from workbench.duplicates.arrays import Floats
from workbench.duplicates.comparing import STEPS, Levels
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, Counts, Decided, Labels
from workbench.duplicates.settings import Settings

_DECISION_WEIGHT: Final = 3.0
_MOST_PATTERNS: Final = 40_000
"""Of either kind, same and not the same: from more the model learns hardly better."""
_FEW: Final = 5_000
"""From fewer patterns of matches only smaller trees are learned well."""
_HALVINGS: Final = 40
_WAY: Final = 15.0
"""How far all rounds of boosting go together: the fewer there are, the longer the step of each."""
_MANY: Final = 50_000
_BOLDEST: Final = 25.0
Models = tuple[Any, ...]
"""Those of scikit-learn; together they are one."""
_OTHERS: Final = [at for at, name in enumerate(NAMES) if name not in IDENTIFIERS]
_PLACES_OF_OTHERS: Final = np.array([STEPS[at] for at in _OTHERS], dtype=np.uint64)


def raw(boosted: Models, levels: Levels) -> Floats:
    """The score of each pattern, the mean of what the models say."""
    return np.asarray(np.mean(Distinct(levels).scores(boosted), axis=0))


class Distinct:
    """Patterns, of which one is scored for all that differ in identifiers only."""

    def __init__(self, levels: Levels) -> None:
        """Find them.

        Args:
            levels: a row a pattern.
        """
        alike = levels[:, _OTHERS].astype(np.uint64) @ _PLACES_OF_OTHERS
        _, first, self._place = np.unique(alike, return_index=True, return_inverse=True)
        self._shown = levels[first][:, _OTHERS]

    def scores(self, boosted: Models) -> list[Floats]:
        """What each model says of each pattern."""
        with _threads(len(self._shown)):
            return [
                np.clip(one.decision_function(self._shown), -_BOLDEST, _BOLDEST)[self._place]
                for one in boosted
            ]


def threads(most: int | None) -> Any:
    """A context in which what scikit-learn learns and scores in this thread is shared among at most so many threads.

    All other threads keep what they have: OpenMP, by which it makes threads, keeps their number for each thread that asks. BLAS, whose
    number holds for the whole process, is left alone.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    return threadpool_limits(most, user_api="openmp")


def _threads(rows: int) -> Any:
    """Of a small table one thread is made: to wait for work by spinning costs more than a second core gains."""
    return threads(1) if rows < _MANY else nullcontext()


def boost(counts: Counts, label: Labels, pairs: Floats, decided: Decided, settings: Settings) -> Any:
    """Learn from so many labelled pairs of each pattern, from strangers and from decisions."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - a second, and only learning needs it

    draw = np.random.default_rng(settings.seed)
    levels = counts.levels
    strangers = (counts.random > 0) & (label != 1)
    label = np.where(strangers & (label < 0), 0, label)
    pairs = np.where(label >= 0, pairs, 0.0) + np.where(strangers, counts.random, 0.0)
    use = np.flatnonzero((label >= 0) & (pairs > 0))
    weight = pairs[use]
    for kind in (0, 1):  # of the rare patterns a part stands for all
        at = np.flatnonzero(label[use] == kind)
        chance = _chances(weight[at])
        kept = draw.random(len(at)) < chance
        weight[at] = np.where(kept, weight[at] / chance, 0.0)
    use, weight = use[weight > 0], weight[weight > 0]
    shown = np.concatenate([levels[use], decided.levels])
    said = np.concatenate([label[use], decided.same.astype(np.int8)])
    weight = np.concatenate([weight, np.full(len(decided.same), _DECISION_WEIGHT)])
    matches = int((said == 1).sum())
    model = HistGradientBoostingClassifier(
        max_iter=settings.rounds,
        learning_rate=_WAY / settings.rounds,
        max_leaf_nodes=15 if matches < _FEW else 31,
        min_samples_leaf=20 if matches < 4 * settings.labels_wanted else 50,
        l2_regularization=5.0,  # without it, leaves of pure patterns outweigh all other evidence
        early_stopping=False,
        random_state=settings.seed,
    )
    # a second thread gains a second of a million records, and waits for a minute where other work has its core
    with threads(1):
        model.fit(shown[:, _OTHERS], said, sample_weight=weight)
    return model


def _chances(weight: Floats) -> Floats:
    """How likely each pattern is to be drawn, the frequent ones surely, so that about :data:`_MOST_PATTERNS` are."""
    if len(weight) <= _MOST_PATTERNS:
        return np.ones(len(weight))
    low, high = 0.0, 1.0 / float(weight.min())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if np.minimum(1.0, middle * weight).sum() > _MOST_PATTERNS else (middle, high)
        )
    return np.minimum(1.0, high * weight)
