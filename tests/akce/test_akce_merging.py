"""6 Sloučit s jiným klientem (AKCE.md, section 6)."""

from typing import Any

import pytest
from akce_world import ALFA, Ids, World, changed, digest, make, tables

from workbench import locale
from workbench.desk import Desk
from workbench.errors import (
    CollisionError,
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RefusedError,
    StaleVersionError,
    UnknownNameError,
    ValueRejectedError,
)


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def hanging(desk: Desk, kind: str, client: int) -> list[dict[str, Any]]:
    return [dict(one.values) for one in desk.client(client).all(kind)]


def test_it_says_plainly_which_record_survives_and_which_vanish(desk: Desk, ids: Ids) -> None:
    with_names = desk.akce.merge(keep=ids.alfa, absorb=[ids.twin, ids.plain]).summary()
    assert with_names == (
        f"Přežije: {ids.alfa} (Alfa stavby s.r.o.). Zaniknou: {ids.twin} (Alfa Stavby, spol. s r. o.), {ids.plain} (Prostá s.r.o.)."
    )


def test_everything_that_hangs_on_the_vanishing_record_moves(desk: Desk, ids: Ids) -> None:
    moving = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).moving()
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
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


def test_equal_addresses_and_contacts_and_persons_stand_once(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    after = desk.client(ids.alfa)
    assert [(one["kind"], one["street"]) for one in after.addresses] == [
        ("contact", "Smyšlená"),
        ("billing", "Jiná"),
    ]
    assert len(after.contacts) == 2
    assert [one["position"] for one in after.all("employment")] == ["jednatelka"]


def test_one_primary_address_remains_and_it_is_the_survivors(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    assert [one["street"] for one in desk.client(ids.alfa).addresses if one["is_primary"]] == ["Smyšlená"]


def test_a_relation_between_the_two_disappears(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    assert [
        (one["client_id"], one["other_id"], one["kind"]) for one in hanging(desk, "relation", ids.alfa)
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


@pytest.mark.parametrize("swap", [False, True])
def test_do_not_contact_from_any_side_wins(desk: Desk, ids: Ids, *, swap: bool) -> None:
    keep, absorb = (ids.twin, ids.alfa) if swap else (ids.alfa, ids.twin)
    make(desk, "consent", record_id=ids.alfa, title="contract")
    desk.akce.merge(keep=keep, absorb=absorb).run()
    assert desk.client(keep).record["do_not_contact"] is True
    assert {one["title"] for one in hanging(desk, "consent", keep)} == {"consent", "contract"}


@pytest.mark.parametrize("choice", ["alfa", {"value": False}, {"value": None}])
def test_a_choice_cannot_weaken_do_not_contact(desk: Desk, ids: Ids, choice: object) -> None:
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


def test_locked_on_either_side_is_refused_with_the_reason(desk: Desk, ids: Ids) -> None:
    for keep, absorb in ((ids.plain, ids.held), (ids.held, ids.plain)):
        before = digest(desk)
        obstacle = desk.akce.merge(keep=keep, absorb=absorb).available().obstacle
        assert isinstance(obstacle, LockedError)
        assert obstacle.values["user"] == "petr"
        with pytest.raises(LockedError):
            desk.akce.merge(keep=keep, absorb=absorb).run()
        assert digest(desk) == before


def test_an_invisible_record_is_refused_with_the_words_for_an_absent_one(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
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


def test_conflicts_come_first_and_the_reason_of_each_suggestion_is_shown(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.alfa, notice="jiná", rating="A").run()
    frame = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).compare()
    assert frame["conflict"].tolist() == sorted(frame["conflict"], reverse=True)
    rows = frame.set_index("field")
    assert rows.loc["name", "why"] == "vlastní hodnota přeživšího"
    assert rows.loc["notice", "survives"] == "jiná\nvolat ráno"
    assert rows.loc["rating", "why"] == "vyplněno jen tady"
    assert rows.loc["do_not_contact", "why"] == "nejpřísnější"
    locale.use("en")
    assert desk.akce.merge(keep=ids.alfa, absorb=ids.twin).compare()["why"].str.isascii().all()


def test_a_value_that_the_register_confirmed_wins_and_its_mark_stays_with_it(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    action = desk.akce.merge(keep=ids.plain, absorb=ids.moved)
    name = action.compare().set_index("field").loc["name"]
    assert (name["survives"], name["why"]) == ("Stěhovavá s.r.o.", "potvrzeno rejstříkem")
    action.run()
    assert {one["field"]: one["accepted"] for one in hanging(desk, "provenance", ids.plain)}[
        "name"
    ] == "Stěhovavá s.r.o."


def test_the_mark_of_a_register_follows_the_value_that_was_chosen(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry([ids.moved, ids.gama]).run()
    desk.akce.merge(
        keep=ids.moved, absorb=ids.gama, reason="fúze", choose={"name": ids.gama, "ico": ids.gama}
    ).run()
    marks = {one["field"]: one["accepted"] for one in hanging(desk, "provenance", ids.moved)}
    assert marks["name"] == "Gama obchod a.s."
    assert marks["nace"] == "47110"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("twin", "Alfa Stavby, spol. s r. o."), ({"value": " Alfa "}, "Alfa"), (None, "Alfa stavby s.r.o.")],
)
def test_one_choice_a_field_this_that_or_a_typed_value(
    desk: Desk, ids: Ids, choice: object, expected: str
) -> None:
    choose = {} if choice is None else {"name": ids.twin if choice == "twin" else choice}
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin, choose=choose).run()
    assert desk.client(ids.alfa).record["name"] == expected


def test_both_unites_lists_and_notes(desk: Desk, ids: Ids) -> None:
    choose = {"tags": "both", "notice": "both"}
    desk.akce.edit(ids.gama, notice="od gamy").run()
    desk.akce.merge(keep=ids.gama, absorb=ids.twin, choose=choose).run()
    record = desk.client(ids.gama).record
    assert (record["tags"], record["notice"]) == (("obchod", "stavba"), "od gamy\nvolat ráno")


def test_a_typed_value_reaches_a_field_that_was_empty_everywhere(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin, choose={"category": {"value": "stavebnictví"}}).run()
    assert desk.client(ids.alfa).record["category"] == "stavebnictví"


@pytest.mark.parametrize(
    ("choose", "error"),
    [
        ({"nmae": 1}, UnknownNameError),
        ({"name": "both"}, InputError),
        ({"ico": "both"}, InputError),
        ({"name": 999}, InputError),
        ({"name": True}, InputError),
        ({"name": "Alfa"}, InputError),
        ({"name": {"val": 1}}, InputError),
        ({"ico": {"value": "x"}}, ValueRejectedError),
        ({"valid": {"value": False}}, InputError),
        ({"locked_by": {"value": "ana"}}, InputError),
    ],
)
def test_a_choice_that_cannot_be_followed_is_refused(
    desk: Desk, ids: Ids, choose: dict[str, Any], error: type[Exception]
) -> None:
    before = digest(desk)
    with pytest.raises(error):
        desk.akce.merge(keep=ids.alfa, absorb=ids.twin, choose=choose).run()
    assert digest(desk) == before


def test_the_rules_are_data_that_the_user_can_change(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.twin, contact_source="veletrh", category="B").run()
    desk.akce.edit(ids.alfa, contact_source="web", category="A").run()
    rules: dict[str, Any] = {"name": "fullest", "category": ["veletrh", "web"], "contact_source": "complete"}
    rows = desk.akce.merge(keep=ids.alfa, absorb=ids.twin, rules=rules).compare().set_index("field")
    assert list(rows.loc["name", ["survives", "why"]]) == ["Alfa Stavby, spol. s r. o.", "nejdelší"]
    assert list(rows.loc["category", ["survives", "why"]]) == ["B", "její zdroj má přednost"]
    assert list(rows.loc["contact_source", ["survives", "why"]]) == ["veletrh", "z nejúplnějšího záznamu"]
    with pytest.raises(UnknownNameError, match="newest"):
        desk.akce.merge(keep=ids.alfa, absorb=ids.twin, rules={"name": "newst"})
    for wrong in ({"do_not_contact": "newest"}, {"valid": "newest"}, {"name": "union"}):
        with pytest.raises(InputError):
            desk.akce.merge(keep=ids.alfa, absorb=ids.twin, rules=wrong)


def test_a_client_changed_between_the_diff_and_the_run_is_refused(desk: Desk, ids: Ids) -> None:
    action = desk.akce.merge(keep=ids.alfa, absorb=ids.twin)
    action.compare()
    desk.akce.edit(ids.twin, notice="mezitím").run()
    with pytest.raises(StaleVersionError):
        action.run()
    action.compare()
    action.run()
    assert "mezitím" in desk.client(ids.alfa).record["notice"]


def test_a_cluster_of_ten_becomes_one(desk: Desk, ids: Ids) -> None:
    others = [make(desk, "client", name=f"Alfa {number}", tags=[f"t{number}"]) for number in range(9)]
    for one in others:
        make(desk, "contact", record_id=one, kind="email", value="info@alfa.example")
    action = desk.akce.merge(keep=ids.alfa, absorb=others)
    preview = action.preview()
    result = action.run()
    assert len(desk.client(ids.alfa).record["tags"]) == 9
    assert len(desk.client(ids.alfa).contacts) == 1
    assert {desk.client(one).id for one in others} == {ids.alfa}
    assert set(preview["id"]) == set(changed(desk, result)["id"])


def test_the_code_merges_the_same_again(world: World, ids: Ids) -> None:
    one, other = world.open(), world.open()
    choose = {
        "name": {"value": 'D\'Alfa "&" syn\n'},
        "tags": "both",
        "birthday": {"value": "1. 2. 1990"},
        "ico": ids.gama,
    }
    action = one.akce.merge(
        keep=ids.alfa,
        absorb=[ids.twin, ids.gama],
        choose=choose,
        reason="co\nje 'to'",
        rules={"category": ["web"]},
    )
    action.run()
    exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
    assert tables(one) == tables(other)


def test_a_pair_that_is_no_duplicate_is_remembered_until_a_key_field_changes(desk: Desk, ids: Ids) -> None:
    action = desk.akce.not_duplicate(ids.alfa, ids.gama, reason="jiná firma")
    before = digest(desk)
    assert action.available()
    assert digest(desk) == before
    assert action.run().change_set
    assert desk.store.told_apart() == {(ids.alfa, ids.gama)}
    assert desk.akce.not_duplicate(ids.gama, ids.alfa).run().change_set is None
    desk.akce.edit(ids.gama, notice="to klíčové není").run()
    assert desk.store.told_apart() == {(ids.alfa, ids.gama)}
    desk.akce.edit(ids.gama, name="Gama po změně").run()
    assert desk.store.told_apart() == set()
    assert desk.akce.not_duplicate(ids.alfa, ids.gama).run().change_set


def test_a_client_is_no_pair_with_itself_whatever_id_it_is_called_by(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    others: tuple[object, ...] = (ids.alfa, ids.twin, [])
    for other in others:
        with pytest.raises(InputError):
            desk.akce.not_duplicate(ids.alfa, other).run()
    with pytest.raises(NotFoundError):
        as_user(desk, "petr").akce.not_duplicate(ids.alfa, ids.secret).run()


@pytest.mark.parametrize(("keep", "absorb"), [("alfa", "alfa"), ("alfa", ""), ("", "alfa")])
def test_a_merge_needs_one_that_survives_and_another_that_vanishes(
    desk: Desk, ids: Ids, keep: str, absorb: str
) -> None:
    with pytest.raises(InputError):
        desk.akce.merge(keep=getattr(ids, keep, []), absorb=getattr(ids, absorb, [])).run()
