"""Hold back: labelled pairs, scored by a model that has not seen them, nor other pairs of their firms."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from workbench.duplicates.arrays import Floats
from workbench.duplicates.boosting import boost, raw, threads
from workbench.duplicates.labelling import Counts, Decided, Labels
from workbench.duplicates.reliability import Held
from workbench.duplicates.settings import Settings

_MANY: Final = 60_000
"""With more matches half of the base teaches as well as the whole, and the other half is enough to measure on."""


def hold_back(
    counts: Counts, label: Labels, decided: Decided, settings: Settings
) -> tuple[Any, Floats, Held]:
    """Learn, score, and score labelled pairs by a model that has not seen them.

    Where matches are many, one half of the base is scored by what the other has taught. Where they are not, each is, and the model that scores
    all learns from both (as in scikit-learn's ``CalibratedClassifierCV`` without an ensemble).

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

    middle = counts.folds.shape[1] // 2
    halves = slice(middle), slice(middle, None)
    if counts.free[label == 1].sum() >= _MANY:
        model = learned(halves[0])
        return model, raw(model, counts.levels), _held(counts, label, model, halves[0])
    with threads(1), ThreadPoolExecutor(1) as aside:
        measured = aside.submit(lambda: [_held(counts, label, learned(half), half) for half in halves])
        model = learned(slice(0))
        return model, raw(model, counts.levels), Held.of_all(measured.result())


def _held(counts: Counts, label: Labels, model: Any, parts: slice) -> Held:
    """The labelled pairs of some parts, by a model that has not seen them."""
    at, fold = np.nonzero((label >= 0)[:, None] & (counts.folds[:, parts] > 0))
    place, row = np.unique(at, return_inverse=True)
    part = np.arange(counts.folds.shape[1])[parts][fold]
    return Held(
        raw(model, counts.levels[place])[row], label[at], counts.folds[at, part], part, counts.stands_for
    )
