"""The world of the actions, made once a session."""

import pytest
from akce_world import Ids, World

from workbench.desk import Desk


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The template file and the register."""
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def desk(world: World) -> Desk:
    """A fresh copy, opened by the administrator ana."""
    return world.open("ana")


@pytest.fixture
def ids(world: World) -> Ids:
    """Who is who."""
    return world.ids
