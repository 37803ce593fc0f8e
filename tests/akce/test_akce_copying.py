"""1 Kopírovat údaje z rejstříku (AKCE.md, section 1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from akce_world import CEASED, GAMA, MOVED, Ids, World, changed, digest, ico, make, tables

from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RegisterError,
    StaleVersionError,
    UnknownNameError,
)
from workbench.model.identifiers import Note
from workbench.registry.answers import Answer, Malformed, OutOfReach, Refused
from workbench.registry.snapshot import SnapshotRegister
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent


class Moody(SnapshotRegister):
    """A register that answers some numbers in its own way, and counts what it is asked."""

    def __init__(self, world: World, moods: Mapping[str, Answer]) -> None:
        super().__init__(world.register)
        self.moods = dict(moods)
        self.asked: list[str] = []

    def lookup(self, icos: Sequence[str]) -> Mapping[str, Answer]:
        self.asked += icos
        return {**super().lookup(icos), **{one: self.moods[one] for one in icos if one in self.moods}}


def fields_of(desk: Desk, client: int) -> dict[str, object]:
    return dict(desk.client(client).record.values)


def seat_of(desk: Desk, client: int) -> dict[str, object]:
    return next(dict(one.values) for one in desk.client(client).addresses if one["kind"] == "seat")


def test_the_preview_shows_ours_the_registers_and_the_accepted_value_and_changes_nothing(
    desk: Desk, ids: Ids
) -> None:
    before = digest(desk)
    plan = desk.akce.copy_from_registry(ids.moved).preview().set_index("field")
    assert digest(desk) == before
    assert list(plan.loc["name", ["ours", "register", "accepted"]]) == [
        "Stehovava s.r.o.", "Stěhovavá s.r.o.", None,
    ]  # fmt: skip
    assert plan["suggested"].all()
    assert set(plan["source"]) == {"ČSÚ, RES 2026-11-15"}


def test_a_run_fills_what_is_empty_and_takes_seat_name_and_legal_form(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    assert fields_of(desk, ids.moved).items() >= {
        "name": "Stěhovavá s.r.o.", "legal_form": "112", "founded_on": date(2004, 5, 1), "nace": "47110",
    }.items()  # fmt: skip
    assert (
        seat_of(desk, ids.moved).items() >= {"street": "Nová", "city": "Ostrava", "postcode": "70200"}.items()
    )


def test_the_contact_address_the_notes_and_the_phone_are_never_touched(desk: Desk, ids: Ids) -> None:
    old = desk.client(ids.moved)
    desk.akce.copy_from_registry(ids.moved).run()
    new = desk.client(ids.moved)
    assert new.record["notice"] == old.record["notice"]
    assert [one.values for one in new.contacts] == [one.values for one in old.contacts]
    assert [one.values for one in new.addresses if one["kind"] == "contact"] == [
        one.values for one in old.addresses
    ]


def test_what_the_run_does_is_what_the_plan_said(desk: Desk, ids: Ids) -> None:
    action = desk.akce.copy_from_registry([ids.moved, ids.gama])
    plan = action.preview()
    result = action.run()
    done = changed(desk, result)
    clients = done[done["entity"] == "client"]
    said = plan[plan["suggested"] & (plan["field"] != "seat")]
    assert sorted(zip(clients["id"], clients["field"], clients["after"], strict=True)) == sorted(
        zip(said["client"], said["field"], said["register"], strict=True)
    )
    assert result.detail == 2


def test_each_copied_field_keeps_its_source_and_date(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    marks = {one["field"]: one for one in desk.client(ids.moved).all("provenance")}
    assert {"name", "seat", "legal_form", "founded_on", "nace"} <= set(marks)
    assert {(one["source"], one["as_of"]) for one in marks.values()} == {
        ("ČSÚ, RES 2026-11-15", date(2026, 11, 15))
    }
    assert marks["seat"]["accepted"] == "Nová 12/3a, Veveří, 702 00 Ostrava"


def test_a_second_copy_has_nothing_to_do(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    assert not len(desk.akce.copy_from_registry(ids.moved).preview())
    assert desk.akce.copy_from_registry(ids.moved).run().change_set is None


@pytest.mark.parametrize("field", ["name", "legal_form", "nace"])
def test_a_field_changed_by_hand_since_the_last_copy_is_never_ticked_beforehand(
    desk: Desk, ids: Ids, field: str
) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    values: dict[str, Any] = {field: {"legal_form": "121"}.get(field, "jinak")}
    desk.akce.edit(ids.moved, **values).run()
    plan = desk.akce.copy_from_registry(ids.moved).preview()
    assert plan[["field", "suggested"]].to_numpy().tolist() == [[field, False]]
    assert desk.akce.copy_from_registry(ids.moved).run().change_set is None


def test_a_field_that_equalled_the_register_at_the_copy_counts_as_accepted(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.gama).run()  # its name was right already
    desk.akce.edit(ids.gama, name="Gama po našem").run()
    plan = desk.akce.copy_from_registry(ids.gama).preview().set_index("field")
    assert not plan.loc["name", "suggested"]


def test_a_field_emptied_by_hand_is_not_filled_again_unasked(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    desk.akce.edit(ids.moved, nace=None).run()
    assert desk.akce.copy_from_registry(ids.moved).preview()["suggested"].tolist() == [False]


def test_a_seat_changed_by_hand_is_never_ticked_beforehand(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.moved).run()
    seat = next(one for one in desk.client(ids.moved).addresses if one["kind"] == "seat")
    desk.akce.edit(seat.id, entity="address", street="Jinde").run()
    plan = desk.akce.copy_from_registry(ids.moved).preview()
    assert plan[["field", "suggested"]].to_numpy().tolist() == [["seat", False]]


def test_a_filtered_and_reticked_plan_is_what_is_copied(desk: Desk, ids: Ids) -> None:
    action = desk.akce.copy_from_registry(ids.moved)
    plan = action.preview()
    plan = plan[plan["field"].isin(["name", "nace"])].assign(suggested=lambda each: each["field"] == "nace")
    action.run(plan)
    assert (
        fields_of(desk, ids.moved).items()
        >= {"name": "Stehovava s.r.o.", "nace": "47110", "legal_form": None}.items()
    )
    assert len([one for one in desk.client(ids.moved).addresses if one["kind"] == "seat"]) == 0


def test_a_plan_may_be_run_by_a_new_action_as_long_as_it_fits(desk: Desk, ids: Ids) -> None:
    plan = desk.akce.copy_from_registry(ids.moved).preview()
    desk.akce.edit(ids.moved, name="Mezitím s.r.o.").run()
    with pytest.raises(StaleVersionError):
        desk.akce.copy_from_registry(ids.moved).run(plan)
    desk.akce.copy_from_registry(ids.moved).run(plan[plan["field"] != "name"])
    assert fields_of(desk, ids.moved)["nace"] == "47110"


def test_a_plan_with_another_value_typed_into_it_is_refused_rather_than_ignored(desk: Desk, ids: Ids) -> None:
    plan = desk.akce.copy_from_registry(ids.moved).preview()
    plan.loc[plan["field"] == "name", "register"] = "Co chci"
    before = digest(desk)
    with pytest.raises(StaleVersionError):
        desk.akce.copy_from_registry(ids.moved).run(plan)
    assert digest(desk) == before


def test_a_plan_without_its_columns_is_refused(desk: Desk, ids: Ids) -> None:
    action = desk.akce.copy_from_registry(ids.moved)
    with pytest.raises(InputError, match="suggested"):
        action.run(action.preview().drop(columns="suggested"))


def test_a_client_changed_between_preview_and_run_is_refused_and_nothing_is_overwritten(
    desk: Desk, ids: Ids
) -> None:
    action = desk.akce.copy_from_registry([ids.moved, ids.gama])
    action.preview()
    desk.akce.edit(ids.moved, name="Mezitím s.r.o.").run()
    before = digest(desk)
    with pytest.raises(StaleVersionError):
        action.run()
    assert digest(desk) == before
    assert "Mezitím s.r.o." in action.preview()["ours"].tolist()
    action.run()
    assert fields_of(desk, ids.moved)["name"] == "Stěhovavá s.r.o."


@pytest.mark.parametrize("there", [True, False], ids=["changed", "added"])
def test_a_seat_changed_or_added_between_preview_and_run_is_refused(
    desk: Desk, ids: Ids, *, there: bool
) -> None:
    def put() -> int:
        return make(desk, "address", record_id=ids.moved, kind="seat", street="Stará", city="Brno")

    seat = put() if there else None
    action = desk.akce.copy_from_registry(ids.moved, take=["seat"])
    action.preview()
    if seat:
        desk.akce.edit(seat, entity="address", street="Mezitím").run()
    else:
        put()
    with pytest.raises(StaleVersionError):
        action.run()


def test_asking_whether_it_can_run_does_not_freeze_what_was_seen(desk: Desk, ids: Ids) -> None:
    action = desk.akce.copy_from_registry(ids.moved)
    assert action.available()
    desk.akce.edit(ids.moved, notice="jiná").run()
    assert action.run().change_set


def test_the_code_names_what_was_taken_and_copies_the_same_again(world: World, ids: Ids) -> None:
    one, other = world.open(), world.open()
    action = one.akce.copy_from_registry(
        [ids.moved, ids.gama], take={ids.moved: ["name", "seat"]}, note="pro\n'jistotu'"
    )
    action.run()
    exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
    assert tables(one) == tables(other)


def test_the_five_answers_and_no_ico_are_told_apart(world: World, ids: Ids) -> None:
    desk = world.open()
    numbers = [ico(number) for number in range(20, 25)]
    clients = [make(desk, "client", name=f"Klient {one}", ico=one) for one in numbers]
    note = Note("x", "The subject is in liquidation.")
    desk.register = Moody(
        world, {numbers[0]: Refused(note), numbers[1]: OutOfReach(note), numbers[2]: Malformed(note)}
    )
    summary = desk.akce.copy_from_registry([ids.gama, ids.delta, *clients]).summary().set_index("client")
    assert summary["answer"].to_dict() == {
        ids.gama: "found", ids.delta: "no_ico", clients[0]: "refused", clients[1]: "outofreach",
        clients[2]: "malformed", clients[3]: "notfound", clients[4]: "notfound",
    }  # fmt: skip
    assert summary["text"].map(bool).all()


def test_nothing_is_asked_twice_but_what_was_not_answered(world: World, ids: Ids) -> None:
    desk = world.open()
    register = Moody(world, {MOVED: OutOfReach(Note("x", "The subject is in liquidation."))})
    desk.register = register
    action = desk.akce.copy_from_registry([ids.moved, ids.gama])
    action.preview()
    action.summary()
    action.warnings()
    register.moods.clear()
    action.preview()
    action.run()
    assert register.asked.count(GAMA) == 1
    assert register.asked[-1] == MOVED
    assert fields_of(desk, ids.moved)["name"] == "Stěhovavá s.r.o."


def test_a_register_out_of_reach_changes_nothing(desk: Desk, ids: Ids, world: World) -> None:
    desk.register = SnapshotRegister(world.folder / "none.duckdb")
    action = desk.akce.copy_from_registry(ids.moved)
    assert not len(action.preview())
    assert action.run().change_set is None
    with pytest.raises(RegisterError):
        action.candidates()


def test_what_is_dangerous_is_warned_of(desk: Desk, ids: Ids) -> None:
    ceased = make(desk, "client", name="Docela jiný název", ico=CEASED)
    again = make(desk, "client", name="Zaniklá s.r.o.", ico=CEASED)
    codes = {
        client: {one.code for one in notes}
        for client, notes in desk.akce.copy_from_registry([ceased, again, ids.gama]).warnings().items()
    }
    assert codes[ceased] == {"ceased", "in_liquidation", "name_far", "ico_taken"}
    assert "name_far" not in codes[again]
    assert ids.gama not in codes


def test_a_client_without_ico_is_offered_candidates_by_name_and_the_picked_one_is_copied(
    desk: Desk, ids: Ids
) -> None:
    client = make(desk, "client", name="Gama obchod")
    best = desk.akce.copy_from_registry(client).candidates()[0]
    assert best.subject.ico == GAMA
    desk.akce.copy_from_registry(client, ico=best.subject.ico).run()
    assert fields_of(desk, client).items() >= {"ico": GAMA, "name": "Gama obchod a.s."}.items()
    with pytest.raises(InputError):
        desk.akce.copy_from_registry([client, ids.gama], ico=GAMA).preview()


def test_another_ico_than_the_clients_own_is_never_ticked_beforehand(desk: Desk, ids: Ids) -> None:
    plan = desk.akce.copy_from_registry(ids.gama, ico=MOVED).preview().set_index("field")
    assert not plan.loc["ico", "suggested"]


def test_a_field_that_no_register_gives_is_refused_with_a_hint(desk: Desk, ids: Ids) -> None:
    with pytest.raises(UnknownNameError, match="name"):
        desk.akce.copy_from_registry(ids.gama, take=["nmae"])
    with pytest.raises(UnknownNameError):
        desk.akce.copy_from_registry(ids.gama, take=["notice"])
    with pytest.raises(InputError):
        desk.akce.copy_from_registry(ids.gama, take={ids.moved: ["name"]}).run()


def test_the_reason_against_it_is_given_without_asking_the_register(world: World, ids: Ids) -> None:
    desk, reader = world.open("ana"), world.open("cyril")
    desk.register = reader.register = register = Moody(world, {})
    assert isinstance(desk.akce.copy_from_registry(ids.held).available().obstacle, LockedError)
    assert isinstance(reader.akce.copy_from_registry(ids.gama).available().obstacle, PermissionRefusedError)
    assert isinstance(reader.akce.copy_from_registry(ids.secret).available().obstacle, NotFoundError)
    assert register.asked == []


def test_one_locked_client_among_many_stops_all(desk: Desk, ids: Ids) -> None:
    make(desk, "deal", name="nic")
    desk.akce.edit(ids.plain, ico=MOVED).run()
    other = Desk(desk.store.path, "petr", register=desk.register)
    other.akce.lock(ids.plain).run()
    before = tables(desk)
    with pytest.raises(LockedError):
        desk.akce.copy_from_registry([ids.moved, ids.plain]).run()
    assert tables(desk) == before


def test_two_thousand_clients_are_compared_and_copied_as_one_change_set(desk: Desk) -> None:
    def fill(cs: ChangeSet) -> list[int]:
        new = cs.new_ids(2000)
        cs.insert("client", [{"id": one, "name": "Stehovava", "ico": MOVED} for one in new])
        return list(new)

    clients = desk.store.write(Intent("fill"), fill).result
    action = desk.akce.copy_from_registry(clients)
    assert action.available()
    plan = action.preview()
    assert plan["client"].nunique() == 2000
    result = action.run(plan[plan["client"] < clients[1500]])
    assert result.detail == 1500
    assert result.counts["address", "insert"] == 1500
    desk.undo(result)
    assert desk.client(clients[0]).record["name"] == "Stehovava"


def test_undo_takes_the_values_and_their_marks_back(desk: Desk, ids: Ids) -> None:
    before = {name: set(rows) for name, rows in tables(desk).items()}
    desk.undo(desk.akce.copy_from_registry(ids.moved).run())
    assert {name: set(rows) for name, rows in tables(desk).items()} == before
    assert fields_of(desk, ids.moved)["name"] == "Stehovava s.r.o."


def test_a_merged_id_is_copied_to_its_survivor(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.moved, absorb=ids.plain).run()
    desk.akce.copy_from_registry(ids.plain, take={ids.plain: ["name"]}).run()
    assert fields_of(desk, ids.moved)["name"] == "Stěhovavá s.r.o."
