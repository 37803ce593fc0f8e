"""What tests of panels share: a desk on invented data of its own, one Chromium, a stage."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from panels_stage import Stage, chromium
from playwright.sync_api import Browser

from workbench.desk import Desk, demo
from workbench.panels import Selection


@pytest.fixture(scope="session")
def invented() -> Desk:
    """A desk that tests only copy from."""
    return demo()


@pytest.fixture
def desk(invented: Desk, tmp_path: Path) -> Desk:
    """A desk on a copy of the invented data, with the invented register."""
    path = tmp_path / "clients.duckdb"
    shutil.copy(invented.store.path, path)
    return Desk(path, "analytik", register=invented.register)


@pytest.fixture
def selection() -> Selection:
    """Nobody chosen yet."""
    return Selection()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; a process can drive but one at a time, and others have their own."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """An empty page for panels; at its end nothing in a view may have failed unnoticed."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    on = Stage(context.new_page())
    yield on
    failures = on.failures
    context.close()
    assert failures == []
