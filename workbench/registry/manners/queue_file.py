"""One small file through which all notebooks of a machine queue for a register.

It is locked for microseconds at a time, and a killed process leaves nothing behind. It holds numbers only,
never what was asked.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from workbench.registry.manners.locking import lock, opened
from workbench.registry.manners.state import State
from workbench.store.snapshot import default_snapshot_path

Result = TypeVar("Result")

_LENGTH: Final = 4096
"""The state is written padded to this length, in one go, so that a kill cannot leave half of it."""


def default_queue_path(register: str) -> Path:
    """Where the queue of a register lies: beside the register snapshot, in the user's data folder."""
    return default_snapshot_path().with_name(f"{register}.queue")


class QueueFile:
    """The shared state in its file.

    Args:
        path: the file; it and its folder are made when first needed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def change(self, step: Callable[[State], tuple[State, Result]]) -> Result:
        """Read, let ``step`` decide, write, while nobody else can.

        Raises:
            DiskError: the file cannot be used; without it questions would go out unpaced.
        """
        with self._locked() as handle:
            before = State.from_json(os.read(handle, _LENGTH).decode("ascii", "replace"))
            after, result = step(before)
            if after != before:
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, after.to_json().ljust(_LENGTH).encode("ascii"))
            return result

    def look(self) -> State:
        """The state now; a fresh one when there is no file."""
        try:
            return State.from_json(self.path.read_text("ascii", "replace"))
        except OSError:
            return State()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        handle = opened(self.path)
        try:
            lock(handle)
            yield handle
        finally:
            os.close(handle)  # gives back the lock too
