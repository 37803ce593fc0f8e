"""What survives a merge: suggestions, rules and choices (AKCE.md, section 6)."""

from collections.abc import Callable
from typing import Any

import pytest
from akce_world import Ids, World, changed, digest, tables

from workbench import locale
from workbench.desk import Desk
from workbench.errors import (
    InputError,
    NotFoundError,
    StaleVersionError,
    UnknownNameError,
    ValueRejectedError,
)
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

Desks = Callable[[str], Desk]


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def hanging(desk: Desk, kind: str, client: int) -> list[dict[str, Any]]:
    return [dict(one.values) for one in desk.client(client).all(kind)]


def test_conflicts_come_first_and_the_reason_of_each_suggestion_is_shown(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.alfa, notice="jiná", rating="A").run()
    frame = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).compare()
    assert frame["conflict"].tolist() == sorted(frame["conflict"], reverse=True)
    rows = frame.set_index("field")
    assert rows.loc["name", "why"] == "vlastní hodnota přeživšího"
    assert rows.loc["notice", "survives"] == "jiná\nvolat ráno"
    assert rows.loc["rating", "why"] == "jediná vyplněná hodnota"
    assert rows.loc["do_not_contact", "why"] == "nejpřísnější"
    assert "ano" in set(rows["survives"]), "values stand as people read them"
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
    unchanged: Desks, ids: Ids, choose: dict[str, Any], error: type[Exception]
) -> None:
    desk = unchanged("ana")
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


@pytest.mark.slow  # clusters of three: tests/akce/test_akce_merge_clusters.py
def test_a_cluster_of_ten_becomes_one(desk: Desk, ids: Ids) -> None:
    def fill(cs: ChangeSet) -> list[int]:
        new = cs.new_ids(18)
        cs.insert("client", [{"id": one, "name": f"Alfa {one}", "tags": [f"t{one}"]} for one in new[:9]])
        contact = {"record_type": "client", "kind": "email", "value": "info@alfa.example"}
        cs.insert(
            "contact",
            [{"id": mail, "record_id": one, **contact} for one, mail in zip(new[:9], new[9:], strict=True)],
        )
        return list(new[:9])

    others = desk.store.write(Intent("fill"), fill).result
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
    assert desk.store.review.held() == [(ids.alfa, ids.gama, "different")]
    assert desk.akce.not_duplicate(ids.gama, ids.alfa).run().change_set is None
    desk.akce.edit(ids.gama, notice="to klíčové není").run()
    assert desk.store.review.held() == [(ids.alfa, ids.gama, "different")]
    desk.akce.edit(ids.gama, name="Gama po změně").run()
    assert desk.store.review.held() == []
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
    unchanged: Desks, ids: Ids, keep: str, absorb: str
) -> None:
    desk = unchanged("ana")
    with pytest.raises(InputError):
        desk.akce.merge(keep=getattr(ids, keep, []), absorb=getattr(ids, absorb, [])).run()
