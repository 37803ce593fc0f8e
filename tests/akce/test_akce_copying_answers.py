"""1 Kopírovat údaje z rejstříku: answers, warnings, candidates, many clients (AKCE.md, section 1)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from akce_world import CEASED, GAMA, MOVED, Ids, World, ico, make, tables

from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RegisterError,
    UnknownNameError,
)
from workbench.model.identifiers import Note
from workbench.registry.answers import Answer, Malformed, OutOfReach, Refused
from workbench.registry.base import Progress
from workbench.registry.snapshot import SnapshotRegister
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent


class Moody:
    """A register that answers some numbers in its own way, and counts what it is asked."""

    def __init__(self, world: World, moods: Mapping[str, Answer]) -> None:
        self.inner = SnapshotRegister(world.register)
        self.moods = dict(moods)
        self.asked: list[str] = []
        self.ages: list[timedelta | None] = []
        self.suggest, self.candidates, self.status = (
            self.inner.suggest,
            self.inner.candidates,
            self.inner.status,
        )

    @property
    def name(self) -> str:
        return "moody"

    def lookup(
        self, icos: Sequence[str], *, max_age: timedelta | None = None, progress: Progress | None = None
    ) -> Mapping[str, Answer]:
        self.asked += icos
        self.ages.append(max_age)
        if progress is not None:
            progress(len(icos), len(icos))
        return {**self.inner.lookup(icos), **{one: self.moods[one] for one in icos if one in self.moods}}


def fields_of(desk: Desk, client: int) -> dict[str, object]:
    return dict(desk.client(client).record.values)


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
        ids.gama: "found", ids.delta: "no_ico", clients[0]: "refused", clients[1]: "out_of_reach",
        clients[2]: "malformed", clients[3]: "not_found", clients[4]: "not_found",
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
    register = Moody(world, {})
    desk.register = reader.register = register
    assert isinstance(desk.akce.copy_from_registry(ids.held).available().obstacle, LockedError)
    assert isinstance(reader.akce.copy_from_registry(ids.gama).available().obstacle, PermissionRefusedError)
    assert isinstance(reader.akce.copy_from_registry(ids.secret).available().obstacle, NotFoundError)
    assert register.asked == []


def test_one_locked_client_that_is_to_take_something_stops_all(desk: Desk, ids: Ids) -> None:
    make(desk, "deal", name="nic")
    desk.akce.edit(ids.plain, ico=MOVED).run()
    other = Desk(desk.store.path, "petr", register=desk.register)
    other.akce.lock(ids.plain).run()
    before = tables(desk)
    with pytest.raises(LockedError):
        desk.akce.copy_from_registry([ids.moved, ids.plain], take=["name"]).run()
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


def test_of_many_clients_those_locked_by_others_are_not_suggested_and_the_plan_says_by_whom(
    desk: Desk, ids: Ids
) -> None:
    desk.akce.edit(ids.plain, ico=MOVED).run()
    Desk(desk.store.path, "petr", register=desk.register).akce.lock(ids.plain).run()
    action = desk.akce.copy_from_registry([ids.moved, ids.plain])
    assert action.available()
    plan = action.preview()
    locked = plan[plan["client"] == ids.plain]
    assert len(locked)
    assert not locked["suggested"].any()
    assert all("petr" in reason for reason in locked["reason"])
    before = fields_of(desk, ids.plain)
    assert action.run(plan).detail == 1
    assert fields_of(desk, ids.plain) == before


def test_what_clients_take_is_given_by_field_and_stands_in_the_code_as_ranges(desk: Desk, ids: Ids) -> None:
    one = desk.akce.copy_from_registry([ids.moved, ids.gama], take={ids.moved: ["seat", "name"]})
    other = desk.akce.copy_from_registry(
        [ids.moved, ids.gama], take={"name": str(ids.moved), "seat": [ids.moved]}
    )
    assert one.code() == other.code()
    assert f"'seat': '{ids.moved}'" in one.code()
