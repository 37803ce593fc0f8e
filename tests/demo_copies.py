"""The demo made once a process for each size and seed; tests get copies of its files."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import workbench as wb
from workbench.desk import Desk
from workbench.desk.opening import ANALYST
from workbench.registry import SnapshotRegister, StandingSettings


@cache
def _template(clients: int, seed: int | None) -> Path:
    made = wb.demo(clients=clients, seed=seed)
    made.store.close()
    return made.store.path.parent


class DemoCopies:
    """Copies of the demo, each in a folder of its own; all are closed when the fixture ends.

    Args:
        folder: where the copies go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Desk] = []

    def __call__(self, clients: int = 300, seed: int | None = None) -> Desk:
        """The desk that ``wb.demo`` gives of this size and seed, on a fresh copy."""
        folder = self._folder / f"demo{len(self._made)}"
        shutil.copytree(_template(clients, seed), folder, ignore=shutil.ignore_patterns("*.csv"))
        register = SnapshotRegister(folder / "res.duckdb")
        desk = Desk(folder / "demo.duckdb", ANALYST, register=register, standing=StandingSettings())
        self._made.append(desk)
        return desk

    def close(self) -> None:
        """Give back what the copies hold."""
        for desk in self._made:
            desk.store.close()


@pytest.fixture
def demo_copies(tmp_path: Path) -> Iterator[DemoCopies]:
    """Copies of the demo for one test."""
    copies = DemoCopies(tmp_path)
    yield copies
    copies.close()


@pytest.fixture(scope="module")
def shared_demo_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCopies]:
    """Copies of the demo for the tests of one file."""
    copies = DemoCopies(tmp_path_factory.mktemp("demo"))
    yield copies
    copies.close()
