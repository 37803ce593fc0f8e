"""One record is named by one id, in the same ways everywhere."""

from pathlib import Path
from typing import Any

import pytest

from workbench import importing
from workbench.desk import Desk
from workbench.errors import BrokenFileError, ValueRejectedError
from workbench.importing import xlsx_reader


@pytest.mark.parametrize("odd", [1.9, True, None, b"1", "1-3", "x", [1, 2]])
def test_what_is_no_single_id_is_refused_in_words(path: Path, odd: Any) -> None:
    desk = Desk(path, "ana")
    desk.akce.create("client", name="Alfa").run()
    for ask in (desk.client, desk.record, desk.history, desk.change):
        with pytest.raises(ValueRejectedError):
            ask(odd)
    assert desk.client("1").id == desk.client(1).id == 1  # type: ignore[arg-type]


def test_a_sheet_that_spans_far_more_cells_than_it_fills_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl  # noqa: PLC0415 - heavy

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Název"])
    for row in range(2, 30):
        sheet.cell(row, 1, "Alfa")
        sheet.cell(row, 400, "x")
    book.save(tmp_path / "wide.xlsx")
    assert len(importing.read_table(tmp_path / "wide.xlsx")) == 28
    monkeypatch.setattr(xlsx_reader, "_MAX_CELLS", 5_000)
    with pytest.raises(BrokenFileError, match="buněk"):
        importing.read_table(tmp_path / "wide.xlsx")
