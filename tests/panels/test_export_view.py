"""Exports in a browser: a look at the file before, one click to the disk, who may, and who took what out."""

import threading
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from panels_axe import expect_accessible, expect_accessible_in_both_themes
from panels_stage import Stage
from playwright.sync_api import expect

from workbench.desk import Desk
from workbench.exporting import page_picture
from workbench.panels import ExportPanel, Selection
from workbench.panels.export_panel import Exporting

pytestmark = pytest.mark.browser
DRAWN = 60_000
"""Milliseconds that a preview may take on a busy machine, the first with all that has to be loaded for it."""


def test_the_first_page_is_shown_and_the_document_arrives_on_disk(
    desk: Desk, stage: Stage, tmp_path: Path
) -> None:
    stage.put("export", ExportPanel(desk, Selection([42, 43])))
    page = stage.page
    picture = page.get_by_role("img", name="První strana dokumentu")
    expect(picture).to_be_visible(timeout=DRAWN)
    assert picture.evaluate("(one) => [one.naturalWidth > 800, one.naturalHeight > one.naturalWidth]") == [
        True,
        True,
    ]
    assert len(desk.exports()) == 0  # a look is no export
    expect_accessible_in_both_themes(stage)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Stáhnout").click()
    waiting.value.save_as(tmp_path / "two.pdf")
    assert waiting.value.suggested_filename == "klienti.pdf"
    assert (tmp_path / "two.pdf").read_bytes().startswith(b"%PDF-")
    page.get_by_text("Kdo co vyvezl").click()
    expect(page.get_by_role("listitem").filter(has_text="analytik · PDF · 2 klienti")).to_be_visible()


@pytest.mark.slow  # hostile ones: test_hostile_clients.py
def test_cards_and_rows_are_shown_as_the_file_will_have_them(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, name="=HYPERLINK(1)<img src=x>").run()
    stage.put("export", ExportPanel(desk, Selection([42])))
    page = stage.page
    page.get_by_role("radio", name="VCF").check()
    page.get_by_label("Verze vCard").select_option("4.0")
    expect(page.locator(".wb-preview pre")).to_contain_text("VERSION:4.0", timeout=DRAWN)
    expect_accessible(page)
    page.get_by_role("radio", name="Tabulka CSV").check()
    expect(page.locator(".wb-preview td").filter(has_text="'=HYPERLINK(1)<img src=x>")).to_be_visible()
    assert page.locator("#export img").count() == 0
    expect_accessible(page)


@pytest.mark.slow  # in Python: tests/exporting
def test_labels_begin_where_one_says_and_who_gets_none_is_counted(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(43, do_not_contact=True).run()
    stage.put("export", ExportPanel(desk, Selection([42, 43, 44])))
    page = stage.page
    expect(page.get_by_label("Arch štítků")).to_be_hidden()
    page.get_by_label("Co vytisknout").select_option("labels")
    page.get_by_label("Arch štítků").select_option("2x7")
    page.get_by_label("První volný štítek").fill("99")
    page.get_by_label("První volný štítek").press("Tab")
    expect(page.get_by_label("První volný štítek")).to_have_value("14")
    expect(page.locator(".wb-preview").get_by_text("1 klient nemá štítek")).to_be_visible(timeout=DRAWN)
    expect(page.get_by_role("img", name="První strana dokumentu")).to_be_visible(timeout=DRAWN)
    expect_accessible(page)
    page.get_by_role("radio", name="ZIP").check()
    expect(page.get_by_label("Co vytisknout")).to_have_value("sheet")
    page.get_by_role("radio", name="PDF, jeden dokument").check()
    page.get_by_label("Co vytisknout").select_option("labels")
    expect(page.locator(".wb-preview").get_by_text("1 klient nemá štítek")).to_be_visible(timeout=DRAWN)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Stáhnout").click()
    assert waiting.value.suggested_filename == "štítky.pdf"
    expect(page.locator(".wb-done")).to_contain_text("1 klient nemá štítek")
    assert desk.exports()["format"].tolist() == ["pdf labels"]


def test_the_panel_answers_while_a_preview_is_drawn(
    desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, go_on = threading.Event(), threading.Event()

    def waits(pdf: bytes, page: int = 0, **more: int) -> bytes:
        drawing.set()
        assert go_on.wait(60)
        return page_picture(pdf, page, **more)

    monkeypatch.setattr("workbench.exporting.pictures.page_picture", waits)
    panel = ExportPanel(desk, Selection([42]))
    stage.put("export", panel)
    stage.page.get_by_text("Kdo co vyvezl").click()
    expect(stage.page.get_by_text("Zatím nebylo nic vyvezeno.")).to_be_visible()
    assert drawing.wait(60)
    expect(stage.page.get_by_role("button", name="Zastavit")).to_have_count(0)
    go_on.set()
    expect(stage.page.get_by_role("img", name="První strana dokumentu")).to_be_visible(timeout=DRAWN)


def test_the_newest_choice_is_the_one_shown_whatever_comes_late(desk: Desk, stage: Stage) -> None:
    stage.put("export", ExportPanel(desk, Selection([42])))
    page = stage.page
    expect(page.get_by_role("img")).to_be_visible(timeout=DRAWN)
    stage.hold()
    page.get_by_role("radio", name="VCF").check()
    page.get_by_role("radio", name="Tabulka CSV").check()
    stage.release(slice(None, None, -1))
    expect(page.locator(".wb-preview td").first).to_be_visible()
    expect(page.locator(".wb-preview pre")).to_have_count(0)


def test_who_may_not_export_is_told_why_and_shown_nothing(desk: Desk, stage: Stage) -> None:
    desk.store.save_user("jan", "full", export=False)
    jans = Desk(desk.store.path, "jan")
    stage.put("export", ExportPanel(jans, Selection([42])))
    expect(stage.page.locator(".wb-warning")).to_contain_text("jan")
    expect(stage.page.get_by_role("button", name="Stáhnout")).to_have_count(0)
    refused, buffers = ExportPanel(jans).answer(
        {"ask": 1, "command": "export.sample", "arguments": {"ids": [42], "format": "vcf"}}
    )
    assert (refused["error"]["kind"], buffers) == ("PermissionRefusedError", [])


def test_others_than_administrators_see_their_own_exports_only(desk: Desk) -> None:
    desk.akce.export(42, format="vcf").run()
    desk.store.save_user("eva", "full", export=True)
    evas = Desk(desk.store.path, "eva")
    evas.akce.export([43, 44], format="csv").run()
    assert [(one["actor"], one["count"]) for one in Exporting(evas).log()] == [("eva", 2)]
    assert [one["actor"] for one in Exporting(desk).log()] == ["eva", "analytik"]


def test_what_raynet_would_refuse_is_told_before_the_file_is_made(
    desk: Desk, stage: Stage, tmp_path: Path
) -> None:
    desk.akce.edit(42, name="=HYPERLINK(1)<img src=x>", notice="x" * 300, rating=None).run()
    stage.put("export", ExportPanel(desk, Selection([42, 43])))
    page = stage.page
    expect(page.get_by_label("Rozvržení tabulky")).to_be_hidden()
    page.get_by_role("radio", name="Tabulka pro Excel").check()
    page.get_by_label("Rozvržení tabulky").select_option("raynet")
    told = page.locator(".wb-check")
    expect(told.get_by_role("row").filter(has_text="Poznámka")).to_contain_text(
        "má znaků 300; co je nad 255, se uřízne"
    )
    expect(told.get_by_role("row").filter(has_text="Rating").first).to_contain_text(
        "RAYNET bez toho klienta nepřijme"
    )
    assert page.locator("#export img").count() == 0
    expect_accessible(page)
    assert len(desk.exports()) == 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Stáhnout").click()
    waiting.value.save_as(tmp_path / "raynet.xlsx")
    assert load_workbook(tmp_path / "raynet.xlsx").sheetnames == ["Klienti", "Kontaktní osoby"]


@pytest.mark.slow  # in Python: tests/akce/test_akce_personal_data.py; at the command line: tests/cli/test_cli_clients.py
def test_a_persons_data_is_shown_and_downloaded(desk: Desk, stage: Stage, tmp_path: Path) -> None:
    found = desk.sql("SELECT client_id, person_id FROM employment ORDER BY id LIMIT 1").fetchall()
    client, person = found[0]
    stage.put("export", ExportPanel(desk, Selection([client])))
    page = stage.page
    page.get_by_role("radio", name="Výpis osobních údajů (GDPR)").check()
    page.get_by_label("O kom").select_option(str(person))
    expect(page.get_by_role("img", name="První strana dokumentu")).to_be_visible(timeout=DRAWN)
    expect_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Stáhnout").click()
    waiting.value.save_as(tmp_path / "person.zip")
    with ZipFile(tmp_path / "person.zip") as archive:
        assert {Path(one).suffix for one in archive.namelist()} == {".pdf", ".json", ".csv", ".vcf"}
    expect(page.get_by_text(f"desk.akce.personal_data({person}")).to_be_visible()
    assert desk.exports().iloc[0]["record_ids"].tolist() == [person]
