"""How often a simulated register may be asked, and whom it refuses: it counts every question, refused ones too."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many questions in any window of so many seconds."""

    questions: int
    seconds: float


@dataclass(slots=True)
class Counted:
    """The questions to one register.

    Attributes:
        limits: all of them hold at once.
        parallel: how many questions may be under way at once; ``None`` for any number.
        refused: how many were refused.
        most_at_once: how many were under way at once at most.
    """

    limits: Sequence[Limit]
    parallel: int | None = None
    refused: int = 0
    most_at_once: int = 0
    _times: list[float] = field(default_factory=list)
    _under_way: int = 0

    def take(self, now: float) -> bool:
        """Count a question that comes now; whether it is within the limits."""
        self._times.append(now)
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        fits = all(self.within(now, one.seconds) <= one.questions for one in self.limits)
        fits = fits and (self.parallel is None or self._under_way <= self.parallel)
        self.refused += not fits
        return fits

    def done(self) -> None:
        """A question was answered."""
        self._under_way -= 1

    def within(self, now: float, seconds: float) -> int:
        """How many questions came in the window that ends now."""
        return len(self._times) - bisect_right(self._times, now - seconds)
