"""DuckDB instances in memory, lent to one engine after another.

An instance registers all functions and collations it knows before it answers anything: 25 ms of work, half of
opening a desk. What an engine leaves behind (temporary tables, registered tables, settings) belongs to its
connection and goes with it, so the instance below can be lent again. No two engines have one at the same time,
for a file is attached to the whole instance.
"""

import contextlib
import os
import weakref
from typing import Final

import duckdb

ONE_THREAD: Final = 122_880
"""Rows of a table that one thread reads at once; in shorter ones the others find nothing to do."""
_KEPT: Final = 4
"""Instances that wait for the next engine; what is given back beyond them is closed."""
_LEFT: Final = """
    SELECT 1 FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory'
    UNION ALL SELECT 1 FROM duckdb_tables() WHERE database_name = 'memory'
"""

_idle: dict[int, list[duckdb.DuckDBPyConnection]] = {}
"""By process: one that was forked finds its parent's instances without their threads, and leaves them alone."""


class Instance:
    """An instance that nobody else has, and a fresh connection to it.

    Whoever forgets to give it back does so when forgotten.
    """

    def __init__(self) -> None:
        idle = _idle.setdefault(os.getpid(), [])
        try:
            self._root = idle.pop()
        except IndexError:
            self._root = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self.connection = self._root.cursor()
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.execute("SET preserve_insertion_order = true")
        self._back = weakref.finalize(self, _take_back, self._root, self.connection, os.getpid())
        self._back.atexit = False
        self._alone = False

    def work_alone(self, *, alone: bool) -> None:
        """Let only the thread that asks work on what is asked, or all threads of the machine.

        To wake the others and to wait for them takes longer than a question to short tables.
        """
        if alone != self._alone:
            self.connection.execute("SET threads = 1" if alone else "RESET threads")
            self._alone = alone

    def give_back(self) -> None:
        """Close the connection and let the next engine have the instance, unless something is left in it."""
        self._back()

    def discard(self) -> None:
        """Close the connection and the instance, whatever state they are in."""
        if self._back.detach():
            _close(self.connection, self._root)


def expect_rows(connection: duckdb.DuckDBPyConnection, count: int) -> None:
    """Let all threads work where so many rows come at once, into however small a file."""
    if count > ONE_THREAD:
        connection.execute("RESET threads")


def _take_back(root: duckdb.DuckDBPyConnection, connection: duckdb.DuckDBPyConnection, process: int) -> None:
    if process != os.getpid():
        return
    idle = _idle.setdefault(process, [])
    with contextlib.suppress(duckdb.Error):
        connection.close()
        root.execute("DETACH DATABASE IF EXISTS db")
        root.execute("RESET threads")
        if len(idle) < _KEPT and root.execute(_LEFT).fetchone() is None:
            idle.append(root)
            return
    _close(root)


def _close(*connections: duckdb.DuckDBPyConnection) -> None:
    for one in connections:
        with contextlib.suppress(duckdb.Error):
            one.close()
