"""The rules of merging as a person meets them: changed by keyboard, tried on all duplicates, saved, taken back."""

import pytest
from hostile_names import HOSTILE
from panels_axe import expect_accessible, expect_accessible_in_both_themes
from panels_stage import Stage
from playwright.sync_api import Locator, Page, expect

from workbench.desk import Desk
from workbench.panels import Cockpit, DuplicateReview, RulesPanel

pytestmark = pytest.mark.browser


@pytest.fixture
def page(stage: Stage, desk: Desk) -> Page:
    stage.put("panel", RulesPanel(desk))
    expect(stage.page.locator(".wb-rules-table")).to_be_visible()
    return stage.page


def rule_of(page: Page, label: str) -> Locator:
    return page.get_by_role("combobox", name=f"Pravidlo pole {label}", exact=True)


def order_shown(page: Page) -> list[str]:
    return page.locator(".wb-sources > li > bdi").all_inner_texts()


def test_a_rule_is_tried_saved_and_taken_back(page: Page, desk: Desk, stage: Stage) -> None:
    expect(page.get_by_text("Všechna pravidla jsou výchozí.")).to_be_visible()
    expect(page.get_by_role("button", name="Uložit…")).to_be_disabled()
    rule_of(page, "Obchodní jméno").focus()
    page.keyboard.press("ArrowDown")
    rule_of(page, "Obchodní jméno").select_option("fullest")
    page.get_by_role("button", name="Spočítat dopad").click()
    expected = desk.rules.simulate({"name": "fullest"}).iloc[0]
    expect(page.locator(".wb-impact strong")).to_contain_text(f"{expected['changes']} hodnot")
    expect(page.locator(".wb-bar code")).to_have_text("desk.rules.simulate({'name': 'fullest'})")
    page.locator(".wb-impact summary").click()
    assert page.locator(".wb-impact li").count() == min(3, expected["changes"])
    expect_accessible_in_both_themes(stage)
    page.get_by_role("button", name="Uložit…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("nejdelší")
    dialog.get_by_label("Důvod").fill("delší bývá správně")
    dialog.get_by_label("Důvod").press("Enter")
    expect(page.locator(".wb-done")).to_contain_text("Uloženo.")
    expect(page.locator(".wb-done code")).to_contain_text("desk.akce.set_rules({'name': 'fullest'}, note=")
    assert desk.rules.df().set_index("field").loc["name", "rule"] == "fullest"
    expect(page.locator(".wb-rules-table small").first).to_contain_text("analytik")
    page.get_by_role("button", name="Vrátit", exact=True).click()
    expect(page.locator(".wb-done")).to_contain_text("Vráceno.")
    expect(rule_of(page, "Obchodní jméno")).to_have_value("register")
    assert desk.rules.df()["changed"].sum() == 0


@pytest.mark.slow
def test_an_order_of_sources_is_changed_by_keys_alone(stage: Stage, desk: Desk) -> None:
    for name in HOSTILE[:2]:
        desk.akce.create("client", name="Zdroj", contact_source=name[:90]).run()
    desk.akce.set_rules({"turnover": ["web", "veletrh"], "category": "newest"}).run()
    stage.put("panel", RulesPanel(desk))
    page = stage.page
    expect(rule_of(page, "Obrat")).to_have_value("sources")
    assert order_shown(page) == ["web", "veletrh"]
    page.get_by_role("button", name="Níž: web").focus()
    page.keyboard.press("Enter")
    assert order_shown(page) == ["veletrh", "web"]
    expect(page.get_by_role("button", name="Níž: web")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    assert order_shown(page) == ["web", "veletrh"]
    expect(page.locator(".wb-live")).to_have_text("web: 1. z 2")
    page.get_by_role("combobox", name="Další zdroj: Obrat").fill(HOSTILE[0][:90])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Odebrat: web").press("Enter")
    assert order_shown(page) == ["veletrh", HOSTILE[0][:90]]
    assert page.locator("#panel :is(img, script, svg)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect_accessible(page)
    page.get_by_role("button", name="Uložit…").press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Uložit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-done")).to_be_visible()
    assert desk.rules.df().set_index("field").loc["turnover", "rule"] == ["veletrh", HOSTILE[0][:90]]
    page.get_by_role("button", name="Vrátit výchozí: Obrat").press("Enter")
    expect(rule_of(page, "Obrat")).to_have_value("newest")
    expect(page.get_by_text("1 neuložená změna")).to_be_visible()


@pytest.mark.slow  # in Python: tests/akce/test_akce_rules.py
def test_unknown_rules_are_told_of_and_rules_changed_elsewhere_are_not_overwritten(
    stage: Stage, desk: Desk
) -> None:
    desk.akce.set_rules({"turnover": "frequent"}).run()
    desk.store.engine.write(lambda file: file.execute("UPDATE db.merge_rule SET rule = 'wisest'"))
    stage.put("panel", Cockpit(desk))
    page = stage.page
    page.get_by_role("tab", name="Duplicity").click()
    page.get_by_role("button", name="Pravidla slučování…").click()
    dialog = page.get_by_role("dialog").first
    expect(dialog.locator(".wb-warning")).to_contain_text("„wisest“, které tato verze workbench nezná")
    rule_of(page, "Kategorie").select_option("frequent")
    page.get_by_role("button", name="Uložit…").click()
    Desk(desk.store.path, "eva").akce.set_rules({"name": "newest"}).run()
    page.get_by_role("dialog").last.get_by_role("button", name="Uložit", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="mezitím změnila")).to_be_visible()
    assert desk.rules.df().set_index("field").loc["category", "rule"] == "newest"


@pytest.mark.slow  # in Python: tests/akce/test_akce_rules.py
def test_persons_have_rules_of_their_own_in_the_same_dialog(desk: Desk, stage: Stage) -> None:
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.get_by_role("button", name="Kontaktní osoby").click()
    page.get_by_role("button", name="Pravidla slučování…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Pravidla slučování kontaktních osob")
    expect(dialog).to_contain_text("Pohlaví")
    expect(dialog).not_to_contain_text("IČO")
    rule = dialog.get_by_role("combobox", name="Poznámka")
    assert not any("zdroj" in one for one in rule.locator("option").all_inner_texts())
    rule.select_option("newest")
    dialog.get_by_role("button", name="Uložit…").click()
    dialog.get_by_role("button", name="Uložit", exact=True).click()
    expect(page.locator(".wb-bar.wb-done").first).to_contain_text("entity='person'")
    assert desk.rules.df("person").set_index("field").loc["notice", "rule"] == "newest"
    assert not desk.rules.df()["changed"].any()
