"""What all tests share: a fresh data file, its administrator's store, and how hard hypothesis tries."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from workbench import locale
from workbench.store.store import Store

pytest_plugins = ["akce_fixtures"]
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("workbench", parent=settings.get_profile("default"), **_COMMON)
# What lands is judged on the same examples each time; new ones are sought by everyday runs and `make test-all`.
settings.register_profile("steady", parent=settings.get_profile("workbench"), derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady" if os.environ.get("CI") else "workbench"))


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


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new data file, opened by its administrator ana."""
    opened = Store(path, "ana", patience=10)
    yield opened
    opened.close()
