"""Numbered changes of the schema, each in one transaction after a copy of the file."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import duckdb

from workbench.errors import BrokenFileError, NewerFileError
from workbench.store import schema
from workbench.store.engine import Engine

Migration = Callable[[duckdb.DuckDBPyConnection], None]


def _first(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in schema.statements():
        connection.execute(statement)


MIGRATIONS: Final[Mapping[int, Migration]] = {1: _first}
"""From the number before to this number."""


def migrate(engine: Engine, migrations: Mapping[int, Migration] = MIGRATIONS) -> int:
    """Bring the file's schema up to date; a missing file is made.

    Before an existing file is changed, a copy is put beside it (``clients.duckdb.v1.bak``).

    Returns:
        the schema version that the file has now.

    Raises:
        NewerFileError: a newer workbench wrote the file; it is not touched.
        BrokenFileError: it is a DuckDB file, but not one of workbench.
    """
    newest = max(migrations)
    known = engine.read(_version) if engine.path.exists() and engine.path.stat().st_size else 0
    if known is None:
        raise BrokenFileError(
            "{path} is a database, but not one of workbench. Give another file name, or import its data.",
            path=str(engine.path),
        )
    if known > newest:
        raise NewerFileError(
            "{path} was written by a newer workbench (schema {theirs}, this one knows {ours}). Update workbench.",
            path=str(engine.path), theirs=known, ours=newest,
        )  # fmt: skip
    if known == newest:
        return known
    engine.path.parent.mkdir(parents=True, exist_ok=True)
    if known:
        _copy_aside(engine, known)

    def upgrade(connection: duckdb.DuckDBPyConnection) -> int:
        now = _version(connection) or 0  # another process may have been faster
        for number in sorted(migrations):
            if number > now:
                migrations[number](connection)
                connection.execute("UPDATE db.meta SET schema_version = ?", [number])
        return newest

    return engine.write(upgrade)


def _version(connection: duckdb.DuckDBPyConnection) -> int | None:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'"
    ).fetchall()
    if not tables:
        return 0
    if ("meta",) not in tables or ("change_set",) not in tables:
        return None
    rows = connection.execute("SELECT schema_version FROM db.meta").fetchall()
    return int(rows[0][0]) if rows else None


def _copy_aside(engine: Engine, version: int) -> Path:
    target = engine.path.with_name(f"{engine.path.name}.v{version}.bak")
    with engine.exclusively():
        engine.read(lambda _: None)  # a file left by a kill is brought to rest first
        shutil.copy2(engine.path, target)
    return target
