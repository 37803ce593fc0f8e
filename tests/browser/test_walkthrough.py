"""The walkthrough in a real JupyterLab: opened by ``workbench lab``, all cells run, nothing red."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from workbench.health import find_chromium

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')"
ALL_RUN = f"() => {CELLS}.every(cell => cell.model.executionCount && cell.model.executionState !== 'running')"
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
OUTPUTS = f"{CELLS}.flatMap(cell => cell.model.outputs.toJSON())"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 - our own server
        return bool(reply.status == 200)
    return False


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """JupyterLab on a copy of the walkthrough; ended when the test is over."""
    for part in ("notebooks/01_prvni_kroky.ipynb", "data/demo_clients.csv"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    port = free_port()
    typed = [
        "lab", str(tmp_path / "notebooks" / "01_prvni_kroky.ipynb"), "--no-browser", f"--port={port}", "--allow-root",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    log = (tmp_path / "lab.log").open("wb")
    server = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", "from workbench.cli import main; main()", *typed],
        cwd=tmp_path, stdout=log, stderr=log, start_new_session=True,
        env={**os.environ, "HOME": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")},
    )  # fmt: skip
    try:
        where = f"http://127.0.0.1:{port}"
        while not answers(f"{where}/api"):
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(0.2)
                pytest.fail((tmp_path / "lab.log").read_text(encoding="utf-8"))
        yield where
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        log.close()


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of Chromium that makes no noise of its own."""
    program = find_chromium()
    assert program is not None, "Chromium is needed; run: workbench doctor"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser.new_page(viewport={"width": 1400, "height": 1000})
        browser.close()


def test_the_walkthrough_opens_by_itself_and_runs_without_an_error(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("heading", name="První kroky").wait_for(timeout=60_000)
    page.wait_for_function(IDLE, timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_RUN, timeout=120_000)
    outputs = page.evaluate(OUTPUTS)
    assert [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"] == []
    assert page.evaluate(f"{CELLS}.every(cell => cell.model.outputs.length > 0 || cell.model.sharedModel.source.startsWith('folder'))")  # fmt: skip
    assert page.get_by_text("Sada změn").count() > 0
    assert page.locator("[class*=Toastify__toast-body]").count() == 0
