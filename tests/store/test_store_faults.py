"""What is refused, and that a refusal leaves everything as it was."""

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pytest
import store_moves as moves
from store_dump import State, differences, state_of

from workbench.errors import (
    InputError,
    LinkedError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    StaleVersionError,
    UnknownNameError,
    ValueRejectedError,
    WorkbenchError,
)
from workbench.store import undo
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

EDIT = Intent("edit")
Work = Callable[[ChangeSet], Any]


@pytest.fixture
def two(store: Store) -> tuple[Store, int, int]:
    """A store with two clients, each with two addresses and contacts."""

    def work(cs: ChangeSet) -> list[int]:
        return [moves.create_client(cs, name, ["Brno", "Praha"], ["601"]) for name in ("První", "Druhý")]

    first, second = store.write(Intent("create"), work).result
    return store, first, second


def add(store: Store, name: str) -> int:
    return store.write(
        Intent("create"), lambda cs: moves.create_client(cs, name, ["Brno", "Praha"], ["601"])
    ).result


def refused(store: Store, work: Work, kind: type[WorkbenchError], intent: Intent = EDIT) -> WorkbenchError:
    """The error that the work meets; nothing has changed, and the next write works."""
    error = unchanged(store, work, kind, state_of(store), intent)
    store.write(Intent("create"), lambda cs: moves.create_client(cs, "Další", [], []))
    return error


def unchanged(
    store: Store, work: Work, kind: type[WorkbenchError], before: State, intent: Intent = EDIT
) -> WorkbenchError:
    """The error that the work meets; all stands as before."""
    revision = store.revision()
    with pytest.raises(kind) as caught:
        store.write(intent, work)
    assert differences(state_of(store), before) == []
    assert store.revision() == revision
    return caught.value


def updating(rows: list[dict[str, Any]]) -> Work:
    return lambda cs: cs.update("client", rows)


def all_refused(
    store: Store, subtests: pytest.Subtests, kind: type[WorkbenchError], cases: Mapping[str, Work]
) -> dict[str, WorkbenchError]:
    """The error that each case meets; nothing has changed after any, and the next write works."""
    before, revision, errors = state_of(store), store.revision(), {}
    for name, work in cases.items():
        with subtests.test(case=name):
            with pytest.raises(kind) as caught:
                store.write(EDIT, work)
            errors[name] = caught.value
            assert store.revision() == revision
    assert differences(state_of(store), before) == []
    store.write(Intent("create"), lambda cs: moves.create_client(cs, "Další", [], []))
    return errors


def test_an_edit_of_an_older_version_is_refused_with_who_was_faster(two: tuple[Store, int, int]) -> None:
    store, first, _ = two
    store.write(EDIT, lambda cs: cs.update("client", [{"id": first, "notice": "nové"}]))
    error = refused(
        store,
        lambda cs: cs.update("client", [{"id": first, "name": "Staré", "expected_version": 1}]),
        StaleVersionError,
    )
    assert error.values["user"] == "ana"
    assert (error.values["yours"], error.values["now"]) == (1, 2)


def its(entity: str, cs: ChangeSet, client: int) -> int:
    return int(cs.query(f"SELECT min(id) FROM db.{entity} WHERE record_id = ?", [client])[0][0])


WAYS_IN: dict[str, Callable[[int, int], Work]] = {
    "edit": lambda locked, _: lambda cs: cs.update("client", [{"id": locked, "name": "X"}]),
    "invalidate": lambda locked, _: lambda cs: cs.update("client", [{"id": locked, "valid": False}]),
    "unlock": lambda locked, _: lambda cs: cs.update("client", [{"id": locked, "locked_by": None}]),
    "delete": lambda locked, _: lambda cs: cs.delete("client", [locked]),
    "merge into": lambda locked, other: lambda cs: moves.merge(cs, locked, [other], {}),
    "merge away": lambda locked, other: lambda cs: moves.merge(cs, other, [locked], {}),
    "edit its address": lambda locked, _: lambda cs: cs.update("address", [{"id": its("address", cs, locked), "city": "X"}]),
    "take its contact": lambda locked, other: lambda cs: cs.update("contact", [{"id": its("contact", cs, locked), "record_id": other}]),
    "give it a contact": lambda locked, other: lambda cs: cs.update("contact", [{"id": its("contact", cs, other), "record_id": locked}]),
    "delete its contact": lambda locked, _: lambda cs: cs.delete("contact", [its("contact", cs, locked)]),
    "add a note": lambda locked, _: lambda cs: moves.note(cs, locked, "x", None),
    "relate": lambda locked, other: lambda cs: moves.relate(cs, other, locked, "parent"),
    "employ": lambda locked, _: lambda cs: moves.employ(cs, locked, "X"),
    "undo": lambda _locked, _: lambda cs: undo.undo(cs, 3),
}  # fmt: skip


def test_a_record_locked_by_another_cannot_be_changed_by_any_way_in(
    two: tuple[Store, int, int], subtests: pytest.Subtests
) -> None:
    store, first, second = two
    store.save_user("petr", "full")
    store.write(EDIT, lambda cs: cs.update("client", [{"id": first, "owner": "petr"}]))
    petr = Store(store.path, "petr")
    petr.write(
        Intent("lock", needs="lock"), lambda cs: cs.update("client", [{"id": first, "locked_by": "petr"}])
    )
    store.save_user("eva", "full")
    eva = Store(store.path, "eva")
    before = state_of(store)
    for way, work in WAYS_IN.items():
        with subtests.test(way=way):
            with pytest.raises(LockedError) as caught:
                eva.write(EDIT, work(first, second))
            assert "petr" in str(caught.value)
    assert differences(state_of(store), before) == []
    store.write(EDIT, WAYS_IN["unlock"](first, second))  # an administrator opens any lock


def test_an_administrator_opens_a_lock_but_does_not_edit_through_it(two: tuple[Store, int, int]) -> None:
    store, first, second = two
    store.save_user("petr", "full")
    Store(store.path, "petr").write(
        EDIT, lambda cs: cs.update("client", [{"id": first, "locked_by": "petr"}])
    )
    refused(
        store, lambda cs: cs.update("client", [{"id": first, "locked_by": None, "name": "X"}]), LockedError
    )
    store.write(EDIT, WAYS_IN["unlock"](first, second))
    assert store.record("client", first)["locked_by"] is None


def test_a_misspelt_field_is_refused_with_the_right_spelling(two: tuple[Store, int, int]) -> None:
    store, first, _ = two
    error = refused(store, lambda cs: cs.update("client", [{"id": first, "notise": "x"}]), UnknownNameError)
    assert error.values["close"] == "notice"
    error = refused(store, lambda cs: cs.update("clinet", [{"id": first, "name": "x"}]), UnknownNameError)
    assert error.values["close"] == "client"


WRONG = [
    ("founded_on", "včera"), ("payment_term", "čtrnáct"), ("payment_term", 1.5), ("origin_lead_id", "lead"),
    ("name", ["Jedna", "dvě"]), ("name", {"a": 1}), ("notice", b"\xff\xfe"), ("tags", "vip"), ("tags", 5),
    ("vat_payer", "možná"), ("turnover", "moc"), ("turnover", 10**17), ("payment_term", 2**63),
    ("founded_on", 5), ("custom", {"a": object()}), ("locked_at", "kdysi"),
]  # fmt: skip


def test_a_value_of_the_wrong_kind_is_refused_with_its_field(
    two: tuple[Store, int, int], subtests: pytest.Subtests
) -> None:
    store, first, _ = two
    cases = {f"{field} {value!r:.20}": updating([{"id": first, field: value}]) for field, value in WRONG}
    errors = all_refused(store, subtests, ValueRejectedError, cases)
    assert len(errors) == len(WRONG)
    for name, error in errors.items():
        assert name.split()[0] in str(error)


def test_the_row_of_a_wrong_value_in_a_table_is_named(two: tuple[Store, int, int]) -> None:
    store, first, second = two
    rows = pa.table({"id": [first, second], "founded_on": ["2020-01-31", "31. února"]})
    error = refused(store, lambda cs: cs.update("client", rows), ValueRejectedError)
    assert (error.values["row"], error.values["value"], error.values["field"]) == (
        2,
        "31. února",
        "founded_on",
    )


NO_TABLES: list[list[dict[str, Any]]] = [
    [{"id": 1, "name": "A"}, {"id": 6}],
    [{"id": 1, "name": "A"}, {"id": 6, "name": "B", "ico": "1"}],
    [{"name": "A"}],
    [{"id": 1, "name": "A"}, {"id": 1, "name": "B"}],
    [{"id": None, "name": "A"}],
    [{"id": 1, "name": " "}],
    [{"id": 1, "name": None}],
    [{"id": 1, "name": "A"}, {"id": 6, "name": 5}],
]


def test_rows_that_do_not_make_a_table_of_records_are_refused(
    two: tuple[Store, int, int], subtests: pytest.Subtests
) -> None:
    store, _, _ = two
    cases = {repr(rows): updating(rows) for rows in NO_TABLES}
    all_refused(store, subtests, WorkbenchError, cases)


def test_a_new_record_takes_no_id_but_one_handed_out(
    two: tuple[Store, int, int], subtests: pytest.Subtests
) -> None:
    store, _, _ = two

    def made(made_up: int | None) -> Work:
        return lambda cs: cs.insert("client", [{"id": made_up, "name": "X"}])

    cases = {repr(one): made(one) for one in (1, 0, -5, None, 10**12)}
    all_refused(store, subtests, InputError, cases)


def test_an_id_handed_out_once_is_used_once(two: tuple[Store, int, int]) -> None:
    store, _, _ = two

    def twice(cs: ChangeSet) -> None:
        new = cs.new_ids(1)[0]
        cs.insert("client", [{"id": new, "name": "A"}])
        cs.insert("person", [{"id": new, "last_name": "B"}])

    refused(store, twice, InputError)


NOWHERE: list[dict[str, object]] = [
    {"record_type": "client", "record_id": 999_999},
    {"record_type": "person", "record_id": 1},  # record 1 is a client
    {"record_type": "nonsense", "record_id": 1},
    {"record_type": "client", "record_id": None},
]


def test_nothing_hangs_on_what_is_not_there(two: tuple[Store, int, int], subtests: pytest.Subtests) -> None:
    store, _, _ = two

    def hung(row: dict[str, object]) -> Work:
        phone = {"kind": "phone", "value": "1", **row}
        return lambda cs: cs.insert("contact", [{"id": cs.new_ids(1)[0], **phone}])

    cases = {repr(row): hung(row) for row in NOWHERE}
    all_refused(store, subtests, (NotFoundError, InputError), cases)  # type: ignore[arg-type]


def test_a_reference_to_nothing_is_refused(two: tuple[Store, int, int]) -> None:
    store, first, second = two
    refused(store, lambda cs: moves.deal(cs, 999_999, None), NotFoundError)
    refused(store, lambda cs: cs.update("client", [{"id": first, "origin_lead_id": second}]), NotFoundError)
    refused(store, lambda cs: cs.update("client", [{"id": 999_999, "name": "X"}]), NotFoundError)


def test_a_linked_record_is_not_deleted_and_the_refusal_says_by_what(two: tuple[Store, int, int]) -> None:
    store, first, _ = two
    store.write(EDIT, lambda cs: moves.deal(cs, first, None))

    def bare(cs: ChangeSet) -> None:
        for entity in ("address", "contact"):
            cs.delete_from(entity, f"SELECT id FROM db.{entity} WHERE record_id = {first}")

    store.write(EDIT, bare)
    error = refused(store, lambda cs: cs.delete("client", [first]), LinkedError)
    assert (error.values["id"], error.values["count"], str(error.values["holder"])) == (
        first,
        1,
        "Obchodní případ",
    )


def test_a_user_deletes_only_what_their_right_reaches(two: tuple[Store, int, int]) -> None:
    store, first, second = two
    store.save_user("petr", "full", delete="own")
    store.write(EDIT, lambda cs: cs.update("client", [{"id": second, "owner": "petr"}]))
    petr = Store(store.path, "petr")
    merge = Intent("merge", needs="delete")
    refused(petr, lambda cs: moves.merge(cs, second, [first], {}), PermissionRefusedError, merge)
    petr.write(merge, lambda cs: moves.merge(cs, first, [second], {}))
    assert petr.follow([second]) == {second: first}


def test_an_error_inside_the_work_rolls_all_of_it_back(two: tuple[Store, int, int]) -> None:
    store, first, _ = two
    before = state_of(store)

    def work(cs: ChangeSet) -> None:
        cs.update("client", [{"id": first, "name": "X"}])
        moves.create_client(cs, "Y", ["Brno"], [])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(EDIT, work)
    assert differences(state_of(store), before) == []
    assert store.write(EDIT, lambda cs: cs.update("client", [{"id": first, "name": "Z"}])).rows == 1
