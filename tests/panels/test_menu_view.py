# ruff: noqa: ARG001 - a fixture named in the arguments puts its panel on the stage
"""The menu Akce in a browser: the menu pattern, reasons, dialogs, results with undo and the line of Python."""

import re
from pathlib import Path

import pytest
from panels_stage import Stage
from playwright.sync_api import Locator, expect

from workbench.desk import Desk
from workbench.errors import NotFoundError
from workbench.panels import AkceMenu, Selection

pytestmark = pytest.mark.browser

LABELS = [
    "Kopírovat údaje z rejstříku", "Vyhledat ve firmy.cz", "Vygooglit", "Export (PDF, VCF)",
    "Bezpečnost (+ Zamknout / Odemknout)", "Sloučit s jiným klientem", "Aktualizovat záznam", "Zneplatnit", "Smazat",
]  # fmt: skip


@pytest.fixture
def menu(desk: Desk, stage: Stage, selection: Selection) -> AkceMenu:
    selection.choose([42])
    panel = AkceMenu(desk, selection)
    stage.put("menu", panel)
    expect(stage.page.get_by_text("Bednář a syn")).to_be_visible()
    return panel


def opened(stage: Stage) -> Locator:
    stage.page.get_by_role("button", name="Akce").click()
    items = stage.page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    return items


def plain_client(desk: Desk) -> int:
    created = desk.akce.create("client", name="Zkušební firma s.r.o.").run()
    return int(created.detail if isinstance(created.detail, int) else next(iter(created.detail)))


def test_the_nine_entries_stand_in_order(stage: Stage, menu: AkceMenu) -> None:
    expect(opened(stage).locator(".wb-item-label")).to_have_text(LABELS)


def test_the_menu_goes_by_the_keyboard(stage: Stage, menu: AkceMenu) -> None:
    stage.page.get_by_role("button", name="Akce").focus()
    stage.page.keyboard.press("ArrowDown")
    items = stage.page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    stage.page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    stage.page.keyboard.press("Home")
    stage.page.keyboard.press("e")
    expect(items.nth(3)).to_be_focused()
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("menu")).to_be_hidden()
    expect(stage.page.get_by_role("button", name="Akce")).to_be_focused()


def test_an_entry_that_cannot_be_used_says_why(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    menu.selection.choose([42, 43])
    items = opened(stage)
    google = items.nth(2)
    expect(google).to_have_attribute("aria-disabled", "true")
    expect(google).to_contain_text("Jen pro jednoho klienta.")
    google.click(force=True)
    expect(stage.page.get_by_role("dialog")).to_have_count(0)


def test_without_a_choice_every_entry_asks_for_one(stage: Stage, menu: AkceMenu) -> None:
    menu.selection.choose([])
    expect(opened(stage).locator(".wb-reason")).to_have_text(["Nejprve vyberte klienta."] * 9)


def test_invalidating_takes_a_note_and_can_be_undone(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    opened(stage).nth(7).click()
    stage.page.get_by_label("Důvod").fill("zanikl <b>")
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_text("1 klient je nyní neplatný.").first).to_be_visible()
    assert not desk.client(42).valid
    assert desk.client(42).invalid_note == "zanikl <b>"
    expect(stage.page.locator(".wb-python code")).to_have_text(
        "desk.akce.invalidate(42, note='zanikl <b>').run()"
    )
    stage.page.get_by_role("button", name="Kopírovat řádek Pythonu").click()
    expect(stage.page.get_by_role("button", name="Kopírovat řádek Pythonu")).to_have_text("Zkopírováno")
    assert (
        stage.page.evaluate("getSelection().toString()")
        == "desk.akce.invalidate(42, note='zanikl <b>').run()"
    )
    stage.page.get_by_role("button", name="Vrátit").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(42).valid


@pytest.mark.slow  # tests/browser/test_nine_actions.py restores by keyboard
def test_an_invalid_client_is_offered_to_be_restored(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    desk.akce.invalidate([42]).run()
    entry = opened(stage).nth(7)
    expect(entry).to_have_text("Zplatnit")
    entry.click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Zplatnit").click()
    expect(stage.page.get_by_text("1 klient je opět platný.").first).to_be_visible()
    assert desk.client(42).valid


@pytest.mark.slow  # tests/browser/test_nine_actions.py locks and unlocks there by keyboard
def test_locking_stands_in_the_security_window(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    opened(stage).nth(4).click()
    dialog = stage.page.get_by_role("dialog", name="Bezpečnost")
    expect(dialog.get_by_text("Úroveň zabezpečení")).to_be_visible()
    dialog.get_by_role("textbox").fill("prověřuje se")
    dialog.get_by_role("button", name="Zamknout").click()
    expect(stage.page.get_by_text("1 klient je zamčen").first).to_be_visible()
    assert desk.client(42).lock_reason == "prověřuje se"
    opened(stage).nth(4).click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Odemknout").click()
    expect(stage.page.get_by_text("1 klient je odemčen.").first).to_be_visible()
    assert desk.client(42).locked_by is None


@pytest.mark.slow  # the addresses: tests/akce/test_akce_looking.py
def test_links_are_real_links_that_tell_nothing_of_where_they_stand(stage: Stage, menu: AkceMenu) -> None:
    firmy, google = opened(stage).nth(1), stage.page.get_by_role("menuitem").nth(2)
    assert (firmy.get_attribute("href") or "").startswith("https://www.firmy.cz/?q=Bedn%C3%A1%C5%99")
    assert (google.get_attribute("href") or "").startswith("https://www.google.com/search?q=Bedn")
    for link in (firmy, google):
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_natural_persons_name_leaves_only_after_a_warning(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    person = int(desk.sql("select min(id) from client where is_person and valid").fetchall()[0][0])
    menu.selection.choose([person])
    google = opened(stage).nth(2)
    assert google.get_attribute("href") is None
    google.click()
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.locator(".wb-warning")).to_be_visible()
    expect(dialog.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.slow  # tests/browser/test_nine_actions.py exports by keyboard
def test_an_export_arrives_on_disk(desk: Desk, stage: Stage, menu: AkceMenu, tmp_path: Path) -> None:
    opened(stage).nth(3).click()
    stage.page.get_by_role("radio", name="VCF").check()
    with stage.page.expect_download() as waiting:
        stage.page.get_by_role("button", name="Stáhnout").click()
    waiting.value.save_as(tmp_path / "one.vcf")
    assert waiting.value.suggested_filename.endswith(".vcf")
    assert (tmp_path / "one.vcf").read_bytes().startswith(b"BEGIN:VCARD\r\nVERSION:3.0")
    expect(stage.page.get_by_text(re.compile(r"Staženo: .*\(1 klient\)"))).to_be_visible()
    assert len(desk.store.exports()) == 1


@pytest.mark.slow  # test_delete_planner_view.py
def test_what_holds_a_client_back_is_listed_by_type(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    desk.akce.create("deal", name="Obchod", client_id=42).run()
    opened(stage).nth(8).click()
    dialog = stage.page.get_by_role("dialog", name="Smazat")
    expect(dialog.locator(".wb-holder").filter(has_text="Obchodní případy")).to_be_visible()
    expect(dialog.get_by_role("button", name="Smazat navždy")).to_have_count(0)
    expect(dialog.get_by_role("button", name="Raději zneplatnit")).to_be_visible()


@pytest.mark.slow  # tests/browser/test_nine_actions.py deletes by keyboard
def test_a_deletion_asks_once_with_the_name_and_has_no_undo(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    client = plain_client(desk)
    menu.selection.choose([client])
    opened(stage).nth(8).click()
    dialog = stage.page.get_by_role("dialog", name="Smazat")
    expect(dialog).to_contain_text("Zkušební firma s.r.o.")
    expect(dialog.get_by_role("button", name="Zrušit")).to_be_focused()
    dialog.get_by_role("button", name="Smazat navždy").click()
    expect(stage.page.get_by_text("1 klient byl navždy smazán.").first).to_be_visible()
    expect(stage.page.get_by_role("button", name="Vrátit")).to_have_count(0)
    with pytest.raises(NotFoundError):
        desk.client(client)


@pytest.mark.slow  # tests/browser/test_nine_actions.py
def test_what_somebody_else_changed_is_told_and_shown(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    desk.akce.edit(42, notice="volat ráno").run()
    stage.page.get_by_role("button", name="Ukázat, co se změnilo").click()
    expect(stage.page.get_by_role("dialog")).to_contain_text("volat ráno")


def test_escape_closes_a_dialog_and_gives_the_focus_back(stage: Stage, menu: AkceMenu) -> None:
    opened(stage).nth(7).click()
    expect(stage.page.get_by_label("Důvod")).to_be_focused()
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    expect(stage.page.get_by_role("button", name="Akce")).to_be_focused()


def test_a_refusal_is_said_in_the_dialog(desk: Desk, stage: Stage, menu: AkceMenu) -> None:
    opened(stage).nth(7).click()
    desk.store.save_user("eva", "full")
    Desk(desk.store.path, "eva").akce.lock([42]).run()
    stage.page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
    expect(stage.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("eva")
    assert desk.client(42).valid
