"""6 Sloučit s jiným klientem (AKCE.md, section 6)."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from akce_world import ALFA, Ids, World, digest, make, tables

from workbench.desk import Desk
from workbench.errors import (
    CollisionError,
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RefusedError,
)
from workbench.registry.snapshot import SnapshotRegister

Desks = Callable[[str], Desk]


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def hanging(desk: Desk, kind: str, client: int) -> list[dict[str, Any]]:
    return [dict(one.values) for one in desk.client(client).all(kind)]


def test_it_says_plainly_which_record_survives_and_which_vanish(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    with_names = desk.akce.merge(keep=ids.alfa, absorb=[ids.twin, ids.plain]).summary()
    assert with_names == (
        f"Přežije: {ids.alfa} (Alfa stavby s.r.o.). Zaniknou: {ids.twin} (Alfa Stavby, spol. s r. o.), {ids.plain} (Prostá s.r.o.)."
    )


@pytest.fixture(scope="module")
def moving_and_merged(the_world: World) -> Iterator[tuple[pd.DataFrame, Desk]]:
    """What a merge of alfa and its twin was to move, and the desk after it, to be looked at only."""
    desk = Desk(the_world.copy(), "ana", register=SnapshotRegister(the_world.register))
    action = desk.akce.merge(keep=the_world.ids.alfa, absorb=the_world.ids.twin)
    moving = action.moving()
    action.run()
    before = digest(desk)
    yield moving, desk
    assert digest(desk) == before
    desk.store.close()


@pytest.fixture(scope="module")
def merged(moving_and_merged: tuple[pd.DataFrame, Desk]) -> Desk:
    return moving_and_merged[1]


def test_everything_that_hangs_on_the_vanishing_record_moves(
    moving_and_merged: tuple[pd.DataFrame, Desk], ids: Ids
) -> None:
    moving, desk = moving_and_merged
    after = desk.client(ids.alfa)
    for kind in (
        "lead",
        "deal",
        "offer",
        "sales_order",
        "project",
        "activity",
        "attachment",
        "relation",
        "consent",
    ):
        assert after.all(kind), kind
        assert kind in set(moving["entity"]), kind
    assert {one.id for one in after.all("deal")} == {ids.deal, ids.secret_deal}
    assert list(after.persons) == [ids.person]
    assert after.record["tags"] == ("stavba",)
    assert after.record["origin_lead_id"] == ids.lead
    assert {one["value"] for one in after.contacts} == {"info@alfa.example", "+420601000002"}
    assert not [
        row for rows in tables(desk).values() for row in rows.values() if row.get("client_id") == ids.twin
    ]


def test_equal_addresses_and_contacts_and_persons_stand_once(merged: Desk, ids: Ids) -> None:
    after = merged.client(ids.alfa)
    assert [(one["kind"], one["street"]) for one in after.addresses] == [
        ("contact", "Smyšlená"),
        ("billing", "Jiná"),
    ]
    assert len(after.contacts) == 2
    assert [one["position"] for one in after.all("employment")] == ["jednatelka"]


def test_one_primary_address_remains_and_it_is_the_survivors(merged: Desk, ids: Ids) -> None:
    assert [one["street"] for one in merged.client(ids.alfa).addresses if one["is_primary"]] == ["Smyšlená"]


def test_a_relation_between_the_two_disappears(merged: Desk, ids: Ids) -> None:
    assert [
        (one["client_id"], one["other_id"], one["kind"]) for one in hanging(merged, "relation", ids.alfa)
    ] == [(ids.gama, ids.alfa, "parent")]


def test_the_same_relation_told_from_both_ends_stands_once(desk: Desk, ids: Ids) -> None:
    make(desk, "relation", client_id=ids.alfa, other_id=ids.gama, kind="child")
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    assert len(hanging(desk, "relation", ids.alfa)) == 1


def test_a_cycle_of_parent_and_child_is_refused_with_the_reason(desk: Desk, ids: Ids) -> None:
    make(desk, "relation", client_id=ids.alfa, other_id=ids.plain, kind="parent")
    make(desk, "relation", client_id=ids.plain, other_id=ids.gama, kind="parent")
    action = desk.akce.merge(keep=ids.alfa, absorb=ids.twin)
    before = digest(desk)
    assert isinstance(action.available().obstacle, RefusedError)
    assert "mateřsk" in action.available().reason
    with pytest.raises(RefusedError):
        action.run()
    assert digest(desk) == before


@pytest.mark.parametrize("swap", [pytest.param(False, marks=pytest.mark.slow), True])
def test_do_not_contact_from_any_side_wins(desk: Desk, ids: Ids, *, swap: bool) -> None:
    keep, absorb = (ids.twin, ids.alfa) if swap else (ids.alfa, ids.twin)
    make(desk, "consent", record_id=ids.alfa, title="contract")
    desk.akce.merge(keep=keep, absorb=absorb).run()
    assert desk.client(keep).record["do_not_contact"] is True
    assert {one["title"] for one in hanging(desk, "consent", keep)} == {"consent", "contract"}


@pytest.mark.parametrize("choice", ["alfa", {"value": False}, {"value": None}])
def test_a_choice_cannot_weaken_do_not_contact(unchanged: Desks, ids: Ids, choice: object) -> None:
    desk = unchanged("ana")
    chosen = ids.alfa if choice == "alfa" else choice
    with pytest.raises(InputError, match="nejpřísnější"):
        desk.akce.merge(keep=ids.alfa, absorb=ids.twin, choose={"do_not_contact": chosen}).run()


def test_the_highest_security_level_of_any_side_wins(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.plain, absorb=ids.secret).run()
    assert desk.client(ids.plain).record["security_level"] == 9


def test_two_different_valid_ico_are_refused_unless_a_reason_is_given(desk: Desk, ids: Ids) -> None:
    action = desk.akce.merge(keep=ids.alfa, absorb=ids.gama)
    assert ALFA in action.available().reason
    with pytest.raises(RefusedError):
        action.run()
    desk.akce.edit(ids.gama, name="Gama").run()
    assert desk.akce.merge(keep=ids.alfa, absorb=ids.gama, reason="fúze").available()


def test_locked_on_either_side_is_refused_with_the_reason(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    for keep, absorb in ((ids.plain, ids.held), (ids.held, ids.plain)):
        before = digest(desk)
        obstacle = desk.akce.merge(keep=keep, absorb=absorb).available().obstacle
        assert isinstance(obstacle, LockedError)
        assert obstacle.values["user"] == "petr"
        with pytest.raises(LockedError):
            desk.akce.merge(keep=keep, absorb=absorb).run()
        assert digest(desk) == before


def test_an_invisible_record_is_refused_with_the_words_for_an_absent_one(unchanged: Desks, ids: Ids) -> None:
    petr = unchanged("petr")
    told = [
        petr.akce.merge(keep=ids.plain, absorb=number).available().reason.replace(str(number), "N")
        for number in (ids.secret, 999_999)
    ]
    assert told[0] == told[1] != ""
    told = [
        petr.akce.merge(keep=number, absorb=ids.plain).available().reason.replace(str(number), "N")
        for number in (ids.secret, 999_999)
    ]
    assert told[0] == told[1] != ""


def test_a_record_that_was_merged_already_is_refused_and_told_where_it_went(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    obstacle = desk.akce.merge(keep=ids.plain, absorb=ids.twin).available().obstacle
    assert isinstance(obstacle, NotFoundError)
    assert obstacle.values == {"id": ids.twin, "now": ids.alfa}
    desk.akce.merge(keep=ids.secret, absorb=ids.plain).run()
    petr = as_user(desk, "petr")
    hidden = petr.akce.merge(keep=ids.alfa, absorb=ids.plain).available().obstacle
    assert hidden is not None
    assert str(ids.secret) not in str(hidden.values)


def test_it_needs_the_right_to_delete_what_vanishes(desk: Desk, ids: Ids) -> None:
    desk.store.save_user("petr", "full", delete="own")
    petr = as_user(desk, "petr")
    assert petr.akce.merge(keep=ids.delta, absorb=ids.plain).available()  # plain is his own
    assert isinstance(
        petr.akce.merge(keep=ids.plain, absorb=ids.delta).available().obstacle, PermissionRefusedError
    )
    desk.store.save_user("petr", "full", delete="none")
    with pytest.raises(PermissionRefusedError):
        petr.akce.merge(keep=ids.alfa, absorb=ids.twin).run()


def test_what_hangs_on_it_unseen_moves_too_and_the_preview_keeps_it_unseen(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
    action = petr.akce.merge(keep=ids.alfa, absorb=ids.twin)
    assert ids.secret_deal not in action.preview()["id"].tolist()
    assert ids.deal in action.preview()["id"].tolist()
    assert ids.secret_deal not in action.moving()["id"].tolist()
    assert action.moving()["id"].notna().all()
    action.run()
    assert ids.secret_deal in {one.id for one in desk.client(ids.alfa).all("deal")}


def test_the_vanished_id_leads_to_the_survivor_through_any_chain_of_merges(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.twin, absorb=ids.plain).run()
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    desk.akce.merge(keep=ids.moved, absorb=ids.alfa, reason="totéž").run()
    for old in (ids.plain, ids.twin, ids.alfa):
        assert desk.client(old).id == ids.moved
    redirects = {one["old_id"]: one for one in hanging(desk, "redirect", ids.moved)}
    assert set(redirects) == {ids.plain, ids.twin, ids.alfa}
    assert (redirects[ids.alfa]["external_id"], redirects[ids.alfa]["ico"]) == ("X-1", ALFA)
    assert desk.akce.security(ids.plain).run().merged_ids == (ids.plain, ids.twin, ids.alfa)
    new = (
        desk.akce.create("contact", record_id=ids.plain, kind="email", value="kdo@alfa.example").run().detail
    )
    assert new in {one.id for one in desk.client(ids.moved).contacts}


def test_undo_gives_back_both_records_with_their_ids_links_and_history(desk: Desk, ids: Ids) -> None:
    def plain(state: dict[str, Any]) -> dict[str, Any]:
        hidden = ("version", "updated_by")
        return {
            name: {key: {k: v for k, v in row.items() if k not in hidden} for key, row in rows.items()}
            for name, rows in state.items()
        }

    before = tables(desk)
    result = desk.akce.merge(
        keep=ids.alfa, absorb=[ids.twin, ids.gama], reason="zkouška", choose={"name": ids.gama}
    ).run()
    assert plain(tables(desk)) != plain(before)
    desk.undo(result)
    assert plain(tables(desk)) == plain(before)
    assert set(desk.history(ids.twin)["action"]) >= {"world", "merge", "undo"}


@pytest.mark.slow  # collisions of an undo: tests/store/test_undo_of_decided.py, tests/panels/test_history_view.py
def test_after_undo_what_was_changed_on_the_survivor_since_is_kept_and_a_collision_is_shown(
    desk: Desk, ids: Ids
) -> None:
    result = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    desk.akce.edit(ids.alfa, category="nová").run()
    desk.akce.edit(ids.alfa, notice="přepsáno").run()
    collisions = desk.akce.undo(result).collisions()
    assert collisions[["id", "field", "now"]].to_numpy().tolist() == [[ids.alfa, "notice", "přepsáno"]]
    with pytest.raises(CollisionError):
        desk.undo(result)
    desk.undo(result, choose={(ids.alfa, "notice"): "keep"})
    assert desk.client(ids.alfa).record["category"] == "nová"
    assert desk.client(ids.alfa).record["notice"] == "přepsáno"
    assert desk.client(ids.twin).record["notice"] == "volat ráno"
