"""Nothing serious stands in the way of those who hear a panel or drive it by keys, in light and dark."""

import pytest
from panels_axe import expect_accessible, expect_accessible_in_both_themes, troubles
from panels_stage import Stage
from playwright.sync_api import Page, expect

from workbench.desk import Desk
from workbench.panels import AkceMenu, ClientPicker, MergeDiff, RegistryDiff, SecurityPanel, Selection

pytestmark = pytest.mark.browser


def test_the_search_for_troubles_finds_some(stage: Stage) -> None:
    stage.page.set_content(
        "<main class=wb><button></button><p style='color:#aaa;background:#fff'>faint</p></main>"
    )
    assert {one.partition(":")[0] for one in troubles(stage.page)} == {"button-name", "color-contrast"}


def test_the_search_for_troubles_finds_what_is_faint_in_the_dark_alone(stage: Stage) -> None:
    stage.page.set_content(
        "<main class=wb style='color:#333;background:var(--jp-layout-color1)'>readable in the light</main>"
    )
    expect_accessible(stage.page)
    with pytest.raises(AssertionError, match="color-contrast"):
        expect_accessible_in_both_themes(stage)


def test_the_picker_with_a_choice_and_its_filters(desk: Desk, stage: Stage) -> None:
    desk.akce.invalidate([42]).run()
    stage.put("picker", ClientPicker(desk, Selection([43])))
    page = stage.page
    page.get_by_role("switch").check()
    page.get_by_role("button", name="Filtry").click()
    page.get_by_role("combobox", name="Najít klienta").fill("bed")
    expect(page.locator(".wb-row mark").first).to_be_visible()
    expect_accessible_in_both_themes(stage)


def menu(page: Page, entry: int) -> None:
    page.get_by_role("button", name="Akce", exact=True).click()
    page.get_by_role("menuitem").nth(entry).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_the_menu_with_reasons(desk: Desk, stage: Stage) -> None:
    stage.put("menu", AkceMenu(desk, Selection([42, 43])))
    stage.page.get_by_role("button", name="Akce").click()
    expect(stage.page.get_by_role("menuitem").first).to_be_focused()
    expect_accessible_in_both_themes(stage)


@pytest.mark.parametrize("entries", [(5, 7), pytest.param((0, 3, 4, 8, 7), marks=pytest.mark.slow)])
def test_the_dialogs_of_the_menu_and_an_outcome_with_undo_and_python(
    desk: Desk, stage: Stage, entries: tuple[int, ...]
) -> None:
    stage.put("menu", AkceMenu(desk, Selection([42])))
    page = stage.page
    for entry in entries:
        menu(page, entry)
        expect_accessible(
            page, "dialog"
        )  # the dark theme gives a dialog the colours of its panel, seen dark in its own test
        if entry != 7:
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
    expect(page.get_by_role("button", name="Vrátit")).to_be_visible()
    expect_accessible_in_both_themes(stage)


def test_a_merge(desk: Desk, stage: Stage) -> None:
    stage.put("merge", MergeDiff(desk, Selection([43, 42])))
    expect(stage.page.locator(".wb-verdict")).to_be_visible()
    expect_accessible_in_both_themes(stage)


def test_a_comparison_with_the_register(desk: Desk, stage: Stage) -> None:
    stage.put("register", RegistryDiff(desk, Selection([42])))
    expect(stage.page.get_by_role("checkbox").first).to_be_visible()
    expect_accessible_in_both_themes(stage)


def test_the_window_of_security(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, notice="něco nového").run()
    stage.put("security", SecurityPanel(desk, Selection([42])))
    expect(stage.page.locator(".wb-timeline li").first).to_be_visible()
    expect_accessible_in_both_themes(stage)
