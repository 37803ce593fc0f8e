"""Files that processes lock: ``flock``, on Windows ``msvcrt``. A killed process leaves no lock behind."""

import contextlib
import os
import sys
from pathlib import Path

from workbench.errors import DiskError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def opened(path: Path) -> int:
    """A handle of the file, which is made with its folder when it is not there; to be closed with ``os.close``.

    Raises:
        DiskError: it cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise DiskError(
            "The queue for the register cannot be kept in {path}: {detail}. Choose another folder with WORKBENCH_HOME.",
            path=str(path), detail=error.strerror or type(error).__name__,
        ) from error  # fmt: skip


def lock(handle: int) -> None:
    """Lock it, waiting for whoever holds it; closing gives it back."""
    if sys.platform == "win32":
        locked = False
        while not locked:
            with contextlib.suppress(OSError):  # gives up after ten seconds; nobody holds it that long
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                locked = True
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)


def try_lock(handle: int) -> bool:
    """Lock it if nobody holds it; whether that was so."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
