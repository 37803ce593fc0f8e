"""How many questions a register answers at once: so many small files, one locked while a question is under way.

A killed process gives its lock back by itself, as with the queue file.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from workbench.registry.manners.clock import Clock
from workbench.registry.manners.locking import opened, try_lock

_LOOK_AGAIN: Final = 0.05


class Slots:
    """The places at a register, shared by all processes of the machine.

    Args:
        beside: the queue file; the places lie beside it.
        count: how many there are.
    """

    def __init__(self, beside: Path, count: int) -> None:
        self._paths = [beside.with_name(f"{beside.name}.{number}") for number in range(count)]

    @contextlib.contextmanager
    def held(self, clock: Clock) -> Iterator[None]:
        """Hold a place; wait until one is free.

        Raises:
            DiskError: the files cannot be used; without them too many questions would go out at once.
        """
        while True:
            for path in self._paths:
                handle = opened(path)
                try:
                    if try_lock(handle):
                        yield
                        return
                finally:
                    os.close(handle)  # gives back the lock too
            clock.sleep(_LOOK_AGAIN)
