"""Numbered changes of the schema, made in one transaction after a copy of the file.

A new file is built from the declarations of today (:func:`workbench.store.schema.statements`), so it needs no
migration; a migration brings an older file to the same tables, and stays as it was written. What is derived from
the records, the entries that are searched, is not migrated: it is made anew after the last migration.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import duckdb

from workbench.errors import BrokenFileError, NewerFileError
from workbench.store import backup, schema
from workbench.store.columns import quote
from workbench.store.engine import Engine
from workbench.store.search import entries

Migration = Callable[[duckdb.DuckDBPyConnection], None]


def _search_from_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """2: words are found in the kernel's memory; the file no longer lists which clients have which word."""
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'db' AND starts_with(table_name, 'search_')"
    ).fetchall()
    for (table,) in tables:  # index and column names differed while this program was being written
        connection.execute(f"DROP TABLE db.{quote(table)}")


def _decisions_of_three_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """3: pairs are not only told apart but decided in three ways, and pairs under review are claimed."""
    for statement in (
        "ALTER TABLE db.distinction RENAME TO decision",
        "ALTER TABLE db.decision ADD COLUMN verdict VARCHAR DEFAULT 'different'",
        "ALTER TABLE db.decision ALTER COLUMN verdict DROP DEFAULT",
        "ALTER TABLE db.decision ADD COLUMN decided_by VARCHAR",
        "ALTER TABLE db.decision ADD COLUMN decided_at TIMESTAMP",
        "CREATE TABLE db.review_claim (first_id BIGINT, second_id BIGINT, actor VARCHAR, session VARCHAR, until TIMESTAMP)",
        "UPDATE db.decision SET decided_by = updated_by, decided_at = updated_at",
        "UPDATE db.change SET entity = 'decision' WHERE entity = 'distinction'",
        "UPDATE db.erasure SET record_type = 'decision' WHERE record_type = 'distinction'",
    ):
        connection.execute(statement)


def _rules_of_survivorship(connection: duckdb.DuckDBPyConnection) -> None:
    """4: rules of survivorship are data."""
    connection.execute("""
        CREATE TABLE db.merge_rule (
            id BIGINT, field VARCHAR, rule VARCHAR, sources VARCHAR,
            version INTEGER, created_at TIMESTAMP, created_by VARCHAR, updated_at TIMESTAMP, updated_by VARCHAR
        )
    """)


def _persons_decided_and_merged(connection: duckdb.DuckDBPyConnection) -> None:
    """5: contact persons are decided about and merged as clients are, by rules of their own."""
    for statement in (
        "ALTER TABLE db.decision RENAME COLUMN client_id TO record_id",
        "ALTER TABLE db.decision ADD COLUMN record_type VARCHAR DEFAULT 'client'",
        "ALTER TABLE db.decision ALTER COLUMN record_type DROP DEFAULT",
        "ALTER TABLE db.merge_rule ADD COLUMN record_type VARCHAR DEFAULT 'client'",
        "ALTER TABLE db.merge_rule ALTER COLUMN record_type DROP DEFAULT",
        # A quote inside of a value is written \\", so this meets names of fields only.
        """
        UPDATE db.change SET before = replace(before, '"client_id":', '"record_id":'), after = replace(after, '"client_id":', '"record_id":')
        WHERE entity = 'decision'
        """,
        """
        UPDATE db.change SET before = json_merge_patch(before, '{"record_type": "client"}')::VARCHAR
        WHERE entity IN ('decision', 'merge_rule') AND op = 'delete' AND before IS NOT NULL
        """,
    ):
        connection.execute(statement)


def _letters_as_typed(connection: duckdb.DuckDBPyConnection) -> None:
    """6: ł, ø, ß and their like are searched as one types them without; the entries, made anew below, are all that changes."""


MIGRATIONS: Final[Mapping[int, Migration]] = {
    2: _search_from_memory, 3: _decisions_of_three_kinds, 4: _rules_of_survivorship,
    5: _persons_decided_and_merged, 6: _letters_as_typed,
}  # fmt: skip
"""From the number before to this number, from 2 on; the highest is ``schema.SCHEMA_VERSION``."""


def migrate(engine: Engine, migrations: Mapping[int, Migration] = MIGRATIONS) -> int:
    """Bring the file's schema up to date; a missing file is made.

    Before an existing file is changed, a copy is put beside it (``clients.duckdb.v1.bak``, or the first free of
    ``clients.duckdb.v1.2.bak``…). From the copy to the last change no other process can write.

    Returns:
        the schema version that the file has now.

    Raises:
        NewerFileError: a newer workbench wrote the file; it is not touched.
        BrokenFileError: it is a DuckDB file, but not one of workbench.
    """
    newest = max(migrations, default=schema.SCHEMA_VERSION)
    exists = engine.path.exists() and engine.path.stat().st_size
    if _known(engine, engine.read(_version) if exists else 0, newest) == newest:
        return newest
    engine.path.parent.mkdir(parents=True, exist_ok=True)

    def upgrade(connection: duckdb.DuckDBPyConnection) -> None:
        known = _known(engine, _version(connection), newest)  # another process may have been faster
        if known == newest:
            return
        if known:
            _copy_aside(connection, engine.path, known)
        with _transaction(connection):
            if known:
                for number in sorted(one for one in migrations if one > known):
                    migrations[number](connection)
                entries.rebuild(connection)
            else:
                for statement in schema.statements():
                    connection.execute(statement)
            connection.execute("UPDATE db.meta SET schema_version = ?", [newest])

    engine.hold(upgrade, create=True)
    return newest


def _known(engine: Engine, version: int | None, newest: int) -> int:
    """The file's version, if this program can go on from it."""
    if version is None:
        raise BrokenFileError(
            "{path} is a database, but not one of workbench. Give another file name, or import its data.",
            path=str(engine.path),
        )
    if version > newest:
        raise NewerFileError(
            "{path} was written by a newer workbench (schema {theirs}, this one knows {ours}). Update workbench.",
            path=str(engine.path), theirs=version, ours=newest,
        )  # fmt: skip
    return version


@contextlib.contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: duckdb.DuckDBPyConnection) -> int | None:
    try:  # to ask for the list of tables first would take ten times as long
        rows = connection.execute(
            "SELECT m.schema_version FROM db.meta m LEFT JOIN (SELECT 1 FROM db.change_set LIMIT 0) ON TRUE"
        ).fetchall()
    except duckdb.CatalogException:
        tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'db'")
        return None if tables.fetchall()[0][0] else 0
    return int(rows[0][0]) if rows else None


def _copy_aside(connection: duckdb.DuckDBPyConnection, path: Path, version: int) -> None:
    """Copy the attached file beside itself, under a name that is free."""
    target, count = path.with_name(f"{path.name}.v{version}.bak"), 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.v{version}.{count}.bak")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        backup.copy(connection, path, part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
