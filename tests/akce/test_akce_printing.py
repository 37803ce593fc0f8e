"""Lists, labels and change reports through the action, and who may have them."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from akce_world import Ids

from workbench.akce.printing import Printing
from workbench.desk import Desk
from workbench.errors import (
    DiskError,
    InputError,
    NotFoundError,
    PermissionRefusedError,
    UnknownNameError,
    ValueRejectedError,
)


def as_user(desk: Desk, name: str) -> Desk:
    return Desk(desk.store.path, name, register=desk.register)


def html(desk: Desk, clients: list[int], form: str, language: str = "cs", **options: Any) -> str:
    return "".join(one.html for one in Printing(desk, clients, form, language, options).pieces())


def test_a_change_report_says_who_when_what_before_and_after(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.gama, rating="A", legal_form="121", notice="<b>Volat</b>\ndopoledne").run()
    desk.akce.edit(ids.gama, rating="B", note="nový obrat").run()
    said = html(desk, [ids.gama], "changes")
    assert said.index("nový obrat") < said.index("dopoledne")
    for one in (
        "· ana ·",
        "Rating",
        "<td>A</td><td>B</td>",
        "Akciová společnost",
        "&lt;b&gt;Volat&lt;/b&gt;<br>dopoledne",
    ):
        assert one in said
    assert "Before" in html(desk, [ids.gama], "changes", "en")


def test_a_change_report_tells_nobody_what_is_hidden_or_erased(desk: Desk, ids: Ids) -> None:
    with pytest.raises(NotFoundError):
        as_user(desk, "petr").akce.export([ids.secret], form="changes").run()
    desk.akce.edit(ids.plain, notice="Pamatuj si mě").run()
    assert "Pamatuj si mě" in html(desk, [ids.plain], "changes")
    desk.akce.delete(ids.plain).run()
    with pytest.raises(NotFoundError):
        html(desk, [ids.plain], "changes")


def test_a_list_has_the_columns_that_one_chose(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.gama, turnover=1250000).run()
    said = html(desk, [ids.gama, ids.alfa], "list", columns=["name", "turnover", "web"])
    assert "1 250 000 Kč" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Obchodní jméno" in said
    assert "IČO" not in said
    with pytest.raises(UnknownNameError, match="turnover"):
        html(desk, [ids.gama], "list", columns=["turnovr"])


def test_labels_leave_out_who_has_no_address_or_is_not_to_be_contacted(desk: Desk, ids: Ids) -> None:
    desk.akce.create("address", record_type="client", record_id=ids.gama, kind="seat", street="Sídelní", house_number="1",
                     city="Brno", postcode="60200", is_primary=True).run()  # fmt: skip
    desk.akce.create("address", record_type="client", record_id=ids.gama, kind="contact", street="Poštovní",
                     house_number="2", city="Wien", postcode="1010", country="AT").run()  # fmt: skip
    printing = Printing(desk, [ids.gama, ids.plain], "labels", "cs", {"labels": "2x7", "start": 3})
    (piece,) = printing.pieces()
    assert "Poštovní 2" in piece.html
    assert "RAKOUSKO" in piece.html
    assert "Sídelní" not in piece.html
    assert "left: 4.65mm; top: 53.25mm" in piece.html  # the third label: second row, first column
    assert printing.left_out == [ids.plain]
    assert "1 klient nemá štítek" in printing.notes()[0]
    desk.akce.edit(ids.gama, do_not_contact=True).run()
    with pytest.raises(InputError, match="adresu"):
        html(desk, [ids.gama, ids.plain], "labels")


def test_what_does_not_go_together_is_refused(desk: Desk, ids: Ids) -> None:
    unknown: list[dict[str, Any]] = [{"form": "shet"}, {"form": "labels", "labels": "9x9"}]
    for wrong in unknown:
        with pytest.raises(UnknownNameError):
            desk.akce.export(ids.gama, **wrong).run()
    unfit: list[dict[str, Any]] = [
        {"columns": ["name"]}, {"form": "list", "start": 2}, {"form": "list", "format": "zip"},
        {"form": "labels", "format": "csv"}, {"format": "files"}, {"processes": 0},
    ]  # fmt: skip
    for wrong in unfit:
        with pytest.raises(InputError):
            desk.akce.export(ids.gama, **wrong)
    with pytest.raises(ValueRejectedError, match="15"):
        desk.akce.export(ids.gama, form="labels", labels="2x7", start=15).run()
    for format_ in ("vcf", "files"):
        with pytest.raises(InputError, match="nikde"):
            desk.akce.export(ids.gama, format=format_, folder="nikde").run()
    assert not len(desk.exports())


def test_files_go_into_the_folder_and_the_register_says_the_form(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    made = desk.akce.export([ids.gama, ids.alfa], format="files", form="changes", folder=str(tmp_path)).run()
    assert sorted(one.name for one in made.paths) == sorted(one.name for one in tmp_path.iterdir())
    assert all(one.read_bytes().startswith(b"%PDF-1.7") for one in made.paths)
    line = desk.exports().iloc[0]
    assert (line["actor"], line["format"], line["count"]) == ("ana", "files changes", 2)
    assert not len(as_user(desk, "petr").exports())


def test_nobody_without_the_right_prints_anything(desk: Desk, ids: Ids) -> None:
    olga = as_user(desk, "olga")
    for form in ("list", "labels", "changes"):
        action = olga.akce.export(ids.owned, form=form)
        for work in (action.run, action.sample):
            with pytest.raises(PermissionRefusedError):
                work()


def test_no_room_for_what_is_laid_aside_is_told_and_leaves_nothing(
    desk: Desk, ids: Ids, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(DiskError, match="gone"):
        desk.akce.export([ids.gama], format="zip", folder=str(out)).run()
    assert not list(out.iterdir())
    assert desk.exports().empty
