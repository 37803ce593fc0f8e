"""The history of the whole desk in a browser: what was done, undo with collisions, redo, the script, the list as of a moment."""

import re

import pytest
from panels_axe import expect_accessible, expect_accessible_in_both_themes
from panels_stage import Stage
from playwright.sync_api import Locator, expect

from workbench.desk import Desk
from workbench.errors import InputError, UnknownNameError, ValueRejectedError
from workbench.panels import HistoryPanel, Selection, history_panel
from workbench.panels._undoing import Undoing
from workbench.panels.history_panel import Leafing

pytestmark = pytest.mark.browser


def shown(stage: Stage, desk: Desk) -> Locator:
    stage.put("history", HistoryPanel(desk, Selection([42])))
    sets = stage.page.locator(".wb-set")
    expect(sets.first).to_be_visible()
    return sets


def test_the_newest_stands_first_and_opens_field_by_field(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, notice="volat <b>ráno</b>", state="actual").run()
    newest = shown(stage, desk).first
    expect(newest).to_contain_text("Upravit")
    newest.locator("summary").click()
    expect(newest.locator(".wb-changed")).to_contain_text("Bednář a syn")
    expect(newest.locator("ins").filter(has_text="volat <b>ráno</b>")).to_be_visible()
    assert stage.page.locator(".wb-changed b").count() == 0


def test_data_that_came_by_no_action_are_named_in_words(desk: Desk, stage: Stage) -> None:
    expect(shown(stage, desk).last).to_contain_text("Ukázková data")


def test_a_change_is_undone_and_done_again(desk: Desk, stage: Stage) -> None:
    desk.akce.invalidate([42]).run()
    shown(stage, desk).first.get_by_role("button", name="Vrátit").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(42).valid
    expect(stage.page.locator(".wb-set").nth(1)).to_contain_text("vráceno sadou")
    stage.page.locator(".wb-set").nth(1).get_by_role("button", name="Provést znovu").click()
    expect(stage.page.locator(".wb-set")).to_have_count(6)
    expect(stage.page.locator(".wb-set").nth(2).get_by_role("button", name="Vrátit")).to_be_visible()
    assert not desk.client(42).valid


def test_where_later_changes_collide_both_sides_are_shown_and_a_field_decided(
    desk: Desk, stage: Stage
) -> None:
    desk.akce.edit(42, notice="první", payment_term=14).run()
    undone = desk.akce.edit(42, notice="druhá", payment_term=30).run()
    desk.akce.edit(42, notice="třetí", payment_term=60).run()
    shown(stage, desk)
    stage.page.get_by_role("button", name=re.compile(rf"^Vrátit: .* {undone.change_set}$")).click()
    dialog = stage.page.get_by_role("dialog", name="Mezitím se něco změnilo")
    expect(dialog.get_by_role("row").filter(has_text="Poznámka")).to_contain_text("třetí")
    expect(dialog.get_by_role("row").filter(has_text="Poznámka")).to_contain_text("první")
    dialog.get_by_role("radio", name="Splatnost (dny): 14").check()
    dialog.get_by_role("button", name="Vrátit takto").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert (desk.client(42).notice, desk.client(42).payment_term) == ("třetí", 14)


@pytest.mark.slow  # one group, by mouse: test_duplicate_merge.py; by keyboard: tests/browser/test_duplicates_loop.py
def test_some_groups_of_a_bulk_merge_are_taken_apart_by_keyboard(desk: Desk, stage: Stage) -> None:
    done = desk.akce.merge_clusters([[9, 51, 208], [20, 27], [42, 107, 228]]).run()
    newest, page = shown(stage, desk).first, stage.page
    newest.get_by_role("button", name=f"Rozpojit skupiny… č. {done.change_set}").press("Enter")
    dialog = page.get_by_role("dialog", name=f"Rozpojit skupiny: sada změn č. {done.change_set}")
    ticks, run = dialog.get_by_role("checkbox"), dialog.get_by_role("button", name=re.compile("^Rozpojit"))
    expect(ticks).to_have_count(3)
    expect(run).to_be_disabled()
    page.keyboard.type("bednar 107")  # the focus is in the search
    expect(ticks).to_have_count(1)
    ticks.first.press("Space")
    expect(run).to_have_text("Rozpojit 1 skupinu")
    dialog.get_by_label("Najít skupinu").fill("")
    expect(ticks).to_have_count(3)
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(1)
    dialog.get_by_role("button", name="Zaškrtnout zobrazené").press("Enter")
    expect(run).to_have_text("Rozpojit 3 skupiny")
    ticks.first.press("Space")
    run.press("Enter")
    expect(page.locator(".wb-bar.wb-done")).to_contain_text(
        "Rozpojeny 2 skupiny. Ostatní zůstávají, jak jsou."
    )
    expect(page.locator(".wb-bar.wb-done").get_by_role("button", name="Provést znovu")).to_be_focused()
    assert sorted(desk.journal.merged(done.change_set or 0)["apart"]) == [False, True, True]
    expect(page.locator(".wb-set").first).to_contain_text(f"vrací část sady č. {done.change_set}")
    page.locator(".wb-set").nth(1).get_by_role("button", name="Rozpojit skupiny…").click()
    expect(ticks).to_have_count(1)
    expect(dialog.get_by_role("status").first).to_have_text("2 skupiny už jsou rozpojené.")
    expect_accessible(page, "dialog")
    page.keyboard.press("Escape")
    desk.akce.edit(list(range(50, 80)), notice="všem").run()
    expect(page.locator(".wb-set").first).to_contain_text("30 záznamů")
    page.locator(".wb-set").first.get_by_role("button", name="Vrátit").click()
    page.get_by_role("dialog").get_by_role("button", name="Vrátit", exact=True).click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")  # what is said outlives the dialog


@pytest.mark.slow  # in Python: tests/desk/test_desk_journal.py
def test_filters_narrow_the_list_and_the_script(desk: Desk, stage: Stage) -> None:
    desk.akce.invalidate([42], note="zanikl požárem").run()
    sets = shown(stage, desk)
    stage.page.get_by_label("Slova").fill("pozarem")
    expect(sets).to_have_count(1)
    stage.page.get_by_role("button", name="Skript v Pythonu").click()
    script = stage.page.get_by_role("dialog").locator("pre")
    expect(script).to_contain_text("desk.akce.invalidate(42, note='zanikl požárem').run()")
    stage.page.get_by_role("button", name="Kopírovat skript").click()
    expect(stage.page.get_by_role("button", name="Kopírovat skript")).to_have_text("Zkopírováno")
    stage.page.keyboard.press("Escape")
    stage.page.get_by_role("button", name="Zrušit filtry").click()
    expect(sets).to_have_count(4)
    stage.page.get_by_role("button", name="Jen vybraný klient").click()
    expect(sets).to_have_count(2)
    person = min(desk.sql("SELECT id FROM person").df()["id"].astype(int).tolist())
    desk.akce.edit(person, entity="person", notice="volat").run()
    stage.page.get_by_label("Záznam č.").fill(str(person))
    expect(sets.first).to_contain_text("Upravit")


@pytest.mark.slow  # pages of the journal: tests/desk/test_desk_journal.py
def test_older_change_sets_come_on_demand(desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_panel, "PAGE", 5)
    for number in range(5):
        desk.akce.edit(42, notice=str(number)).run()
    sets = shown(stage, desk)
    expect(sets).to_have_count(5)
    stage.page.get_by_role("button", name="Zobrazit starší").click()
    expect(sets).to_have_count(8)
    expect(stage.page.get_by_role("button", name="Zobrazit starší")).to_be_hidden()


def test_the_list_of_a_moment_is_shown_with_what_stands_otherwise_now(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, name="Přejmenovaná s.r.o.").run()
    shown(stage, desk)
    page = stage.page
    page.get_by_role("tab", name="Změny").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Od té doby se v seznamu nic nezměnilo.")).to_be_visible()
    page.get_by_label("Hledat v tehdejším seznamu").fill("42")
    expect(page.locator(".wb-then-list")).to_contain_text("Přejmenovaná")
    page.get_by_role("button", name="Předchozí změna").click()
    expect(page.locator(".wb-then-list")).to_contain_text("Bednář a syn")
    page.get_by_text("1 klient je dnes jiný").click()
    expect(page.locator(".wb-then-differing ins")).to_have_text("Přejmenovaná s.r.o.")


@pytest.mark.slow  # by keyboard to a moment: above
def test_the_slider_goes_over_the_journal_by_the_keyboard(desk: Desk, stage: Stage) -> None:
    shown(stage, desk)
    page = stage.page
    page.get_by_role("tab", name="Seznam v minulosti").click()
    slider = page.get_by_role("slider", name="Okamžik")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"\d{4}"))
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Předchozí změna")).to_be_disabled()
    expect(page.get_by_role("button", name="Další změna")).to_be_enabled()


def test_the_journal_is_narrowed_by_nothing_else(desk: Desk) -> None:
    leafing = Leafing(desk)
    with pytest.raises(UnknownNameError):
        leafing.page({"code": "1"})
    with pytest.raises(InputError):
        leafing.page({"record": "1 or 1=1"})
    with pytest.raises(ValueRejectedError):
        leafing.extent({"since": "včera ráno"})


def test_nothing_serious_stands_in_the_way_of_those_who_hear_it(desk: Desk, stage: Stage) -> None:
    undone = desk.akce.edit(42, notice="první").run()
    desk.akce.edit(42, notice="druhá").run()
    sets = shown(stage, desk)
    sets.first.locator("summary").click()
    expect(sets.first.locator(".wb-changed")).to_be_visible()
    expect_accessible_in_both_themes(stage)
    stage.page.get_by_role("button", name=re.compile(rf"^Vrátit: .* {undone.change_set}$")).click()
    expect(stage.page.get_by_role("dialog")).to_be_visible()
    expect_accessible(stage.page, "dialog")
    stage.page.keyboard.press("Escape")
    stage.page.get_by_role("tab", name="Seznam v minulosti").click()
    expect(stage.page.locator(".wb-then-list td").first).to_be_visible()
    expect_accessible(stage.page)


def test_an_undo_of_many_records_is_asked_first(desk: Desk, stage: Stage) -> None:
    free = desk.sql("SELECT id FROM client WHERE valid AND locked_by IS NULL ORDER BY id LIMIT 22").fetchall()
    ids = [int(one) for (one,) in free]
    done = desk.akce.invalidate(ids).run()
    shown(stage, desk).first.get_by_role("button", name="Vrátit").click()
    dialog = stage.page.get_by_role("dialog", name="Vrátit")
    expect(dialog.get_by_role("button", name="Zrušit")).to_be_focused()
    expect(dialog).to_contain_text("Změní se: Klienti (22). Změní se přitom 22 hodnot polí.")
    assert desk.revision() == done.change_set
    dialog.get_by_role("button", name="Vrátit").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    expect(dialog).to_have_count(0)
    assert desk.client(ids[0]).valid


def test_before_an_undo_of_a_merge_it_is_counted_what_it_changes(desk: Desk) -> None:
    first, second, third = ([int(desk.akce.create("client", name=name, notice=text).run().detail) for text in ("a", "bb")] for name in ("Alfa", "Beta", "Gama"))  # fmt: skip
    done = desk.akce.merge_clusters([first, second, third]).run().change_set
    assert done is not None
    desk.undo(done, only=first[0])
    assert Undoing(desk).extent(done).startswith("Rozpojí se 2 skupiny. Změní se: Klienti (6)")
