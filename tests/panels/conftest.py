"""What tests of panels share: a desk on invented data of its own, one Chromium, a stage."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from ipywidgets import Widget
from panels_stage import PATIENCE, Stage, chromium
from playwright.sync_api import expect

from workbench.desk import Desk, demo
from workbench.panels import Selection


@pytest.fixture(scope="session")
def invented() -> Desk:
    """A desk that tests only copy from."""
    return demo()


@contextmanager
def copied(base: Desk, path: Path) -> Iterator[Desk]:
    """A desk on a copy of another's file, with the same register; given back at the end, and the panels on it too."""
    shutil.copy(base.store.path, path)
    desk = Desk(path, "analytik", register=base.register)
    yield desk
    Widget.close_all()  # ipywidgets keeps every widget that nobody closed, and a panel keeps its desk
    desk.store.index.close()  # first, and alone: whoever searches has the index and waits for the file
    with desk.store.engine.exclusively():  # a preview may still be drawn
        desk.store.engine.close()


@pytest.fixture
def desk(invented: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the invented data, with the invented register."""
    with copied(invented, tmp_path / "clients.duckdb") as opened:
        yield opened


@pytest.fixture
def selection() -> Selection:
    """Nobody chosen yet."""
    return Selection()


@pytest.fixture(scope="package")
def only_stage() -> Iterator[Stage]:
    """One Chromium with one page for all panels; a process drives but one at a time, and the journeys have their own."""
    expect.set_options(timeout=PATIENCE)
    with chromium() as browser:
        context = browser.new_context(accept_downloads=True)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield Stage(context.new_page())
    expect.set_options(timeout=5_000)


@pytest.fixture
def stage(only_stage: Stage) -> Iterator[Stage]:
    """An empty page for panels; at its end nothing in a view may have failed unnoticed."""
    only_stage.page.set_viewport_size({"width": 1100, "height": 900})
    only_stage.clear()
    yield only_stage
    assert only_stage.failures == []
