# ruff: noqa: INP001 - a script
"""Run the notebooks and save what they show: ``.venv/bin/python scripts/notebooks.py [NOTEBOOK …]``.

Needed after a change of what an action answers; ``make test`` compares the saved outputs with new ones.
Cells tagged ``nbval-ignore-output`` show clients by name; their outputs are never saved. Of a panel its repr
is saved, which names nobody; it comes to life when the notebook is run.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
HIDDEN = "nbval-ignore-output"
WIDGET = "application/vnd.jupyter.widget-view+json"


def refresh(path: Path) -> None:
    """Run a notebook in a kernel of its own and save it without what varies or names anybody."""
    os.environ["TQDM_DISABLE"] = "1"  # a bar appears on a slow machine only
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if HIDDEN in cell.metadata.get("tags", []):
            cell.outputs, cell.execution_count = [], None
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for one in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        refresh(one)
