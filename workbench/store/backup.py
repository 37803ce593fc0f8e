"""Copies of the whole file, made while others work, and the file made anew without its past."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from workbench.errors import DiskError, InputError
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import literal, quote
from workbench.store.engine import FULL, Engine
from workbench.store.schema import OWN_TABLES

_PART: Final = ".part"


def backup(engine: Engine, target: Path) -> Path:
    """Write a consistent copy of the file; it appears under its name only when it is whole.

    Whoever may read the file may read the copy, and nobody else.

    Raises:
        InputError: the target exists already.
        DiskError: no room for it.
    """
    if target.exists():
        raise InputError("{path} exists already. Choose another name.", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + _PART)
    _clear(part)
    try:
        engine.read(lambda connection: _copied(connection, engine.path, part, target))
        part.rename(target)
    finally:
        _clear(part)
    return target


def export_all(engine: Engine, folder: Path) -> list[Path]:
    """Write all that the file knows as Parquet files into a new folder: a file for each table.

    Those are the record tables, the journal, the accounts, and the registers of erasures and exports; only the
    search index is left out, since it repeats what stands in the records.

    Raises:
        InputError: the folder exists and is not empty.
        DiskError: no room for it.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("The folder {path} is not empty. Choose a new one.", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    tables = [*RECORD_TYPES, *(name for name in OWN_TABLES if not name.startswith("search_"))]

    def write(connection: duckdb.DuckDBPyConnection) -> list[Path]:
        files = [folder / f"{table}.parquet" for table in tables]
        with _room_on(folder):
            for table, file in zip(tables, files, strict=True):
                connection.execute(f"COPY db.{quote(table)} TO {literal(str(file))} (FORMAT parquet)")
        return files

    return engine.read(write)


def _copied(connection: duckdb.DuckDBPyConnection, source: Path, part: Path, target: Path) -> None:
    with _room_on(target):
        copy(connection, source, part)


@contextlib.contextmanager
def _room_on(target: Path) -> Iterator[None]:
    """A full disk as an error that names the place that is written to, not the file that is read."""
    try:
        yield
    except duckdb.Error as error:
        if not FULL.search(str(error)):
            raise
        raise DiskError(
            "The disk of {path} is full or read-only; nothing was changed. Make room and run it again. ({detail})",
            path=str(target), detail=str(error).splitlines()[0],
        ) from error  # fmt: skip


def compact(engine: Engine) -> None:
    """Write the file anew and put it in the old one's place, so that nothing deleted is left in its pages.

    Both files stay locked until the old one is closed: no other process can write between, nor can the closing
    of the old file, which clears the write-ahead log of that name, meet the log of somebody who writes already.
    """
    path = engine.path.resolve()  # a link goes on pointing there
    part = path.with_name(path.name + _PART)
    _clear(part)

    def rewrite(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CHECKPOINT db")
        with _new_file(connection, path, part):
            connection.execute("COPY FROM DATABASE db TO copy")
            connection.execute(
                "CHECKPOINT copy"
            )  # whole without a log of its own, which will not move with it
            os.replace(part, path)  # noqa: PTH105 - the one atomic replacement, whatever stands there
            connection.execute("DETACH db")

    try:
        engine.hold(rewrite)
    finally:
        _clear(part)


def _clear(part: Path) -> None:
    """Leave nothing of an unfinished copy, nor of its write-ahead log."""
    part.unlink(missing_ok=True)
    part.with_name(part.name + ".wal").unlink(missing_ok=True)


def copy(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> None:
    """Copy the attached file into a new one that the same people may read.

    Args:
        connection: the file attached, no transaction running.
        source: where the attached file is.
        target: a name that is free.
    """
    with _new_file(connection, source, target):
        connection.execute("COPY FROM DATABASE db TO copy")


@contextlib.contextmanager
def _new_file(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> Iterator[None]:
    """A new file attached as ``copy``, for the eyes of those who may read the source alone."""
    before = os.umask(0o077)  # its write-ahead log holds the same data
    try:
        connection.execute(f"ATTACH {literal(str(target))} AS copy")
        try:
            shutil.copymode(source, target)  # before anything is in it
            yield
        finally:
            connection.execute("DETACH copy")
    finally:
        os.umask(before)
