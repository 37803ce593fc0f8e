"""A snapshot file kept open for reading until another one stands in its place.

Unlike the clients' file the snapshot is never written in place, so it may be held: the blocks that were
read stay in memory, and a question takes a few milliseconds instead of thirty. A load puts a new file
under the same name; the next question notices and opens that one.
"""

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from workbench.errors import BrokenFileError, DiskError
from workbench.store.columns import literal
from workbench.store.instances import Instance

if TYPE_CHECKING:
    from threading import RLock

_Stamp = tuple[int, int, int]
_MAY_HOLD = sys.platform != "win32"  # Windows does not let an open file be replaced


class HeldFile:
    """The file, attached read-only as ``db`` to a connection of its own.

    Args:
        path: the snapshot file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._instance: Instance | None = None
        self._stamp: _Stamp | None = None
        self._seen: _Stamp | None = None
        self._lock: RLock = threading.RLock()

    @contextlib.contextmanager
    def opened(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, bool]]:
        """The connection with the newest file attached, and whether it is another one than the last time.

        Raises:
            DiskError: there is no snapshot, or it cannot be read.
            BrokenFileError: the file is something else.
        """
        with self._lock:
            try:
                self._attach()
                changed, self._seen = self._stamp != self._seen, self._stamp
                yield self._current(), changed
            except duckdb.Error as error:
                self._close(in_doubt=True)
                raise _translated(error, self.path) from error
            except BaseException:
                self._close(in_doubt=True)
                raise
            if not _MAY_HOLD:
                self.close()

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        self._close(in_doubt=False)

    def _close(self, *, in_doubt: bool) -> None:
        """An interrupted query leaves the connection in doubt."""
        with self._lock:
            if self._instance is not None and in_doubt:
                self._instance.discard()
            elif self._instance is not None:
                self._instance.give_back()
            self._instance = self._stamp = None

    def _current(self) -> duckdb.DuckDBPyConnection:
        if self._instance is None:
            self._instance = Instance()
        return self._instance.connection

    def _attach(self) -> None:
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        self.close()
        self._current().execute(f"ATTACH {literal(str(self.path))} AS db (READ_ONLY)")
        self._stamp = stamp

    def _stamp_now(self) -> _Stamp:
        try:
            status = self.path.stat()
        except OSError as error:
            raise DiskError(
                "There is no register snapshot at {path}. Download res_data.csv from ČSÚ and run: "
                "workbench snapshot load res_data.csv",
                path=str(self.path),
            ) from error
        return (status.st_ino, status.st_mtime_ns, status.st_size)


def _translated(error: duckdb.Error, path: Path) -> DiskError | BrokenFileError:
    detail = str(error).splitlines()[0]
    if isinstance(error, duckdb.IOException) and "not a valid DuckDB" not in detail:
        return DiskError("{path} cannot be used: {detail}", path=str(path), detail=detail)
    return BrokenFileError(
        "{path} is no register snapshot, or it is damaged. Load it anew: workbench snapshot load res_data.csv ({detail})",
        path=str(path), detail=detail,
    )  # fmt: skip
