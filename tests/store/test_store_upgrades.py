"""New files, older files, and copies: the same tables, the same readers, nothing written over."""

import stat
from pathlib import Path

import duckdb
import pytest
import store_moves as moves
from older_files import SECOND_SCHEMA
from store_dump import differences, state_of

from workbench.store import schema
from workbench.store.columns import columns_of
from workbench.store.engine import Engine
from workbench.store.journal import Intent
from workbench.store.migrations import MIGRATIONS, migrate
from workbench.store.store import Store

NEXT = schema.SCHEMA_VERSION + 1
FIRST_SEARCH = (
    "DROP TABLE search_entry",
    """CREATE TABLE search_entry AS SELECT id, lower(name) AS name_key, ' ' || lower(name) || ' ' || id AS key, name, ico, 'Brno' AS city,
       owner, security_level, valid, locked_by FROM client""",
    "CREATE TABLE search_token AS SELECT name_key AS token, TRUE AS in_name, left(name_key, 8) AS head, id FROM search_entry",
    "CREATE INDEX search_entry_id ON search_entry (id)",
)
"""Searching was on two tables in the file before number 2."""


def add(store: Store, name: str = "Firma") -> int:
    return store.write(
        Intent("create"), lambda cs: moves.create_client(cs, name, ["Brno"], ["601234567"])
    ).result


def add_shoe_size(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE db.client ADD COLUMN shoe_size INTEGER")


def columns(path: Path) -> set[tuple[str, str, str]]:
    with duckdb.connect(str(path), read_only=True) as file:
        query = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        return {(str(one), str(two), str(three)) for one, two, three in file.execute(query).fetchall()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_newest_migration_is_the_number_of_the_schema() -> None:
    assert max(MIGRATIONS, default=1) == schema.SCHEMA_VERSION


def test_a_new_file_and_an_older_one_come_to_the_same_tables(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(Store(path, "ana"))
    monkeypatch.setattr(
        schema, "columns_of",
        lambda kind: {**columns_of(kind), **({"shoe_size": "INTEGER"} if kind.name == "client" else {})},
    )  # fmt: skip
    migrations = {**MIGRATIONS, NEXT: add_shoe_size}
    new = tmp_path / "new.duckdb"
    assert migrate(Engine(new), migrations) == NEXT
    assert migrate(Engine(path), migrations) == NEXT
    assert columns(new) == columns(path)
    assert ("client", "shoe_size", "INTEGER") in columns(new)
    for file in (new, path):
        with duckdb.connect(str(file), read_only=True) as opened:
            assert opened.execute("SELECT schema_version FROM meta").fetchall() == [(NEXT,)]
    assert not list(tmp_path.glob("new.duckdb*.bak"))


def test_a_file_of_the_first_schema_is_searched_like_a_new_one(path: Path) -> None:
    store = Store(path, "ana")
    clients = [add(store, name) for name in ("Žlutý kůň", "***")]
    found = [store.search(text) for text in ("kun brno", "601 234", moves.marker(clients[1]))]
    store.close()
    with duckdb.connect(str(path)) as file:
        for statement in (*SECOND_SCHEMA, *FIRST_SEARCH):
            file.execute(statement)
        file.execute("UPDATE meta SET schema_version = 1")
    opened = Store(path, "ana")
    assert [opened.search(text) for text in ("kun brno", "601 234", moves.marker(clients[1]))] == found
    new = Store(path.with_name("new.duckdb"), "ana")
    assert columns(path) == columns(new.path)
    assert path.with_name(f"{path.name}.v1.bak").exists()
    opened.write(Intent("edit"), lambda cs: cs.update("client", [{"id": clients[0], "name": "Bílý kůň"}]))
    assert (opened.search("zluty"), opened.search("bily")[0].id) == ([], clients[0])


def test_a_file_whose_words_an_older_program_wrote_is_searched_by_letters_as_one_types_them(
    path: Path,
) -> None:
    store = Store(path, "ana")
    pole = add(store, "Władysław Großmann")
    store.close()
    with duckdb.connect(str(path)) as file:
        file.execute("UPDATE search_entry SET name_key = 'władysław großmann'")
        file.execute("UPDATE meta SET schema_version = 5")
    for _ in range(2):
        opened = Store(path, "ana")
        assert [one.id for one in opened.search("wladyslaw grossm")] == [pole]
        assert opened.search("Großmann") == opened.search("wladyslaw")
        opened.close()
    assert len(list(path.parent.glob("*.bak"))) == 1, "the second time there is nothing to renew"


def test_a_copy_before_a_migration_never_stands_in_anothers_place(path: Path) -> None:
    store = Store(path, "ana")
    add(store)
    before = state_of(store)
    path.chmod(0o600)
    taken = path.with_name(f"{path.name}.v{schema.SCHEMA_VERSION}.bak")
    taken.write_bytes(b"somebody's")
    migrate(store.engine, {**MIGRATIONS, NEXT: add_shoe_size})
    assert taken.read_bytes() == b"somebody's"
    copy = path.with_name(f"{path.name}.v{schema.SCHEMA_VERSION}.2.bak")
    assert differences(state_of(Store(copy, "ana")), before) == []
    assert mode(copy) == 0o600
    assert not list(path.parent.glob("*.part"))


def test_copies_and_the_file_made_anew_are_read_by_the_same_people(path: Path, tmp_path: Path) -> None:
    store = Store(path, "ana")
    add(store)
    for wanted in (0o600, 0o640):
        path.chmod(wanted)
        assert mode(store.backup(tmp_path / f"copy{wanted}.duckdb")) == wanted
        store.compact()
        assert mode(path) == wanted


def test_a_file_made_anew_behind_a_link_stays_behind_the_link(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    real, link = tmp_path / "shared" / "clients.duckdb", tmp_path / "link.duckdb"
    link.symlink_to(real)
    store = Store(link, "ana")
    client = add(store)
    inode = real.stat().st_ino
    store.compact()
    assert link.is_symlink()
    assert real.stat().st_ino != inode
    assert store.record("client", client).id == client
    assert {one.name for one in tmp_path.rglob("*.duckdb*")} == {"clients.duckdb", "link.duckdb"}


def test_everything_as_parquet_holds_accounts_erasures_and_exports_too(store: Store, tmp_path: Path) -> None:
    client = add(store)
    store.record_export("csv", "client", [client])
    files = {file.stem: file for file in store.export_all(tmp_path / "all")}
    with duckdb.connect() as reader:
        names = reader.execute("SELECT name FROM read_parquet(?)", [str(files["user_account"])]).fetchall()
        exports = reader.execute("SELECT format FROM read_parquet(?)", [str(files["export_log"])]).fetchall()
    assert (names, exports) == ([("ana",)], [("csv",)])
    assert {"erasure", "change", "change_set", "meta", "client"} <= set(files)
    assert not any(name.startswith("search_") for name in files)
