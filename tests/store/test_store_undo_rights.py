"""Undo and the journal show and change nothing that the user could not see or change in another way."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import store_moves as moves

from workbench.akce.base import Result
from workbench.desk import Desk
from workbench.errors import CollisionError, NotFoundError, PermissionRefusedError
from workbench.store.journal import Intent
from workbench.store.store import Store

DENIED = "Sada změn {id} není. Čísla ukáže desk.changes()."


@pytest.fixture
def ana(empty_copy: Path) -> Iterator[Desk]:
    """The administrator."""
    desk = Desk(empty_copy, "ana")
    yield desk
    desk.store.close()


@pytest.fixture
def store(ana: Desk) -> Store:
    """The administrator's store."""
    return ana.store


Colleague = Callable[..., Desk]


@pytest.fixture
def colleague(store: Store) -> Iterator[Colleague]:
    """Adds petr with some rights and opens the file as him."""
    opened: list[Desk] = []

    def join(role: str = "full", **rights: Any) -> Desk:
        store.save_user("petr", role, **rights)
        opened.append(Desk(store.path, "petr"))
        return opened[-1]

    yield join
    for one in opened:
        one.store.close()


def made(desk: Desk, entity: str = "client", **fields: Any) -> tuple[int, int]:
    """A new record: its id, and the change set that created it."""
    result = desk.akce.create(entity, **fields).run()
    return int(result.detail), number(result)


def number(result: Result) -> int:
    """The change set of a run that changed something."""
    assert result.change_set is not None
    return result.change_set


def values(store: Store, entity: str, record_id: int) -> Mapping[str, Any]:
    return store.record(entity, record_id).values


def test_who_does_not_see_a_record_undoes_nothing_of_it_and_learns_nothing(
    ana: Desk, colleague: Colleague
) -> None:
    petr = colleague("full", otherwise="own")
    hidden, create = made(ana, name="Skrytá firma", owner="ana")
    edit = number(ana.akce.edit(hidden, notice="tajné").run())
    ana.akce.edit(hidden, notice="tajnější").run()
    for target in (create, edit, 999):
        for attempt in (
            petr.akce.undo(target).run,
            petr.akce.undo(target).preview,
            petr.akce.undo(target).collisions,
        ):
            with pytest.raises(NotFoundError) as caught:
                attempt()
            assert str(caught.value) == DENIED.format(id=target)
        assert "tajn" not in petr.akce.undo(target).available().reason
    assert values(ana.store, "client", hidden)["notice"] == "tajnější"


def test_one_hidden_record_among_seen_ones_keeps_the_whole_set(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", otherwise="own")
    mine, _ = made(ana, name="Má", owner="petr")
    hidden, _ = made(ana, name="Skrytá", owner="ana")
    both = number(ana.akce.edit([mine, hidden], notice="obě").run())
    alone = number(ana.akce.edit(mine, category="A").run())
    with pytest.raises(NotFoundError):
        petr.akce.undo(both).run()
    petr.akce.undo(alone).run()
    assert values(ana.store, "client", mine)["category"] is None


def test_a_hidden_record_that_is_gone_is_judged_by_what_it_was(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", otherwise="own")
    kinds = {}
    for owner in ("petr", "ana"):
        _, create = made(ana, name="Firma", owner=owner)
        kinds[owner] = number(ana.akce.undo(create).run())
    with pytest.raises(NotFoundError):
        petr.akce.undo(kinds["ana"]).run()
    petr.akce.undo(kinds["petr"]).run()
    assert [one["owner"] for one in ana.store.records("client")] == ["petr"]


def test_a_link_to_a_hidden_record_is_not_undone(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", otherwise="own")
    mine, _ = made(ana, name="Má", owner="petr")
    hidden, _ = made(ana, name="Skrytá", owner="ana")
    _, link = made(ana, "relation", client_id=mine, other_id=hidden, kind="loose")
    with pytest.raises(NotFoundError):
        petr.akce.undo(link).run()
    _, note = made(ana, "activity", record_id=mine, body="vidím")
    petr.akce.undo(note).run()
    assert not ana.store.records("activity")


def test_who_merged_undoes_it_with_all_that_moved_along_unseen(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", see={"deal": "own", "person": "own"})
    keep, _ = made(ana, name="Stálá", ico="90000019")
    gone, _ = made(ana, name="Mizející", ico="90000019")
    deal, _ = made(ana, "deal", name="Tajná", client_id=gone, owner="ana")
    person, _ = made(ana, "person", last_name="Nováková", owner="ana")
    link, _ = made(ana, "employment", client_id=gone, person_id=person, position="jednatelka")
    merge = number(petr.akce.merge(keep, gone).run())
    assert values(ana.store, "deal", deal)["client_id"] == keep
    undo = petr.akce.undo(merge).run()
    assert values(ana.store, "deal", deal)["client_id"] == gone
    assert values(ana.store, "employment", link)["client_id"] == gone
    petr.akce.undo(undo).run()
    assert values(ana.store, "deal", deal)["client_id"] == keep


def test_collisions_do_not_show_what_moved_along_unseen(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", see={"deal": "own"})
    keep, _ = made(ana, name="Stálá")
    gone, _ = made(ana, name="Mizející")
    other, _ = made(ana, name="Jiná")
    deal, _ = made(ana, "deal", name="Tajná", client_id=gone, owner="ana")
    merge = number(petr.akce.merge(keep, gone, reason="táž firma").run())
    ana.akce.edit(deal, entity="deal", client_id=other).run()
    assert petr.akce.undo(merge).collisions().empty
    assert set(ana.akce.undo(merge).collisions()["id"]) == {deal}
    with pytest.raises(CollisionError) as caught:
        petr.akce.undo(merge).run()
    assert set(caught.value.values) == {"id"}
    petr.akce.undo(merge, on_collision="keep").run()
    assert values(ana.store, "deal", deal)["client_id"] == other


@pytest.mark.slow  # test_collisions_do_not_show_what_moved_along_unseen
def test_a_collision_does_not_tell_what_kind_of_hidden_record_links_here(
    ana: Desk, colleague: Colleague
) -> None:
    petr = colleague("full", see={"deal": "own"})
    client, create = made(petr, name="Firma")
    made(ana, "deal", name="Tajná", client_id=client, owner="ana")
    (now,) = petr.akce.undo(create).collisions()["now"]
    assert now is None
    assert list(ana.akce.undo(create).collisions()["now"]) == ["deal"]


@pytest.mark.parametrize(("delete", "owner", "may"), [*(pytest.param(*one, marks=pytest.mark.slow) for one in (("none", "petr", False), ("all", "ana", True))), ("own", "ana", False), ("own", "petr", True)])  # fmt: skip
def test_taking_back_what_others_created_takes_the_right_to_delete(
    ana: Desk, colleague: Colleague, delete: str, owner: str, may: bool
) -> None:
    petr = colleague("full", delete=delete)
    client, create = made(ana, name="Firma", owner=owner)
    if may:
        petr.akce.undo(create).run()
        assert not ana.store.records("client")
        return
    with pytest.raises(PermissionRefusedError):
        petr.akce.undo(create).run()
    assert values(ana.store, "client", client)["name"] == "Firma"


def test_ones_own_creation_can_be_taken_back_without_the_right_to_delete(
    ana: Desk, colleague: Colleague
) -> None:
    petr = colleague("full", delete="none")
    _, create = made(petr, name="Omyl", owner="ana")
    petr.akce.undo(create).run()
    assert not ana.store.records("client")


def test_nobody_locks_in_the_name_of_another_by_undoing(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("read_only")
    client, _ = made(ana, name="Firma")
    ana.akce.lock(client, reason="účtuji").run()
    opened = number(ana.akce.unlock(client).run())
    with pytest.raises(PermissionRefusedError, match="ana"):
        petr.akce.undo(opened).run()
    assert values(ana.store, "client", client)["locked_by"] is None
    mine = number(petr.akce.lock(client).run())
    again = number(petr.akce.unlock(client).run())
    petr.akce.undo(again).run()
    assert values(ana.store, "client", client)["locked_by"] == "petr"
    petr.akce.undo(mine, on_collision="restore").run()
    ana.akce.undo(opened).run()
    assert values(ana.store, "client", client)["locked_by"] == "ana"


@pytest.mark.slow
def test_notes_and_lines_of_a_set_are_shown_to_those_who_see_all_of_it(
    ana: Desk, colleague: Colleague
) -> None:
    petr = colleague("full", otherwise="own")
    mine, _ = made(ana, name="Má", owner="petr")
    hidden, _ = made(ana, name="Skrytá", owner="ana")
    both = number(ana.akce.edit([mine, hidden], category="A", note="kvůli Skryté").run())
    alone = number(ana.akce.edit(mine, category="B", note="jen Má").run())
    own = number(petr.akce.edit(mine, category="C", note="já").run())
    frame = petr.store.change_sets().set_index("id")
    assert frame.loc[both, ["note", "code"]].isna().all()
    assert [frame.loc[one, "note"] for one in (alone, own)] == ["jen Má", "já"]
    assert "Skryt" not in petr.script()
    notes = petr.store.history(mine).set_index("change_set")["note"]
    assert notes.isna()[both]
    assert (notes[alone], notes[own]) == ("jen Má", "já")
    assert ana.store.change_sets().set_index("id").loc[both, "note"] == "kvůli Skryté"


@pytest.mark.slow  # to whoever did not, nothing is: test_who_does_not_see_a_record_undoes_nothing_of_it_and_learns_nothing
def test_the_note_of_a_merge_is_shown_to_whoever_saw_both(ana: Desk, colleague: Colleague) -> None:
    petr = colleague("full", otherwise="own")
    sets = {}
    for owner in ("petr", "ana"):
        keep, _ = made(ana, name="Stálá", owner="petr")
        gone, _ = made(ana, name="Mizející", owner=owner)
        made(ana, "contact", record_id=keep, kind="email", value="a@example.cz")
        made(ana, "contact", record_id=gone, kind="email", value="a@example.cz")
        sets[owner] = number(ana.akce.merge(keep, gone, note="sloučeno").run())
    frame = petr.store.change_sets().set_index("id")
    assert frame.loc[sets["petr"], "note"] == "sloučeno"
    assert frame.loc[sets["ana"], ["note", "code"]].isna().all()


def test_changing_an_account_keeps_who_added_it_and_when(store: Store) -> None:
    def account() -> list[tuple[Any, ...]]:
        return store.engine.read(
            lambda connection: connection.execute(
                "SELECT role, created_at, created_by FROM db.user_account WHERE name = 'petr'"
            ).fetchall()
        )

    store.save_user("petr", "full")
    ((_, *added),) = account()
    store.save_user("eva", "administrator")
    eva = Store(store.path, "eva", patience=10)
    eva.save_user("petr", "limited")
    eva.close()
    assert account() == [("limited", *added)]
    assert added[1] == "ana"


def test_what_a_set_created_is_told_as_it_was_then(ana: Desk) -> None:
    client, create = made(ana, name="Původní", turnover="10.50", tags=["a"])
    before = ana.store.changes_of(create)
    ana.akce.edit(client, name="Nový", turnover=None, tags=["b"], notice="později").run()
    assert ana.store.changes_of(create).equals(before)
    assert dict(zip(before["field"], before["after"], strict=True))["name"] == "Původní"


@pytest.mark.slow  # of a small one: tests/akce/test_akce_deleting.py
def test_an_erasure_takes_the_note_of_a_large_set_and_leaves_what_it_did(store: Store, ana: Desk) -> None:
    ids = store.write(
        Intent("create"), lambda cs: [moves.create_client(cs, "Firma", [], []) for _ in range(40)]
    ).result
    invalidated = number(ana.akce.invalidate(ids, note="kvůli panu Dvořákovi").run())
    ana.akce.delete(ids[0]).run()
    row = ana.store.change_sets().set_index("id").loc[invalidated]
    assert row[["note", "code"]].isna().all()
    assert row["records"] == len(ids)
