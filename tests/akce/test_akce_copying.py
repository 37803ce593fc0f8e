"""1 Kopírovat údaje z rejstříku (AKCE.md, section 1)."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from akce_world import Ids, World, changed, digest, make, tables

from workbench.desk import Desk
from workbench.errors import (
    InputError,
    StaleVersionError,
)
from workbench.registry.snapshot import SnapshotRegister


@pytest.fixture(scope="module")
def copied_file(the_world: World) -> Path:
    """A file in which the firm that moved was copied from the register."""
    path = the_world.copy()
    desk = Desk(path, "ana", register=SnapshotRegister(the_world.register))
    desk.akce.copy_from_registry(the_world.ids.moved).run()
    desk.store.close()
    return path


@pytest.fixture
def copied(world: World, copied_file: Path, tmp_path: Path) -> Desk:
    """A desk right after the copy."""
    return world.open(path=Path(shutil.copy(copied_file, tmp_path / "copied.duckdb")))


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
    assert list(plan.loc["name", ["ours", "register"]]) == ["Stehovava s.r.o.", "Stěhovavá s.r.o."]
    assert plan["accepted"].isna().all()
    assert plan["suggested"].all()
    assert set(plan["source"]) == {"ČSÚ, RES 2026-11-15"}


def test_a_run_fills_what_is_empty_and_takes_seat_name_and_legal_form(copied: Desk, ids: Ids) -> None:
    assert fields_of(copied, ids.moved).items() >= {
        "name": "Stěhovavá s.r.o.", "legal_form": "112", "founded_on": date(2004, 5, 1), "nace": "47110",
    }.items()  # fmt: skip
    assert (
        seat_of(copied, ids.moved).items()
        >= {"street": "Nová", "city": "Ostrava", "postcode": "70200"}.items()
    )


def test_the_contact_address_the_notes_and_the_phone_are_never_touched(
    desk: Desk, copied: Desk, ids: Ids
) -> None:
    old, new = desk.client(ids.moved), copied.client(ids.moved)
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


def test_each_copied_field_keeps_its_source_and_date(copied: Desk, ids: Ids) -> None:
    marks = {one["field"]: one for one in copied.client(ids.moved).all("provenance")}
    assert {"name", "seat", "legal_form", "founded_on", "nace"} <= set(marks)
    assert {(one["source"], one["as_of"]) for one in marks.values()} == {
        ("ČSÚ, RES 2026-11-15", date(2026, 11, 15))
    }
    assert marks["seat"]["accepted"] == "Nová 12/3a, Veveří, 702 00 Ostrava"


def test_a_second_copy_has_nothing_to_do(copied: Desk, ids: Ids) -> None:
    assert not len(copied.akce.copy_from_registry(ids.moved).preview())
    assert copied.akce.copy_from_registry(ids.moved).run().change_set is None


def test_fields_changed_by_hand_since_the_last_copy_are_never_ticked_beforehand(
    copied: Desk, ids: Ids
) -> None:
    copied.akce.edit(ids.moved, name="jinak", legal_form="121", nace="jinak").run()
    plan = copied.akce.copy_from_registry(ids.moved).preview()
    told = dict(zip(plan["field"], plan["suggested"], strict=True))
    assert told == {"name": False, "legal_form": False, "nace": False}
    assert copied.akce.copy_from_registry(ids.moved).run().change_set is None


def test_a_field_that_equalled_the_register_at_the_copy_counts_as_accepted(desk: Desk, ids: Ids) -> None:
    desk.akce.copy_from_registry(ids.gama).run()  # its name was right already
    desk.akce.edit(ids.gama, name="Gama po našem").run()
    plan = desk.akce.copy_from_registry(ids.gama).preview().set_index("field")
    assert not plan.loc["name", "suggested"]


def test_a_field_emptied_by_hand_is_not_filled_again_unasked(copied: Desk, ids: Ids) -> None:
    copied.akce.edit(ids.moved, nace=None).run()
    assert copied.akce.copy_from_registry(ids.moved).preview()["suggested"].tolist() == [False]


def test_a_seat_changed_by_hand_is_never_ticked_beforehand(copied: Desk, ids: Ids) -> None:
    seat = next(one for one in copied.client(ids.moved).addresses if one["kind"] == "seat")
    copied.akce.edit(seat.id, entity="address", street="Jinde").run()
    plan = copied.akce.copy_from_registry(ids.moved).preview()
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


def test_the_plan_in_numbers_adds_up_to_the_plan(desk: Desk, ids: Ids) -> None:
    action = desk.akce.copy_from_registry([ids.moved, ids.gama])
    plan = action.preview()
    numbers = action.by_kind()
    assert numbers["changes"].sum() == len(plan)
    assert numbers["suggested"].sum() == plan["suggested"].sum()
    fields = list(dict.fromkeys(plan["field"]))
    assert set(numbers["field"]) == set(fields)
    assert numbers["field"].tolist()[0] == "name"
    row = numbers[(numbers["field"] == "name") & numbers["reason"].str.contains("pravopis")]
    assert row[["changes", "clients"]].to_numpy().tolist() == [[1, 1]]
    part = plan[plan["client"] == ids.gama]
    assert action.by_kind(part)["changes"].sum() == len(part)
    assert action.by_kind(plan.head(0)).empty


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
