"""Time as asking needs it, so that tests can give their own."""

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> float:
        """UNIX seconds; all processes of the machine agree on them."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let the seconds pass; the kernel's stop button ends it."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """UNIX seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait; nothing for zero or less."""
        if seconds > 0:
            time.sleep(seconds)
