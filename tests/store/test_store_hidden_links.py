"""What is hidden from a user is told neither by links nor by a shared IČO, and stands in no question's way."""

import pytest
from akce_world import Ids, World, ico, make

from workbench.desk import Desk
from workbench.errors import LockedError, NotFoundError
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

SHARED = ico(960)


def test_a_hidden_client_is_told_neither_by_its_links_nor_by_its_ico(desk: Desk, world: World) -> None:
    hidden = make(desk, "client", name="Skrytá a.s.", ico=SHARED, security_level=9)
    open_one = make(desk, "client", name="Zjevná a.s.", ico=SHARED)
    make(desk, "contact", record_id=hidden, kind="email", value="a@skryta.example")
    petr = world.open("petr", desk.store.path)
    assert desk.store.links_to("client", [hidden])
    assert petr.store.links_to("client", [hidden]) == []
    assert desk.store.same_ico([open_one]) == {open_one: [hidden]}
    assert petr.store.same_ico([open_one, hidden]) == {}


def test_whether_many_can_be_changed_names_the_first_that_is_locked_or_not_there(
    desk: Desk, ids: Ids, world: World
) -> None:
    def fill(cs: ChangeSet) -> list[int]:
        new = list(cs.new_ids(25))
        cs.insert("client", [{"id": one, "name": f"Klient {one}"} for one in new])
        return new

    many = desk.store.write(Intent("create"), fill).result
    petr = world.open("petr", desk.store.path)
    assert petr.akce.invalidate(many).available()
    assert isinstance(petr.akce.invalidate([*many, ids.secret]).available().obstacle, NotFoundError)
    desk.akce.lock(many[3]).run()
    assert isinstance(petr.akce.invalidate(many).available().obstacle, LockedError)
    with pytest.raises(LockedError, match=str(many[3])):
        petr.akce.invalidate(many).run()
    assert desk.akce.invalidate(many).available()
