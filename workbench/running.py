"""A long run that somebody watches and may stop from another thread, all or nothing.

Whoever works says how far it is (:func:`tell`) and asks at every step whether to go on (:func:`check`); the
store lets a query in progress be broken off (:func:`breakable`) and closes the door before it commits
(:func:`settle`). Where nobody watches, as in a notebook cell, all of these do nothing: there the kernel's own
interrupt stops the work.
"""

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final

from workbench.errors import StoppedError

_OFTEN: Final = 0.2
"""Seconds between two words to the watcher."""
_AGAIN: Final = 0.05
"""Seconds between two words to what a stop has to break off."""


class Run:
    """One long run; it belongs to the thread that works.

    Args:
        watcher: is told how far it is: what is being done, how much of it is done, of how much (0: nobody knows).
    """

    def __init__(self, watcher: Callable[[str, int, int], None]) -> None:
        self._watcher = watcher
        self._guard = threading.RLock()
        self._asked = False
        self._settled = False
        self._break: Callable[[], None] | None = None
        self._over = threading.Event()
        self._told_at = 0.0

    @property
    def stopped(self) -> bool:
        """Whether somebody asked it to stop while it still could."""
        return self._asked

    def stop(self) -> bool:
        """Ask it to stop; from any thread.

        Returns:
            whether it will: not once its changes are being committed.
        """
        with self._guard:
            if self._settled:
                return False
            if not self._asked:
                self._asked = True
                threading.Thread(target=self._nudge, name="workbench-stop", daemon=True).start()
            return True

    def _nudge(self) -> None:
        """Break off what is in progress, again and again: a word that comes just before a query begins is lost."""
        while True:
            with self._guard:
                if self._settled:
                    return
                if self._break is not None:
                    self._break()
            if self._over.wait(_AGAIN):
                return

    @contextlib.contextmanager
    def current(self) -> Iterator[None]:
        """Be what this thread works on."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            with self._guard:
                self._settled = True
            self._over.set()

    def _tell(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _OFTEN or done == total:
            self._told_at = now
            self._watcher(what, done, total)

    def _check(self) -> None:
        if self._asked and not self._settled:
            raise StoppedError

    def _settle(self) -> None:
        with self._guard:
            self._check()
            self._settled = True

    @contextlib.contextmanager
    def _breakable(self, how: Callable[[], None]) -> Iterator[None]:
        with self._guard:
            self._check()
            outer, self._break = self._break, how
        try:
            yield
        finally:
            with self._guard:
                self._break = outer


_current: ContextVar[Run | None] = ContextVar("run", default=None)


def tell(what: str, done: int = 0, total: int = 0) -> bool:
    """Say how far the run is, and stop here if that was asked.

    Args:
        what: what is being done, in the language in use.
        done: how much of it is done.
        total: of how much; 0 where nobody knows.

    Returns:
        whether somebody watches.

    Raises:
        StoppedError: the run was asked to stop.
    """
    run = _current.get()
    if run is None:
        return False
    run._check()  # noqa: SLF001 - this module and the run are one
    run._tell(what, done, total)  # noqa: SLF001
    return True


def check() -> None:
    """Stop here if that was asked.

    Raises:
        StoppedError: the run was asked to stop.
    """
    run = _current.get()
    if run is not None:
        run._check()  # noqa: SLF001


@contextlib.contextmanager
def breakable(how: Callable[[], None]) -> Iterator[None]:
    """Work that a stop breaks off.

    Args:
        how: breaks it off, from another thread; the work then fails in its own way.

    Raises:
        StoppedError: the run was asked to stop before.
    """
    run = _current.get()
    if run is None:
        yield
        return
    with run._breakable(how):  # noqa: SLF001
        yield


@contextlib.contextmanager
def abortable() -> Iterator[None]:
    """Pure Python that knows nothing of runs, such as the layout of a document: a stop raises in the midst of it.

    It must hold nothing that would have to be given back: no file, no transaction.

    Raises:
        StoppedError: the run was asked to stop.
    """
    thread = threading.get_ident()

    def abort() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(StoppedError))

    with breakable(abort):
        yield
        check()


def settle() -> None:
    """From here on it is too late to stop: what was done is about to be made to last.

    Raises:
        StoppedError: the run was asked to stop before.
    """
    run = _current.get()
    if run is not None:
        run._settle()  # noqa: SLF001
