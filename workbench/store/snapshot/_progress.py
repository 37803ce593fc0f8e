"""Telling how far a load has come, while each of its few SQL statements takes long."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from workbench.store.snapshot._csv import Header

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[int, int], None]
"""Is told ``(done, all)`` in rows of the file, of reading, sorting and indexing together; estimates until the last call, when they are equal."""

READ: Final = 0.45
"""Which share of the time of a load is over when the file is read; the rest goes into the index of names."""
_EVERY: Final = 0.2
_SAMPLE: Final = 1 << 20
_WHOLE: Final = 100.0


class Steps:
    """How far the statements of one load have come; never backwards.

    Args:
        total: rows of the file, about.
        progress: is told.
    """

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._start = self._end = self._told = 0.0
        self._lock = threading.Lock()

    def next_ends_at(self, share: float) -> None:
        """A statement begins, after which this share of the load will be done; the one before it is over."""
        with self._lock:
            self._start, self._end = self._end, share
        self.within(0)

    def within(self, percent: float) -> None:
        """The statement has come so far."""
        with self._lock:
            self._told = max(self._told, self._start + (self._end - self._start) * percent / _WHOLE)
            if self._progress is not None:
                self._progress(int(self._total * self._told), self._total)


@contextlib.contextmanager
def watched(
    connection: "duckdb.DuckDBPyConnection", header: Header, progress: Progress | None
) -> Iterator[Steps]:
    """Call ``progress`` from a thread as long as the block runs; without one, call nobody."""
    steps = Steps(_rows_about(header), progress)
    if progress is None:
        yield steps
        return
    done = threading.Event()

    def report() -> None:
        while not done.wait(_EVERY):
            percent = connection.query_progress()
            if 0 < percent < _WHOLE:  # a statement that is over still says 100
                steps.within(percent)

    connection.execute("SET enable_progress_bar = true")
    thread = threading.Thread(target=report, name="snapshot-progress", daemon=True)
    thread.start()
    try:
        yield steps
    finally:
        done.set()
        thread.join()


def _rows_about(header: Header) -> int:
    """How many rows the file has, from the length of its first ones."""
    with header.path.open("rb") as file:
        sample = file.read(_SAMPLE)
    lines = sample.count(b"\n")
    return max(round(lines * header.bytes / max(len(sample), 1)) - 1, 0)
