"""The README's code runs, its links lead somewhere, and its table names real actions."""

import re
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from workbench.akce.catalogue import MENU, Akce
from workbench.cli._app import build

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_every_python_block_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert blocks("python")
    names: dict[str, Any] = {}  # a block goes on from the one before
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own page
    assert "desk.akce.merge(keep=42" in capsys.readouterr().out


def test_the_table_of_actions_is_the_menu() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| ") and "desk.akce." in line]
    assert len(rows) == len(MENU)
    for row, entry in zip(rows, MENU, strict=True):
        assert row.startswith(f"| {entry.actions[0].label.cs}")
        assert f"desk.akce.{entry.actions[0].name}(" in row


def test_every_action_named_exists() -> None:
    known = set(Akce(wb.demo(clients=20)))
    named = set(re.findall(r"desk\.akce\.(\w+)", README))
    beside = set(
        re.findall(r"`(\w+)`", next(line for line in README.splitlines() if line.startswith("Mimo")))
    )
    assert named | beside <= known


def test_every_command_named_exists() -> None:
    app = build()
    known = {one.name for one in app.registered_commands} | {one.name for one in app.registered_groups}
    named = set(re.findall(r"workbench ([a-z]+)(?= |$)", "\n".join(blocks("sh")), flags=re.MULTILINE))
    assert named
    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [one for one in links if not (page.parent / one).exists()] == []


def test_the_action_of_ones_own_in_the_docs_works() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    assert block is not None
    names: dict[str, Any] = {}
    exec(compile(block[1], "architecture.md", "exec"), names)  # noqa: S102 - our own page
    desk = wb.demo(clients=20)
    some = desk.clients.df().index[:2]
    done = names["Mark"](desk, some).run()
    assert [desk.client(int(one)).record["category"] for one in some] == ["prověřeno"] * 2
    assert desk.undo(done).change_set is not None
