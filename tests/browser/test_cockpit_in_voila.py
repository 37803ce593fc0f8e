"""The cockpit as a page of its own, through Voilà: it shows up, finds a client and invalidates it."""

from pathlib import Path

import pytest
from jupyter_pages import PATIENCE, served, write_notebook
from playwright.sync_api import Browser, expect

from workbench.desk import Desk

pytestmark = pytest.mark.browser

CELL = """\
import pathlib, workbench as wb
from workbench.panels import Cockpit
desk = wb.demo()
pathlib.Path('store.txt').write_text(str(desk.store.path))
Cockpit(desk)"""
CLIENT = 42


def test_the_cockpit_works_in_voila(browser: Browser, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "notebooks" / "cockpit.ipynb", [CELL])
    with served("app", notebook, tmp_path) as app:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(PATIENCE)
        page.goto(app.address)
        page.get_by_role("combobox", name="Najít klienta").press_sequentially(f"bednar {CLIENT}")
        page.locator(".wb-row", has=page.locator("mark", has_text=str(CLIENT))).first.click()
        expect(page.locator(".wb-card-head")).to_contain_text(f"č. {CLIENT}")
        assert "wb.demo()" not in page.locator("body").inner_text()  # the code stays behind
        page.get_by_role("button", name="Akce", exact=True).click()
        page.get_by_role("menuitem", name="Zneplatnit").click()
        page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
        expect(page.locator(".wb-bar.wb-done")).to_contain_text("1 klient je nyní neplatný.")
        desk = Desk(Path(notebook.with_name("store.txt").read_text(encoding="utf-8")), "analytik")
        assert not desk.client(CLIENT).valid
