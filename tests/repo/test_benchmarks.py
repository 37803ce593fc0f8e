"""The benchmarks work; how fast anything is no test says."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent.parent


FIGURES = {
    "one": ("open one client", "change one field"),
    "bulk": ("invalidate 60", "undo"),
    "merge": ("plan and merge 60", "undo one", "undo all", "tables that differ"),
    "search": ("search",),
    "import": ("import 60 rows × 15",),
}
"""The names with which the lines of these parts begin."""


@pytest.mark.parametrize(
    "parts",
    [["one"], pytest.param(["bulk", "merge", "search", "import"], marks=pytest.mark.slow)],
    ids="-".join,
)
def test_the_benchmarks_print_both_sides_and_say_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, parts: list[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_BENCHMARKS", str(tmp_path))
    command = [sys.executable, "-m", "benchmarks", "--quick", "--clients", "60", "--only", *parts]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert answer.returncode == 0, answer.stderr
    lines = [line for line in answer.stdout.splitlines() if line.startswith("| ")]
    names = [line.split("|")[1].strip() for line in lines]
    assert names[0] == "figure"
    for wanted in (begins for part in parts for begins in FIGURES[part]):
        assert any(name.startswith(wanted) for name in names), f"no line {wanted} in {names}"
    assert "targets met" in answer.stdout
    assert len(list(tmp_path.glob("*.json"))) == 1, "the figures are kept"


def test_every_beginning_of_a_query_is_one_key_press() -> None:
    from benchmarks.parts.typing_search import pressed  # noqa: PLC0415 - pandas

    assert list(pressed("eva n")) == ["e", "ev", "eva", "eva n"]


def test_a_part_that_fails_or_takes_too_long_is_told_and_keeps_no_other_from_running() -> None:
    from benchmarks.part import Line, Part, Plan  # noqa: PLC0415 - pandas
    from benchmarks.running import run  # noqa: PLC0415 - pandas

    plan, broken = Plan(clients=1, rows=1, runs=1), cast("Callable[[Plan], Sequence[Line]]", len)
    assert run(Part("broken", "the length of a plan", broken), plan).failure.startswith("failed: TypeError")
    assert run(Part("slow", "has no time", broken, minutes=0), plan).failure == "stopped after 0 min"


def test_every_file_of_parts_is_a_part_of_its_own_name() -> None:
    from benchmarks.part import found  # noqa: PLC0415 - pandas

    files = {one.stem for one in (ROOT / "benchmarks/parts").glob("*.py")} - {"__init__"}
    assert len(found()) == len(files)
