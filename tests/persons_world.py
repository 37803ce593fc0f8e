"""The world of the actions with more contact persons in it: Eva twice, her namesake, and one at a locked client."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from akce_world import World

from workbench.desk import Desk
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

MAIL = "eva@vymyslena.example"


@dataclass(frozen=True)
class People:
    """Eva, whom the world knows; she once more, with all that can hang on a person; her namesake; Karel at a locked client."""

    eva: int
    twin: int
    namesake: int
    karel: int


@pytest.fixture(scope="session")
def persons_file(the_world: World) -> tuple[Path, People]:
    """A file of its own with more persons in it."""
    desk, ids, found = the_world.open("ana"), the_world.ids, {}

    def work(cs: ChangeSet) -> None:
        def add(entity: str, **values: Any) -> int:
            new = cs.new_ids(1)[0]
            of_person = {"record_type": "person"} if "record_id" in values else {}
            cs.insert(entity, [{"id": new, **of_person, **values}])
            return new

        name = {"first_name": "Eva", "last_name": "Vymyšlená"}
        found["twin"] = twin = add("person", **name, title_before="Ing.", notice="volat v poledne", tags=["vip"], birthday=date(1980, 5, 1),
                                   do_not_contact=True, external_id="P-2", owner="petr")  # fmt: skip
        found["namesake"] = add("person", **name, birthday=date(1955, 2, 3), owner="petr")
        found["karel"] = add("person", first_name="Karel", last_name="Smyšlený", owner="petr")
        cs.update(
            "person", [{"id": ids.person, "notice": "jen písemně", "tags": ["stavba"], "owner": "petr"}]
        )
        add("employment", person_id=twin, client_id=ids.twin, position="Jednatelka ", is_primary=True)
        add("employment", person_id=twin, client_id=ids.gama, position="dozorčí rada")
        add("employment", person_id=twin, client_id=ids.alfa, position="účetní")
        for person in (ids.person, twin):
            add("contact", record_id=person, kind="email", value=MAIL)
            add("address", record_id=person, kind="home", city="Brno")
        add("contact", record_id=twin, kind="mobile", value="+420601000009")
        add("consent", record_id=twin, title="consent")
        add("activity", record_id=twin, kind="note", body="Setkání")
        add("attachment", record_id=twin, file_name="vizitka.png")
        add("lead", name="Poptávka Evy", person_id=twin)
        add("deal", name="Tajný obchod Evy", person_id=twin, owner="ana", security_level=9)

    desk.store.write(Intent("world"), work)
    petr = the_world.open("petr", desk.store.path)  # who locked that client
    petr.akce.create("employment", person_id=found["karel"], client_id=ids.held, position="ředitel").run()
    desk.store.compact()
    return desk.store.path, People(ids.person, **found)


@pytest.fixture
def persons_path(persons_file: tuple[Path, People], tmp_path: Path) -> Path:
    """A fresh copy of it."""
    return Path(shutil.copy(persons_file[0], tmp_path / "persons.duckdb"))


@pytest.fixture
def people(persons_file: tuple[Path, People]) -> People:
    """Who is who."""
    return persons_file[1]


@pytest.fixture
def persons_desk(persons_path: Path) -> Iterator[Desk]:
    """The copy, opened by the administrator ana."""
    made = Desk(persons_path, "ana")
    yield made
    made.store.close()


@pytest.fixture
def petr(persons_path: Path) -> Iterator[Desk]:
    """The same copy, opened by petr."""
    made = Desk(persons_path, "petr")
    yield made
    made.store.close()
