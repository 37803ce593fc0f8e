"""Bad files, interruptions and odd files through the desk."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from akce_world import GAMA, digest, ico
from brought_files import how, table
from store_dump import data_only, state_of

from workbench import importing
from workbench.desk import Desk
from workbench.errors import BrokenFileError
from workbench.importing import Outcome
from workbench.store.incoming import writing

NEW = ico(950)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.mkdir(),
        lambda path: path.unlink(missing_ok=True),
        lambda path: path.write_bytes(bytes(range(256)) * 40),
        bomb,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("Název,IČO\n", encoding="utf-8"),
    ],
    ids=["directory", "missing", "binary", "bomb", "empty", "header"],
)  # fmt: skip
def test_a_bad_file_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path, spoil: Any) -> None:
    before = digest(desk)
    path = tmp_path / "spatny.csv"
    spoil(path)
    with pytest.raises(BrokenFileError):
        desk.akce.import_file(path).run()
    assert digest(desk) == before


@pytest.mark.parametrize(
    "step", [*(pytest.param(one, marks=pytest.mark.slow) for one in ("write_clients", "write_parts")), "add"]
)
def test_an_interrupted_import_leaves_nothing_half_done(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = digest(desk)
    real = getattr(writing, step)

    def interrupted(*args: Any, **options: Any) -> None:
        real(*args, **options)
        raise KeyboardInterrupt

    path = table(tmp_path, f"Název,IČO,Město,Telefon\nNová,{NEW},Brno,601000001\nGama,{GAMA},Zlín,\n")
    with monkeypatch.context() as patched:
        patched.setattr(writing, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            desk.akce.import_file(path).run()
    assert digest(desk) == before
    assert desk.akce.import_file(path).run().change_set is not None


def test_the_file_is_not_held_while_rows_are_converted(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []
    real, write = importing.convert, desk.store.engine.write

    def writing_now(*args: Any, **options: Any) -> Any:
        inside.append(True)
        try:
            return write(*args, **options)
        finally:
            inside.pop()

    def convert(*args: Any) -> Any:
        assert not inside
        return real(*args)

    monkeypatch.setattr(importing, "convert", convert)
    monkeypatch.setattr(desk.store.engine, "write", writing_now)
    action = desk.akce.import_file(table(tmp_path, f"Název,IČO\nNová,{NEW}\n"))
    action.report()
    action.mapping.drop("IČO")
    assert action.run().detail.counts()[Outcome.NEW] == 1


def test_a_workbook_brings_numbers_and_dates_as_they_were_meant(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Název", "IČO", "Datum vzniku", "Obrat"])
    sheet.append(["Nová", int(NEW), date(2020, 1, 31), 1234.5])
    sheet.append(["Gama", float(GAMA), None, None])
    path = tmp_path / "klienti.xlsx"
    book.save(path)
    report = desk.akce.import_file(path).run().detail
    assert how(report) == [("new", None), ("changed", "ico")]
    new = state_of(desk.store)["client"][int(report.outcomes["client_id"][0])]
    assert (new["ico"], new["founded_on"], str(new["turnover"])) == (NEW, date(2020, 1, 31), "1234.50")


def test_czech_windows_text_with_semicolons_is_understood(desk: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, f"Název;IČO;Město\nŽluťoučký kůň s.r.o.;{NEW};Říčany\n", encoding="cp1250")
    report = desk.akce.import_file(path).run().detail
    dossier = desk.client(int(report.outcomes["client_id"][0]))
    assert (dossier.record["name"], dossier.record["ico"]) == ("Žluťoučký kůň s.r.o.", NEW)


def test_undo_of_an_import_gives_back_what_was_there(desk: Desk, tmp_path: Path) -> None:
    before = data_only(state_of(desk.store))
    path = table(
        tmp_path, f"Název,IČO,Telefon,Město\nNová,{NEW},601000001,Brno\nJinak,{GAMA},601000002,Zlín\n"
    )
    desk.undo(desk.akce.import_file(path).run())
    assert data_only(state_of(desk.store)) == before
