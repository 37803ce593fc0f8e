"""What the journeys share: one Chromium, and one JupyterLab, in which each has a notebook and a kernel of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_pages import PATIENCE, Lab, served
from panels_stage import chromium
from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parents[2]
WALKTHROUGH = "notebooks/01_prvni_kroky.ipynb"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; it is patient, for kernels work behind it."""
    expect.set_options(timeout=PATIENCE)
    with chromium() as opened:
        yield opened
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def running_lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a copy of the walkthrough, until the last journey is over."""
    home = tmp_path_factory.mktemp("lab")
    for part in (WALKTHROUGH, "data/demo_clients.csv"):
        (home / part).parent.mkdir()
        shutil.copy(ROOT / part, home / part)
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(PATIENCE)
    with served("lab", home / WALKTHROUGH, home) as server:
        yield Lab(page, server, (home / WALKTHROUGH).parent)


@pytest.fixture
def lab(running_lab: Lab) -> Iterator[Lab]:
    """JupyterLab with nothing open; what a journey opens is closed at its end, and its kernel ended."""
    yield running_lab
    running_lab.close_all()
    running_lab.page.context.unroute_all()
