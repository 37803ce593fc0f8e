"""How certain the best candidate by name and address is, as it was measured on invented data with truth.

``data/certainty.json`` holds the measurement (``scripts/calibrate_certainty.py`` makes it): for classes of score
and of the gap to the next candidate how many were tried and how many were right. The certainty is the
lower bound of Wilson's interval (E. B. Wilson, JASA 22, 1927), and no more than Laplace's rule of succession
allows for the class alone, so that a class that was seen rarely is not trusted.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Final

from workbench.model.legal_forms import legal_form
from workbench.registry.base import Candidate

DATA: Final = Path(__file__).parent / "data" / "certainty.json"
SCORES: Final = (0.0, 0.7, 0.8, 0.9, 0.98)
"""Classes of the score begin at these."""
GAPS: Final = (0.0, 0.01, 0.03, 0.06, 0.1)
"""Classes of the gap begin at these; a lone candidate has the gap 1."""
CERTAIN: Final = 0.99
"""A candidate of this certainty and more is taken without asking."""
_Z: Final = 1.645  # one-sided 95 %


@dataclass(frozen=True, slots=True)
class Guess:
    """The best candidate for one client.

    Attributes:
        best: it.
        gap: how much its score is above the next one's; 1 when there is no next one.
        certainty: the share of such guesses that is right at least, 0 to 1.
    """

    best: Candidate
    gap: float
    certainty: float

    @property
    def certain(self) -> bool:
        """Whether it may be taken without asking; a natural person never, for a namesake proves nothing."""
        form = legal_form(self.best.subject.legal_form)
        return self.certainty >= CERTAIN and form is not None and not form.natural_person


def guess(candidates: Sequence[Candidate]) -> Guess | None:
    """The best of these candidates, best first, and how certain it is; ``None`` for none."""
    if not candidates:
        return None
    gap = candidates[0].score - candidates[1].score if len(candidates) > 1 else 1.0
    return Guess(candidates[0], gap, certainty(candidates[0].score, gap))


def class_of(score: float, gap: float) -> tuple[int, int]:
    """The class of a score and a gap, as places in :data:`SCORES` and :data:`GAPS`."""
    return bisect_right(SCORES, score + 1e-9) - 1, bisect_right(GAPS, max(gap, 0.0) + 1e-9) - 1


def certainty(score: float, gap: float) -> float:
    """The share of guesses like this one that is right at least.

    Guesses of the same class and of all classes that are better in both count together.
    """
    wanted = class_of(score, gap)
    tried = right = 0
    for (in_score, in_gap), (all_, good) in _measured().items():
        if in_score >= wanted[0] and in_gap >= wanted[1]:
            tried, right = tried + all_, right + good
    own_tried, own_right = _measured().get(wanted, (0, 0))
    return min(_lower_bound(right, tried), (own_right + 1) / (own_tried + 2))


def _lower_bound(right: int, tried: int) -> float:
    """Of Wilson's interval, one-sided, 95 %."""
    if not tried:
        return 0.0
    share, square = right / tried, _Z * _Z / tried
    half = _Z * sqrt(share * (1 - share) / tried + square / (4 * tried))
    return max(0.0, (share + square / 2 - half) / (1 + square))


@cache
def _measured() -> dict[tuple[int, int], tuple[int, int]]:
    kept = json.loads(DATA.read_text(encoding="utf-8"))
    return {(one["score"], one["gap"]): (one["tried"], one["right"]) for one in kept["classes"]}
