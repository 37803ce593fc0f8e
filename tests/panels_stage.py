"""A stage for panels: their views in plain Chromium, their Python sides in this process, no Jupyter between."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from workbench.health import find_chromium
from workbench.panels._panel import Panel

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

PATIENCE = 60_000
"""Milliseconds that anything on the stage may take on a busy machine before something is wrong."""

_LISTENING = 0.1
"""Seconds for which the page's thread waits for words of others before it does something else."""

LIGHT = {
    "--jp-layout-color1": "#ffffff", "--jp-ui-font-color1": "rgba(0, 0, 0, 0.87)",
    "--jp-brand-color1": "#1976d2", "--jp-ui-inverse-font-color1": "rgba(255, 255, 255, 1)",
}  # fmt: skip
DARK = {
    "--jp-layout-color1": "#212121", "--jp-ui-font-color1": "rgba(255, 255, 255, 1)",
    "--jp-brand-color1": "#2196f3", "--jp-ui-inverse-font-color1": "rgba(0, 0, 0, 0.8)",
}  # fmt: skip

_STUB = """
class Model {
  constructor(name) { this.name = name; this.hearers = new Set(); this.asked = []; }
  on(event, hearer) { if (event === "msg:custom") this.hearers.add(hearer); }
  off(event, hearer) { this.hearers.delete(hearer); }
  get() { return undefined; } set() {} save_changes() {}
  hear(message, buffers = []) {
    open.delete(message.answer);
    for (const hearer of [...this.hearers]) hearer(message, buffers);
  }
  async send(content) {
    this.asked.push(content);
    open.add(content.ask);
    for (const one of await kernel(this.name, content)) deliver(...one);
  }
}
window.models = {};
const open = new Set(); // questions without an answer yet
// What threads of the kernel say in between; only the thread that drives the page may hand it over. A thread only
// speaks of what was asked of it, and asking for its words all the time would cost more than the tests themselves.
let listening = false;
setInterval(async () => {
  if (!open.size || listening) return;
  listening = true;
  for (const one of await kernel("", null)) deliver(...one);
  listening = false;
}, 25);
window.deliver = (name, message, buffers) => models[name].hear(message,
  buffers.map((text) => new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer)));
window.stage = async (name, code, style) => {
  const sheet = document.createElement("style"); sheet.textContent = style; document.head.append(sheet);
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const module = await import(address);
  models[name] = new Model(name);
  models[name].show = (id) => {
    const el = document.createElement("div"); el.id = id; el.style.margin = "0 0 16px"; document.body.append(el);
    return module.default.render({ model: models[name], el });
  };
  models[name].leave = await models[name].show(name);
};
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Stage:
    """A page on which panels stand; what their views ask is answered by the panels themselves."""

    def __init__(self, page: Page, theme: dict[str, str] | None = None) -> None:
        self.page = page
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.set_default_timeout(PATIENCE)
        page.expose_function("kernel", self._asked)
        self.clear(theme or LIGHT)

    def clear(self, theme: dict[str, str] = LIGHT) -> None:
        """Take everything off: a new document, as on a new page, which would cost a window and its process."""
        self.panels: dict[str, Panel] = {}
        self.held: list[tuple[str, dict[str, Any]]] | None = None
        self._out: list[list[Any]] | None = None
        self._said: SimpleQueue[list[Any]] = SimpleQueue()
        self.page.goto("about:blank")
        self.failures: list[str] = []
        self.page.add_script_tag(content=_STUB)
        self.theme(theme)
        self.page.evaluate(
            "document.body.style.cssText = 'margin: 16px; font-family: sans-serif; background: var(--jp-layout-color1)'"
        )

    def theme(self, colours: dict[str, str]) -> None:
        """What JupyterLab does when its theme is switched."""
        script = "(colours) => { for (const [name, value] of Object.entries(colours)) document.documentElement.style.setProperty(name, value); }"
        self.page.evaluate(script, colours)

    def put(self, name: str, panel: Panel) -> None:
        """Show a panel."""
        self.panels[name] = panel
        panel.send = lambda content, buffers=None: self._deliver(name, panel, content, buffers)
        self.page.evaluate(
            "([name, code, style]) => stage(name, code, style)", [name, panel._esm, panel._css]
        )

    def put_again(self, name: str, view: str) -> None:
        """Show a panel that is on the stage in a second place of this id, as a second view of its output does."""
        self.page.evaluate("async ([name, view]) => { await models[name].show(view); }", [name, view])

    def hold(self) -> None:
        """Let questions pile up unanswered."""
        self.held = []

    def release(self, order: slice = slice(None)) -> None:
        """Answer what piled up, in this order, and from now on whatever comes."""
        held, self.held = self.held or [], None
        for name, content in held[order]:
            self.panels[name]._asked(None, content, [])

    def _asked(self, name: str, content: Any) -> list[list[Any]]:
        if not name:
            return self._heard()
        if self.held is not None:
            self.held.append((name, content))
            return []
        if name not in self.panels:
            return []  # of a document that is going
        self._out = []
        self.panels[name]._asked(None, content, [])
        out, self._out = self._out, None
        return out

    def _heard(self) -> list[list[Any]]:
        """What threads said, waited for a moment: to ask again costs more than to wait."""
        heard: list[list[Any]] = []
        with suppress(Empty):
            heard.append(self._said.get(timeout=_LISTENING))
            while True:
                heard.append(self._said.get_nowait())
        return heard

    def _deliver(self, name: str, panel: Panel, content: dict[str, Any], buffers: list[bytes] | None) -> None:
        if self.panels.get(name) is not panel:
            return  # it was taken off
        message = [name, content, [base64.b64encode(one).decode() for one in buffers or []]]
        if threading.current_thread() is not threading.main_thread():
            self._said.put(message)
        elif self._out is not None:
            self._out.append(message)
        else:
            self.page.evaluate("(message) => deliver(...message)", message)
