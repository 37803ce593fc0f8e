"""Copies of the whole file, made while others work, and the file made anew without its past."""

import os
from pathlib import Path
from typing import Final

import duckdb

from workbench.errors import InputError
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import literal, quote
from workbench.store.engine import Engine

_PART: Final = ".part"


def backup(engine: Engine, target: Path) -> Path:
    """Write a consistent copy of the file; it appears under its name only when it is whole.

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
        engine.read(lambda connection: _copy(connection, part))
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def export_all(engine: Engine, folder: Path) -> list[Path]:
    """Write every record table and the journal as Parquet files into a new folder.

    Raises:
        InputError: the folder exists and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("The folder {path} is not empty. Choose a new one.", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    tables = [*RECORD_TYPES, "change_set", "change"]

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
    part = engine.path.with_name(engine.path.name + _PART)
    part.unlink(missing_ok=True)

    def rewrite(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CHECKPOINT db")  # or its write-ahead log would be found beside the new file
        _copy(connection, part)
        os.replace(part, engine.path)  # noqa: PTH105 - the one atomic replacement, whatever stands there

    try:
        engine.hold(rewrite)
    finally:
        part.unlink(missing_ok=True)


def _copy(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    connection.execute(f"ATTACH {literal(str(target))} AS copy")
    try:
        connection.execute("COPY FROM DATABASE db TO copy")
    finally:
        connection.execute("DETACH copy")
