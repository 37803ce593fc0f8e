# ruff: noqa: ARG001 - a fixture named in the arguments puts its panel on the stage
"""The cockpit in a browser: list, card, comparison and merge share one selection, and nothing typed is lost."""

import itertools
import re
from pathlib import Path

import pytest
from panels_axe import expect_accessible, expect_accessible_in_both_themes
from panels_stage import DARK, LIGHT, Stage
from playwright.sync_api import expect

from workbench.desk import Desk
from workbench.panels import Cockpit, Selection
from workbench.panels._newcomer import Newcomer
from workbench.registry.snapshot import SnapshotRegister

pytestmark = pytest.mark.browser


@pytest.fixture
def cockpit(desk: Desk, stage: Stage, selection: Selection) -> Cockpit:
    panel = Cockpit(desk, selection)
    stage.put("cockpit", panel)
    expect(stage.page.get_by_role("combobox", name="Najít klienta")).to_be_visible()
    return panel


def tab(stage: Stage, name: str) -> None:
    stage.page.get_by_role("tab", name=name, exact=True).click()


def test_what_is_chosen_in_the_list_shows_in_menu_card_and_comparison(stage: Stage, cockpit: Cockpit) -> None:
    page = stage.page
    page.get_by_role("combobox", name="Najít klienta").fill("bednar 42")
    page.locator(".wb-row").first.click()
    expect(page.locator(".wb-card-head")).to_contain_text("č. 42")
    expect(page.locator(".wb-target")).to_contain_text("č. 42")
    tab(stage, "Rejstřík")
    expect(page.locator(".wb-registry-diff h3").first).to_contain_text("č. 42")
    tab(stage, "Bezpečnost")
    expect(page.locator(".wb-security-panel h3").first).to_contain_text("č. 42")
    tab(stage, "Historie")
    expect(page.locator(".wb-sets li").first).to_be_visible()


def test_choosing_by_keys_leaves_the_focus_in_the_list(stage: Stage, cockpit: Cockpit) -> None:
    tab(stage, "Sloučení")
    search = stage.page.get_by_role("combobox", name="Najít klienta")
    search.fill("bednar")
    expect(stage.page.locator(".wb-client-picker mark").first).to_be_visible()
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("Control+Enter")
    expect(stage.page.locator(".wb-verdict")).to_be_visible()
    expect(search).to_be_focused()


@pytest.mark.slow
def test_after_a_merge_the_survivor_alone_is_chosen_and_the_undo_stands_by(
    desk: Desk, stage: Stage, cockpit: Cockpit
) -> None:
    cockpit.selection.choose([42, 107], 42)
    tab(stage, "Sloučení")
    stage.page.get_by_role("button", name="Sloučit č. 107 do č. 42").click()
    expect(stage.page.get_by_role("button", name="Vrátit", exact=True)).to_be_focused()
    assert cockpit.selection.ids == (42,)
    assert desk.client(107).id == 42
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(107).id == 107
    expect(stage.page.get_by_role("button", name="Provést znovu")).to_be_focused()
    expect(stage.page.locator(".wb-candidate").first).to_be_visible()  # the next duplicate is offered at once


@pytest.mark.slow
def test_what_is_to_be_pressed_is_in_sight_on_a_laptop(stage: Stage, cockpit: Cockpit) -> None:
    page = stage.page
    page.set_viewport_size({"width": 900, "height": 720})
    cockpit.selection.choose([42, 107], 42)
    for name, label in (
        ("Rejstřík", "Zkopírovat zaškrtnuté"), ("Sloučení", "Sloučit č. 107 do č. 42"), ("Bezpečnost", "Zamknout"),
    ):  # fmt: skip
        tab(stage, name)
        expect(page.get_by_role("button", name=label, exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Filtry").click()
    expect(page.get_by_label("K nápravě")).to_be_visible()
    rows = page.locator(".wb-client-picker > .wb-body > *").evaluate_all(
        "(all) => all.filter((one) => one.offsetHeight).map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"
    )
    assert all(above[1] <= below[0] + 1 for above, below in itertools.pairwise(rows))


def test_unsaved_edits_outlive_other_tabs_and_are_asked_about_before_another_client(
    desk: Desk, stage: Stage, cockpit: Cockpit
) -> None:
    page = stage.page
    cockpit.selection.choose([42])
    page.get_by_role("button", name=re.compile(r"^Splatnost \(dny\): ")).click()
    page.keyboard.type("21")
    page.keyboard.press("Enter")
    tab(stage, "Historie")
    cockpit.selection.choose([2])
    dialog = page.get_by_role("dialog", name="Neuložené úpravy")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    tab(stage, "Karta")
    expect(page.get_by_text("1 neuložená úprava")).to_be_visible()
    page.locator(".wb-segments [lang=en]").click()
    expect(page.get_by_text("1 unsaved edit")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    assert desk.client(42).payment_term == 21


@pytest.mark.slow  # through Voilà: tests/browser/test_cockpit_in_voila.py
def test_an_action_of_the_menu_shows_in_the_card_and_in_the_list(
    desk: Desk, stage: Stage, cockpit: Cockpit
) -> None:
    page = stage.page
    cockpit.selection.choose([42])
    expect(page.locator(".wb-card-head")).to_contain_text("č. 42")
    page.get_by_role("button", name="Akce", exact=True).click()
    page.get_by_role("menuitem", name="Zneplatnit").click()
    page.get_by_role("dialog").get_by_role("button", name="Zneplatnit").click()
    expect(page.locator(".wb-card-head .wb-badge")).to_have_text("neplatný")
    assert not desk.client(42).valid


def test_twins_of_the_card_lead_to_the_merge(stage: Stage, cockpit: Cockpit) -> None:
    cockpit.selection.choose([42])
    stage.page.get_by_role("button", name=re.compile(r"Vybrat ke sloučení: .* č\. 107")).click()
    expect(stage.page.get_by_role("tab", name="Sloučení")).to_have_attribute("aria-selected", "true")
    expect(stage.page.get_by_role("button", name="Sloučit č. 107 do č. 42")).to_be_visible()
    assert cockpit.selection.ids == (42, 107)


@pytest.mark.slow  # the dialog and its commands: below
def test_a_new_client_is_made_of_a_suggestion_by_keys_and_compared_at_once(
    desk: Desk, stage: Stage, cockpit: Cockpit
) -> None:
    page = stage.page
    page.get_by_role("button", name="Nový klient").focus()
    page.keyboard.press("Enter")
    name = page.get_by_role("combobox", name="Název, nebo IČO")
    expect(name).to_be_focused()
    page.keyboard.type("bed")
    expect(page.get_by_role("option").filter(has_text="partneři").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="IČO")).not_to_have_value("")
    ico = page.get_by_role("textbox", name="IČO").input_value()
    page.keyboard.press("Enter")
    expect(page.get_by_text("je založen.").first).to_be_visible()
    new = cockpit.selection.primary
    assert new is not None
    assert (desk.client(new).ico, desk.client(new).owner) == (ico, "analytik")
    expect(page.get_by_role("tab", name="Rejstřík")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Zkopírovat zaškrtnuté").click()
    expect(page.get_by_text("1 klient byl doplněn z rejstříku.").first).to_be_visible()
    assert desk.client(new).addresses


def test_a_new_client_with_a_taken_ico_is_warned_of_and_without_a_name_not_made(
    desk: Desk, stage: Stage, cockpit: Cockpit
) -> None:
    before = desk.revision()
    stage.page.get_by_role("button", name="Nový klient").click()
    stage.page.get_by_role("textbox", name="IČO").fill("94803692")
    expect(stage.page.get_by_text("Toto IČO mají i jiní klienti")).to_be_visible()
    stage.page.get_by_role("combobox", name="Název, nebo IČO").fill("")
    stage.page.get_by_role("button", name="Založit klienta").click()
    expect(stage.page.get_by_text("Napište název klienta.")).to_be_visible()
    assert desk.revision() == before


def test_suggestions_come_from_three_letters_on_by_name_or_by_ico(desk: Desk) -> None:
    newcomer = Newcomer(desk)
    assert newcomer.suggest("be")["found"] == []
    assert all("bed" in one["name"].lower() for one in newcomer.suggest("bed")["found"])
    assert [one["ico"] for one in newcomer.suggest("948 03 692")["found"]] == ["94803692"]
    assert newcomer.suggest("90000000")["found"] == []


def test_without_a_register_the_reason_is_said_and_a_client_can_still_be_made(
    desk: Desk, tmp_path: Path
) -> None:
    bare = Desk(desk.store.path, "analytik", register=SnapshotRegister(tmp_path / "none.duckdb"))
    assert bare.register.status().trouble
    assert Newcomer(bare).suggest("bednar")["trouble"]
    done = Newcomer(bare).create({"name": "Zkušební s.r.o."})
    assert bare.client(done["client"]).name == "Zkušební s.r.o."


def test_who_may_only_read_makes_no_client(desk: Desk, stage: Stage) -> None:
    desk.store.save_user("cyril", "read_only")
    stage.put("cockpit", Cockpit(Desk(desk.store.path, "cyril", register=desk.register)))
    expect(stage.page.get_by_text("Jen pro čtení")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Nový klient")).to_be_disabled()


def test_it_fits_its_cell_whatever_the_width(stage: Stage, cockpit: Cockpit) -> None:
    cockpit.selection.choose([42])
    expect(stage.page.locator(".wb-card-head")).to_be_visible()
    for width in (1280, 900, 560):
        stage.page.set_viewport_size({"width": width, "height": 720})
        assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


TABS = ("Karta", "Rejstřík", "Sloučení", "Duplicity", "Bezpečnost", "Export", "Historie")


def suggested(stage: Stage) -> None:
    """The dialog of a new client with suggestions."""
    stage.page.get_by_role("button", name="Nový klient").click()
    stage.page.keyboard.type("bed")
    expect(stage.page.get_by_role("option").filter(has_text="partneři").first).to_be_visible()


def test_the_cockpit_is_accessible_as_a_whole(desk: Desk, stage: Stage, selection: Selection) -> None:
    selection.choose([107, 42])
    stage.put("cockpit", Cockpit(desk, selection))
    expect(stage.page.locator(".wb-card-head")).to_be_visible()
    expect_accessible(stage.page)  # what the other tabs hold has a test of its own each, in both themes
    suggested(stage)
    expect_accessible_in_both_themes(stage, "dialog")


@pytest.mark.slow
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_whole_cockpit_is_accessible_whichever_tab_is_open(
    stage: Stage, cockpit: Cockpit, theme: dict[str, str]
) -> None:
    stage.theme(theme)
    cockpit.selection.choose([107, 42])
    for name in TABS:
        tab(stage, name)
        expect(stage.page.locator("[aria-busy]")).to_have_count(0)
        expect_accessible(stage.page)
    suggested(stage)
    expect_accessible(stage.page)


@pytest.mark.slow
def test_a_card_that_nobody_looks_at_asks_nothing(stage: Stage, cockpit: Cockpit) -> None:
    cockpit.selection.choose([42])
    expect(stage.page.locator(".wb-card-head")).to_contain_text("č. 42")
    tab(stage, "Bezpečnost")
    loads = "models.cockpit.asked.filter((one) => one.command === 'card.load').length"
    before = stage.page.evaluate(loads)
    cockpit.selection.choose([2])
    expect(stage.page.locator(".wb-security-panel h3").first).to_contain_text("č. 2")
    assert stage.page.evaluate(loads) == before
    tab(stage, "Karta")
    expect(stage.page.locator(".wb-card-head")).to_contain_text("č. 2")
