"""The panels in a real JupyterLab: from the key press to the painted list, and from running a cell to its painted panel.

Everything that a person waits for is in it: the browser, the server, the kernel, the file. A result counts as
painted in the second animation frame after it stands in the page, so up to two frames (33 ms) of each figure are
the screen's own. Keys are pressed once the panel rests; the kernel's share is what it spends on answering the search.
"""

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from benchmarks import base
from benchmarks.figures import Figure, Within
from benchmarks.measure import Sample, Samples
from benchmarks.part import Part, Plan

ROOT: Final = Path(__file__).parents[2]
MANY: Final = 100_000
"""So many rows the cockpit and its peers show."""
TYPED: Final = ("novak", "brno", "stav praha", "zelen", "96", "servis ostrava")
_PAINTED: Final = """
([act, chosen, was]) => new Promise((done) => {
  const shown = () => { const now = document.querySelectorAll(chosen); return now.length && now[now.length - 1].textContent !== was && now; };
  const start = performance.now();
  const look = () => { if (shown()) { seen.disconnect(); requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))); } };
  const seen = new MutationObserver(look);
  seen.observe(document.body, { subtree: true, childList: true, characterData: true });
  eval(act);
})
"""


def figures(plan: Plan) -> list[Figure]:
    """Both in one JupyterLab, one after the other, on the same machine at the same time."""
    shown = min(MANY, plan.clients)
    many = base.stored(shown)
    with tempfile.TemporaryDirectory() as folder, _lab(Path(folder), plan.source, many) as page:
        rounds = max(3, plan.runs)
        cockpit = _shown(page, "Cockpit(many)", ".wb-cockpit .wb-row", rounds)
        combobox = _shown(page, "widgets.Combobox(options=names)", "datalist option", rounds)
        tables = importlib.util.find_spec("itables") is not None
        table = (
            _shown(page, "itables.show(rows, maxBytes=0)", ".dt-container tbody td", rounds) if tables else []
        )
        pressed, kernel = _typed(page, Path(folder), TYPED[:2] if plan.quick else TYPED)
    return [
        Figure(f"cockpit painted, {shown:,} clients", cockpit, f"ipywidgets.Combobox, {shown:,} options", combobox, Within(1.0)),
        Figure(
            f"cockpit painted, {shown:,} clients", cockpit,
            f"itables, {shown:,} rows" if tables else "itables (not installed: pip install itables)", table, Within(1.0),
        ),
        Figure(f"picker, key to painted list, {plan.clients:,} clients", pressed, target=Within(0.1)),
        Figure(f"picker, of it in the kernel, {plan.clients:,} clients", kernel, target=Within(0.02)),
    ]  # fmt: skip


@contextmanager
def _lab(folder: Path, most: Path, many: Path) -> Iterator[Page]:
    """A notebook whose kernel is warm: everything is imported, and both files were read once."""
    sys.path.insert(0, str(ROOT / "tests"))
    from jupyter_pages import Lab, outputs, run_all, served, write_notebook  # noqa: PLC0415
    from panels_stage import chromium  # noqa: PLC0415

    first = (
        "import json, pathlib, time\nimport ipywidgets as widgets\nimport workbench\n"
        "from workbench.panels import ClientPicker, Cockpit\n"
        "try:\n    import itables\n    itables.init_notebook_mode(connected=False)\nexcept ImportError:\n    pass\n"
        f"most, many = (workbench.open(one, user='analytik') for one in ({str(most)!r}, {str(many)!r}))\n"
        f"rows = many.sql('SELECT id, name, ico, owner FROM client LIMIT {MANY}').df()\n"
        "names = [f'{one.name} {one.id}' for one in rows.itertuples()]\n"
        "spent = []\n"
        "class Timed(ClientPicker):\n"
        "    def answer(self, content):\n"
        "        start, cpu = time.perf_counter(), time.process_time()\n"
        "        found = super().answer(content)\n"
        "        spent.append((content.get('command'), time.perf_counter() - start, time.process_time() - cpu))\n"
        "        return found\n"
        "[desk.clients.search('a', limit=50) for desk in (most, many)]\n"
        "None"
    )
    notebook = write_notebook(folder / "notebooks" / "panels.ipynb", [first, "None"])
    with served("lab", notebook, folder) as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        Lab(page, server, notebook.parent).start()
        run_all(page)
        if failed := [one for one in outputs(page) if one["output_type"] == "error"]:
            raise RuntimeError(str(failed)[-600:])
        yield page


def _shown(page: Page, source: str, chosen: str, rounds: int) -> Samples:
    """From running the second cell until its panel is painted; the first time a view is loaded counts for nobody."""
    act = (
        "const shown = jupyterapp.shell.currentWidget.content; shown.activeCellIndex = 1;"
        f"shown.activeCell.model.sharedModel.setSource({json.dumps(source)});"
        "void jupyterapp.commands.execute('notebook:run-cell');"
    )
    taken = []
    for _ in range(rounds + 1):
        page.evaluate("jupyterapp.shell.currentWidget.content.widgets[1].model.clearExecution()")
        page.wait_for_function("(chosen) => !document.querySelector(chosen)", arg=chosen)
        taken.append(page.evaluate(_PAINTED, [act, chosen, None]) / 1000)
        page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    return [Sample(one, 0.0) for one in taken[1:]]


def _typed(page: Page, folder: Path, queries: tuple[str, ...]) -> tuple[Samples, Samples]:
    """Each key of each query: until its list is painted, and what the kernel spent on the search."""
    _shown(page, "Timed(most)", ".wb-client-picker .wb-row", 0)
    field = page.locator(".wb-client-picker .wb-search")
    rests = "() => !document.querySelector('[aria-busy]') && document.querySelector('.wb-client-picker .wb-live').textContent"
    watch = """() => { const live = document.querySelector('.wb-client-picker .wb-list');
      document.querySelector('.wb-search').addEventListener('keydown', () => { const start = performance.now(); window.painted = null;
        const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now() - start; })); });
        seen.observe(live, { childList: true }); }, true); }"""
    page.evaluate(watch)
    taken = []
    for query in queries:
        field.fill("")
        page.wait_for_function(rests)
        for sign in query:
            page.evaluate("window.painted = null")
            page.keyboard.press("Space" if sign == " " else sign)
            page.wait_for_function("() => window.painted !== null")
            taken.append(page.evaluate("window.painted") / 1000)
            page.wait_for_function(rests)
    page.evaluate(
        "(source) => jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: source }).done",
        "pathlib.Path('spent.json').write_text(json.dumps([one[1:] for one in spent if one[0] == 'find.search']))",
    )
    spent = json.loads((folder / "notebooks" / "spent.json").read_text(encoding="utf-8"))
    return [Sample(one, 0.0) for one in taken], [Sample(wall, cpu) for wall, cpu in spent]


PART: Final = Part("panels", "the picker and the cockpit in a real JupyterLab", figures, minutes=6)
