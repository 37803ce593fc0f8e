"""The walkthrough in a real JupyterLab: opened by ``workbench lab``, its cells run, nothing red."""

import pytest
from jupyter_pages import CODE_CELLS, Lab, outputs, run_above, run_all
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
FIRST_CHAPTERS = 4
"""So many cells tell of finding a client."""


@pytest.fixture
def page(lab: Lab) -> Page:
    """What opens by itself, without the outputs that it was saved with."""
    lab.start()
    lab.page.get_by_role("heading", name="První kroky").wait_for()
    lab.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    return lab.page


def expect_nothing_red(page: Page) -> None:
    shown = outputs(page)
    assert shown
    assert [one for one in shown if one["output_type"] == "error" or one.get("name") == "stderr"] == []


@pytest.mark.slow
def test_the_walkthrough_opens_by_itself_and_its_first_chapters_run(page: Page) -> None:
    run_above(page, FIRST_CHAPTERS)
    expect_nothing_red(page)


@pytest.mark.slow  # each cell runs in `make test`, too, but without a page
def test_the_walkthrough_runs_without_an_error(page: Page) -> None:
    run_all(page)
    expect_nothing_red(page)
    silent = (
        f"{CODE_CELLS}.filter(cell => !cell.model.outputs.length).map(cell => cell.model.sharedModel.source)"
    )
    assert [one for one in page.evaluate(silent) if not one.startswith("folder")] == []
    assert page.get_by_text("Sada změn").count() > 0
    assert page.locator("[class*=Toastify__toast-body]").count() == 0
