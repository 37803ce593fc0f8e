"""The benchmarks work; how fast anything is no test says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_benchmarks_print_both_sides_and_say_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKBENCH_BENCHMARKS", str(tmp_path))
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "--quick",
        "--clients",
        "300",
        "--only",
        "search",
        "one",
        "bulk",
        "import",
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert answer.returncode == 0, answer.stderr
    lines = [line for line in answer.stdout.splitlines() if line.startswith("| ")]
    names = [line.split("|")[1].strip() for line in lines]
    assert names[0] == "figure"
    for wanted in (
        "search",
        "open one client",
        "change one field",
        "invalidate 300",
        "undo",
        "import 300 rows × 15",
    ):
        assert any(name.startswith(wanted) for name in names), f"no line {wanted} in {names}"
    assert "targets met" in answer.stdout
    assert len(list(tmp_path.glob("*.json"))) == 1, "the figures are kept"


def test_every_beginning_of_a_query_is_one_key_press() -> None:
    from benchmarks.typing_search import pressed  # noqa: PLC0415 - pandas

    assert list(pressed("eva n")) == ["e", "ev", "eva", "eva n"]
