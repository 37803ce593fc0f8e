"""Files that are not what they should be, disks that are full, and other processes in the way."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import store_moves as moves
from store_dump import differences, state_of

from workbench.errors import BrokenFileError, BusyError, DiskError, NewerFileError, StoreError
from workbench.store.journal import Intent
from workbench.store.migrations import migrate
from workbench.store.schema import SCHEMA_VERSION
from workbench.store.store import Store

CREATE = Intent("create")


def add(store: Store, name: str = "Firma") -> int:
    return store.write(CREATE, lambda cs: moves.create_client(cs, name, ["Brno"], ["601"])).result


def script(text: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", text, *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


def test_a_folder_is_no_data_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=str(tmp_path)):
        Store(tmp_path, "ana")


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n1,Firma\n",
        b"x",
        b"\x00" * 20_000,
        b"SQLite format 3\x00" + b"\x00" * 5000,
        b"PK\x03\x04zip",
    ],
    ids=["csv", "letter", "zeros", "sqlite", "zip"],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(BrokenFileError):
        Store(path, "ana")
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused_and_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as foreign:
        foreign.execute("CREATE TABLE meta (a INTEGER)")
    content = path.read_bytes()
    with pytest.raises(BrokenFileError):
        Store(path, "ana")
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "share", [0.02, 0.6, *(pytest.param(one, marks=pytest.mark.slow) for one in (0.3, 0.99))]
)
def test_a_truncated_file_is_refused_with_words_of_ours(share: float, store: Store, path: Path) -> None:
    for _ in range(3):
        add(store)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with contextlib.suppress(StoreError, BrokenFileError):
        state_of(Store(path, "ana"))
    path.write_bytes(content)
    assert len(state_of(Store(path, "ana"))["client"]) == 3


def test_a_file_of_a_newer_workbench_is_refused_and_left_alone(store: Store, path: Path) -> None:
    store.engine.write(
        lambda connection: connection.execute("UPDATE db.meta SET schema_version = 999").fetchall()
    )
    content = path.read_bytes()
    with pytest.raises(NewerFileError, match="999"):
        Store(path, "ana")
    assert path.read_bytes() == content


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """File permissions count for root, too."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_read_only_file_can_be_read_and_not_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "clients.duckdb"
        client = add(Store(path, "ana"))
        path.chmod(0o444)
        folder.chmod(0o555)
        try:
            with unprivileged():
                store = Store(path, "ana")
                assert store.record("client", client)["name"].startswith("Firma")
                with pytest.raises(DiskError, match=str(path)):
                    add(store)
                assert len(state_of(store)["client"]) == 1
        finally:
            folder.chmod(0o755)
            path.chmod(0o644)
        assert add(store) > client


FULL = """
import json, resource, sys
from pathlib import Path
import pyarrow as pa
from workbench.errors import DiskError
from workbench.store.journal import Intent
from workbench.store.store import Store

path = Path(sys.argv[1])
store = Store(path, "ana")
more = int(sys.argv[3])
def many(cs):
    ids = cs.new_ids(more)
    text = pa.array([f"{one * 7919 % 100_003:x}" * 40 for one in ids])
    cs.insert("client", pa.table({"id": pa.array(ids), "name": text, "notice": text}))
limit = path.stat().st_size + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
kinds = []
for _ in range(2):
    try:
        store.write(Intent("import"), many)
        kinds.append("done")
    except Exception as error:
        kinds.append(type(error).__name__)
count = lambda: store.sandbox.sql("SELECT count(*) FROM client").fetchall()[0][0]
full = count()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.write(Intent("import"), many)
print(json.dumps([kinds, full, count()]))
"""


@pytest.mark.parametrize(
    ("room", "more"),
    [
        pytest.param(0, 3_000, marks=pytest.mark.slow),
        (100_000, 3_000),
        pytest.param(1_000_000, 20_000, marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_changes_nothing_and_the_next_write_works(
    room: int, more: int, store: Store, path: Path
) -> None:
    add(store)
    before = state_of(store)
    done = script(FULL, path, room, more)
    assert done.returncode == 0, done.stderr
    kinds, full, now = json.loads(done.stdout.splitlines()[-1])
    assert kinds == ["DiskError", "DiskError"]
    assert (full, now) == (1, more + 1)
    assert differences({"address": state_of(store)["address"]}, {"address": before["address"]}) == []


HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_file_that_another_process_holds_is_busy_and_the_process_is_named(store: Store, path: Path) -> None:
    client = add(store)
    patient = Store(path, "ana", patience=0.3)
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=str(holder.pid)):
            add(patient)
        with pytest.raises(BusyError, match=str(holder.pid)):
            patient.record("client", client)
        holder.communicate()
    assert add(patient) > client


def test_a_migration_keeps_a_copy_and_runs_whole(store: Store, path: Path) -> None:
    add(store)
    before = state_of(store)

    def second(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("ALTER TABLE db.client ADD COLUMN shoe_size INTEGER")

    newer = SCHEMA_VERSION + 1
    assert migrate(store.engine, {newer: second}) == newer
    with duckdb.connect(str(path), read_only=True) as now:
        assert now.execute("SELECT shoe_size FROM client").fetchall() == [(None,)]
        assert now.execute("SELECT schema_version FROM meta").fetchall() == [(newer,)]
    copy = path.with_name(f"{path.name}.v{SCHEMA_VERSION}.bak")
    assert differences(state_of(Store(copy, "ana")), before) == []
    assert migrate(store.engine, {newer: second}) == newer  # nothing is left to do
    with pytest.raises(NewerFileError):
        Store(path, "ana")


def test_a_migration_that_fails_leaves_the_file_as_it_was(store: Store, path: Path) -> None:
    add(store)
    before = state_of(store)

    def second(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("ALTER TABLE db.client ADD COLUMN shoe_size INTEGER")
        connection.execute("UPDATE db.client SET name = 'x'")
        connection.execute("SELECT * FROM db.nothing")

    with pytest.raises(duckdb.Error):
        migrate(store.engine, {SCHEMA_VERSION + 1: second})
    again = Store(path, "ana")
    assert differences(state_of(again), before) == []
    assert add(again)


NO_ROOM = """
import resource, sys
from pathlib import Path
from workbench.errors import DiskError
from workbench.store.store import Store

path, target = map(Path, sys.argv[1:])
store = Store(path, "ana")
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    store.backup(target)
except DiskError as error:
    print(error)
"""


def test_a_backup_for_which_there_is_no_room_says_where_and_leaves_nothing(
    store: Store, path: Path, tmp_path: Path
) -> None:
    client = add(store)
    before = state_of(store)
    target = tmp_path / "copies" / "one.duckdb"
    target.parent.mkdir()
    done = script(NO_ROOM, path, target)
    assert done.returncode == 0, done.stderr
    assert str(target) in done.stdout
    assert str(path) not in done.stdout
    assert list(target.parent.iterdir()) == []
    assert differences(state_of(store), before) == []
    assert add(store) > client


def test_a_backup_is_whole_and_never_overwrites(store: Store, tmp_path: Path) -> None:
    add(store)
    target = store.backup(tmp_path / "copies" / "one.duckdb")
    assert differences(state_of(Store(target, "ana")), state_of(store)) == []
    with pytest.raises(Exception, match=r"one\.duckdb"):
        store.backup(target)
    assert sorted(one.name for one in target.parent.iterdir()) == ["one.duckdb"]


def test_everything_can_be_taken_away_as_parquet(store: Store, tmp_path: Path) -> None:
    client = add(store)
    files = store.export_all(tmp_path / "all")
    names = {file.stem: file for file in files}
    with duckdb.connect() as reader:
        rows = reader.execute("SELECT id, name FROM read_parquet(?)", [str(names["client"])]).fetchall()
        assert rows == [(client, f"Firma {moves.marker(client)}")]
        assert reader.execute("SELECT count(*) FROM read_parquet(?)", [str(names["change"])]).fetchall() > [
            (0,)
        ]
    with pytest.raises(Exception, match="all"):
        store.export_all(tmp_path / "all")
