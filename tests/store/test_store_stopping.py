"""A long run that is stopped from another thread leaves all as it was; one that is past that point lands whole."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from workbench import running
from workbench.errors import StoppedError
from workbench.model.records import CLIENT
from workbench.store.changeset import ChangeSet
from workbench.store.engine import Engine
from workbench.store.journal import Intent
from workbench.store.staging import stage
from workbench.store.store import Store

WRITE = Intent("edit")


def create(cs: ChangeSet, name: str) -> int:
    (number,) = cs.new_ids(1)
    cs.insert("client", [{"id": number, "name": name}])
    return number


def beside(run: running.Run, work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Work in a thread as that run; what it raised."""
    raised: list[BaseException] = []

    def go() -> None:
        with run.current():
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - told to the test
                raised.append(error)

    thread = threading.Thread(target=go)
    thread.start()
    return thread, raised


def count(store: Store) -> int:
    return len(store.records("client"))


def test_a_query_in_progress_is_broken_off_and_nothing_of_the_change_set_stays(store: Store) -> None:
    begun = threading.Event()
    run = running.Run(lambda *_: None)

    def work(cs: ChangeSet) -> None:
        create(cs, "Firma")
        begun.set()
        cs.query(
            "SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE a.range = b.range + 1"
        )

    thread, raised = beside(run, lambda: store.write(WRITE, work))
    begun.wait()
    assert run.stop()
    while (
        thread.is_alive()
    ):  # a stop between two queries is met by the next step, one within a query breaks it off
        store.engine._connection.interrupt()
        thread.join(0.05)
    assert [type(one) for one in raised] == [StoppedError]
    assert count(store) == 0
    assert store.write(WRITE, lambda cs: create(cs, "Další")).change_set == 1


def test_the_next_step_of_a_change_set_meets_the_stop(store: Store) -> None:
    run = running.Run(lambda *_: None)

    def work(cs: ChangeSet) -> None:
        create(cs, "Firma")
        run.stop()
        create(cs, "Druhá")
        pytest.fail("it went on")

    thread, raised = beside(run, lambda: store.write(WRITE, work))
    thread.join()
    assert [str(one) for one in raised] == ["Zastaveno. Nic se nezměnilo."]
    assert (count(store), store.revision()) == (0, 0)


def test_rows_whose_staging_was_broken_off_are_not_called_misfits() -> None:
    """Else a stop that meets a step while its values are laid out would be told as a wrong value."""

    class BrokenOff:
        def register(self, *_: object) -> None: ...
        def unregister(self, *_: object) -> None: ...

        def execute(self, *_: object) -> None:
            raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")

    connection: Any = BrokenOff()
    with pytest.raises(duckdb.InterruptException):
        stage(connection, CLIENT, [{"id": 1, "name": "Firma"}], name="wanted", extra={"id": "BIGINT"})


def test_a_stop_before_the_commit_still_counts_and_one_after_it_does_not(store: Store) -> None:
    run = running.Run(lambda *_: None)
    stopped: list[bool] = []

    def late(cs: ChangeSet) -> None:
        create(cs, "Firma")
        stopped.append(run.stop())

    thread, raised = beside(run, lambda: store.write(WRITE, late))
    thread.join()
    assert (stopped, [type(one) for one in raised], count(store)) == ([True], [StoppedError], 0)
    other = running.Run(lambda *_: None)

    def landed() -> None:
        store.write(WRITE, lambda cs: create(cs, "Firma"))
        stopped.append(other.stop())

    thread, raised = beside(other, landed)
    thread.join()
    assert (stopped, raised, count(store)) == ([True, False], [], 1)


def test_a_rehearsal_can_be_stopped_and_so_can_what_follows_it(store: Store) -> None:
    run = running.Run(lambda *_: None)

    def both() -> None:
        store.rehearse(WRITE, lambda cs: create(cs, "Firma"))
        run.stop()
        store.write(WRITE, lambda cs: create(cs, "Firma"))

    thread, raised = beside(run, both)
    thread.join()
    assert [type(one) for one in raised] == [StoppedError]
    assert count(store) == 0


def test_waiting_for_a_file_that_another_holds_can_be_stopped(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(path, "ana").close()
    engine = Engine(path, patience=1000)
    waiting, run = threading.Event(), running.Run(lambda *_: None)

    def held(_: float) -> None:
        waiting.set()

    monkeypatch.setattr("workbench.store.engine.time.sleep", held)
    monkeypatch.setattr("workbench.store.engine._HELD", re.compile("already attached|Binder"))
    engine._connection.execute("ATTACH ':memory:' AS db")
    thread, raised = beside(run, lambda: engine.read(lambda _: None))
    waiting.wait()
    run.stop()
    thread.join()
    assert [type(one) for one in raised] == [StoppedError]


def test_pure_work_is_stopped_in_its_midst() -> None:
    begun, run = threading.Event(), running.Run(lambda *_: None)

    def forever() -> None:
        with running.abortable():
            while True:
                begun.set()

    thread, raised = beside(run, forever)
    begun.wait()
    run.stop()
    thread.join()
    assert [str(one) for one in raised] == ["Zastaveno. Nic se nezměnilo."]


def test_where_nobody_watches_nothing_is_told_and_nothing_stops() -> None:
    assert running.tell("work", 1, 2) is False
    running.check()
    running.settle()
    with running.abortable(), running.breakable(lambda: None):
        pass
