"""What no change set may leave behind: vanished records, firms above themselves, foreign marks, doubles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import store_moves as moves
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError, PermissionRefusedError, RefusedError, WorkbenchError
from workbench.store import merging, releasing
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

WRITE = Intent("edit")


def client(store: Store, name: str = "Smyšlená s.r.o.", **values: Any) -> int:
    def work(cs: ChangeSet) -> int:
        new = cs.new_ids(1)[0]
        cs.insert("client", [{"id": new, "name": name, **values}])
        return new

    return store.write(WRITE, work).result


def relate(store: Store, one: int, other: int, kind: str) -> None:
    store.write(WRITE, lambda cs: moves.relate(cs, one, other, kind))


def edges(store: Store) -> list[tuple[int, int, str]]:
    return sorted((one["client_id"], one["other_id"], one["kind"]) for one in store.records("relation"))


def refused(store: Store, work: Callable[[ChangeSet], Any], error: type[WorkbenchError]) -> str:
    before = store.revision()
    with pytest.raises(error) as caught:
        store.write(WRITE, work)
    assert store.revision() == before
    return str(caught.value)


# -- records that would vanish from the one who writes


@pytest.fixture
def petr(store: Store, path: Path) -> Store:
    """Sees only what is his own, up to level 5."""
    store.save_user("petr", "full", otherwise="own", clearance=5)
    return Store(path, "petr")


@pytest.mark.parametrize("entity", ["client", "person", "deal"])
def test_a_new_record_of_who_sees_only_their_own_becomes_theirs(petr: Store, entity: str) -> None:
    values = {"last_name": "Vymyšlený"} if entity == "person" else {"name": "Nová"}
    made = petr.write(WRITE, lambda cs: cs.insert(entity, [{"id": cs.new_ids(1)[0], **values}]))
    assert [one["owner"] for one in petr.records(entity)] == ["petr"]
    assert made.rows == 1


def test_a_client_and_what_hangs_on_it_can_be_made_in_one_step(petr: Store) -> None:
    def work(cs: ChangeSet) -> None:
        new, contact, deal = cs.new_ids(3)
        cs.insert("client", [{"id": new, "name": "Nová"}])
        row = {"record_type": "client", "record_id": new, "kind": "email", "value": "info@nova.example"}
        cs.insert("contact", [{"id": contact, **row}])
        cs.insert("deal", [{"id": deal, "name": "Hala", "client_id": new}])

    assert petr.write(WRITE, work).rows == 3
    assert [one["client_id"] for one in petr.records("deal")] == [one.id for one in petr.records("client")]


def test_who_sees_everybodys_leaves_a_new_record_without_an_owner(store: Store) -> None:
    client(store)
    assert store.records("client")[0]["owner"] is None


@pytest.mark.parametrize("lost", [{"owner": "ana"}, {"owner": None}, {"security_level": 6}])
def test_a_record_cannot_be_made_to_vanish_from_its_writer(petr: Store, lost: dict[str, Any]) -> None:
    one = client(petr, security_level=1)
    message = refused(petr, lambda cs: cs.update("client", [{"id": one, **lost}]), PermissionRefusedError)
    assert str(one) in message
    petr.write(WRITE, lambda cs: cs.update("client", [{"id": one, "security_level": 5}]))
    assert petr.record("client", one)["security_level"] == 5


@pytest.mark.parametrize("lost", [{"owner": "ana"}, {"security_level": 9}])
def test_a_record_that_its_writer_would_never_see_is_not_made(petr: Store, lost: dict[str, Any]) -> None:
    row = {"name": "Cizí", **lost}
    refused(petr, lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], **row}]), PermissionRefusedError)


def test_who_sees_named_owners_only_has_to_name_one_of_them(store: Store, path: Path) -> None:
    store.save_user("olga", "full", otherwise=["petr"])
    olga = Store(path, "olga")
    refused(
        olga,
        lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Nová"}]),
        PermissionRefusedError,
    )
    assert client(olga, owner="petr")


def test_what_was_hidden_all_along_may_move_along_unseen(store: Store, petr: Store) -> None:
    hidden = client(store, owner="ana", security_level=9)
    rows = [{"id": hidden, "security_level": 8}]
    petr.write(WRITE, lambda cs: cs.update("client", rows, unseen=True))
    assert store.record("client", hidden)["security_level"] == 8


# -- relations


@pytest.mark.parametrize("kind", ["parent", "child", "loose"])
def test_a_relation_to_oneself_is_refused(store: Store, kind: str) -> None:
    one = client(store)
    refused(store, lambda cs: moves.relate(cs, one, one, kind), InputError)


def test_a_relation_cannot_be_bent_to_its_other_end(store: Store) -> None:
    one, other = client(store), client(store)
    relate(store, one, other, "loose")
    relation = store.records("relation")[0].id
    refused(store, lambda cs: cs.update("relation", [{"id": relation, "other_id": one}]), InputError)


def test_a_ring_of_firms_is_refused_however_its_last_link_is_told(store: Store) -> None:
    one, two, three = (client(store) for _ in range(3))
    relate(store, one, two, "parent")
    relate(store, three, two, "child")
    message = refused(store, lambda cs: moves.relate(cs, three, one, "parent"), RefusedError)
    assert "remove" in message
    refused(store, lambda cs: moves.relate(cs, one, three, "child"), RefusedError)
    relate(store, three, one, "loose")
    last = next(one.id for one in store.records("relation") if one["kind"] == "loose")
    refused(store, lambda cs: cs.update("relation", [{"id": last, "kind": "parent"}]), RefusedError)
    relate(store, one, three, "parent")


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["parent", "child"])), max_size=6
    )
)
@examples(3)
def test_relations_are_taken_together_exactly_while_no_firm_is_above_itself(
    tmp_path_factory: pytest.TempPathFactory, links: list[tuple[int, int, str]]
) -> None:
    store = Store(tmp_path_factory.mktemp("ring") / "ring.duckdb", "ana")
    firms = list(range(1, 6))
    store.write(
        WRITE, lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Firma"} for _ in firms])
    )
    above = {(one, two) if kind == "parent" else (two, one) for one, two, kind in links}
    reach = set(above)
    for _ in range(5):
        reach |= {(a, d) for a, b in reach for c, d in above if b == c}
    sound = all(a != b for a, b in reach)

    def work(cs: ChangeSet) -> None:
        for one, two, kind in links:
            moves.relate(cs, firms[one], firms[two], kind)

    try:
        store.write(WRITE, work)
        done = True
    except (RefusedError, InputError):
        done = False
    assert done == sound
    store.close()


def test_a_merge_that_closes_a_ring_is_refused(store: Store) -> None:
    one, two, three = (client(store) for _ in range(3))
    relate(store, one, two, "parent")
    relate(store, two, three, "parent")
    refused(store, lambda cs: merging.merge(cs, {three: one}), RefusedError)


# -- handing over


def test_links_of_two_clients_handed_over_at_once_stand_once(store: Store) -> None:
    one, two, heir, other = (client(store) for _ in range(4))
    relate(store, one, other, "parent")
    relate(store, other, two, "child")
    relate(store, one, two, "loose")
    relate(store, two, heir, "loose")
    store.write(WRITE, lambda cs: releasing.release(cs, "relation", [one, two], way="reassign", heir=heir))
    assert edges(store) == [(heir, other, "parent")]


def test_a_person_of_two_clients_is_handed_over_once_a_position(store: Store) -> None:
    one, two, heir = (client(store) for _ in range(3))

    def employ(cs: ChangeSet) -> None:
        person = cs.new_ids(1)[0]
        cs.insert("person", [{"id": person, "last_name": "Vymyšlená"}])
        for firm, position in ((one, "jednatelka"), (two, " Jednatelka"), (two, "účetní"), (heir, None)):
            row = {"person_id": person, "client_id": firm, "position": position}
            cs.insert("employment", [{"id": cs.new_ids(1)[0], **row}])

    store.write(WRITE, employ)
    store.write(WRITE, lambda cs: releasing.release(cs, "employment", [one, two], way="reassign", heir=heir))
    left = [(link["client_id"], link["position"]) for link in store.records("employment")]
    assert left == [(heir, "jednatelka"), (heir, "účetní")]


def test_a_handover_that_would_close_a_ring_is_refused(store: Store) -> None:
    one, heir, middle = (client(store) for _ in range(3))
    relate(store, one, middle, "parent")
    relate(store, middle, heir, "parent")
    refused(
        store,
        lambda cs: releasing.release(cs, "relation", [one], way="reassign", heir=heir),
        RefusedError,
    )


def test_what_stood_double_at_the_heir_before_is_no_matter_of_a_handover(store: Store) -> None:
    one, heir, other = (client(store) for _ in range(3))
    relate(store, heir, other, "loose")
    relate(store, heir, other, "loose")
    relate(store, one, other, "loose")
    store.write(WRITE, lambda cs: releasing.release(cs, "relation", [one], way="reassign", heir=heir))
    assert edges(store) == [(heir, other, "loose")] * 2


# -- whose word from the register goes with the survivor


def mark(store: Store, one: int, field: str, accepted: str) -> None:
    row = {"record_type": "client", "record_id": one, "field": field, "accepted": accepted, "source": "RES"}
    store.write(WRITE, lambda cs: cs.insert("provenance", [{"id": cs.new_ids(1)[0], **row}]))


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("keep", ["o přežívajícím"]),
        ("one", ["o prvním"]),
        pytest.param("two", ["o druhém"], marks=pytest.mark.slow),
        (None, []),
    ],
)
def test_after_a_merge_a_value_bears_the_mark_of_its_source_alone(
    store: Store, source: str | None, left: list[str]
) -> None:
    firms = {name: client(store) for name in ("keep", "one", "two")}
    for name, accepted in (("keep", "o přežívajícím"), ("one", "o prvním"), ("two", "o druhém")):
        mark(store, firms[name], "name", accepted)
    absorb = {firms["one"]: firms["keep"], firms["two"]: firms["keep"]}
    store.write(
        WRITE, lambda cs: merging.merge(cs, absorb, {"name": None if source is None else firms[source]})
    )
    assert [(one["record_id"], one["accepted"]) for one in store.records("provenance")] == [
        (firms["keep"], accepted) for accepted in left
    ]


@pytest.mark.parametrize("sources", [{}, {"name": "keep"}])
def test_the_survivors_own_value_gets_no_foreign_mark(store: Store, sources: dict[str, str]) -> None:
    keep, gone = client(store), client(store)
    mark(store, gone, "name", "Cizí s.r.o.")
    store.write(WRITE, lambda cs: merging.merge(cs, {gone: keep}, dict.fromkeys(sources, keep)))
    assert store.records("provenance") == []


def test_many_groups_merge_at_once_but_sources_are_of_one(store: Store) -> None:
    one, two, three, four = (client(store) for _ in range(4))
    for firm in (one, two, three, four):
        mark(store, firm, "name", f"{firm}")
    refused(store, lambda cs: merging.merge(cs, {two: one, four: three}, {"name": two}), InputError)
    store.write(WRITE, lambda cs: merging.merge(cs, {two: one, four: three}))
    assert {row["record_id"]: row["accepted"] for row in store.records("provenance")} == {
        one: f"{one}",
        three: f"{three}",
    }
    assert store.follow([two, four]) == {two: one, four: three}
