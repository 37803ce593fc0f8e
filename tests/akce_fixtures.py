"""The world of the actions, made once a session."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from akce_world import Ids, World, digest

from workbench.desk import Desk
from workbench.registry.snapshot import SnapshotRegister


@pytest.fixture(scope="session")
def the_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The template file and the register."""
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(the_world: World) -> Iterator[World]:
    """The world; what a test opens of it is closed when it ends."""
    before = the_world.opened()
    yield the_world
    the_world.close(keep=before)


@pytest.fixture
def desk(world: World) -> Desk:
    """A fresh copy, opened by the administrator ana."""
    return world.open("ana")


@pytest.fixture(scope="module")
def unchanged(the_world: World) -> Iterator[Callable[[str], Desk]]:
    """Users' desks on one copy that no test of the file may change, which is checked at the end."""
    path = the_world.copy()
    register = SnapshotRegister(the_world.register)
    opened = cache(lambda user: Desk(path, user, register=register))
    before = digest(opened("ana"))
    yield opened
    assert digest(opened("ana")) == before, "a test changed what all share"


@pytest.fixture
def ids(the_world: World) -> Ids:
    """Who is who."""
    return the_world.ids
