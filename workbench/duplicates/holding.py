"""Hold back: labelled pairs, scored by a model that has not seen them, nor other pairs of their firms."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from workbench.duplicates.arrays import Floats
from workbench.duplicates.boosting import boost, raw, threads
from workbench.duplicates.labelling import Counts, Decided, Labels
from workbench.duplicates.reliability import Held
from workbench.duplicates.settings import Settings

_FEW: Final = 15_000
"""With fewer matches the model that scores is learned from the whole base."""
_MANY: Final = 60_000
"""With more it is enough to measure on a third."""
_THIRD: Final = 3


def hold_back(
    counts: Counts, label: Labels, decided: Decided, settings: Settings
) -> tuple[Any, Floats, Held]:
    """Learn, score, and score labelled pairs by a model that has not seen them.

    Each half of the base is scored by what the other has taught; where matches are many, one third by what the rest has. The model that
    scores all is one of those, or where matches are few one that has learned from both halves, which is no worse (as in
    scikit-learn's ``CalibratedClassifierCV`` without an ensemble).

    Args:
        counts: the patterns.
        label: what identifiers say of each.
        decided: what people said of pairs.
        settings: seed, rounds, labels wanted.

    Returns:
        the model, its score of each pattern, and the pairs held back.
    """

    def learned(without: slice) -> Any:
        return boost(counts, label, counts.free - counts.folds[:, without].sum(axis=1), decided, settings)

    def held(without: slice) -> Held:
        return _held(counts, label, learned(without), without)

    matches = float(counts.free[label == 1].sum())
    parts = counts.folds.shape[1]
    first, second = slice(parts // (_THIRD if matches >= _MANY else 2)), slice(parts // 2, None)
    model = learned(first)
    measured = [_held(counts, label, model, first)]
    if matches >= _MANY:
        return model, raw(model, counts.levels), measured[0]
    with threads(1), ThreadPoolExecutor(1) as aside:
        other = aside.submit(held, second)
        if matches < _FEW:
            model = learned(slice(0))
        score = raw(model, counts.levels)
        return model, score, Held.of_all([*measured, other.result()])


def _held(counts: Counts, label: Labels, model: Any, parts: slice) -> Held:
    """The labelled pairs of some parts, by a model that has not seen them."""
    at, fold = np.nonzero((label >= 0)[:, None] & (counts.folds[:, parts] > 0))
    place, row = np.unique(at, return_inverse=True)
    part = np.arange(counts.folds.shape[1])[parts][fold]
    return Held(
        raw(model, counts.levels[place])[row], label[at], counts.folds[at, part], part, counts.stands_for
    )
