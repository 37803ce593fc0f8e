"""The commands on the machine, the file, its users, and what typing itself goes wrong with."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from workbench import health
from workbench.cli import _serving
from workbench.cli._app import build
from workbench.health import Check

Type = Callable[..., Any]
ROOT = Path(__file__).parents[2]
COMMANDS = [one.name for one in build().registered_commands] + ["snapshot", "users"]


def outside(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "from workbench.cli import main; main()"
    return subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_czech_help(command: str, type_: Type) -> None:
    said = type_(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Použití: workbench {command}")
    for english in ("Usage", "Options:", "Arguments:", "Show this", "[required]", "[default", "env var"):
        assert english not in said.out


def test_the_help_speaks_english_when_told_to() -> None:
    said = outside("export", "--help", WORKBENCH_LANGUAGE="en")
    assert said.returncode == 0
    assert said.stdout.startswith("Usage: workbench export")
    assert "The folder to write into." in said.stdout


def test_the_command_line_starts_without_anything_heavy() -> None:
    watch = (
        "import sys\nfrom workbench.cli._app import build\nbuild()\n"
        "print(sorted({'duckdb', 'pandas', 'rich', 'numpy', 'jupyterlab', 'weasyprint'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"


def test_the_version_is_told(type_: Type) -> None:
    assert type_("--version").out == f"workbench {wb.__version__}\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["histry", "1"], "history"),
        (["export", "--formt", "csv"], "--format"),
        (["undo"], "N"),
        (["undo", "first"], "N"),
        (["demo", "x.duckdb", "--clients", "0"], "--clients"),
    ],
)
def test_what_is_typed_wrongly_gives_exit_code_2_and_a_hint(typed: list[str], told: str, type_: Type) -> None:
    said = type_(*typed)
    assert said.code == 2
    assert told in said.err
    assert "--help" in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("group", [[], ["snapshot"], ["users"]])
def test_a_group_alone_shows_its_commands(group: list[str], type_: Type) -> None:
    said = type_(*group)
    assert said.code == 2
    assert "\nPříkazy:\n" in said.out


def test_the_doctor_gives_remedies_and_fails_only_for_what_is_needed(
    type_: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = [Check("extra-x", ok=False, detail="none", remedy="get x", needed=False)]
    monkeypatch.setattr(health, "run_checks", lambda _: lacking)
    said = type_("doctor")
    assert said.code == 0
    assert "extra-x: get x" in said.out
    lacking.append(Check("pdf", ok=False, detail="none", remedy="get pango"))
    said = type_("doctor")
    assert said.code == 1
    assert "CHYBÍ" in said.out


@pytest.mark.usefixtures("demo")
def test_a_backup_opens_like_the_file_itself(type_: Type, tmp_path: Path) -> None:
    assert type_("backup", "copy.duckdb").code == 0
    assert len(wb.open(tmp_path / "copy.duckdb", "ana").clients) == 293
    assert type_("backup", "copy.duckdb").code == 1


def test_a_user_is_set_with_rights_and_listed(type_: Type, demo: Path) -> None:
    assert type_("users", "set", "eva", "limited", "--sees", "eva,jana", "--clearance", "3").code == 0
    line = next(one for one in type_("users", "list").out.splitlines() if one.startswith("eva"))
    assert "Omezený přístup" in line
    assert "eva, jana" in line
    assert 0 < len(wb.open(demo, "eva").clients) < 293


def test_a_register_file_is_loaded_and_its_state_told(type_: Type, tmp_path: Path) -> None:
    place = ["--snapshot", tmp_path / "home" / "res.duckdb"]
    assert type_("snapshot", "load", ROOT / "data" / "demo_res.csv", *place).code == 0
    said = type_("snapshot", "status", *place)
    assert said.code == 0
    assert "1500" in said.out
    assert re.search(r"Kopie rejstříku je stará \d+ (den|dny|dní)\.", said.out)


def test_the_demo_is_never_made_over_a_file(type_: Type, made: Path) -> None:
    assert type_("demo", made / "demo.duckdb").code == 1


def test_the_lab_gets_the_walkthrough_and_what_else_was_typed(
    type_: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(_serving, "_run_lab", runs.append)
    assert type_("lab", "--no-browser", "--port", "8899", "--allow-root").code == 0
    assert runs == [
        [
            f"--ServerApp.root_dir={ROOT}",
            "--LabApp.default_url=/lab/tree/notebooks/01_prvni_kroky.ipynb",
            *("--no-browser", "--port", "8899", "--allow-root"),
        ]
    ]


def test_the_lab_opens_a_notebook_of_ones_own(
    type_: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(_serving, "_run_lab", runs.append)
    own = tmp_path / "můj vlastní.ipynb"
    own.write_text("{}", encoding="utf-8")
    assert type_("lab", "--port=1", own).code == 0
    page = "m%C5%AFj%20vlastn%C3%AD.ipynb"
    assert runs == [
        [f"--ServerApp.root_dir={tmp_path}", f"--LabApp.default_url=/lab/tree/{page}", "--port=1"]
    ]


def test_the_app_shows_the_cockpit_on_the_data_file_that_is_named(
    type_: Type, demo: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(_serving, "_run_voila", runs.append)
    said = type_("app", "--no-browser", "--file", made / "demo.duckdb", "--user", "analytik")
    assert said.code == 0, said.err
    assert demo.is_file(), "what the environment names is passed over for what is typed"
    assert Path(runs[0][0]).name == "cockpit.ipynb"
    assert runs[0][-1] == "--no-browser"
    assert "--token" in runs[0], "a page of clients is not for everybody on the machine"
    assert (os.environ["WORKBENCH_FILE"], os.environ["WORKBENCH_USER"]) == (
        str(made / "demo.duckdb"),
        "analytik",
    )


def test_the_app_says_that_there_is_no_data_file_before_it_serves_anything(
    type_: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(_serving, "_run_voila", runs.append)
    assert type_("app", "--file", tmp_path / "none.duckdb").code == 1
    assert type_("app", tmp_path / "none.ipynb").code == 1
    assert runs == []


def test_an_installed_package_copies_its_walkthrough_and_keeps_a_copy_that_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared, here = tmp_path / "prefix" / "share" / "workbench", tmp_path / "here"
    sample = Path("data", "demo_clients.csv")
    for part in (_serving.WALKTHROUGH, sample):
        (shared / part).parent.mkdir(parents=True)
        (shared / part).write_text("new", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setattr(_serving, "HOME", tmp_path / "site-packages")
    root, notebook = _serving.walkthrough(here)
    assert (root, notebook) == (here, here / _serving.WALKTHROUGH)
    notebook.write_text("mine", encoding="utf-8")
    _serving.walkthrough(here)
    assert notebook.read_text(encoding="utf-8") == "mine"
    assert (here / sample).read_text(encoding="utf-8") == "new"


def test_the_field_reference_is_that_of_the_declarations(type_: Type) -> None:
    kept = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    assert kept == type_("fields").out, "run: workbench fields > docs/fields.md"
