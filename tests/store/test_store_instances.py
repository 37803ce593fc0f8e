"""Instances of DuckDB are lent again clean, to one engine at a time, and in their own process only."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from workbench.store import engine, instances
from workbench.store.instances import ONE_THREAD, Instance, expect_rows
from workbench.store.store import Store


@pytest.fixture(autouse=True)
def _none_idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(instances, "_idle", {})
    yield
    for one in instances._idle.get(os.getpid(), []):
        one.close()


def threads(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])


def test_an_instance_given_back_is_lent_again_with_nothing_of_the_last_connection() -> None:
    first = Instance()
    every = threads(first.connection)
    first.work_alone(alone=True)
    first.connection.execute(
        "CREATE TEMP TABLE left_over AS SELECT 1 AS x; SET TimeZone = 'Asia/Tokyo'; BEGIN"
    )
    first.give_back()
    second = Instance()
    assert second._root is first._root
    assert second.connection.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
    assert threads(second.connection) == every
    with pytest.raises(duckdb.CatalogException):
        second.connection.execute("FROM left_over")
    with pytest.raises(duckdb.ConnectionException):
        first.connection.execute("SELECT 1")
    second.discard()


@pytest.mark.parametrize(
    "left", ["ATTACH ':memory:' AS aside", "CREATE TABLE memory.main.kept AS SELECT 1 AS x"]
)
def test_an_instance_in_which_something_is_left_is_not_lent_again(left: str) -> None:
    first = Instance()
    first.connection.execute(left)
    first.give_back()
    second = Instance()
    assert second._root is not first._root
    second.discard()


def test_who_forgets_to_give_back_does_so_and_the_file_is_let_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    gc.collect()  # what tests before this one forgot
    monkeypatch.setattr(instances, "_idle", {})
    first = Instance()
    root = first._root
    first.connection.execute(
        f"ATTACH '{path}' AS db; CREATE TABLE db.kept AS SELECT 1 AS x; BEGIN; INSERT INTO db.kept VALUES (2)"
    )
    del first
    gc.collect()
    second = Instance()
    assert second._root is root
    second.connection.execute(f"ATTACH '{path}' AS db (READ_ONLY)")
    assert second.connection.execute("FROM db.kept").fetchall() == [(1,)]
    second.discard()


def test_what_is_given_back_twice_or_discarded_is_lent_at_most_once() -> None:
    once, gone = Instance(), Instance()
    once.give_back()
    once.give_back()
    gone.discard()
    gone.give_back()
    lent = [Instance(), Instance()]
    assert [one._root is once._root for one in lent] == [True, False]
    assert lent[1]._root is not gone._root
    for one in lent:
        one.discard()


def test_another_process_leaves_the_instances_of_this_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parents = Instance()
    parents.give_back()
    monkeypatch.setattr(os, "getpid", lambda: 0)
    child = Instance()
    assert child._root is not parents._root
    child.discard()


def test_two_stores_open_at_once_have_one_each_and_a_third_takes_over(path: Path, tmp_path: Path) -> None:
    one, other = Store(path, "ana"), Store(tmp_path / "other.duckdb", "petr")
    assert one.engine._instance._root is not other.engine._instance._root
    one.close()
    one.close()
    third = Store(tmp_path / "third.duckdb", "olga")
    assert third.engine._instance._root is one.engine._instance._root
    assert [user.name for user in (third.user(), other.user())] == ["olga", "petr"]
    for store in (other, third):
        store.close()


def test_one_thread_works_on_a_small_file_and_all_on_a_large_one_or_on_many_rows(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect() as other:
        every = threads(other)
    assert store.engine.read(threads) == 1

    def loading(connection: duckdb.DuckDBPyConnection) -> int:
        expect_rows(connection, ONE_THREAD + 1)
        return threads(connection)

    assert store.engine.write(loading) == every
    store.engine._start_afresh()
    assert store.engine.read(threads) == 1
    monkeypatch.setattr(engine, "_SMALL", 0)
    assert store.engine.read(threads) == every
