"""The clock of a search: which step it is at, and how long each took."""

import time
from collections.abc import Callable


class Clock:
    """Seconds of each step."""

    def __init__(self, step: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._name, self._since = step, "", 0.0

    def start(self, name: str) -> None:
        """End the step before and begin this one."""
        self.stop()
        self._step(name)
        self._name, self._since = name, time.perf_counter()

    def stop(self) -> None:
        """End the last step."""
        if self._name:
            self.seconds[self._name] = time.perf_counter() - self._since
