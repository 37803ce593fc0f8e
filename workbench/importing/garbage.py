"""Reading many rows without a search for reference cycles every few hundred objects."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Pause Python's search for cycles; usable as a decorator.

    Cells, readings and notes refer to no one in a circle, and there are millions: looking for cycles among them takes a
    quarter of the whole time and finds nothing. What is given up is freed at once all the same, by its reference count.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()
