"""Cross-fit: learn, and score labelled pairs by a model that has not seen them, nor other pairs of their firms."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import numpy as np

from workbench.duplicates.arrays import Flags, Floats
from workbench.duplicates.boosting import Distinct, Models, boost, raw, threads
from workbench.duplicates.comparing import Levels
from workbench.duplicates.labelling import Counts, Decided, Labels, labels, trusted
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

    overruled = (labels(decided.levels, trusted(counts)) == 1) & ~decided.same
    turns = [overruled & (np.cumsum(overruled) % len(halves) == turn) for turn in range(len(halves))]

    def learned(without: slice, unheard: Flags | None = None) -> tuple[Models, Floats]:
        pairs = counts.free - counts.folds[:, without].sum(axis=1)
        model = boost(counts, label, pairs, decided if unheard is None else decided.only(~unheard), shorter)
        return (model,), distinct.scores((model,))[0]

    with threads(1), ThreadPoolExecutor(len(halves)) as pool:
        begun = [pool.submit(learned, half, unheard) for half, unheard in zip(halves, turns, strict=True)]
        whole = None if many else learned(slice(0))
        (one, by_one), (other, by_other) = (half.result() for half in begun)
    models, score = whole or (one + other, (by_one + by_other) / 2)
    held = [_held(counts, label, said, half) for said, half in zip((by_one, by_other), halves, strict=True)]
    held += [
        _overruled(counts, decided.levels[unheard], raw(by, decided.levels[unheard]), half.start or 0)
        for by, unheard, half in zip((one, other), turns, halves, strict=True) if unheard.any()
    ]  # fmt: skip
    return models, score, Held.of_all(held)


def _held(counts: Counts, label: Labels, score: Floats, parts: slice) -> Held:
    """The labelled pairs of some parts, with the score of a model that has not seen them."""
    at, fold = np.nonzero((label >= 0)[:, None] & (counts.folds[:, parts] > 0))
    part = np.arange(counts.folds.shape[1])[parts][fold]
    pairs = counts.folds[at, part]
    chances = np.where(label[at] == 1, counts.merges[at, part], pairs)
    confirmed = counts.confirmed[at, part] if counts.confirmed.size else np.zeros(len(at))
    return Held(score[at], label[at], pairs, chances, part, confirmed, counts.stands_for)


def _overruled(counts: Counts, levels: Levels, score: Floats, part: int) -> Held:
    """Pairs that identifiers call one and that a person told apart, with the score of a model that has not heard of it: wrong ones."""
    one = np.ones(len(levels))
    return Held(
        score,
        np.zeros(len(levels), dtype=np.int8),
        one,
        one,
        np.full(len(levels), part),
        one,
        counts.stands_for,
    )
