"""Small tables for the tests of importing."""

from pathlib import Path
from typing import Any

import pandas as pd

from workbench.importing import (
    Converted,
    RawTable,
    convert,
    suggest_mapping,
)
from workbench.importing.table import build


def table(headers: list[str], *rows: list[str | None]) -> RawTable:
    return build(Path("x.csv"), rows, range(2, len(rows) + 2), headers, first_row=2)


def converted(headers: list[str], *rows: list[str | None], **changes: str) -> Converted:
    raw = table(headers, *rows)
    mapping = suggest_mapping(raw.columns, raw.frame)
    for column, target in changes.items():
        mapping.set(column, target)
    return convert(raw, mapping)


def codes(result: Converted, row: int | None = None) -> set[tuple[str, str]]:
    found = result.findings if row is None else result.findings[result.findings["row"] == row]
    return set(zip(found["severity"], found["code"], strict=True))


def only(frame: pd.DataFrame, *fields: str) -> list[Any]:
    assert len(frame) == 1
    return [frame.iloc[0][field] for field in fields]


def outcomes(result: Converted, outcome: str = "new") -> pd.DataFrame:
    rows = result.rows["client"].index
    return pd.DataFrame({"row": rows, "outcome": outcome, "client_id": None, "matched_by": None})
