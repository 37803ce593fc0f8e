"""Files brought in through the desk, and what became of their rows."""

from pathlib import Path
from typing import Any

from workbench.desk import Desk
from workbench.importing import ImportReport


def table(folder: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """A CSV file of this text."""
    path = folder / "klienti.csv"
    path.write_text(text, encoding=encoding)
    return path


def brought(desk: Desk, folder: Path, text: str, **options: Any) -> ImportReport:
    """The report on a file of this text, once it is in."""
    report = desk.akce.import_file(table(folder, text), **options).run().detail
    assert isinstance(report, ImportReport)
    return report


def how(report: ImportReport) -> list[tuple[str, str | None]]:
    """The outcome of each row, and by what it was recognised."""
    frame = report.outcomes
    return [
        (outcome, matched if isinstance(matched, str) else None)
        for outcome, matched in zip(frame["outcome"], frame["matched_by"], strict=True)
    ]
