# ruff: noqa: S310, PLR0915 - the only address is that of our own server; a journey is told in one go
"""One journey in a real JupyterLab: find, choose, invalidate by mouse and by keyboard, undo."""

import contextlib
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

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
PATIENCE = 30_000
TOKEN = secrets.token_hex(16)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def notebook() -> str:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"cell{number}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for number, source in enumerate(CELLS)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server on a folder with one notebook; it is gone at the end."""
    folder = tmp_path / "notebooks"
    config = tmp_path / "config"
    (config / "labconfig").mkdir(parents=True)
    folder.mkdir()
    off = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(off))
    (folder / "panels.ipynb").write_text(notebook())
    port = free_port()
    command = [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(tmp_path / "data"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "default",
    }  # fmt: skip
    log = (tmp_path / "server.log").open("wb")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603 - our own command
    address = f"http://127.0.0.1:{port}/lab"
    try:
        yield address, folder
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        log.close()


@pytest.fixture
def page(browser: Browser, lab: tuple[str, Path]) -> Iterator[Page]:
    """The notebook in JupyterLab, all its cells run."""
    address, _ = lab
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    answering(opened, address)
    opened.goto(f"{address}/tree/panels.ipynb?reset&token={TOKEN}")
    opened.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    opened.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    opened.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    yield opened
    expect.set_options(timeout=5_000)
    context.close()


def answering(page: Page, address: str) -> None:
    """Wait until the server answers; the browser's own clock paces the questions."""
    for _ in range(300):
        with (
            contextlib.suppress(URLError, ConnectionError),
            urlopen(f"{address}?token={TOKEN}", timeout=5) as reply,
        ):
            if reply.status == 200:
                return
        page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    pytest.fail("JupyterLab did not start")


def cells(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.sharedModel.source)"
    )
    return found


def invalid_ids(folder: Path) -> set[int]:
    store = Store(Path((folder / "store.txt").read_text()), "analytik")
    try:
        return {one.id for one in store.records("client", "NOT t.valid")}
    finally:
        store.close()


def test_a_client_is_found_invalidated_and_brought_back_by_mouse_and_by_keyboard(
    page: Page, lab: tuple[str, Path]
) -> None:
    _, folder = lab
    search = page.get_by_role("combobox", name="Najít klienta")
    expect(search).to_be_visible()
    before = invalid_ids(folder)

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
    assert invalid_ids(folder) - before == {42}
    expect(row).to_have_count(0)  # the picker noticed by itself
    page.get_by_role("button", name="Vrátit").click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")
    assert invalid_ids(folder) == before
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
    assert invalid_ids(folder) - before == {42}
    expect(page.get_by_role("button", name="Vrátit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")
    assert invalid_ids(folder) == before

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
    assert cells(page) == CELLS

    # Nothing of any client is left in the saved notebook.
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    saved = (folder / "panels.ipynb").read_text()
    assert "ClientPicker" in saved
    assert "Bedn" not in saved.replace("bednar", "")
