"""Copies of the whole file, made while others work, and the file made anew without its past."""

import os
import shutil
from pathlib import Path
from typing import Final

import duckdb

from workbench.errors import InputError
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import literal, quote
from workbench.store.engine import Engine
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
    part.unlink(missing_ok=True)
    try:
        engine.read(lambda connection: copy(connection, engine.path, part))
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def export_all(engine: Engine, folder: Path) -> list[Path]:
    """Write all that the file knows as Parquet files into a new folder: a file for each table.

    Those are the record tables, the journal, the accounts, and the registers of erasures and exports; only the
    search index is left out, since it repeats what stands in the records.

    Raises:
        InputError: the folder exists and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("The folder {path} is not empty. Choose a new one.", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    tables = [*RECORD_TYPES, *(name for name in OWN_TABLES if not name.startswith("search_"))]

    def write(connection: duckdb.DuckDBPyConnection) -> list[Path]:
        files = [folder / f"{table}.parquet" for table in tables]
        for table, file in zip(tables, files, strict=True):
            connection.execute(f"COPY db.{quote(table)} TO {literal(str(file))} (FORMAT parquet)")
        return files

    return engine.read(write)


def compact(engine: Engine) -> None:
    """Write the file anew and put it in the old one's place, so that nothing deleted is left in its pages.

    The old file stays locked until the new one stands in its place, so no other process can write between.
    """
    path = engine.path.resolve()  # a link goes on pointing there
    part = path.with_name(path.name + _PART)
    part.unlink(missing_ok=True)

    def rewrite(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CHECKPOINT db")  # or its write-ahead log would be found beside the new file
        copy(connection, path, part)
        os.replace(part, path)  # noqa: PTH105 - the one atomic replacement, whatever stands there

    try:
        engine.hold(rewrite)
    finally:
        part.unlink(missing_ok=True)


def copy(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> None:
    """Copy the attached file into a new one that the same people may read.

    Args:
        connection: the file attached, no transaction running.
        source: where the attached file is.
        target: a name that is free.
    """
    connection.execute(f"ATTACH {literal(str(target))} AS copy")
    try:
        shutil.copymode(source, target)  # before anything is in it
        connection.execute("COPY FROM DATABASE db TO copy")
    finally:
        connection.execute("DETACH copy")
