"""Log odds: what a weight of a pair says, and from which on it is a word of its own."""

from typing import Final

import numpy as np

from workbench.duplicates.arrays import Floats

DECIDED: Final = 40.0
"""So much a pair weighs that a person decided, or that is forbidden; no other weighs more. Its probability is 1 or 0, and its
exponential still a number."""
FORBIDDEN: Final = -30.0
"""Log odds below this are a veto."""
UNSURE: Final = 2 * FORBIDDEN
"""So much a pair weighs that a person could not decide."""
PRECISION: Final = 0.999
"""What is right in 999 of 1,000 cases may be merged unasked."""


def log_odds(share: float) -> float:
    """The log odds that a probability between 0 and 1 stands for."""
    return float(np.log(share / (1 - share)))


def probability(weight: Floats) -> Floats:
    """The probability that log odds stand for, as far as it can be told from 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(np.asarray(weight, dtype=np.float64), -DECIDED, DECIDED))))
