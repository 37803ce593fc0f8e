"""What tests of panels share: a desk on invented data of its own, one Chromium, a stage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from panels_desks import copied
from panels_stage import PATIENCE, Stage, chromium
from playwright.sync_api import expect

from workbench.desk import Desk, demo
from workbench.duplicates.result import Duplicates
from workbench.panels import Selection


@pytest.fixture(scope="session")
def invented() -> Desk:
    """A desk that tests only copy from."""
    return demo()


@pytest.fixture
def desk(invented: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the invented data, with the invented register."""
    with copied(invented, tmp_path / "clients.duckdb") as opened:
        yield opened


@pytest.fixture(scope="session")
def invented_found(invented: Desk) -> Duplicates:
    """What a search of the invented data finds."""
    return invented.duplicates()


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
