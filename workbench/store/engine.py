"""The short-lock engine: attach, one transaction, detach; the file is never held.

DuckDB gives a file to one writing process, and two notebooks are two processes. So each operation
attaches the file to a persistent in-memory connection, runs one transaction, fetches everything and
detaches (DESIGN.md, "Storage"; measured there: reads 1.8 ms, writes 13 ms). Whoever finds the file taken
waits a random 2-50 ms and tries again, up to 20 s.

Within a process one lock serialises all connections to a file: POSIX file locks belong to the process,
so a second attachment closing would drop the lock of the first.
"""

import contextlib
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import duckdb

from workbench import running
from workbench.errors import BrokenFileError, BusyError, DiskError, StoreError
from workbench.store.columns import literal
from workbench.store.instances import Instance

if TYPE_CHECKING:
    from threading import RLock

Result = TypeVar("Result")

PATIENCE: Final = 20.0
"""Seconds that an operation waits for the file before it gives up."""
_PAUSE: Final = (0.002, 0.050)
_SMALL: Final = 32 * 1024**2
"""Bytes of a file whose tables are all short enough for one thread: some thirty thousand clients (8,000 take 8 MB)."""
_REFUSED_VERSIONS: Final = {"1.5.5", "1.5.6"}

_process_locks: dict[str, "RLock"] = {}
_process_locks_guard = threading.Lock()

_HELD = re.compile(r"Could not set lock|Conflicting lock|being used by another process", re.IGNORECASE)
_HOLDER = re.compile(r"Conflicting lock is held in (.+?) by user|PID (\d+)")
FULL = re.compile(
    r"No space left|disk full|Could not write|Read-only file system|failed to (write|allocate)", re.IGNORECASE
)
_BROKEN = re.compile(
    r"not a valid DuckDB|corrupt|Could not read|checksum|not a DuckDB|magic bytes", re.IGNORECASE
)


class Stamp(NamedTuple):
    """A cheap mark of a file's state: its inode, when it or its log was changed last (ns), and the sizes of both."""

    inode: int
    changed: int
    size: int
    log: int


class Engine:
    """One data file and the in-memory connection that visits it.

    Args:
        path: the data file; it and its folder are created by the first write.
        patience: seconds to wait for the file when another process holds it.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        if duckdb.__version__ in _REFUSED_VERSIONS:
            raise StoreError(
                "DuckDB {version} damages indexes when it is killed. Install duckdb 2.0: pip install 'duckdb>=2.0,<2.1'.",
                version=duckdb.__version__,
            )
        if path.is_dir():
            raise BrokenFileError(
                "{path} is a folder, not a data file. Give the name of a file in it.", path=str(path)
            )
        self.path = path
        self._patience = patience
        self._instance = Instance()
        self._connection = self._instance.connection
        self._lock = _lock_of(path)
        self._visiting = False

    def read(self, work: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
        """Run ``work`` on the file attached read-only; it must fetch all it returns.

        Raises:
            BusyError: another process held the file for all of the patience.
            StoreError: the file is gone, broken or not readable.
        """
        with self._attached(read_only=True) as connection:
            return work(connection)

    def write(
        self, work: Callable[[duckdb.DuckDBPyConnection], Result], *, keep: bool = True, create: bool = False
    ) -> Result:
        """Run ``work`` in one transaction; any exception rolls it back whole.

        Args:
            work: gets the connection; the file is the catalogue ``db``.
            keep: ``False`` rolls back even on success: a rehearsal that changes nothing.
            create: make the file if it is not there; whoever merely writes finds it gone instead.

        Raises:
            BusyError: another process held the file for all of the patience.
            DiskError: the disk is full or read-only; nothing was changed.
        """
        with self._attached(read_only=False, create=create) as connection:
            connection.execute("BEGIN")
            try:
                result = work(connection)
                if keep:
                    running.settle()
            except BaseException:
                self._quietly("ROLLBACK")
                raise
            connection.execute("COMMIT" if keep else "ROLLBACK")
            return result

    def hold(self, work: Callable[[duckdb.DuckDBPyConnection], Result], *, create: bool = False) -> Result:
        """Run ``work`` with the file attached for writing, outside a transaction (copies of the whole file).

        Args:
            work: gets the connection.
            create: make the file if it is not there; whoever merely writes finds it gone instead.
        """
        with self._attached(read_only=False, create=create) as connection:
            return work(connection)

    def stamp(self) -> Stamp:
        """A cheap mark of the file's state: it differs after any change, by whomever."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return Stamp(0, 0, 0, 0)
        try:  # there after somebody was killed between a commit and the end of the visit
            log = self.path.with_name(self.path.name + ".wal").stat()
        except FileNotFoundError:
            return Stamp(status.st_ino, status.st_mtime_ns, status.st_size, 0)
        return Stamp(status.st_ino, max(status.st_mtime_ns, log.st_mtime_ns), status.st_size, log.st_size)

    def close(self) -> None:
        """Give back the in-memory connection; the file is not held anyway."""
        if self._visiting:  # another thread asks
            self._instance.discard()
        else:
            self._instance.give_back()

    @contextlib.contextmanager
    def _attached(self, *, read_only: bool, create: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            if self._visiting:
                raise StoreError(
                    "{path} is being written by the step that asks for it again. Inside a change set, read through it alone.",
                    path=str(self.path),
                )
            if not read_only and not create and not self.path.exists():
                raise DiskError("{path} is gone. Bring it back, or open another file.", path=str(self.path))
            self._visiting = True
            try:
                self._attach(read_only=read_only)
                with running.breakable(self._connection.interrupt):
                    yield self._connection
                self._detach()
            except duckdb.Error as error:
                self._detach()
                running.check()  # a query that a stop broke off
                raise self._translated(error) from error
            except Exception as error:
                if "interrupt" not in str(error).lower() or not isinstance(error, RuntimeError):
                    self._detach()
                    raise
                self._start_afresh()
                raise KeyboardInterrupt from error  # so DuckDB tells of Ctrl+C during a query
            except BaseException:
                self._start_afresh()
                raise
            finally:
                self._visiting = False

    def _start_afresh(self) -> None:
        """Let go of the file whatever state the connection is in: an interruption may come at any point."""
        self._instance.discard()
        self._instance = Instance()
        self._connection = self._instance.connection

    def _attach(self, *, read_only: bool) -> None:
        mode = " (TYPE duckdb, READ_ONLY)" if read_only else " (TYPE duckdb)"
        give_up_at = time.monotonic() + self._patience
        while True:
            running.check()
            before = self.stamp()
            try:
                self._instance.work_alone(alone=before.size < _SMALL)
                self._connection.execute(f"ATTACH {literal(str(self.path))} AS db{mode}")
            except duckdb.Error as error:
                if not _HELD.search(str(error)) or time.monotonic() > give_up_at:
                    raise self._translated(error) from error
                time.sleep(random.uniform(*_PAUSE))  # noqa: S311 - spreads waiting processes, no secret
            else:
                if before.inode in (0, self.stamp().inode):
                    return
                self._detach()  # somebody put a new file in its place between opening and locking the old one

    def _detach(self) -> None:
        try:
            self._connection.execute("DETACH DATABASE IF EXISTS db")
        except duckdb.Error:
            self._quietly("ROLLBACK")
            try:
                self._connection.execute("DETACH DATABASE IF EXISTS db")
            except duckdb.Error:
                self._start_afresh()

    def _quietly(self, statement: str) -> None:
        with contextlib.suppress(duckdb.Error):
            self._connection.execute(statement)

    def _translated(self, error: duckdb.Error) -> StoreError | BrokenFileError | duckdb.Error:
        """The engine's words as one of ours; what we have no words for stays as it is."""
        text = str(error)
        path = str(self.path)
        if _HELD.search(text):
            holder = _HOLDER.search(text)
            return BusyError(
                "{path} has been held by another process for {seconds} s ({holder}). Wait for it, or end it.",
                path=path, seconds=round(self._patience), holder=holder.group(0) if holder else "?",
            )  # fmt: skip
        if FULL.search(text):
            return DiskError(
                "The disk of {path} is full or read-only; nothing was changed. Make room and run it again. ({detail})",
                path=path, detail=text.splitlines()[0],
            )  # fmt: skip
        if _BROKEN.search(text):
            return BrokenFileError("{path} is not a workbench data file, or it is damaged. Restore a backup. ({detail})",
                                   path=path, detail=text.splitlines()[0])  # fmt: skip
        if isinstance(error, duckdb.IOException):
            return DiskError("{path} cannot be used: {detail}", path=path, detail=text.splitlines()[0])
        return error


def _lock_of(path: Path) -> "RLock":
    key = str(path.resolve())
    with _process_locks_guard:
        return _process_locks.setdefault(key, threading.RLock())
