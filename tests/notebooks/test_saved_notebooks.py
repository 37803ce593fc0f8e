"""What saved notebooks hold: no names of clients, no errors, no clutter. Running them is nbval's part of make test."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workbench.demodata import DemoBase, generate
from workbench.demodata.samples import SEED

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HIDDEN = "nbval-ignore-output"
LARGEST = 100_000  # bytes


def code_cells(path: Path) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [one for one in cells if one["cell_type"] == "code"]


def saved_text(cells: list[dict[str, Any]]) -> str:
    return json.dumps([one["outputs"] for one in cells], ensure_ascii=False)


def personal_words(base: DemoBase) -> set[str]:
    """Names, numbers, mailboxes and streets of the demo, as they could turn up in an output."""
    clients = base.tables["client"]
    found = {str(one) for name in ("name", "ico", "dic") for one in clients[name].dropna()}
    found |= {str(one) for one in base.tables["contact"]["value"].dropna()}
    for name in ("first_name", "last_name"):
        found |= {str(one) for one in base.tables["person"][name].dropna()}
    return {one for one in found if len(one) > 3}


def named(text: str, words: set[str]) -> list[str]:
    return sorted(one for one in words if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text))


@pytest.fixture(scope="module")
def words() -> set[str]:
    return personal_words(generate(SEED))


def test_there_is_a_walkthrough() -> None:
    assert [one.name for one in NOTEBOOKS][:1] == ["01_prvni_kroky.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda one: one.name)
def test_no_saved_output_names_anybody(path: Path, words: set[str]) -> None:
    assert named(saved_text(code_cells(path)), words) == []


def test_a_name_in_an_output_would_be_noticed(words: set[str]) -> None:
    some = sorted(words)[len(words) // 2]
    assert named(saved_text([{"outputs": [{"text": [f"| {some} |"]}]}]), words) != []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda one: one.name)
def test_cells_that_show_clients_are_saved_without_output(path: Path) -> None:
    shown = [one for one in code_cells(path) if HIDDEN in one["metadata"].get("tags", [])]
    assert all(not one["outputs"] and one["execution_count"] is None for one in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda one: one.name)
def test_saved_outputs_hold_no_error_no_stderr_and_no_widget(path: Path) -> None:
    outputs = [output for one in code_cells(path) for output in one["outputs"]]
    assert [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"] == []
    assert [one for one in outputs if "application/vnd.jupyter.widget-view+json" in one.get("data", {})] == []
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda one: one.name)
def test_every_heading_has_an_english_subtitle(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(one["source"]) for one in cells if one["cell_type"] == "markdown"]
    titled = [one for one in texts if one.startswith("#")]
    assert titled
    assert [one for one in titled if not re.match(r"#+ .+\n\*[^*]+\*(\n|$)", one)] == []
