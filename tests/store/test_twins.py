"""What would stand twice goes, what is primary stays primary, and what is nobody's double stays: merges and the delete planner."""

from typing import Any

import pytest
from store_dump import data_only, differences, state_of

from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, PERSON
from workbench.store import clusters, releasing, undo
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

Link = tuple[str, str, bool]
"""A link of the person: to which client, the position, whether it is primary."""


@pytest.fixture
def clients(store: Store) -> dict[str, int]:
    """Three clients, and a contact person."""

    def work(cs: ChangeSet) -> dict[str, int]:
        heir, leaving, other, person = cs.new_ids(4)
        cs.insert(
            "client",
            [
                {"id": heir, "name": "Dědic"},
                {"id": leaving, "name": "Odchází"},
                {"id": other, "name": "Jiný"},
            ],
        )
        cs.insert("person", [{"id": person, "last_name": "Vymyšlená"}])
        return {"heir": heir, "leaving": leaving, "other": other, "person": person}

    return store.write(Intent("create"), work).result


def link(store: Store, clients: dict[str, int], *links: Link) -> list[int]:
    def work(cs: ChangeSet) -> list[int]:
        ids = list(cs.new_ids(len(links)))
        rows = [
            {"id": new, "client_id": clients[to], "person_id": clients["person"], "position": position, "is_primary": primary}
            for new, (to, position, primary) in zip(ids, links, strict=True)
        ]  # fmt: skip
        cs.insert("employment", rows)
        return ids

    return store.write(Intent("link"), work).result


def links(store: Store, clients: dict[str, int]) -> list[Link]:
    names = {number: name for name, number in clients.items()}
    rows = state_of(store)["employment"].values()
    return sorted((names[row["client_id"]], row["position"] or "", bool(row["is_primary"])) for row in rows)


def reassign(store: Store, clients: dict[str, int], only: list[int] | None = None) -> None:
    store.write(
        Intent("release"),
        lambda cs: releasing.release(
            cs, "employment", [clients["leaving"]], way="reassign", heir=clients["heir"], only=only
        ),
    )


def merge(store: Store, kind: RecordType, *group: int) -> int:
    intent = Intent("merge_clusters", needs="delete")
    number = store.write(intent, lambda cs: clusters.merge(cs, [group], {}, "oldest", kind)).change_set
    assert number
    return number


@pytest.mark.parametrize(
    ("stood", "only", "after"),
    [
        ([("heir", "", False), ("heir", "účetní", False), ("leaving", "jednatelka", True)], None,
         [("heir", "", False), ("heir", "jednatelka", True), ("heir", "účetní", False)]),
        ([("leaving", "", True), ("leaving", "účetní", False)], 0, [("heir", "", True), ("leaving", "účetní", False)]),
        ([("heir", "účetní", False), ("leaving", " Účetní", True)], None, [("heir", "účetní", True)]),
        ([("heir", "účetní", False), ("leaving", "", True)], None, [("heir", "účetní", True)]),
        ([("heir", "", True), ("leaving", "účetní", False)], None, [("heir", "účetní", True)]),
    ],
    ids=["the heir's own stays", "what is not taken over replaces nothing", "primary and double", "primary and bare", "primary and replaced"],
)  # fmt: skip
def test_the_delete_planner_drops_only_what_the_heir_would_have_twice(
    store: Store, clients: dict[str, int], stood: list[Link], only: int | None, after: list[Link]
) -> None:
    ids = link(store, clients, *stood)
    reassign(store, clients, None if only is None else [ids[only]])
    assert links(store, clients) == after


def test_a_link_that_is_primary_with_its_person_stays_primary_when_clients_merge(
    store: Store, clients: dict[str, int]
) -> None:
    link(store, clients, ("heir", "účetní", False), ("leaving", "účetní", True), ("other", "", False))
    before = data_only(state_of(store))
    number = merge(store, CLIENT, clients["heir"], clients["leaving"])
    assert links(store, clients) == [("heir", "účetní", True), ("other", "", False)]
    store.write(Intent("undo", undoes=number), lambda cs: undo.undo(cs, number))
    assert differences(before, data_only(state_of(store))) == []


@pytest.mark.parametrize("kind", [CLIENT, PERSON], ids=lambda kind: kind.name)
def test_what_is_primary_and_a_double_leaves_its_mark_to_what_stays(store: Store, kind: RecordType) -> None:
    def work(cs: ChangeSet) -> list[int]:
        ids = list(cs.new_ids(3))
        cs.insert(
            kind.name, [{"id": one, "name" if kind is CLIENT else "last_name": "Vymyšlená"} for one in ids]
        )
        for table, rows in hanging(ids).items():
            new = cs.new_ids(len(rows))
            cs.insert(
                table,
                [{"id": at, "record_type": kind.name, **row} for at, row in zip(new, rows, strict=True)],
            )
        return ids

    def hanging(ids: list[int]) -> dict[str, list[dict[str, Any]]]:
        phones = [(0, "phone", "+420601000001", False), (1, "phone", "+420601000001", True), (2, "phone", "+420601000002", True), (2, "email", "a@vymyslena.example", True)]  # fmt: skip
        towns = [(0, "contact", "Brno", False), (1, "contact", " brno", True), (2, "contact", "Praha", True)]
        return {
            table: [{"record_id": ids[at], "kind": said, field: value, "is_primary": primary} for at, said, value, primary in rows]
            for table, field, rows in (("address", "city", towns), ("contact", "value", phones))
        }  # fmt: skip

    ids = store.write(Intent("create"), work).result
    unmark = f"UPDATE db.address SET is_primary = FALSE WHERE record_id = {ids[0]}"  # as brought by an older version
    store.engine.write(lambda connection: connection.execute(unmark))
    merge(store, kind, *ids)
    found = state_of(store)
    marks = {(row["city"].strip().lower(), bool(row["is_primary"])) for row in found["address"].values()}
    assert marks == {("brno", True), ("praha", False)}
    marks = {(row["value"], bool(row["is_primary"])) for row in found["contact"].values()}
    assert marks == {("+420601000001", True), ("+420601000002", False), ("a@vymyslena.example", True)}
