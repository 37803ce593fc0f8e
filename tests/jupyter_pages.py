"""Notebooks in a real JupyterLab, or through Voilà: servers of our own, and a page of Chromium on them."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

PATIENCE = 60_000
"""Milliseconds that a step may take on a busy machine before something is wrong."""
_SHOWN = "window.jupyterapp.shell.currentWidget"
_OPEN = "(path) => void window.jupyterapp.commands.execute('docmanager:open', { path })"
_IS_SHOWN = f"(path) => {_SHOWN}?.context?.path === path"
_CLOSE_ALL = """async () => {
  for (const one of window.jupyterapp ? [...window.jupyterapp.shell.widgets("main")] : []) {
    await one.sessionContext?.shutdown();
    if (one.context) one.context.model.dirty = false; // else it would ask whether to save
    one.close();
  }
}"""
CODE_CELLS = f"{_SHOWN}.content.widgets.filter((cell) => cell.model.type === 'code')"
_IDLE = f"() => window.jupyterapp && {_SHOWN}?.sessionContext?.session?.kernel?.status === 'idle'"
_ALL_RUN = f"() => {CODE_CELLS}.every((cell) => cell.model.executionCount && cell.model.executionState !== 'running')"


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Attributes:
        address: of its first page, with the token.
        log: what it says.
    """

    address: str
    log: Path


@contextmanager
def served(command: Literal["lab", "app"], notebook: Path, home: Path) -> Iterator[Served]:
    """``workbench lab`` or ``workbench app`` on a notebook, until the block is left.

    Args:
        command: which of the two.
        notebook: what it shows.
        home: a folder that the server takes for the user's home; its settings and its log lie there.
    """
    port, token = _free_port(), secrets.token_hex(16)
    shared = [command, str(notebook), "--no-browser", f"--port={port}"]
    more = {
        "lab": ["--allow-root", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"],
        "app": [f"--Voila.token={token}", "--Voila.port_retries=0"],
    }[command]  # fmt: skip
    environment = os.environ | {
        "HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONWARNINGS": "default",
    }  # fmt: skip
    log = home / "server.log"
    with log.open("wb") as said:
        server = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", "from workbench.cli import main; main()", *shared, *more],
            cwd=notebook.parent, stdout=said, stderr=said, start_new_session=True, env=environment,
        )  # fmt: skip
        try:
            where = f"http://127.0.0.1:{port}/"
            while not _answers(where):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    server.wait(0.2)
                    pytest.fail(log.read_text(encoding="utf-8"))
            yield Served(f"{where}?token={token}", log)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def write_notebook(path: Path, cells: Sequence[str]) -> Path:
    """A notebook of these code cells."""
    made = {
        "cells": [
            {"cell_type": "code", "id": f"cell{number}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
            for number, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


class Lab:
    """A JupyterLab and one page on it, for one notebook after another.

    Args:
        page: where it is shown.
        server: that runs it.
        root: the folder whose notebooks it shows.
    """

    def __init__(self, page: Page, server: Served, root: Path) -> None:
        self.page = page
        self.root = root
        self._server = server
        self._loaded = False

    def start(self) -> None:
        """Load the page anew at the address that ``workbench lab`` gives, and wait for what opens by itself."""
        self.page.goto(self._server.address)
        self._loaded = True
        self._wait_for_kernel()

    def open(self, notebook: Path) -> None:
        """Open a notebook of the folder and wait for its kernel."""
        if not self._loaded:
            self.page.goto(self._server.address.replace("/?", "/lab?"))
            self.page.wait_for_function("() => window.jupyterapp")
            self.page.evaluate("window.jupyterapp.restored.then(() => true)")
            self._loaded = True
        path = notebook.relative_to(self.root).as_posix()
        self.page.evaluate(_OPEN, path)
        self.page.wait_for_function(_IS_SHOWN, arg=path)
        self._wait_for_kernel()

    def close_all(self) -> None:
        """Close what is open, unsaved as it may be, and end the kernels."""
        self.page.evaluate(_CLOSE_ALL)

    def _wait_for_kernel(self) -> None:
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell", timeout=PATIENCE)
        self.page.wait_for_function(_IDLE, timeout=PATIENCE)


def run_all(page: Page, *, wait: bool = True) -> None:
    """Run all cells of the notebook that JupyterLab shows."""
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    if wait:
        page.wait_for_function(_ALL_RUN, timeout=3 * PATIENCE)


def run_above(page: Page, cell: int) -> None:
    """Run the cells of the notebook that JupyterLab shows down to the one with this number, which is not run."""
    page.evaluate(f"(at) => void ({_SHOWN}.content.activeCellIndex = at)", cell)
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-above')")
    page.wait_for_function(
        f"(at) => {CODE_CELLS}.every((cell) => {_SHOWN}.content.widgets.indexOf(cell) >= at || (cell.model.executionCount && cell.model.executionState !== 'running'))",
        arg=cell,
    )


def sources(page: Page) -> list[str]:
    """What stands in the cells of the notebook that JupyterLab shows."""
    found: list[str] = page.evaluate(f"{_SHOWN}.content.widgets.map((cell) => cell.model.sharedModel.source)")
    return found


def outputs(page: Page) -> list[dict[str, object]]:
    """All outputs of its code cells."""
    found: list[dict[str, object]] = page.evaluate(
        f"{CODE_CELLS}.flatMap((cell) => cell.model.outputs.toJSON())"
    )
    return found


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310 - our own server
            return True
    except HTTPError:
        return True  # it refuses whoever has no token
    except OSError:
        return False
