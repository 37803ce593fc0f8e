"""Contact persons, deals and the like can be deleted, invalidated and locked as clients can (AKCE.md, 5, 8, 9)."""

from typing import Any

import pytest
from akce_world import Ids, digest, make

from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LinkedError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    StoreError,
    UnknownNameError,
)

MARK = "Zqxmarkr"
MAIN = ("person", "lead", "deal", "offer", "order", "project")


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def entity_of(name: str) -> str:
    return "sales_order" if name == "order" else name


def person(desk: Desk, **values: Any) -> int:
    """A contact person with an e-mail and an address, all marked."""
    new = make(desk, "person", first_name="Jan", last_name=MARK, **values)
    make(desk, "contact", record_id=new, kind="email", value=f"{MARK}@firma.example")
    make(desk, "address", record_id=new, street=MARK, city="Brno")
    return new


@pytest.mark.parametrize("name", MAIN)
def test_records_of_any_main_type_are_invalidated_locked_and_brought_back(
    desk: Desk, ids: Ids, name: str
) -> None:
    one, entity = getattr(ids, name), entity_of(name)
    desk.akce.invalidate(one, entity=entity, note="omyl").run()
    record = desk.store.record(entity, one)
    assert (record["valid"], record["invalid_note"]) == (False, "omyl")
    desk.akce.restore(one, entity=entity).run()
    assert desk.store.record(entity, one)["valid"]
    desk.akce.lock(one, entity=entity, reason="v jednání").run()
    assert desk.store.record(entity, one)["locked_by"] == "ana"
    petr = as_user(desk, "petr")
    for action in (petr.akce.invalidate, petr.akce.lock, petr.akce.unlock, petr.akce.delete):
        assert not action(one, entity=entity).available()
    with pytest.raises(LockedError):
        petr.akce.lock(one, entity=entity).run()
    desk.akce.unlock(one, entity=entity).run()
    assert desk.store.record(entity, one)["locked_by"] is None


def test_an_administrator_opens_the_lock_of_a_person(desk: Desk, ids: Ids) -> None:
    as_user(desk, "petr").akce.lock(ids.person, entity="person").run()
    assert not desk.akce.lock(ids.person, entity="person").available()
    assert desk.akce.unlock(ids.person, entity="person").feasible()
    desk.akce.unlock(ids.person, entity="person").run()
    assert desk.store.record("person", ids.person)["locked_by"] is None


def test_a_deleted_person_takes_along_what_hangs_on_it_and_nothing_of_it_is_left(desk: Desk) -> None:
    new = person(desk)
    assert MARK in digest(desk)
    desk.akce.delete(new, entity="person").run()
    with pytest.raises(NotFoundError):
        desk.store.record("person", new)
    assert MARK not in digest(desk)
    assert MARK.encode() not in desk.store.path.read_bytes()


def test_a_person_that_works_somewhere_is_held_and_the_refusal_names_steps_that_work(
    desk: Desk, ids: Ids
) -> None:
    action = desk.akce.delete(ids.person, entity="person")
    obstacle = action.available().obstacle
    assert isinstance(obstacle, LinkedError)
    assert "2 × Vazba osoby" in str(obstacle)
    assert f'desk.akce.invalidate({ids.person}, entity="person")' in str(obstacle)
    held = action.blockers()
    assert list(held.columns) == ["person", "entity", "id", "field"]
    assert set(held["person"]) == {ids.person}
    desk.akce.remove("employment", held["id"].tolist()).run()
    assert action.available()
    action.run()
    assert desk.store.by_ids("person", [ids.person]) == []


def test_a_deal_is_deleted_with_what_is_deleted_in_the_same_step_only(desk: Desk, ids: Ids) -> None:
    free, held = make(desk, "deal", name=MARK), ids.deal
    with pytest.raises(LinkedError):
        desk.akce.delete([free, held], entity="deal").run()
    desk.akce.delete(free, entity="deal").run()
    assert desk.store.by_ids("deal", [free, held])[0].id == held


def test_the_right_to_delete_reaches_other_types_too(desk: Desk) -> None:
    mine, other = person(desk, owner="petr"), person(desk, owner="ana")
    desk.store.save_user("petr", "full", delete="own")
    petr = as_user(desk, "petr")
    assert petr.akce.delete(mine, entity="person").available()
    assert isinstance(petr.akce.delete(other, entity="person").available().obstacle, PermissionRefusedError)


def test_the_warning_names_a_person_by_first_and_last_name(desk: Desk, ids: Ids) -> None:
    assert f"Eva Vymyšlená ({ids.person})" in desk.akce.delete(ids.person, entity="person").warning()
    assert f"Hala ({ids.deal})" in desk.akce.delete(ids.deal, entity="deal").warning()
    nameless = make(desk, "person", notice="neznámá")
    assert f"Kontaktní osoba ({nameless})" in desk.akce.delete(nameless, entity="person").warning()


@pytest.mark.parametrize("name", ["delete", "invalidate", "restore", "lock", "unlock"])
def test_the_line_of_python_repeats_the_type_and_hanging_types_are_refused(
    desk: Desk, ids: Ids, name: str
) -> None:
    make_action = getattr(desk.akce, name)
    assert make_action(ids.deal, entity="deal").code() == f"desk.akce.{name}({ids.deal}, entity='deal').run()"
    assert make_action(ids.alfa, entity="client").code() == f"desk.akce.{name}({ids.alfa}).run()"
    contact = desk.client(ids.alfa).all("contact")[0].id
    assert isinstance(make_action(contact, entity="contact").available().obstacle, InputError)
    assert isinstance(make_action(ids.alfa, entity="person").available().obstacle, NotFoundError)
    with pytest.raises(UnknownNameError):
        make_action(ids.alfa, entity="persn")


def test_refusals_of_other_actions_lead_to_the_one_that_does_it(desk: Desk, ids: Ids) -> None:
    removal = desk.akce.remove("person", ids.person).available().reason
    assert 'desk.akce.delete(…, entity="person")' in removal
    by_hand = desk.akce.edit(ids.person, entity="person", valid=False).available().reason
    assert 'desk.akce.invalidate(…, entity="person")' in by_hand


def test_a_deletion_whose_file_cannot_be_written_anew_says_so_and_is_done(
    desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.akce.delete(person(desk), entity="person").run().warning == ""

    def full(*_: object) -> None:
        raise StoreError("The disk is full. Free some space.")

    monkeypatch.setattr("workbench.store.backup.compact", full)
    result = desk.akce.delete(ids.plain).run()
    assert result.detail.erasure.records == (("client", ids.plain),)
    assert result.change_set is not None
    assert "compact" in result.warning
    assert desk.store.by_ids("client", [ids.plain]) == []


def test_who_sees_only_their_own_keeps_seeing_what_they_create(desk: Desk, ids: Ids) -> None:
    desk.store.save_user("petr", "full", otherwise="own", clearance=3)
    petr = as_user(desk, "petr")
    new = make(petr, "client", name="Nová s.r.o.")
    assert petr.client(new).record["owner"] == "petr"
    refused = petr.akce.edit(new, security_level=9).available()
    assert isinstance(refused.obstacle, PermissionRefusedError)
    with pytest.raises(PermissionRefusedError):
        petr.akce.edit(ids.plain, owner="olga").run()
    assert petr.client(ids.plain).record["owner"] == "petr"
