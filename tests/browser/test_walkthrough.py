"""The walkthrough in a real JupyterLab: opened by ``workbench lab``, all cells run, nothing red."""

import pytest
from jupyter_pages import CODE_CELLS, Lab, outputs, run_all

pytestmark = pytest.mark.browser


def test_the_walkthrough_opens_by_itself_and_runs_without_an_error(lab: Lab) -> None:
    lab.start()
    page = lab.page
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
