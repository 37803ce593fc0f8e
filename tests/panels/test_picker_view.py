# ruff: noqa: ARG001 - a fixture named in the arguments puts its panel on the stage
"""The client picker in a browser: search, keyboard, selection, facets, late answers, hostile names."""

import re

import pytest
from hostile_names import HOSTILE
from panels_stage import Stage
from playwright.sync_api import Locator, expect

from workbench.desk import Desk
from workbench.panels import ClientPicker, Selection

pytestmark = pytest.mark.browser


@pytest.fixture
def picker(desk: Desk, stage: Stage, selection: Selection) -> ClientPicker:
    panel = ClientPicker(desk, selection)
    stage.put("picker", panel)
    expect(stage.page.get_by_text(re.compile(r"\d+ klientů"))).to_be_visible()
    return panel


def row_of(stage: Stage, client: int) -> Locator:
    number = stage.page.locator(".wb-part:first-child", has_text=re.compile(rf"^č\. {client}$"))
    return stage.page.locator(".wb-row").filter(has=number)


def test_what_is_typed_is_found_without_accents_and_marked(stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").fill("bednar")
    row = stage.page.locator(".wb-row", has_text="Bednář a syn").first
    expect(row.locator("mark").first).to_have_text("Bednář")


def test_the_keyboard_alone_finds_and_chooses(stage: Stage, picker: ClientPicker) -> None:
    search = stage.page.get_by_role("combobox", name="Najít klienta")
    search.focus()
    stage.page.keyboard.type("s")
    expect(stage.page.locator(".wb-row.wb-active")).to_have_count(1)
    expect(stage.page.locator(".wb-row mark").first).to_be_visible()
    stage.page.keyboard.press("ArrowDown")
    second = stage.page.locator(".wb-row").nth(1)
    expect(search).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    stage.page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-selected", "true")
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("Control+Enter")
    expect(stage.page.get_by_text("Vybráni 2")).to_be_visible()
    assert len(picker.selection.ids) == 2
    stage.page.keyboard.press("Escape")
    expect(search).to_have_value("")
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_text("Nikdo není vybrán")).to_be_visible()
    assert not picker.selection.ids


def test_letters_that_are_on_no_czech_key_are_found_and_marked_as_one_types_them(
    desk: Desk, stage: Stage, picker: ClientPicker
) -> None:
    desk.akce.edit(42, name="Władysław Großmann").run()
    stage.page.get_by_role("combobox", name="Najít klienta").fill("grossm wladyslaw")
    expect(row_of(stage, 42).locator("mark")).to_have_text(["Władysław", "Großm"])


@pytest.mark.slow
def test_the_row_that_the_arrows_reach_is_in_sight(stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").focus()
    inside = "(row) => { const [at, list] = [row, row.closest('.wb-list')].map((one) => one.getBoundingClientRect()); return at.top >= list.top - 1 && at.bottom <= list.bottom + 1; }"
    for key in ["ArrowDown"] * 14 + ["PageDown", "PageDown", "PageUp"] + ["ArrowUp"] * 10:
        stage.page.keyboard.press(key)
        assert stage.page.locator(".wb-row.wb-active").evaluate(inside)


def test_a_choice_made_in_python_shows(stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").fill("bednar")
    first = stage.page.locator(".wb-row[aria-selected=true]")
    expect(first).to_have_count(0)
    picker.selection.choose([42])
    expect(first).to_have_count(1)


def test_an_answer_that_comes_late_is_dropped(stage: Stage, picker: ClientPicker) -> None:
    search = stage.page.get_by_role("combobox", name="Najít klienta")
    stage.hold()
    search.fill("zzzz")
    search.fill("bednar")
    stage.page.wait_for_function("() => models.picker.asked.filter((one) => one.arguments.text).length >= 2")
    stage.release(slice(None, None, -1))
    expect(stage.page.locator(".wb-row", has_text="Bednář").first).to_be_visible()
    expect(stage.page.get_by_text("Nikdo neodpovídá.").locator("visible=true")).to_have_count(0)


@pytest.mark.slow
def test_invalid_ones_show_greyed_by_the_switch(desk: Desk, stage: Stage, picker: ClientPicker) -> None:
    desk.akce.invalidate([42]).run()
    stage.page.get_by_role("combobox", name="Najít klienta").fill("bednar 42")
    expect(row_of(stage, 42)).to_have_count(0)
    stage.page.get_by_role("switch", name="Zobrazit i neplatné").check()
    expect(row_of(stage, 42)).to_have_class(re.compile("wb-invalid"))
    expect(row_of(stage, 42).locator(".wb-badge")).to_have_text("neplatný")


def test_a_facet_narrows_the_list_and_its_count(desk: Desk, stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("button", name="Filtry").click()
    stage.page.get_by_label("Vlastník").select_option("eva")
    total = desk.clients.facets(only={"owner": ["eva"]}).total
    expect(stage.page.locator(".wb-count").first).to_have_text(re.compile(rf"^{total}\s"))
    owners = stage.page.locator(".wb-row .wb-part:last-child").all_inner_texts()
    assert owners
    assert set(owners) == {"eva"}


def test_pinned_and_recent_ones_stand_first(stage: Stage, picker: ClientPicker) -> None:
    search = stage.page.get_by_role("combobox", name="Najít klienta")
    search.fill("bednar")
    stage.page.locator(".wb-row").first.click()
    stage.page.get_by_role("button", name="Připnout").click()
    expect(stage.page.get_by_role("button", name="Odepnout")).to_be_visible()
    search.fill("")
    expect(stage.page.locator(".wb-group").first).to_have_text("Připnutí")
    assert picker.selection.pinned == picker.selection.recent[:1]


@pytest.mark.slow  # the picker among others: test_hostile_clients.py
def test_hostile_names_are_text(desk: Desk, stage: Stage) -> None:
    for name in HOSTILE:
        desk.akce.create("client", name=name, owner=name[:50]).run()
    stage.put("picker", ClientPicker(desk))
    expect(stage.page.locator(".wb-row").first).to_be_visible()
    for word in ("img", "svg", "zrcadlo", "dlouha", "smajlik"):
        stage.page.get_by_role("combobox", name="Najít klienta").fill(word)
        expect(stage.page.locator(".wb-row mark").first).to_be_visible()
        stage.page.locator(".wb-row").first.click()
    assert stage.page.evaluate("window.broken") is None
    assert stage.page.locator("#picker img, #picker script, #picker svg").count() == 0
    assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow  # in the cockpit: test_cockpit_view.py
def test_the_language_switch_redraws_the_panel(stage: Stage, picker: ClientPicker) -> None:
    expect(stage.page.get_by_role("heading", name="Klienti")).to_be_visible()
    picker.speak("en")
    expect(stage.page.get_by_role("heading", name="Client list")).to_be_visible()
    expect(stage.page.get_by_role("switch", name="Show invalid too")).to_be_visible()


@pytest.mark.slow  # what the list finds then: tests/store/test_store_search.py
def test_a_change_made_elsewhere_shows_by_itself(desk: Desk, stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").fill("bednar 42")
    expect(row_of(stage, 42)).to_have_count(1)
    desk.akce.invalidate([42]).run()
    expect(row_of(stage, 42)).to_have_count(0)


def test_the_focused_element_keeps_jupyterlabs_shortcuts_out(stage: Stage, picker: ClientPicker) -> None:
    stage.page.evaluate(
        "window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))"
    )
    stage.page.get_by_role("switch").focus()
    stage.page.keyboard.press("Tab")
    stage.page.keyboard.press("d")
    expect(stage.page.locator(":focus")).to_have_attribute("data-lm-suppress-shortcuts", "true")
    assert stage.page.evaluate("heard") == []


def test_a_million_clients_would_make_the_page_no_heavier(stage: Stage, picker: ClientPicker) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").fill("s")
    expect(stage.page.locator(".wb-row")).to_have_count(50)
    stage.page.get_by_role("button", name="Zobrazit další").click()
    expect(stage.page.locator(".wb-row")).not_to_have_count(50)
    assert stage.page.evaluate("document.querySelectorAll('#picker *').length") < 3000


@pytest.mark.slow  # another filter: test_a_facet_narrows_the_list_and_its_count
def test_what_is_to_be_mended_narrows_the_list_and_all_of_it_is_chosen(
    desk: Desk, stage: Stage, picker: ClientPicker
) -> None:
    stage.page.get_by_role("button", name="Filtry").click()
    wanted = desk.clients.with_signs("same_ico", limit=1_000)
    stage.page.get_by_label("K nápravě").select_option("same_ico")
    expect(stage.page.locator(".wb-count").first).to_have_text(re.compile(rf"^{wanted.total}\s"))
    stage.page.get_by_role("button", name=re.compile("^Vybrat vše")).click()
    expect(stage.page.locator(".wb-chosen")).to_have_text(re.compile(rf"{wanted.total}$"))
    assert picker.selection.ids == tuple(wanted.lines.ids)
    stage.page.get_by_role("button", name="Zrušit filtry").click()
    expect(stage.page.locator(".wb-count").first).to_have_text(
        re.compile(rf"^{desk.clients.facets().total}\s")
    )


@pytest.mark.slow
def test_where_filters_leave_nobody_they_are_offered_to_be_removed(
    desk: Desk, stage: Stage, picker: ClientPicker
) -> None:
    stage.page.get_by_role("button", name="Filtry").click()
    stage.page.get_by_label("K nápravě").select_option("no_ico")
    expect(stage.page.get_by_text(re.compile(r"^Vybrat všech \d+$"))).to_be_visible()
    desk.akce.invalidate(desk.clients.with_signs("no_ico", limit=1_000).lines.ids).run()
    expect(stage.page.locator(".wb-empty")).to_contain_text("Zrušte filtry")


def test_all_that_fit_are_chosen_though_but_some_are_shown(
    desk: Desk, stage: Stage, picker: ClientPicker
) -> None:
    stage.page.get_by_role("combobox", name="Najít klienta").fill("s")
    total = desk.clients.facets("s").total
    assert total > stage.page.locator(".wb-row").count()
    stage.page.get_by_role("button", name=re.compile(f"^Vybrat všech {total}$")).click()
    expect(stage.page.locator(".wb-chosen")).to_have_text(re.compile(rf"{total}$"))
    assert len(picker.selection.ids) == total


def test_a_row_warns_of_a_firm_that_is_ending(desk: Desk, stage: Stage, picker: ClientPicker) -> None:
    new = int(desk.akce.create("client", name="Končící dílna s.r.o. v likvidaci").run().detail)
    stage.page.get_by_role("combobox", name="Najít klienta").fill("koncici dilna")
    expect(row_of(stage, new).locator(".wb-warn")).to_contain_text("likvidaci")
