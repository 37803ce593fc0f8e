"""Our tables in a real spreadsheet: LibreOffice shows the texts, runs nothing, and asks nobody."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from defusedxml import ElementTree

from workbench.exporting import table

pytestmark = pytest.mark.slow

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FORMULAS = [
    "=1+1", "=cmd|'/C calc'!A0", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("http://127.0.0.1:9/x";"y")',
    '=DDE("soffice";"x";"y")', '=WEBSERVICE("http://127.0.0.1:9/")', "+420-1",
]  # fmt: skip
PLAIN = [
    "06018",
    "00012345",
    "+420601000111",
    "-5",
    "1e5",
    "2026-01-02",
    "12:30",
    "a\n=1",
    "_x0041_",
    'a"b;c,d',
    "Žluťoučký kůň",
]
QUOTED_AS_TEXT = "CSV:{delimiter},34,76,1,,0,true"
"""The box “Format quoted field as text” of the dialog in which LibreOffice asks how to read CSV."""


def opened(path: Path, *options: str) -> list[tuple[str, str | None, str]]:
    """Type, formula and shown text of each cell in the first column, as LibreOffice understands the file."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: make test-all installs it"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        *options,
        "--convert-to",
        "fods",
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - our own arguments
    found = []
    for row in ElementTree.parse(path.with_suffix(".fods")).iter(f"{TABLE}table-row"):
        cell = row.find(f"{TABLE}table-cell")
        if cell is not None and cell.get(f"{OFFICE}value-type"):
            shown = "\n".join("".join(line.itertext()) for line in cell.findall(f"{TEXT}p"))
            found.append((str(cell.get(f"{OFFICE}value-type")), cell.get(f"{TABLE}formula"), shown))
    return found[1:]


def plain(text: str) -> str:
    """Without the white space at its edges that the format does not keep."""
    return text.replace("\r", "\n").replace("\t", "").strip()


def written(path: Path, **how: Any) -> Path:
    path.write_bytes(table(pd.DataFrame({"text": [*FORMULAS, *PLAIN]}), **how))
    return path


def test_a_workbook_shows_its_texts_and_runs_none(tmp_path: Path) -> None:
    cells = opened(written(tmp_path / "a.xlsx", format="xlsx"))
    assert {(kind, formula) for kind, formula, _ in cells} == {("string", None)}
    assert [plain(shown) for _, _, shown in cells] == [plain(text) for text in [*FORMULAS, *PLAIN]]


@pytest.mark.parametrize(("language", "delimiter"), [("cs", 59), ("en", 44)])
def test_csv_shows_its_texts_and_runs_none(tmp_path: Path, language: str, delimiter: int) -> None:
    path = written(tmp_path / "a.csv", language=language)
    told = opened(path, f"--infilter={QUOTED_AS_TEXT.format(delimiter=delimiter)}")
    assert {(kind, formula) for kind, formula, _ in told} == {("string", None)}
    assert [plain(shown.removeprefix("'")) for _, _, shown in told] == [
        plain(text) for text in [*FORMULAS, *PLAIN]
    ]
    asked_nothing = opened(path, f"--infilter=CSV:{delimiter},34,76")
    assert {formula for _, formula, _ in asked_nothing} == {None}
    assert {kind for kind, _, _ in asked_nothing[: len(FORMULAS)]} == {"string"}
