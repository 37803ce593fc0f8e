"""What README and the documents point at is there."""

import re
from pathlib import Path

import pytest

from workbench import panels

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "data").glob("*.md")]
)
POINTED = re.compile(r"""\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)\"""")


def pointed_at(document: Path) -> list[str]:
    found = (one or other for one, other in POINTED.findall(document.read_text(encoding="utf-8")))
    return [one.partition("#")[0] for one in found if not re.match(r"[a-z]+:|#", one)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_every_file_that_a_document_points_at_is_there(document: Path) -> None:
    assert [one for one in pointed_at(document) if not (document.parent / one).exists()] == []


def test_the_documents_point_at_files() -> None:
    assert {one.name for one in DOCUMENTS if pointed_at(one)} >= {"README.md", "panels.md"}


def test_every_panel_has_its_chapter() -> None:
    page = (ROOT / "docs" / "panels.md").read_text(encoding="utf-8")
    kinds = [name for name in panels.__all__ if name != "Selection"]
    assert [name for name in kinds if f"<code>{name}</code>" not in page] == []
