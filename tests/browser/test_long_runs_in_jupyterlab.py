"""A long run in a real kernel: the page is answered meanwhile, and the panel's button and the kernel's stop it alike."""

import re

import pytest
from jupyter_pages import Lab, run_all, write_notebook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CELL = """\
import threading, workbench as wb
from workbench import running
from workbench.akce import catalogue
from workbench.akce.base import Writing
from workbench.model.fields import Label
from workbench.panels import AkceMenu, Selection
from workbench.store import states

class Slow(Writing):
    name, label, enough = "slow", Label("Pomalá akce", "Slow action"), threading.Event()

    def work(self, cs):
        done = states.invalidate(cs, self.given, None)
        while running.tell("Pracně", 120, 3000):
            self.enough.wait(0.02)
        return done

catalogue._third_party = lambda: {"slow": Slow}
desk = wb.demo()
AkceMenu(desk, Selection([42]))"""


def start(page: Page) -> None:
    page.get_by_role("button", name="Akce", exact=True).click()
    page.get_by_role("menuitem", name="Pomalá akce").click()
    page.get_by_role("dialog").get_by_role("button", name="Pomalá akce").click()
    expect(page.get_by_text(re.compile(r"Pracně · 120 z 3.000"))).to_be_visible()


def test_the_button_of_the_panel_and_that_of_the_kernel_stop_a_run(lab: Lab) -> None:
    notebook = write_notebook(lab.root / "runs" / "runs.ipynb", [CELL])
    lab.open(notebook)
    page = lab.page
    run_all(page)
    said = page.get_by_role("dialog").get_by_text("Zastaveno. Nic se nezměnilo.")
    start(page)
    page.get_by_role("button", name="Zastavit").click()
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    start(page)
    page.evaluate("void jupyterapp.commands.execute('kernelmenu:interrupt')")
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate(
        "(source) => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: source, store_history: false }).done",
        "open('seen.txt', 'w').write(repr((desk.client(42).valid, desk.changes()['action'].tolist().count('slow'))))",
    )
    assert notebook.with_name("seen.txt").read_text() == "(True, 0)"
