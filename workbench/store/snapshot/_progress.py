"""Telling how far the reading of a file has come, while one SQL statement does all of it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from workbench.store.snapshot._csv import Header

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[int, int], None]
"""Is told ``(rows read, all rows)``; both are estimates until the last call, when they are equal."""

_EVERY: Final = 0.2
_SAMPLE: Final = 1 << 20
_WHOLE: Final = 100.0


@contextlib.contextmanager
def watched(
    connection: "duckdb.DuckDBPyConnection", header: Header, progress: Progress | None
) -> Iterator[None]:
    """Call ``progress`` from a thread as long as the block runs; without one, do nothing."""
    if progress is None:
        yield
        return
    total = _rows_about(header)
    done = threading.Event()

    def report() -> None:
        while not done.wait(_EVERY):
            percent = connection.query_progress()
            if percent > 0:
                progress(int(total * min(percent, _WHOLE) / _WHOLE), total)

    connection.execute("SET enable_progress_bar = true")
    progress(0, total)
    thread = threading.Thread(target=report, name="snapshot-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _rows_about(header: Header) -> int:
    """How many rows the file has, from the length of its first ones."""
    with header.path.open("rb") as file:
        sample = file.read(_SAMPLE)
    lines = sample.count(b"\n")
    return max(round(lines * header.bytes / max(len(sample), 1)) - 1, 0)
