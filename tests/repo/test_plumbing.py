"""The Makefile, the pins and the size of files."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 350  # lines; what one reads in a sitting
TARGETS = {"help", "setup", "lab", "test", "test-all", "check", "bench", "pins", "clean"}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def described_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*?## \S", MAKEFILE, flags=re.MULTILINE))


def test_every_promised_target_exists_and_is_described() -> None:
    assert described_targets() >= TARGETS


def test_every_target_that_a_person_types_is_described() -> None:
    internal = {"setup-check", "setup-test", "setup-all"}
    assert (
        set(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, flags=re.MULTILINE)) - internal == described_targets()
    )


def test_the_readme_says_how_to_start_and_how_to_test() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make lab" in text
    assert "make test" in text


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    run = ROOT / ".ci" / "run"
    lines = [
        line for line in run.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert lines[-1] == "exec make test"
    assert [line for line in lines if "make" in line] == lines[-1:]


@pytest.mark.parametrize(
    "script", [".ci/run", *(f"scripts/{path.name}" for path in ROOT.glob("scripts/*.sh"))]
)
def test_scripts_can_be_run_and_stop_at_the_first_failure(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("checks", "tests", "fails"),
    [("echo checked", "true", False), ("echo checked; false", "true", True), ("echo checked", "false", True)],
)
def test_checks_beside_tests_are_told_and_either_may_fail(checks: str, tests: str, fails: bool) -> None:
    done = subprocess.run(  # noqa: S603 - a script of ours
        [ROOT / "scripts" / "beside.sh", checks, tests], capture_output=True, text=True, check=False
    )
    assert done.returncode == (1 if fails else 0)
    assert ("checked" in done.stdout.splitlines()) == ("false" in checks), "only what failed is shown"
    assert f"--- {'failed' if 'false' in checks else 'passed'}: {checks}" in done.stdout


def test_what_make_starts_keeps_what_it_compiled_whatever_the_shell_says() -> None:
    show = "show: ; @echo kept=$${PYTHONDONTWRITEBYTECODE-yes}"
    done = subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "--no-print-directory", f"--eval={show}", "show"],  # noqa: S607
        cwd=ROOT, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "kept=yes"


def test_pins_are_plain_sorted_and_said_once() -> None:
    names = [canonicalize_name(line.partition("==")[0]) for line in PINS]
    assert [line for line in PINS if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert sorted(PINS, key=str.upper) == PINS
    assert len(set(names)) == len(names)
    assert "pip" not in names


@pytest.mark.parametrize(
    "line",
    [
        *PROJECT["dependencies"],
        *(one for extra in ("test", "spark") for one in PROJECT["optional-dependencies"][extra]),
    ],
)
def test_every_direct_dependency_is_pinned_within_its_range(line: str) -> None:
    pinned = {canonicalize_name(name): version for name, _, version in (pin.partition("==") for pin in PINS)}
    requirement = Requirement(line)
    version = pinned.get(canonicalize_name(requirement.name))
    assert version is not None, f"{line} has no pin; run `make pins`"
    assert requirement.specifier.contains(version), f"{line} is pinned to {version}; run `make pins`"


def test_no_file_is_longer_than_one_reads_in_a_sitting() -> None:
    folders = ("workbench", "tests", "benchmarks", "scripts")
    long = [
        f"{path.relative_to(ROOT)}: {length} lines"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".js", ".css", ".sh"}
        and (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, "\n".join(long)
