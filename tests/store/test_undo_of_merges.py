"""A merge whose survivor was merged on since is undone with what there is now kept: nobody stands beside a redirect."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import store_moves as moves
from store_dump import state_of

from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store
from workbench.store.undo import Decision, undo


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "c.duckdb", "ana")
    yield store
    store.close()


def write(store: Store, work: Callable[[ChangeSet], Any], undoes: int | None = None) -> int:
    number = store.write(Intent("test", undoes=undoes), work).change_set
    assert number
    return number


def take_back(store: Store, number: int, decision: Decision) -> int:
    return write(store, lambda cs: undo(cs, number, on_collision=decision), undoes=number)


def standing(store: Store) -> tuple[set[int], set[tuple[int, int]]]:
    """The clients, and from whom to whom redirects lead."""
    state = state_of(store)
    return set(state["client"]), {(one["old_id"], one["new_id"]) for one in state["redirect"].values()}


@pytest.mark.parametrize("decision", ["keep", pytest.param("restore", marks=pytest.mark.slow)])
def test_who_comes_back_has_no_redirect_and_the_later_merge_can_be_undone_too(
    store: Store, decision: Decision
) -> None:
    made: list[int] = []
    write(
        store,
        lambda cs: made.extend(moves.create_client(cs, name, [], []) for name in ("Alfa", "Beta", "Gama")),
    )
    first, second, third = made
    earlier = write(store, lambda cs: moves.merge(cs, first, [second], {}))
    later = write(store, lambda cs: moves.merge(cs, third, [first], {}))
    undone = take_back(store, earlier, decision)
    assert standing(store) == ({second, third}, {(first, third)})
    again = take_back(store, undone, decision)
    assert standing(store) == ({third}, {(first, third), (second, third)})
    take_back(store, again, decision)
    collisions: list[Any] = []
    write(store, lambda cs: collisions.append(undo(cs, later, on_collision=decision)), undoes=later)
    assert standing(store) == ({first, second, third}, set())
    assert "redirect" not in set(collisions[0]["entity"]), (
        "that it went with who came back stands against nothing"
    )
