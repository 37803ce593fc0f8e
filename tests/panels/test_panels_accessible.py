"""Nothing serious stands in the way of those who hear a panel or drive it by keys, in light and dark."""

import pytest
from panels_axe import expect_accessible, troubles
from panels_stage import DARK, LIGHT, Stage
from playwright.sync_api import Page, expect

from workbench.desk import Desk
from workbench.panels import AkceMenu, ClientPicker, MergeDiff, RegistryDiff, SecurityPanel, Selection

pytestmark = pytest.mark.browser


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def themed(request: pytest.FixtureRequest, stage: Stage) -> Stage:
    """A stage in one of the themes."""
    stage.theme(request.param)
    return stage


def test_the_search_for_troubles_finds_some(stage: Stage) -> None:
    stage.page.set_content(
        "<main class=wb><button></button><p style='color:#aaa;background:#fff'>faint</p></main>"
    )
    assert {one.partition(":")[0] for one in troubles(stage.page)} == {"button-name", "color-contrast"}


def test_the_picker_with_a_choice_and_its_filters(desk: Desk, themed: Stage) -> None:
    desk.akce.invalidate([42]).run()
    themed.put("picker", ClientPicker(desk, Selection([43])))
    page = themed.page
    page.get_by_role("switch").check()
    page.get_by_role("button", name="Filtry").click()
    page.get_by_role("combobox", name="Najít klienta").fill("b")
    expect(page.locator(".wb-row mark").first).to_be_visible()
    expect_accessible(page)


def menu(page: Page, entry: int) -> None:
    page.get_by_role("button", name="Akce", exact=True).click()
    page.get_by_role("menuitem").nth(entry).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_the_menu_with_reasons(desk: Desk, themed: Stage) -> None:
    themed.put("menu", AkceMenu(desk, Selection([42, 43])))
    themed.page.get_by_role("button", name="Akce").click()
    expect(themed.page.get_by_role("menuitem").first).to_be_focused()
    expect_accessible(themed.page)


@pytest.mark.parametrize("entry", [0, 3, 4, 5, 7, 8])
def test_the_dialogs_of_the_menu(desk: Desk, themed: Stage, entry: int) -> None:
    themed.put("menu", AkceMenu(desk, Selection([42])))
    menu(themed.page, entry)
    expect_accessible(themed.page)


def test_an_outcome_with_undo_and_python(desk: Desk, themed: Stage) -> None:
    themed.put("menu", AkceMenu(desk, Selection([42])))
    menu(themed.page, 7)
    themed.page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
    expect(themed.page.get_by_role("button", name="Vrátit")).to_be_visible()
    expect_accessible(themed.page)


def test_a_merge(desk: Desk, themed: Stage) -> None:
    themed.put("merge", MergeDiff(desk, Selection([43, 42])))
    expect(themed.page.locator(".wb-verdict")).to_be_visible()
    expect_accessible(themed.page)


def test_a_comparison_with_the_register(desk: Desk, themed: Stage) -> None:
    themed.put("register", RegistryDiff(desk, Selection([42])))
    expect(themed.page.get_by_role("checkbox").first).to_be_visible()
    expect_accessible(themed.page)


def test_the_window_of_security(desk: Desk, themed: Stage) -> None:
    desk.akce.edit(42, notice="něco nového").run()
    themed.put("security", SecurityPanel(desk, Selection([42])))
    expect(themed.page.locator(".wb-timeline li").first).to_be_visible()
    expect_accessible(themed.page)
