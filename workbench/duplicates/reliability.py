"""What a probability is worth: measured on labelled pairs that the model has not seen."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Floats, Whole
from workbench.duplicates.odds import PRECISION, probability

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


_EDGES: Final = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.0)
_ENOUGH: Final = 50
_NEWTON_STEPS: Final = 25
_STILL: Final = 1e-6
_RIDGE: Final = 1e-3
_LEAST_SLOPE: Final = 0.1
"""No score is corrected by less: one that would have to be says nothing."""
_LONGEST: Final = 2.0
_SURE: Final = 0.95
"""So sure one has to be that no more are wrong."""
ALIKE: Final = 0.99
"""So probable by all that does not identify, a pair looks like one whatever its identifiers say."""


@dataclass(frozen=True, slots=True)
class Held:
    """Labelled pairs, scored by a model that has not seen them.

    Attributes:
        score: the model's log odds.
        label: 1 the same, 0 not.
        pairs: how many pairs each row stands for.
        chances: how often each row could have been wrong: the merges that it comes to, for many pairs of one firm say the same.
        fold: the part of the base each row belongs to; no firm has pairs in two.
        confirmed: of the pairs those whose label a person confirmed.
        stands_for: for how many pairs that are not the same each one that was compared stands.
    """

    score: Floats
    label: npt.NDArray[np.int8]
    pairs: Floats
    chances: Floats
    fold: Whole
    confirmed: Floats
    stands_for: int = 1

    @classmethod
    def of_all(cls, some: "Sequence[Held]") -> "Held":
        """Those of several models together."""
        columns = ("score", "label", "pairs", "chances", "fold", "confirmed")
        joined = {name: np.concatenate([getattr(one, name) for one in some]) for name in columns}
        return cls(**joined, stands_for=some[0].stands_for)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A correction of log odds, and how well the corrected ones hold.

    Attributes:
        slope: the log odds are multiplied by it.
        shift: and this is added.
        certain: the lowest probability from which on those held back were the same in at least 999 of 1,000 cases even by the upper
            limit of 95 % of the share of wrong ones, and by estimate the least probable of them, too; ``None`` where none is.
        bins: rows of lower edge, upper edge, pairs, mean probability said, share that was the same; the pairs weighed so that
            matches are as frequent among them as among all pairs.
        wanted: so many merges must have been right, and none wrong, before anything is certain.
        within_reach: nothing is certain, and something would be if all pairs that look like one were one of whose numbers nobody has confirmed that they are those of two.
    """

    slope: float
    shift: float
    certain: float | None
    bins: tuple[tuple[float, float, int, float, float], ...]
    wanted: int = 0
    within_reach: bool = False

    @classmethod
    def unmeasured(cls) -> "Calibration":
        """Nothing corrected and nothing known."""
        return cls(1.0, 0.0, None, ())

    def forgotten(self) -> "Calibration":
        """The same correction, of which nothing is known any more."""
        return replace(self, certain=None, bins=(), within_reach=False)

    @property
    def pairs(self) -> int:
        """How many pairs it was measured on."""
        return sum(row[2] for row in self.bins)

    @property
    def says_nothing(self) -> bool:
        """Whether pairs that are the same scored no higher than others."""
        return self.slope <= _LEAST_SLOPE

    def correct(self, score: Floats) -> Floats:
        """The corrected log odds."""
        return score * self.slope + self.shift

    def table(self) -> "pd.DataFrame":
        """Columns from, to, pairs, said, measured: of the pairs held back whose probability lies in that range."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(list(self.bins), columns=["from", "to", "pairs", "said", "measured"])


def correct(held: Held) -> Calibration:
    """Fit the correction on labelled pairs; nothing is measured yet."""
    if not _tells(held.label, held.pairs):
        return Calibration.unmeasured()
    return Calibration(*_fit(held.score, held.label, held.pairs), None, ())


def measure(held: Held, correction: Calibration, shift: float) -> Calibration:
    """Measure what is said after a correction, with that of each part of the base fitted on the others.

    Args:
        held: what to measure on.
        correction: as :func:`correct` gives it.
        shift: how much rarer or more frequent matches are among all pairs than among the labelled ones, as log odds; it becomes part
            of the correction.
    """
    shifted = replace(correction, shift=correction.shift + shift)
    if not _tells(held.label, held.pairs):
        return shifted
    said = np.zeros(len(held.score))
    for fold in np.unique(held.fold):
        here, others = held.fold == fold, held.fold != fold
        slope, own = (
            _fit(held.score[others], held.label[others], held.pairs[others])
            if _tells(held.label[others], held.pairs[others])
            else (correction.slope, correction.shift)
        )
        said[here] = 1 / (1 + np.exp(-(held.score[here] * slope + own + shift)))
    odds = max(float(np.exp(-shift)), 1.0)
    weighed = np.where(held.label == 1, 1.0, np.exp(-shift))

    def certain(chances: Floats) -> float | None:
        of = chances > 0
        return _certain(said[of], held.label[of], chances[of], odds, held.stands_for)

    found, alike = certain(held.chances), (held.label == 0) & (said >= ALIKE)
    return replace(
        shifted,
        certain=found,
        within_reach=found is None and certain(np.where(alike, held.confirmed, held.chances)) is not None,
        bins=_bins(said, held.label, held.pairs, weighed),
        wanted=math.ceil(
            PRECISION / (1 - PRECISION) * float(_most_wrong(np.zeros(1), odds, held.stands_for)[0])
        ),
    )


def _tells(label: npt.NDArray[np.int8], pairs: Floats) -> bool:
    """Whether there are enough pairs of either kind to fit anything."""
    return min(float(pairs[label == 1].sum()), float(pairs[label == 0].sum())) >= _ENOUGH


def _fit(score: Floats, label: npt.NDArray[np.int8], pairs: Floats) -> tuple[float, float]:
    """Slope and shift of the likeliest logistic curve (Platt, 1999), by Newton's method."""
    beta = np.array([1.0, 0.0])
    rows = np.stack([score, np.ones_like(score)], axis=1)
    for _ in range(_NEWTON_STEPS):
        said = probability(rows @ beta)
        slope = rows.T @ (pairs * (said - label)) + _RIDGE * (beta - [1.0, 0.0])
        curve = (rows * (pairs * said * (1 - said))[:, None]).T @ rows + _RIDGE * np.eye(2)
        step = np.linalg.solve(curve, slope)
        if float(np.abs(step).max()) < _STILL:
            break
        beta = beta - step * min(1.0, _LONGEST / max(float(np.abs(step).max()), _LONGEST))
    return max(float(beta[0]), _LEAST_SLOPE), float(beta[1])


def _certain(
    said: Floats, label: npt.NDArray[np.int8], chances: Floats, odds: float, stands_for: int
) -> float | None:
    """From where on pairs were right often enough, by all of them and by the least probable of them.

    All from there on have to be right in 999 of 1,000 cases even if as many were wrong as can be thought. It is the last probability of
    which that holds, so that where the precision is just below, chance makes it look so in up to one case of five. And by estimate
    the least probable of them have to be right so often by themselves, for a run of sure ones would let in some of which one in a
    hundred is wrong, and a cluster has to be right in each of its links. What those few are worth is told by all around them: the
    share of wrong ones that never falls as the probability does (isotonic regression; Zadrozny and Elkan, 2002), so that a chance
    clump of wrong ones among many right ones ends nothing.

    Args:
        said: the probability of each row.
        label: 1 the same, 0 not.
        chances: how often each row could have been wrong.
        odds: for how many that are not the same among all pairs each labelled one stands.
        stands_for: and for how many that are not the same each one that was compared.
    """
    from sklearn.isotonic import isotonic_regression  # noqa: PLC0415 - a second, and only learning needs it

    levels, at = np.unique(-said, return_inverse=True)  # pairs of one probability count together
    right = np.bincount(at, chances * (label == 1), len(levels))
    wrong = np.bincount(at, chances * (label == 0), len(levels))
    total = right + odds * wrong
    worth = isotonic_regression(1 - right / total, sample_weight=total)
    end = np.searchsorted(worth, 1 - PRECISION, side="right")
    taken, most = np.cumsum(right), _most_wrong(np.cumsum(wrong), odds, stands_for)
    fine = np.flatnonzero((taken >= PRECISION * (taken + most))[:end])
    return float(-levels[fine[-1]]) if len(fine) else None


def _most_wrong(wrong: Floats, odds: float, stands_for: int) -> Floats:
    """How many can be wrong where so many were seen to be: the upper limit of 95 % of a count (Garwood, 1936).

    The bound of Clopper and Pearson (1934) comes to the same for what is so rare.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - 0.2 s, and only learning needs it

    return np.asarray(odds * stands_for * gammaincinv(wrong / stands_for + 1, _SURE))


def _bins(
    said: Floats, label: npt.NDArray[np.int8], pairs: Floats, weighed: Floats
) -> tuple[tuple[float, float, int, float, float], ...]:
    rows = []
    for low, high in pairwise(_EDGES):
        inside = (said >= low) & ((said < high) | (high == 1.0))
        weight = (pairs * weighed)[inside]
        if weight.sum():
            rows.append((
                low, high, int(pairs[inside].sum()), float((said[inside] * weight).sum() / weight.sum()),
                float(weight[label[inside] == 1].sum() / weight.sum()),
            ))  # fmt: skip
    return tuple(rows)
