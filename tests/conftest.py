"""What all tests share: a fresh data file, its administrator's store, and how hard hypothesis tries."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from workbench import locale
from workbench.store.store import Store

pytest_plugins = ["akce_fixtures", "demo_copies", "longest_first", "persons_world", "quiet_notebooks"]
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("workbench", parent=settings.get_profile("default"), **_COMMON)
# What lands is judged on the same examples each time; new ones are sought by everyday runs and `make test-all`.
settings.register_profile("steady", parent=settings.get_profile("workbench"), derandomize=True, database=None)
# Where `examples` says how many, `make test-all` tries six times as many or more (tests/effort.py).
settings.register_profile("thorough", parent=settings.get_profile("workbench"))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady" if os.environ.get("CI") else "workbench"))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported stays to the end: it is not looked through for garbage time and again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Each test begins and ends in Czech, the language of the interface."""
    locale.use("cs")
    yield
    locale.use("cs")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a data file may be made."""
    return tmp_path / "clients.duckdb"


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Store(tmp_path_factory.mktemp("empty") / "clients.duckdb", "ana")
    made.close()
    return made.path


@pytest.fixture
def empty_copy(path: Path, _empty_file: Path) -> Path:
    """A new data file whose administrator is ana."""
    return Path(shutil.copy(_empty_file, path))


@pytest.fixture
def store(empty_copy: Path) -> Iterator[Store]:
    """A new data file, opened by its administrator ana."""
    opened = Store(empty_copy, "ana", patience=10)
    yield opened
    opened.close()
