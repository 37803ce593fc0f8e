"""9 Smazat, its planner, and 8 Zneplatnit (AKCE.md, sections 8 and 9)."""

from collections.abc import Callable
from typing import Any

import pytest
from akce_world import Ids, World, changed, digest, make, tables

from workbench.desk import Desk
from workbench.errors import (
    CollisionError,
    InputError,
    LinkedError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RefusedError,
    UnknownNameError,
)

MARK = "Zqxmarkr"

Desks = Callable[[str], Desk]


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def free(desk: Desk, client: int) -> None:
    kinds = set(desk.akce.delete(client).blockers()["entity"]) - {"lead", "client"}
    if kinds:
        desk.akce.release(client, remove=sorted(kinds - {"deal", "offer", "sales_order", "project"}),
                          detach=sorted(kinds & {"deal", "offer", "sales_order", "project"})).run()  # fmt: skip


def test_it_is_refused_while_records_link_to_it_and_the_reason_counts_them_by_type(
    unchanged: Desks, ids: Ids
) -> None:
    desk = unchanged("ana")
    action = desk.akce.delete(ids.twin)
    obstacle = action.available().obstacle
    assert isinstance(obstacle, LinkedError)
    holders = obstacle.values["holders"]
    assert "2 × Obchodní případ" in str(holders)
    assert "2 × Vztah" in str(holders)
    before = digest(desk)
    with pytest.raises(LinkedError):
        action.run()
    assert digest(desk) == before
    held = action.blockers()
    assert set(held["entity"]) == {
        "employment", "lead", "deal", "offer", "sales_order", "project", "activity", "attachment", "relation",
    }  # fmt: skip
    assert set(held["id"]) >= {ids.lead, ids.deal, ids.offer, ids.order, ids.project}


def test_what_the_user_does_not_see_is_neither_listed_nor_counted(desk: Desk, ids: Ids) -> None:
    hidden = make(desk, "client", name="S tajným obchodem", owner="petr")
    make(desk, "deal", name="Tajné", client_id=hidden, security_level=9)
    petr = as_user(desk, "petr")
    assert not len(petr.akce.delete(hidden).blockers())
    obstacle = petr.akce.delete(hidden).available().obstacle
    assert isinstance(obstacle, LinkedError)
    assert "Obchod" not in str(obstacle)
    assert "1 × Obchodní případ" in petr.akce.delete(ids.twin).available().reason


def test_the_planner_reassigns_detaches_and_removes_in_one_undoable_change_set(desk: Desk, ids: Ids) -> None:
    before = tables(desk)
    action = desk.akce.release(
        ids.twin, reassign={"employment": ids.plain, "relation": ids.plain}, detach=["deal", "offer", "sales_order", "project", "lead"],
        remove=["activity", "attachment"],
    )  # fmt: skip
    preview = action.preview()
    assert tables(desk) == before
    result = action.run()
    assert set(preview["id"]) == set(changed(desk, result)["id"])
    assert not len(desk.akce.delete(ids.twin).blockers())
    assert ids.person in desk.client(ids.plain).persons
    assert desk.store.record("deal", ids.deal)["client_id"] is None
    desk.undo(result)
    assert {name: set(rows) for name, rows in tables(desk).items()} == {
        name: set(rows) for name, rows in before.items()
    }
    assert desk.store.record("deal", ids.deal)["client_id"] == ids.twin


def test_a_required_link_cannot_be_detached_only_reassigned_or_removed(desk: Desk, ids: Ids) -> None:
    with pytest.raises(InputError):
        desk.akce.release(ids.twin, detach=["employment"]).run()
    desk.akce.release(ids.twin, remove=["employment"]).run()
    assert desk.store.record("person", ids.person).id == ids.person


def test_a_reassigned_relation_never_points_from_the_heir_to_itself_nor_stands_twice(
    desk: Desk, ids: Ids
) -> None:
    desk.akce.release(ids.twin, reassign={"relation": ids.alfa, "employment": ids.alfa}).run()
    after = desk.client(ids.alfa)
    assert [(one["client_id"], one["other_id"]) for one in after.all("relation")] == [(ids.gama, ids.alfa)]
    assert len(after.all("employment")) == 1


def test_the_planner_leaves_alone_what_the_user_does_not_see(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
    petr.akce.release(ids.twin, reassign={"deal": ids.plain}).run()
    assert desk.store.record("deal", ids.deal)["client_id"] == ids.plain
    assert desk.store.record("deal", ids.secret_deal)["client_id"] == ids.twin


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        ({}, InputError),
        ({"remove": ["deal"], "detach": ["deal"]}, InputError),
        ({"remove": ["dael"]}, UnknownNameError),
        ({"remove": ["address"]}, InputError),
        ({"remove": ["person"]}, InputError),
        ({"reassign": {"deal": 999_999}}, NotFoundError),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    unchanged: Desks, ids: Ids, plan: dict[str, Any], error: type[Exception]
) -> None:
    desk = unchanged("ana")
    before = digest(desk)
    with pytest.raises(error):
        desk.akce.release(ids.twin, **plan).run()
    assert digest(desk) == before


def test_an_heir_is_followed_through_merges_and_never_the_client_itself(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.gama, absorb=ids.plain).run()
    desk.akce.release(ids.twin, reassign={"deal": ids.plain}).run()
    assert desk.store.record("deal", ids.deal)["client_id"] == ids.gama
    desk.akce.merge(keep=ids.alfa, absorb=ids.moved, reason="totéž").run()
    with pytest.raises(InputError):
        desk.akce.release(ids.alfa, reassign={"relation": ids.moved}).run()


def test_the_right_to_delete_is_none_own_or_all(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
    assert petr.akce.delete(ids.delta).available()
    desk.store.save_user("petr", "full", delete="own")
    assert petr.akce.delete(ids.plain).available()
    assert isinstance(petr.akce.delete(ids.delta).available().obstacle, PermissionRefusedError)
    desk.store.save_user("petr", "full", delete="none")
    with pytest.raises(PermissionRefusedError):
        petr.akce.delete(ids.plain).run()


def test_it_asks_with_the_name_and_says_that_it_cannot_be_undone(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    assert desk.akce.delete([ids.plain, ids.delta]).warning() == (
        f"Prostá s.r.o. ({ids.plain}), Jan Smyšlený ({ids.delta}): bude natrvalo smazáno. Nelze to vrátit zpět."
    )


def test_after_it_no_personal_data_remains_anywhere_in_the_store_nor_in_the_file(
    desk: Desk, ids: Ids
) -> None:
    client = make(
        desk,
        "client",
        name=f"{MARK}a",
        is_person=True,
        last_name=f"{MARK}b",
        external_id=f"{MARK}c",
        note=f"{MARK}d",
    )
    other = make(desk, "client", name=f"{MARK}e", external_id=f"{MARK}f", notice=f"{MARK}g")
    make(desk, "contact", record_id=client, kind="email", value=f"{MARK}@mark.example")
    street = make(desk, "address", record_id=client, kind="home", street=f"{MARK}h", city=f"{MARK}i")
    desk.akce.edit(street, entity="address", street="Změněná", note=f"{MARK}j").run()
    desk.akce.edit(client, salutation=f"{MARK}k", tags=[f"{MARK}l"]).run()
    activity = make(desk, "activity", record_id=client, body=f"{MARK}m")
    desk.akce.remove("activity", activity).run()
    desk.akce.not_duplicate(client, ids.plain, reason=f"{MARK}n").run()
    desk.akce.merge(
        keep=client, absorb=other, choose={"category": {"value": f"{MARK}o"}}, note=f"{MARK}p"
    ).run()
    desk.akce.invalidate(client, note=f"{MARK}q").run()
    desk.akce.lock([client, ids.gama], reason=f"{MARK}r").run()
    desk.akce.unlock([client, ids.gama]).run()
    undone = desk.akce.edit(client, notice=f"{MARK}s").run()
    desk.undo(undone)
    deal = make(desk, "deal", name="Obchod", client_id=client)
    desk.akce.release(client, detach=["deal"], note=f"{MARK}t").run()
    desk.akce.export([client, ids.plain], format="csv").run()
    desk.akce.edit(ids.gama, lock_reason=None, notice="x").available()
    assert MARK in digest(desk)
    result = desk.akce.delete(client).run()
    left = [line for line in digest(desk).splitlines() if MARK.lower() in line.lower()]
    assert [line for line in left if f"{MARK}r" not in line] == []
    assert desk.store.record("deal", deal)["client_id"] is None
    raw = desk.store.path.read_bytes().lower()
    for mark in "abcdefghijklmnopqst":
        assert f"{MARK}{mark}".lower().encode() not in raw, mark
    assert f"{MARK}@".lower().encode() not in raw
    last = desk.changes().iloc[0]
    assert (last["id"], last["actor"], last["action"]) == (result.change_set, "ana", "delete")
    for gone in (client, other):
        with pytest.raises(NotFoundError):
            desk.client(gone)


def test_a_reason_given_for_two_locks_goes_with_the_one_that_is_erased(desk: Desk) -> None:
    client = make(desk, "client", name="Kdosi")
    desk.akce.lock(client, reason=MARK).run()
    desk.akce.delete(client).run()
    assert MARK not in digest(desk)


def test_many_are_deleted_as_one_change_set(desk: Desk) -> None:
    clients = [make(desk, "client", name=f"{MARK} {number}") for number in range(5)]
    action = desk.akce.delete(clients)
    assert action.available()
    result = action.run()
    assert result.counts["client", "delete"] == 5
    assert MARK not in digest(desk)


def test_two_that_only_link_to_each_other_still_have_to_be_released(desk: Desk) -> None:
    one, other = make(desk, "client", name="Jeden"), make(desk, "client", name="Druhý")
    make(desk, "relation", client_id=one, other_id=other, kind="loose")
    assert isinstance(desk.akce.delete([one, other]).available().obstacle, LinkedError)
    desk.akce.release([one, other], remove=["relation"]).run()
    desk.akce.delete([one, other]).run()


def test_undo_of_what_concerned_an_erased_record_is_refused_with_the_reason_or_skips_it(
    desk: Desk, ids: Ids
) -> None:
    both = desk.akce.edit([ids.plain, ids.gama], category="společná").run()
    merge = desk.akce.merge(keep=ids.alfa, absorb=ids.moved, reason="totéž").run()
    deleted = desk.akce.delete(ids.plain).run()
    with pytest.raises(CollisionError):
        desk.undo(both)
    desk.undo(both, on_collision="keep")
    assert desk.client(ids.gama).record["category"] is None
    with pytest.raises(RefusedError, match="mazala natrvalo"):
        desk.undo(deleted, on_collision="keep")
    desk.undo(merge)
    assert desk.client(ids.moved).id == ids.moved


def test_the_code_of_a_deletion_and_of_a_plan_does_the_same_again(world: World, ids: Ids) -> None:
    one, other = world.open(), world.open()
    release = one.akce.release(
        ids.twin, reassign={"relation": ids.plain}, detach=["deal"], remove=["activity"], note="'\n\""
    )
    delete = one.akce.delete([ids.delta, ids.gama][:1])
    for action in (release, delete):
        action.run()
        exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
    assert tables(one) == tables(other)


def test_an_invalid_client_leaves_the_lists_and_stays_stored_with_its_links(desk: Desk, ids: Ids) -> None:
    links = len(desk.akce.delete(ids.twin).blockers())
    before = digest(desk)
    action = desk.akce.invalidate([ids.twin, ids.plain], note="zanikli")
    assert set(action.preview()["field"]) == {"valid", "invalid_note"}
    assert digest(desk) == before
    result = action.run()
    assert ids.twin not in desk.clients.df().index
    assert ids.twin in desk.clients.df(invalid=True).index
    assert ids.plain not in desk.clients.search("prostá").ids
    assert ids.plain in desk.clients.search("prostá", invalid=True).ids
    assert len(desk.akce.delete(ids.twin).blockers()) == links
    assert desk.client(ids.twin).record["invalid_note"] == "zanikli"
    assert result.detail == 2


def test_zplatnit_brings_it_back_and_a_second_invalidation_keeps_the_reason(desk: Desk, ids: Ids) -> None:
    desk.akce.invalidate(ids.plain, note="první").run()
    assert desk.akce.invalidate(ids.plain, note="druhý").run().change_set is None
    assert desk.client(ids.plain).record["invalid_note"] == "první"
    desk.akce.restore(ids.plain).run()
    assert desk.client(ids.plain).record["valid"] is True
    assert desk.client(ids.plain).record["invalid_note"] is None


@pytest.mark.parametrize("name", ["invalidate", "restore"])
def test_the_code_of_validity_does_the_same_again(world: World, ids: Ids, name: str) -> None:
    one, other = world.open(), world.open()
    for desk in (one, other):
        desk.akce.invalidate([ids.alfa]).run()
    action = getattr(one.akce, name)([ids.alfa, ids.plain, ids.delta], note="uvozovky ' \" a\nřádek")
    action.run()
    exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
    assert tables(one) == tables(other)


def test_all_or_nothing_when_one_of_many_is_locked_or_invisible(desk: Desk, ids: Ids) -> None:
    before = digest(desk)
    with pytest.raises(LockedError):
        desk.akce.invalidate([ids.plain, ids.held]).run()
    with pytest.raises(LockedError):
        desk.akce.delete([ids.plain, ids.held]).run()
    with pytest.raises(NotFoundError):
        as_user(desk, "petr").akce.invalidate([ids.plain, ids.secret]).run()
    assert digest(desk) == before


def test_a_single_record_may_go_another_way_than_its_type(desk: Desk, ids: Ids) -> None:
    deals = [make(desk, "deal", name=name, client_id=ids.plain) for name in ("a", "b", "c", "d")]
    action = desk.akce.release(
        ids.plain, reassign={"deal": ids.alfa, deals[1]: ids.gama, deals[3]: ids.alfa}, remove=[deals[2]]
    )
    action.run()
    holders = desk.sql(f"select id, client_id from deal where id in {tuple(deals)} order by id").fetchall()
    assert holders == [(deals[0], ids.alfa), (deals[1], ids.gama), (deals[3], ids.alfa)]
    desk.akce.delete(ids.plain).run()
    assert action.code().count(str(deals[1])) == 1


def test_a_single_record_that_does_not_link_to_the_client_is_refused(desk: Desk, ids: Ids) -> None:
    with pytest.raises(InputError, match=str(ids.deal)):
        desk.akce.release(ids.plain, remove=[ids.deal]).run()


def test_what_holds_a_client_is_told_record_by_record(desk: Desk, ids: Ids) -> None:
    deal = make(desk, "deal", name="Střecha", client_id=ids.plain)
    holders = desk.akce.delete(ids.plain).holders()
    assert [(one.id, one["name"]) for one in holders["deal"]] == [(deal, "Střecha")]
