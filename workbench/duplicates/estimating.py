"""Estimate: weights without labels, for bases in which too few records have an identifier.

The weights that are given with the comparisons are a guess about any base. Expectation maximisation fits them to this
one (Fellegi and Sunter, 1969; Winkler, 2000): pairs are the same as far as the weights say so, and the weights become what
the levels of such pairs are against those of the others. The guess counts as so many pairs seen, so a small base moves it little.

What it fits are two classes, and nothing says that one of them is that of the matches (Winkler, 2002): where namesakes are
more frequent than duplicates, it finds the namesakes, and is sure of them. So a fit is believed only if what is independent of the name
bears it out: the pairs that it adds to those of the given weights must agree more often than they differ in phones, in
addresses and the like, each in turn left out of what finds them.
"""

from collections.abc import Container
from typing import Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Floats
from workbench.duplicates.comparing import Levels
from workbench.duplicates.comparisons import COMPARISONS, PRIOR

Weights = dict[str, Floats]

_ROUNDS: Final = 12
_GIVEN_FOR: Final = 15.0
"""As if so many pairs of either kind had said what is given."""
_PATTERNS_WANTED: Final = 50
_PAIRS_WANTED: Final = 200
"""Fewer, or less varied ones, tell nothing."""
_DIFFERENT: Final = 1
"""The level of most comparisons that says that two values differ."""
_WITNESSES: Final = (("phone",), ("street", "house", "town", "place"), ("account",), ("founded",))
"""Comparisons that are independent of the name, those that hang together as one; e-mails and hosts are often made of names."""
_ENOUGH_WITNESSES: Final = 10.0
_STRANGERS_FEW: Final = 1.0
"""Where no strangers were drawn, the base is so small that hardly two of them have a name in common."""
_EVEN: Final = 0.0
"""Log odds of a pair that is as likely one as not."""
_NEVER_SEEN: Final = 0.5
_MOST: Final = 9.0
_FARTHEST: Final = 30.0


def given() -> Weights:
    """The weights as they are given."""
    return {one.name: np.asarray(one.weights, dtype=np.float64) for one in COMPARISONS}


def estimate(levels: Levels, pairs: Floats, random: Floats, fixed: Container[str]) -> tuple[Weights, float]:
    """Fit the given weights to the patterns of a base; keep them as they are given where nothing bears the fit out.

    Args:
        levels: a row a pattern.
        pairs: candidate pairs of each.
        random: pairs drawn at random of each; they count as not the same.
        fixed: comparisons whose weights stay as they are given.

    Returns:
        comparison -> log odds that each of its levels adds, and the log odds of a pair of which nothing is known.
    """
    if len(levels) < _PATTERNS_WANTED or pairs.sum() < _PAIRS_WANTED:
        return given(), PRIOR
    fitted = _fit(levels, pairs, random, fixed)
    return fitted if _borne_out(fitted, levels, pairs, random) else (given(), PRIOR)


def _borne_out(fitted: tuple[Weights, float], levels: Levels, pairs: Floats, random: Floats) -> bool:
    """Whether the pairs that a fit adds to those of the given weights are matches by what it did not find them by.

    Where there is nothing but names, only a base so small is believed in which hardly two strangers share one.
    """
    heard = False
    for witnesses in _WITNESSES:
        before, after = (
            prior + total({name: one for name, one in weights.items() if name not in witnesses}, levels)
            for weights, prior in ((given(), PRIOR), fitted)
        )
        added = np.where((before < _EVEN) & (after >= _EVEN), pairs, 0.0)
        known, agreeing = 0.0, 0.0
        for at, one in enumerate(COMPARISONS):
            if one.name in witnesses and one.is_silent(0):
                level = levels[:, at]
                known += float(added[level > 0].sum())
                agreeing += float(added[np.asarray(one.weights)[level] > 0].sum())
        if known >= _ENOUGH_WITNESSES:
            heard = True
            if 2 * agreeing <= known:
                return False
    return heard or float(random.sum()) < _STRANGERS_FEW


def _fit(levels: Levels, pairs: Floats, random: Floats, fixed: Container[str]) -> tuple[Weights, float]:
    weights, prior = given(), PRIOR
    start = given()
    for _ in range(_ROUNDS):
        score = np.clip(prior + total(weights, levels), -_FARTHEST, _FARTHEST)
        same = pairs / (1 + np.exp(-score))
        other = pairs - same + random
        for at, one in enumerate(COMPARISONS):
            if any(one.weights) and one.name not in fixed:
                weights[one.name] = _fitted(levels[:, at], same, other, start[one.name])
        trust = _trust(same, other)
        prior = float(
            trust * np.log((same.sum() + _NEVER_SEEN) / (pairs.sum() - same.sum() + _NEVER_SEEN))
            + (1 - trust) * PRIOR
        )
    return weights, prior


def total(weights: Weights, levels: Levels) -> Floats:
    """The sum of the weights of each pattern."""
    return np.asarray(
        sum(
            (weights[one.name][levels[:, at]] for at, one in enumerate(COMPARISONS) if one.name in weights),
            np.zeros(len(levels)),
        )
    )


def _fitted(level: npt.NDArray[np.uint8], same: Floats, other: Floats, start: Floats) -> Floats:
    """One comparison's weights; a lowest level that is given no weight, for it tells nothing, keeps none.

    The base says how much what is the same speaks for a pair, and what is different against it, but not the other way about: that
    another employer speaks for a pair is what a base says in which most pairs are wrongly thought to be the same.
    """
    size, unweighed = len(start), start[0] == 0
    m, u = (np.bincount(level, pairs, size) + _NEVER_SEEN for pairs in (same, other))
    weight = np.log(m / m[int(unweighed) :].sum()) - np.log(u / u[int(unweighed) :].sum())
    if unweighed:
        weight[0] = 0.0
    against = (start < 0) & (np.arange(size) == _DIFFERENT)
    weight = np.where(start > 0, np.maximum(weight, 0.0), np.where(against, np.minimum(weight, 0.0), weight))
    trust = _trust(same, other)
    return np.asarray(np.clip(trust * weight + (1 - trust) * start, -_MOST, _MOST))


def _trust(same: Floats, other: Floats) -> float:
    """How much is believed to what the base says, against what is given."""
    seen = min(float(same.sum()), float(other.sum()))
    return seen / (seen + _GIVEN_FOR)
