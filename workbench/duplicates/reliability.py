"""What a probability is worth: measured on labelled pairs that the model has not seen."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

PRECISION: Final = 0.999
"""What may be merged without asking must have been right this often."""
_EDGES: Final = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.0)
_ENOUGH: Final = 50
_NEWTON_STEPS: Final = 25
_RIDGE: Final = 1e-3
_LONGEST: Final = 2.0
_BOUND: Final = 40.0
ENOUGH_FOR_PRECISION: Final = 1_000
"""So many pairs must have been right often enough before they say anything."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A correction of log odds, and how well the corrected ones hold.

    Attributes:
        slope: the log odds are multiplied by it.
        shift: and this is added.
        certain: the probability from which on pairs were the same in at least 999 of 1,000 cases, the thousand least probable
            of them by themselves as well; ``None`` where too few labelled pairs could be measured to say so.
        bins: rows of lower edge, upper edge, pairs, mean probability said, share that was the same.
    """

    slope: float
    shift: float
    certain: float | None
    bins: tuple[tuple[float, float, int, float, float], ...]

    @classmethod
    def unmeasured(cls) -> "Calibration":
        """Nothing corrected and nothing known."""
        return cls(1.0, 0.0, None, ())

    @property
    def pairs(self) -> int:
        """How many pairs it was measured on."""
        return sum(row[2] for row in self.bins)

    def correct(self, score: Floats) -> Floats:
        """The corrected log odds."""
        return score * self.slope + self.shift

    def table(self) -> "pd.DataFrame":
        """Columns from, to, pairs, said, measured: of the pairs held back whose probability lies in that range."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(list(self.bins), columns=["from", "to", "pairs", "said", "measured"])


def calibrate(score: Floats, label: npt.NDArray[np.int8], pairs: Floats) -> Calibration:
    """Fit the correction on labelled pairs and measure.

    Args:
        score: the model's log odds.
        label: 1 the same, 0 not.
        pairs: how many pairs each row stands for.
    """
    same, other = float(pairs[label == 1].sum()), float(pairs[label == 0].sum())
    if min(same, other) < _ENOUGH:
        return Calibration.unmeasured()
    slope, shift = _fit(score, label, pairs)
    said = 1 / (1 + np.exp(-(score * slope + shift)))
    return Calibration(slope, shift, _certain(said, label, pairs), _bins(said, label, pairs))


def _fit(score: Floats, label: npt.NDArray[np.int8], pairs: Floats) -> tuple[float, float]:
    """Slope and shift of the likeliest logistic curve (Platt, 1999), by Newton's method."""
    beta = np.array([1.0, 0.0])
    rows = np.stack([score, np.ones_like(score)], axis=1)
    for _ in range(_NEWTON_STEPS):
        said = 1 / (1 + np.exp(-np.clip(rows @ beta, -_BOUND, _BOUND)))
        slope = rows.T @ (pairs * (said - label)) + _RIDGE * (beta - [1.0, 0.0])
        curve = (rows * (pairs * said * (1 - said))[:, None]).T @ rows + _RIDGE * np.eye(2)
        step = np.linalg.solve(curve, slope)
        beta = beta - step * min(1.0, _LONGEST / max(float(np.abs(step).max()), _LONGEST))
    return max(float(beta[0]), 0.1), float(beta[1])


def _certain(said: Floats, label: npt.NDArray[np.int8], pairs: Floats) -> float | None:
    """From where on pairs were right often enough: all of them, and the thousand least probable of them by themselves.

    Without the latter, a run of sure ones would let in some of which one in a hundred is wrong, and a cluster of several
    records has to be right in each of its links.
    """
    order = np.argsort(-said, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(pairs[order])])
    right = np.concatenate([[0.0], np.cumsum(pairs[order] * (label[order] == 1))])
    begin = np.maximum(np.searchsorted(total, total - ENOUGH_FOR_PRECISION, side="right") - 1, 0)
    least = PRECISION * (total - total[begin])
    fine = np.flatnonzero((right >= PRECISION * total) & (right - right[begin] >= least) & (total >= ENOUGH_FOR_PRECISION)) - 1  # fmt: skip
    return float(said[order[fine[-1]]]) if len(fine) else None


def _bins(
    said: Floats, label: npt.NDArray[np.int8], pairs: Floats
) -> tuple[tuple[float, float, int, float, float], ...]:
    rows = []
    for low, high in pairwise(_EDGES):
        inside = (said >= low) & ((said < high) | (high == 1.0))
        count = float(pairs[inside].sum())
        if count:
            rows.append((
                low, high, int(count), float((said * pairs)[inside].sum() / count),
                float((pairs * (label == 1))[inside].sum() / count),
            ))  # fmt: skip
    return tuple(rows)
