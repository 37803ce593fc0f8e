# ruff: noqa: ARG001 - a fixture named in the arguments puts its panel on the stage
"""The card in a browser: edited in place by mouse and keys, saved at once, nothing overwritten unseen."""

import re

import pytest
from panels_axe import expect_accessible, expect_accessible_in_both_themes
from panels_stage import Stage
from playwright.sync_api import Locator, expect

from workbench.desk import Desk
from workbench.panels import ClientCard, Selection

pytestmark = pytest.mark.browser


@pytest.fixture
def card(desk: Desk, stage: Stage) -> ClientCard:
    panel = ClientCard(desk, Selection([42]))
    stage.put("card", panel)
    expect(stage.page.get_by_role("heading", name="Bednář a syn")).to_be_visible()
    return panel


def value(stage: Stage, label: str) -> Locator:
    return stage.page.get_by_role("button", name=re.compile(rf"^{re.escape(label)}: "))


def edit(stage: Stage, label: str, text: str, key: str = "Enter") -> None:
    value(stage, label).focus()
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("textbox", name=label)).to_be_focused()
    stage.page.keyboard.press("Control+A")
    stage.page.keyboard.type(text)
    stage.page.keyboard.press(key)


def test_a_value_is_edited_in_its_place_by_keys_and_saved(desk: Desk, stage: Stage, card: ClientCard) -> None:
    save = stage.page.get_by_role("button", name="Uložit", exact=True)
    expect(save).to_be_hidden()
    edit(stage, "Splatnost (dny)", "21")
    expect(value(stage, "Splatnost (dny)")).to_be_focused()
    expect(stage.page.get_by_text("1 neuložená úprava")).to_be_visible()
    assert desk.client(42).payment_term != 21
    save.focus()
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_text("Uloženo.").first).to_be_visible()
    expect(stage.page.get_by_role("button", name="Vrátit", exact=True)).to_be_focused()
    assert desk.client(42).payment_term == 21
    expect(stage.page.locator(".wb-save-bar")).to_be_hidden()
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(42).payment_term == 60
    expect(value(stage, "Splatnost (dny)")).to_have_text("60")


def test_escape_takes_the_edit_of_a_field_back(stage: Stage, card: ClientCard) -> None:
    edit(stage, "Splatnost (dny)", "21", key="Escape")
    expect(value(stage, "Splatnost (dny)")).to_have_text("60")
    expect(stage.page.locator(".wb-save-bar")).to_be_hidden()


def test_what_does_not_fit_is_said_while_typing_and_is_not_saved(
    desk: Desk, stage: Stage, card: ClientCard
) -> None:
    value(stage, "Datum vzniku").click()
    stage.page.keyboard.type("32. 13.")
    box = stage.page.get_by_role("textbox", name="Datum vzniku")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(stage.page.locator(".wb-wrong").first).to_have_text(re.compile("Uveďte datum"))
    stage.page.keyboard.press("Enter")
    before = desk.revision()
    stage.page.get_by_role("button", name="Uložit", exact=True).click()
    expect(value(stage, "Datum vzniku")).to_be_focused()
    expect(stage.page.get_by_text("1 nevyhovuje")).to_be_visible()
    assert desk.revision() == before
    stage.page.get_by_role("button", name="Zahodit").click()
    expect(stage.page.locator(".wb-save-bar")).to_be_hidden()


@pytest.mark.slow  # the command: test_card_commands.py
def test_an_address_is_typed_on_one_line_and_added_with_a_contact_at_once(
    desk: Desk, stage: Stage, card: ClientCard
) -> None:
    page = stage.page
    page.get_by_role("button", name="Přidat: Adresa").click()
    page.get_by_label("Celá adresa na jednom řádku").fill("Masarykova 12/3a, 602 00 Brno")
    expect(page.get_by_role("group", name="Adresa").get_by_label("Obec")).to_have_value("Brno")
    page.get_by_role("button", name="Hotovo").click()
    page.get_by_role("button", name="Přidat: Kontakt").click()
    form = page.get_by_role("group", name="Kontakt")
    form.get_by_label("Druh").select_option("email")
    form.get_by_label("Hodnota").fill("nic")
    page.get_by_role("button", name="Hotovo").click()
    expect(form.get_by_label("Hodnota")).to_have_attribute("aria-invalid", "true")
    form.get_by_label("Hodnota").fill("nova@firma.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 neuložené úpravy")).to_be_visible()
    page.get_by_role("button", name="Uložit", exact=True).click()
    expect(page.get_by_text("Uloženo.").first).to_be_visible()
    assert {"street": "Masarykova", "city": "Brno"}.items() <= dict(
        desk.client(42).addresses[-1].values
    ).items()
    assert "nova@firma.example" in {one["value"] for one in desk.client(42).contacts}


@pytest.mark.slow  # the command: test_card_commands.py
def test_a_contact_is_removed_and_another_made_primary(desk: Desk, stage: Stage) -> None:
    desk.akce.create("contact", record_id=42, kind="mobile", value="601 000 009").run()
    stage.put("card", ClientCard(desk, Selection([42])))
    contacts = stage.page.get_by_role("region", name="Kontakty")
    expect(contacts.get_by_role("listitem")).to_have_count(2)
    contacts.get_by_role("button", name=re.compile("Nastavit jako hlavní: .*601 000 009")).click()
    contacts.get_by_role("button", name=re.compile(r"Odebrat: .*734 002 112")).click()
    expect(contacts.locator(".wb-gone")).to_have_count(1)
    stage.page.get_by_role("button", name="Uložit", exact=True).click()
    expect(contacts.get_by_role("listitem")).to_have_count(1)
    assert [(one["value"], one["is_primary"]) for one in desk.client(42).contacts] == [
        ("+420601000009", True)
    ]


@pytest.mark.slow  # the command: test_card_commands.py; such a choice in a browser: test_history_view.py
def test_when_somebody_saved_meanwhile_both_versions_are_shown_and_each_field_is_chosen(
    desk: Desk, stage: Stage, card: ClientCard
) -> None:
    page = stage.page
    edit(stage, "Splatnost (dny)", "21")
    edit(stage, "Zdroj kontaktu", "veletrh")
    edit(stage, "Obor činnosti", "nábytek")
    stage.hold()
    desk.akce.edit(42, payment_term=45, contact_source="web", rating="A").run()
    stage.release()
    page.get_by_role("button", name="Uložit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Klienta mezitím uložil někdo jiný")
    choose = dialog.get_by_role("button", name="Uložit podle volby")
    expect(choose).to_be_disabled()
    expect(dialog.get_by_role("row")).to_have_count(3)
    dialog.get_by_role("radio", name="Splatnost (dny): Teď uloženo").check()
    dialog.get_by_role("radio", name="Zdroj kontaktu: Vaše úprava").check()
    assert desk.client(42).payment_term == 45
    choose.click()
    expect(page.get_by_text("Uloženo.").first).to_be_visible()
    now = desk.client(42)
    assert (now.payment_term, now.contact_source, now.economic_activity, now.rating) == (
        45,
        "veletrh",
        "nábytek",
        "A",
    )


@pytest.mark.slow  # over the card: tests/browser/test_nine_actions.py
def test_a_change_made_elsewhere_is_offered_and_marked(desk: Desk, stage: Stage, card: ClientCard) -> None:
    desk.akce.edit(42, payment_term=45).run()
    stage.page.get_by_role("button", name="Zobrazit nejnovější stav").click()
    line = stage.page.locator(".wb-newer")
    expect(line).to_contain_text("45")
    expect(line).to_contain_text("dříve: 60")
    desk.akce.edit(2, payment_term=45).run()
    stage.page.wait_for_function(
        "() => models.card.asked.filter((one) => one.command === 'card.load').length >= 3"
    )
    expect(stage.page.get_by_role("button", name="Zobrazit nejnovější stav")).to_have_count(0)


@pytest.mark.parametrize(
    "way",
    [
        pytest.param("Zůstat tady", marks=pytest.mark.slow), pytest.param("Zahodit a pokračovat", marks=pytest.mark.slow),
        "Uložit a pokračovat",
        pytest.param("Escape", marks=pytest.mark.slow),  # in the cockpit: test_cockpit_view.py
    ],
)  # fmt: skip
def test_leaving_a_card_with_unsaved_edits_asks(desk: Desk, stage: Stage, card: ClientCard, way: str) -> None:
    edit(stage, "Splatnost (dny)", "21")
    card.selection.choose([2])
    dialog = stage.page.get_by_role("dialog", name="Neuložené úpravy")
    expect(dialog).to_contain_text("Bednář")
    if way == "Escape":
        stage.page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=way).click()
    stays = way in ("Zůstat tady", "Escape")
    expect(stage.page.locator(".wb-card-head")).to_contain_text("č. 42" if stays else "č. 2")
    expect(stage.page.locator(".wb-save-bar")).to_be_visible(visible=stays)
    stage.page.wait_for_function("(wanted) => !document.querySelector('[aria-busy]')", arg=None)
    for _ in range(600):  # the answer crosses to the kernel by a message of its own
        if card.selection.primary == (42 if stays else 2):
            break
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert card.selection.primary == (42 if stays else 2)
    assert desk.client(42).payment_term == (21 if way.startswith("Uložit") else 60)


def test_a_locked_card_says_by_whom_and_offers_no_edit(desk: Desk, stage: Stage) -> None:
    desk.store.save_user("jana", "full")
    Desk(desk.store.path, "jana").akce.lock(42, reason="<b>spor</b>").run()
    stage.put("card", ClientCard(desk, Selection([42])))
    expect(stage.page.locator(".wb-bar").first).to_contain_text("jana (<b>spor</b>)")
    expect(value(stage, "IČO")).to_have_count(0)
    expect(stage.page.get_by_role("button", name=re.compile("Přidat"))).to_have_count(0)


def test_a_client_that_is_not_there_is_told_in_a_sentence(desk: Desk, stage: Stage) -> None:
    stage.put("card", ClientCard(desk, Selection([987_654])))
    expect(stage.page.locator(".wb-empty")).to_contain_text("987654")


@pytest.mark.slow  # a cheaper one: test_hostile_clients.py
def test_hostile_values_are_text_in_a_card(desk: Desk, stage: Stage) -> None:
    hostile = '<img src=x onerror="window.broken=1">'
    desk.akce.edit(
        42,
        name=hostile,
        notice=hostile + "\N{RIGHT-TO-LEFT OVERRIDE}" + "x" * 9_000,
        tags=[hostile],
        custom={hostile: hostile},
    ).run()
    desk.akce.create("contact", record_id=42, kind="other", value=hostile, label=hostile).run()
    desk.akce.create("address", record_id=42, city=hostile, original=hostile).run()
    desk.akce.create("activity", record_id=42, kind="note", body=hostile).run()
    desk.akce.create("deal", client_id=42, name=hostile).run()
    stage.put("card", ClientCard(desk, Selection([42])))
    expect(stage.page.get_by_role("heading", name="<img")).to_be_visible()
    for label in ("Obchodní jméno", "Poznámka", "Vlastní pole"):
        value(stage, label).click()
        stage.page.keyboard.press("Escape")
    assert stage.page.evaluate("window.broken") is None
    assert stage.page.locator("#card img, #card script").count() == 0
    assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_card_is_accessible_while_it_is_edited(desk: Desk, stage: Stage) -> None:
    desk.akce.copy_from_registry(42).run()
    desk.akce.edit(42, nace="47110").run()
    stage.put("card", ClientCard(desk, Selection([42])))
    edit(stage, "IČO", "12345")
    edit(stage, "Datum vzniku", "nikdy")
    expect(stage.page.locator(".wb-wrong").first).to_be_visible()
    stage.page.get_by_role("button", name="Přidat: Kontakt").click()
    expect_accessible_in_both_themes(stage)


@pytest.mark.slow
def test_jupyterlabs_shortcuts_stay_out_of_every_control_of_a_card(stage: Stage, card: ClientCard) -> None:
    stage.page.evaluate(
        "window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))"
    )
    stage.page.get_by_role("button", name="Přidat: Adresa").click()
    controls = stage.page.locator("#card :is(button, select, input, textarea):visible:enabled")
    assert controls.count() > 40
    bare = controls.evaluate_all(
        """(all) => all.filter((one) => {
            one.focus();
            one.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true, composed: true }));
            return document.activeElement !== one || !one.hasAttribute('data-lm-suppress-shortcuts');
        }).map((one) => one.outerHTML)"""
    )
    assert bare == []
    controls.last.press("d")
    assert stage.page.evaluate("heard") == []


@pytest.mark.slow  # in Python: tests/akce/test_akce_merging_persons.py; the same comparison of clients: test_diff_views.py
def test_contact_persons_are_merged_in_the_card_and_taken_apart(desk: Desk, stage: Stage) -> None:
    client, keep, absorb = desk.sql(
        """SELECT e.client_id, min(e.person_id), max(e.person_id) FROM employment e JOIN client c ON c.id = e.client_id JOIN person p ON p.id = e.person_id
           WHERE c.valid AND c.locked_by IS NULL AND p.birthday IS NULL GROUP BY 1 HAVING count(DISTINCT e.person_id) = 2 ORDER BY 1 LIMIT 1"""
    ).fetchall()[0]  # fmt: skip
    stage.put("card", ClientCard(desk, Selection([client])))
    stage.page.get_by_role("button", name="Sloučit osoby…").click()
    dialog = stage.page.get_by_role("dialog")
    compare = dialog.get_by_role("button", name="Porovnat")
    expect(compare).to_be_disabled()
    for one in (keep, absorb):
        dialog.locator(f"input[value='{one}']").check()
    expect_accessible(stage.page)
    compare.click()
    dialog.get_by_role("button", name=re.compile("^Sloučit č. ")).click()
    expect(stage.page.locator(".wb-bar.wb-done")).to_contain_text("entity='person'")
    assert desk.record(absorb).id == desk.record(keep).id
    stage.page.get_by_role("button", name="Vrátit", exact=True).click()
    expect(stage.page.locator(".wb-bar.wb-done")).to_contain_text("Vráceno.")
    assert (desk.record(keep).id, desk.record(absorb).id) == (keep, absorb)
