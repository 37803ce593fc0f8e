"""Cross-fit: learn, and score labelled pairs by a model that has not seen them, nor other pairs of their firms."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import numpy as np

from workbench.duplicates.arrays import Floats
from workbench.duplicates.boosting import Distinct, Models, boost, raw, threads
from workbench.duplicates.labelling import Counts, Decided, Labels, labels
from workbench.duplicates.reliability import Held
from workbench.duplicates.settings import Settings

_MANY: Final = 15_000
"""With more matches two models that each half has taught are together as good as one of the whole."""
_FEWER_ROUNDS: Final = 1 / 2
"""And each of them needs so many of the rounds that one would."""


def cross_fit(
    counts: Counts, label: Labels, decided: Decided, settings: Settings
) -> tuple[Models, Floats, Held]:
    """Learn, score, and score labelled pairs by a model that has not seen them.

    Each half of the base is scored by what the other has taught. Where matches are many, the two models are the model (as in scikit-learn's
    ``CalibratedClassifierCV`` with an ensemble); where they are few, a third one is, which learns from both.

    Args:
        counts: the patterns.
        label: what identifiers say of each.
        decided: what people said of pairs.
        settings: seed, rounds, labels wanted.

    Returns:
        the models, their score of each pattern, and the pairs held back.
    """
    middle = counts.folds.shape[1] // 2
    halves = slice(middle), slice(middle, None)
    many = bool(counts.free[label == 1].sum() >= _MANY)
    shorter = replace(settings, rounds=math.ceil(settings.rounds * _FEWER_ROUNDS)) if many else settings

    distinct = Distinct(counts.levels)

    def learned(without: slice) -> tuple[Models, Floats]:
        pairs = counts.free - counts.folds[:, without].sum(axis=1)
        model = boost(counts, label, pairs, decided, shorter)
        return (model,), distinct.scores((model,))[0]

    with threads(1), ThreadPoolExecutor(len(halves)) as pool:
        begun = [pool.submit(learned, half) for half in halves]
        whole = None if many else learned(slice(0))
        (one, by_one), (other, by_other) = (half.result() for half in begun)
    models, score = whole or (one + other, (by_one + by_other) / 2)
    held = [_held(counts, label, said, half) for said, half in zip((by_one, by_other), halves, strict=True)]
    return models, score, Held.of_all([*held, _overruled(models, decided, counts)])


def _held(counts: Counts, label: Labels, score: Floats, parts: slice) -> Held:
    """The labelled pairs of some parts, with the score of a model that has not seen them."""
    at, fold = np.nonzero((label >= 0)[:, None] & (counts.folds[:, parts] > 0))
    part = np.arange(counts.folds.shape[1])[parts][fold]
    pairs = counts.folds[at, part]
    chances = np.where(label[at] == 1, counts.merges[at, part], pairs)
    return Held(score[at], label[at], pairs, chances, part, counts.stands_for)


def _overruled(models: Models, decided: Decided, counts: Counts) -> Held:
    """The pairs that identifiers call one and that a person told apart: wrong ones, by whoever goes by identifiers alone.

    The models have learned from them, a few words of many, so that they score lower than they would unseen, if at all.
    """
    levels = decided.levels[(labels(decided.levels) == 1) & ~decided.same]
    one = np.ones(len(levels))
    part = np.arange(len(levels)) % max(counts.folds.shape[1], 1)
    score = raw(models, levels) if len(levels) else np.zeros(0)
    return Held(score, np.zeros(len(levels), dtype=np.int8), one, one, part, counts.stands_for)
