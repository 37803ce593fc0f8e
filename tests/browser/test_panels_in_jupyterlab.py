# ruff: noqa: PLR0915 - a journey is told in one go
"""One journey in a real JupyterLab: find, choose, invalidate by mouse and by keyboard, undo."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_pages import PATIENCE, open_in_lab, run_all, served, sources, write_notebook
from panels_stage import chromium
from playwright.sync_api import Page, expect

from workbench.store.store import Store

pytestmark = pytest.mark.browser

FIRST = """\
import pathlib, workbench as wb
from workbench.panels import AkceMenu, ClientPicker
desk = wb.demo()
pathlib.Path('store.txt').write_text(str(desk.store.path))
picker = ClientPicker(desk)
AkceMenu(desk, picker.selection)"""
CELLS = [FIRST, "picker"]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook with the picker and the menu."""
    return write_notebook(tmp_path / "notebooks" / "panels.ipynb", CELLS)


@pytest.fixture
def page(notebook: Path, tmp_path: Path) -> Iterator[Page]:
    """That notebook in JupyterLab, all its cells run."""
    with served("lab", notebook, tmp_path) as lab, chromium() as browser:
        opened = browser.new_page(viewport={"width": 1300, "height": 1000})
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        open_in_lab(opened, lab)
        run_all(opened)
        yield opened
        expect.set_options(timeout=5_000)


def invalid_ids(notebook: Path) -> set[int]:
    store = Store(Path(notebook.with_name("store.txt").read_text()), "analytik")
    try:
        return {one.id for one in store.records("client", "NOT t.valid")}
    finally:
        store.close()


def test_a_client_is_found_invalidated_and_brought_back_by_mouse_and_by_keyboard(
    page: Page, notebook: Path
) -> None:
    search = page.get_by_role("combobox", name="Najít klienta")
    expect(search).to_be_visible()
    before = invalid_ids(notebook)

    # By mouse.
    search.click()
    search.press_sequentially("bednar 42")
    row = page.locator(".wb-row").filter(
        has=page.locator(".wb-part:first-child", has_text=re.compile(r"^č\. 42$"))
    )
    expect(row).to_have_count(1)
    row.click()
    expect(page.locator(".wb-target")).to_contain_text("č. 42")
    page.get_by_role("button", name="Akce", exact=True).click()
    page.get_by_role("menuitem", name="Zneplatnit").click()
    page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("1 klient je nyní neplatný.")
    assert invalid_ids(notebook) - before == {42}
    expect(row).to_have_count(0)  # the picker noticed by itself
    page.get_by_role("button", name="Vrátit").click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")
    assert invalid_ids(notebook) == before
    expect(row).to_have_count(1)

    # By keyboard alone.
    search.focus()
    for _ in range(page.locator(".wb-row").count()):
        page.keyboard.press("ArrowUp")
    while "wb-active" not in (row.get_attribute("class") or ""):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Akce", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-menu").get_by_role("menuitem").first).to_be_focused()
    page.keyboard.type("zne")
    expect(page.get_by_role("menuitem", name="Zneplatnit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Důvod")).to_be_focused()
    page.keyboard.type("add")  # letters that are shortcuts of JupyterLab
    page.keyboard.press("Enter")
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("1 klient je nyní neplatný.")
    assert invalid_ids(notebook) - before == {42}
    expect(page.get_by_role("button", name="Vrátit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")
    assert invalid_ids(notebook) == before

    # No shortcut of JupyterLab fires in any control: `a` would insert a cell, `d d` delete one.
    page.get_by_role("button", name="Filtry").click()
    controls = page.locator(".wb :is(button, select, input[type=checkbox], [tabindex='0'])")
    expect(page.get_by_label("Vlastník")).to_be_visible()
    for control in controls.all():
        if control.is_visible() and control.is_enabled():
            control.focus()
            for key in ("a", "b", "d", "d", "x"):
                page.keyboard.press(key)
    page.locator(".wb-client-picker .wb-head h2").click()
    for key in ("a", "d", "d"):
        page.keyboard.press(key)
    assert sources(page) == CELLS

    # Nothing of any client is left in the saved notebook.
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    saved = notebook.read_text()
    assert "ClientPicker" in saved
    assert "Bedn" not in saved.replace("bednar", "")
