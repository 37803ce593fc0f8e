"""The cockpit in a real JupyterLab keeps its keys to itself, and leaves nothing of any client in the notebook."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_pages import Lab, run_all, sources, write_notebook
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

CELLS = [
    """\
import workbench as wb
from workbench.panels import Cockpit
desk = wb.demo()
cockpit = Cockpit(desk)
cockpit.selection.choose([107, 42])
cockpit""",
    "'a cell that a stray shortcut would cut or delete'",
]
SHORTCUTS = ("a", "b", "d", "d", "x")
"""Keys with which JupyterLab inserts, deletes and cuts cells."""
CONTROLS = ".wb :is(button, select, summary, input[type=checkbox], input[type=radio], [tabindex='0'])"
_PRESS_IN_ALL = """(controls, keys) => controls.flatMap((one, place) => {
  if (!one.checkVisibility() || one.disabled) return [];
  one.focus();
  for (const key of keys) for (const type of ["keydown", "keyup"]) one.dispatchEvent(new KeyboardEvent(type,
    { key, code: `Key${key.toUpperCase()}`, keyCode: key.toUpperCase().charCodeAt(0), bubbles: true, cancelable: true }));
  return [[place, `${one.tagName} ${one.type} ${one.getAttribute("role")}`]];
})"""
"""Presses keys in each control as far as a script can; the places of those that took them, and of what kind they are."""


@pytest.fixture
def notebook(lab: Lab) -> Path:
    """A notebook with the cockpit, two clients chosen."""
    return write_notebook(lab.root / "cockpit" / "cockpit.ipynb", CELLS)


@pytest.fixture
def page(lab: Lab, notebook: Path) -> Page:
    """That notebook in JupyterLab, all its cells run."""
    lab.open(notebook)
    run_all(lab.page)
    return lab.page


def tabs(page: Page) -> Iterator[str]:
    """The cockpit's tabs, each open and with all its view asked for, the filters unfolded; then the notebook is looked at."""
    page.get_by_role("button", name="Filtry").click()
    nothing_asked = page.locator(".wb-cockpit:not([aria-busy])")
    found = page.locator(".wb-cockpit [role=tablist]").first.get_by_role("tab")
    expect(found).to_have_count(7)
    for tab in found.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(nothing_asked).to_be_visible()
        yield tab.inner_text()
        assert sources(page) == CELLS, tab.inner_text()


def press_shortcuts(page: Page, control: Locator) -> None:
    control.focus()
    for key in SHORTCUTS:
        page.keyboard.press(key)


def test_no_shortcut_fires_in_any_control_and_nothing_of_a_client_is_saved(
    page: Page, notebook: Path
) -> None:
    tried, kinds = 0, set[str]()
    for _ in tabs(page):
        controls = page.locator(CONTROLS)
        pressed = controls.evaluate_all(_PRESS_IN_ALL, SHORTCUTS)
        tried += len(pressed)
        for place, kind in pressed:
            if kind not in kinds:  # one of each kind by the real keyboard too
                kinds.add(kind)
                press_shortcuts(page, controls.nth(place))
    assert tried > 100, "the panels of all tabs were there"
    assert len(kinds) > 6, kinds
    page.locator(".wb-cockpit").first.click(position={"x": 2, "y": 2})  # beside all controls
    for key in SHORTCUTS[2:4]:
        page.keyboard.press(key)
    assert sources(page) == CELLS

    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    saved = notebook.read_text(encoding="utf-8")
    assert "Cockpit" in saved
    assert "Bedn" not in saved
    page.locator(".jp-Cell .jp-InputPrompt").last.click()
    page.locator(":focus").evaluate_all(_PRESS_IN_ALL, ["b"])
    assert len(sources(page)) > len(CELLS), "outside of the panels such a press does what it says"


@pytest.mark.slow
def test_no_shortcut_fires_in_any_control_by_the_real_keyboard(page: Page) -> None:
    tried = 0
    for _ in tabs(page):
        for control in page.locator(CONTROLS).all():
            if control.is_visible() and control.is_enabled():
                press_shortcuts(page, control)
                tried += 1
    assert tried > 100, "the panels of all tabs were there"
