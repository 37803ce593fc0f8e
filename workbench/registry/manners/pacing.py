"""How many questions go out in a minute: pure arithmetic over one shared number.

The generic cell rate algorithm (ITU-T I.371): a question moves a theoretical arrival time on by one
interval, and may go out as long as that time is not more than a burst ahead. In no window of a minute do
more than ``per_minute`` questions go out, whoever asks.

They do not come in there either, however late: a question that is under way may still be counted by the register
at any moment until its reply, so that it keeps its place in the burst until then.
"""

from dataclasses import dataclass
from typing import Final

from workbench.errors import InputError

_BACKLOG: Final = 10
"""A queue longer than this many windows is no queue: somebody set the clock back."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one register.

    Attributes:
        per_minute: at most so many questions in any window. ARES allows 500; one lookup takes it about
            two seconds, so a single notebook asks some 30.
        burst: so many may go out at once after a pause; part of ``per_minute``.
        window: length of the window in seconds: a minute, an hour or a day.
    """

    per_minute: int = 120
    burst: int = 10
    window: float = 60.0

    def __post_init__(self) -> None:
        if not 0 < self.burst < self.per_minute:
            raise InputError(
                "The pace of {per_minute} questions a minute does not fit a burst of {burst}. "
                "The burst must be at least 1 and smaller than the pace.",
                per_minute=self.per_minute, burst=self.burst,
            )  # fmt: skip

    @property
    def interval(self) -> float:
        """Seconds between two questions when they go evenly."""
        return self.window / (self.per_minute - self.burst)

    def kept(self, next_at: float, now: float, under_way: int) -> float:
        """The shared number while so many questions are under way: no pause gives back the places that they keep."""
        return max(next_at, now + under_way * self.interval)

    def reserve(self, next_at: float, now: float, under_way: int = 0) -> tuple[float, float]:
        """Take the next place in the queue.

        Args:
            next_at: the shared number, UNIX seconds.
            now: UNIX seconds.
            under_way: how many questions were sent and have no reply yet.

        Returns:
            the new shared number, and the seconds to wait before asking.
        """
        arrival = self.kept(next_at, now, under_way)
        if arrival - now > _BACKLOG * self.window:
            arrival = now + self.window
        wait = arrival - (self.burst - 1) * self.interval - now
        return arrival + self.interval, max(0.0, wait)
