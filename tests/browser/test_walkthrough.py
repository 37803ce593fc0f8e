"""The walkthrough in a real JupyterLab: opened by ``workbench lab``, all cells run, nothing red."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_pages import CODE_CELLS, Served, open_in_lab, outputs, run_all, served
from panels_stage import chromium
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Served]:
    """JupyterLab on a copy of the walkthrough; ended when the test is over."""
    for part in ("notebooks/01_prvni_kroky.ipynb", "data/demo_clients.csv"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    with served("lab", tmp_path / "notebooks" / "01_prvni_kroky.ipynb", tmp_path) as running:
        yield running


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of Chromium that makes no noise of its own."""
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 1400, "height": 1000})


def test_the_walkthrough_opens_by_itself_and_runs_without_an_error(lab: Served, page: Page) -> None:
    open_in_lab(page, lab)
    page.get_by_role("heading", name="První kroky").wait_for()
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    run_all(page)
    shown = outputs(page)
    assert [one for one in shown if one["output_type"] == "error" or one.get("name") == "stderr"] == []
    silent = (
        f"{CODE_CELLS}.filter(cell => !cell.model.outputs.length).map(cell => cell.model.sharedModel.source)"
    )
    assert [one for one in page.evaluate(silent) if not one.startswith("folder")] == []
    assert page.get_by_text("Sada změn").count() > 0
    assert page.locator("[class*=Toastify__toast-body]").count() == 0
