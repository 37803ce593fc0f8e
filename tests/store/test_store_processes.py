"""Several processes at one file: nothing is lost, nobody meets an error, and a kill costs what was not committed."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from store_dump import state_of

from workbench.store.store import Store

WORKER = """
import sys, time
from pathlib import Path
from workbench.store.journal import Intent
from workbench.store.store import Store

path, role, number, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
store = Store(path, "ana", patience=60)

def add(cs):
    client, address = cs.new_ids(2)
    cs.insert("client", [{"id": client, "name": f"Firma {number} {done}"}])
    cs.insert("address", [{"id": address, "record_type": "client", "record_id": client, "city": "Brno"}])
    cs.update("client", [{"id": 1, "notice": f"{number} {done}"}])
    return client

print("ready", flush=True)
for done in range(rounds):
    if role == "write":
        client = store.write(Intent("create"), add).result
        print(client, number, done, flush=True)
    else:
        counts = store.engine.read(lambda c: c.execute(
            "SELECT (SELECT count(*) FROM db.client), (SELECT count(*) FROM db.address), (SELECT version FROM db.client WHERE id = 1)"
        ).fetchall())[0]
        assert counts[0] == counts[1] + 1 == counts[2], counts
        store.search("firma")
print("end", flush=True)
"""


def worker(path: Path, role: str, number: int, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", WORKER, str(path), role, str(number), str(rounds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


@pytest.fixture
def shared(store: Store, path: Path) -> Path:
    """A file with one client that all writers change."""
    from workbench.store.journal import Intent  # noqa: PLC0415

    store.write(
        Intent("create"), lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Společný"}])
    )
    return path


def work_together(path: Path, rounds: int, *, writers: int, readers: int) -> None:
    workers = [worker(path, "write", number, rounds) for number in range(writers)]
    workers += [worker(path, "read", number, rounds) for number in range(readers)]
    committed: list[list[str]] = []
    for one in workers:
        out, err = one.communicate()
        assert one.returncode == 0, err
        committed += [line.split() for line in out.splitlines() if line[0].isdigit()]
    check_nothing_lost(path, committed)
    assert len(committed) == writers * rounds


def check_nothing_lost(path: Path, committed: list[list[str]]) -> None:
    store = Store(path, "ana")
    state = state_of(store)
    for client, number, done in committed:
        assert state["client"][int(client)]["name"] == f"Firma {number} {done}"
    made = len(state["client"]) - 1
    assert len(state["address"]) == made
    assert state["client"][1]["version"] == made + 1
    assert len(store.change_sets()) == made + 1 == store.revision()
    assert len(store.search("firma", limit=made + 10)) == made


def test_writers_and_readers_at_once_lose_nothing(shared: Path) -> None:
    work_together(shared, 4, writers=2, readers=1)


@pytest.mark.slow
def test_writers_and_readers_for_long_lose_nothing(shared: Path) -> None:
    work_together(shared, 300, writers=3, readers=3)


def kill_writers(path: Path, kills: int) -> None:
    committed: list[list[str]] = []
    for number in range(kills):
        one = worker(path, "write", number, 1000)
        assert one.stdout is not None
        lines = [
            one.stdout.readline() for _ in range(2 + number % 3)
        ]  # killed in the midst of the next write
        with contextlib.suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)
        rest, _ = one.communicate()
        lines += rest.splitlines()
        committed += [line.split() for line in lines if line[0].isdigit() and len(line.split()) == 3]
        store = Store(path, "ana")
        names = {row["name"] for row in state_of(store)["client"].values()}
        assert {f"Firma {who} {done}" for _, who, done in committed} <= names
    check_nothing_lost(path, committed)


def test_a_killed_writer_loses_nothing_committed(shared: Path) -> None:
    kill_writers(shared, 2)


@pytest.mark.slow
def test_many_killed_writers_lose_nothing_committed(shared: Path) -> None:
    kill_writers(shared, 60)


@pytest.mark.slow  # each by itself: test_store_files.py
def test_a_compaction_between_writers_loses_nothing_and_a_backup_is_one_moment_of_the_file(
    shared: Path, tmp_path: Path
) -> None:
    writers = [worker(shared, "write", number, 4) for number in range(2)]
    store = Store(shared, "ana", patience=60)
    for one in writers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    copies = []
    for number in range(2):
        store.compact()
        copies.append(store.backup(tmp_path / f"copy{number}.duckdb"))
    committed: list[list[str]] = []
    for one in writers:
        with one:
            assert one.stdout is not None
            out = one.stdout.read()  # not communicate(), which forgets what readline() had buffered
        assert one.returncode == 0
        committed += [line.split() for line in out.splitlines() if line[0].isdigit()]
    assert len(committed) == 8
    check_nothing_lost(shared, committed)
    for copy in copies:
        check_nothing_lost(copy, [])
