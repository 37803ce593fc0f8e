"""The comparison with the register and the merge diff viewer in a browser."""

import pytest
from panels_stage import Stage
from playwright.sync_api import expect

from workbench.desk import Desk
from workbench.errors import StaleVersionError
from workbench.panels import AkceMenu, MergeDiff, RegistryDiff, SecurityPanel, Selection
from workbench.panels.merge_diff import Merging
from workbench.panels.registry_diff import Comparing

pytestmark = pytest.mark.browser


def same_ico(desk: Desk) -> list[int]:
    rows = desk.sql(
        "select list(id order by id) from client where ico is not null and valid and locked_by is null "
        "group by ico having count(*) > 1 order by 1 limit 1"
    ).fetchall()
    return [int(one) for one in rows[0][0]][:2]


@pytest.mark.slow
def test_ticked_fields_are_copied_and_the_others_are_not(desk: Desk, stage: Stage) -> None:
    plan = desk.akce.copy_from_registry(42).preview()
    labels = dict(zip(plan["field"], plan["label"], strict=True))
    assert "nace" in labels
    before = desk.client(42).addresses
    stage.put("register", RegistryDiff(desk, Selection([42])))
    page = stage.page
    expect(page.get_by_role("checkbox").first).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    expect(page.get_by_role("button", name="Zkopírovat zaškrtnuté")).to_be_disabled()
    page.get_by_role("checkbox", name=f"Kopírovat: {labels['nace']}").check()
    page.get_by_role("button", name="Zkopírovat zaškrtnuté").click()
    expect(page.get_by_text("1 klient byl doplněn z rejstříku.").first).to_be_visible()
    assert desk.client(42).nace
    assert [one.values for one in desk.client(42).addresses] == [one.values for one in before]


def test_without_an_ico_candidates_are_offered_and_one_is_picked(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, ico=None).run()
    stage.put("register", RegistryDiff(desk, Selection([42])))
    candidate = stage.page.locator(".wb-candidate").first
    expect(candidate).to_be_visible()
    candidate.click()
    expect(stage.page.get_by_role("row").filter(has_text="IČO")).to_be_visible()


def test_nothing_is_copied_that_was_not_compared(desk: Desk) -> None:
    with pytest.raises(StaleVersionError):
        Comparing(desk).take({"42": ["nace"]})


@pytest.mark.slow  # in Python: tests/akce/test_akce_merge_choices.py
def test_a_client_changed_since_the_comparison_is_not_written_over(desk: Desk) -> None:
    comparing = Comparing(desk)
    comparing.compare([42])
    desk.akce.edit(42, nace="47110").run()
    with pytest.raises(StaleVersionError):
        comparing.take({"42": ["nace"]})


def test_a_merge_says_who_stays_takes_choices_and_can_be_undone(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    desk.akce.edit(keep, notice="první <i>", payment_term=14).run()
    desk.akce.edit(absorb, notice="druhá", payment_term=30).run()
    stage.put("merge", MergeDiff(desk, Selection([absorb, keep])))
    page = stage.page
    expect(page.locator(".wb-verdict")).to_contain_text(f"č. {keep}")
    expect(page.get_by_role("button", name=f"Sloučit č. {absorb} do č. {keep}")).to_be_enabled()
    radio = page.get_by_role("radio", name=f"Splatnost (dny): 14 (č. {keep})")
    radio.check()
    expect(page.get_by_role("row").filter(has_text="Splatnost")).to_contain_text("zvoleno ručně")
    page.get_by_role("button", name=f"Sloučit č. {absorb} do č. {keep}").click()
    expect(page.get_by_text(f"Sloučeno. Zůstal záznam č. {keep}.").first).to_be_visible()
    assert desk.client(absorb).id == keep
    assert desk.client(keep).payment_term == 14
    page.get_by_role("button", name="Vrátit").click()
    expect(page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(absorb).id == absorb


def test_marks_show_where_texts_differ_and_none_where_nothing_is_equal(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    desk.akce.edit(keep, notice="volat ráno", category="velkoobchod", salutation="PANE NOVOTNÝ").run()
    desk.akce.edit(absorb, notice="volat večer", category="řemeslo", salutation="Pane Novotny").run()
    stage.put("merge", MergeDiff(desk, Selection([absorb, keep])))
    marks = stage.page.get_by_role("row").filter(has_text="volat").locator("mark")
    expect(marks.filter(has_text="ráno")).to_have_count(1)
    expect(marks.filter(has_text="volat")).to_have_count(0)
    expect(stage.page.get_by_role("row").filter(has_text="velkoobchod").locator("mark")).to_have_count(0)
    slips = stage.page.get_by_role("row").filter(has_text="PANE").locator("mark")
    expect(slips).to_have_text(["NOVOTNÝ", "Novotny"])


@pytest.mark.slow  # in JupyterLab: tests/browser/test_nine_actions.py
def test_the_other_client_is_found_from_the_menu_by_keyboard(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    stage.put("menu", AkceMenu(desk, Selection([keep])))
    page = stage.page
    page.get_by_role("button", name="Akce").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Najít druhého klienta")).to_be_focused()
    expect(page.locator(".wb-candidate").filter(has_text=f"č. {absorb} ")).to_be_visible()
    page.keyboard.type(str(absorb))
    expect(page.locator(".wb-candidate")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Sloučit č. {absorb} do č. {keep}")).to_be_visible()


def test_different_ico_need_a_reason(desk: Desk, stage: Stage) -> None:
    rows = desk.sql(
        "select min(id) from client where ico is not null and valid and locked_by is null and not is_person "
        "group by ico order by 1"
    ).fetchall()
    ids = [int(row[0]) for row in rows]
    pair = next(
        [one, other]
        for one in ids
        for other in ids
        if one < other and desk.akce.merge(one, other).available().reason
    )
    stage.put("merge", MergeDiff(desk, Selection(reversed(pair))))
    button = stage.page.get_by_role("button", name=f"Sloučit č. {pair[1]} do č. {pair[0]}")
    expect(button).to_be_disabled()
    stage.page.get_by_label("Proč jde o jednoho klienta").fill("nástupnická firma")
    expect(button).to_be_enabled()


@pytest.mark.slow  # in Python: tests/akce/test_akce_merge_choices.py
def test_an_ico_that_is_chosen_against_the_dic_is_warned_of_until_the_dic_is_chosen_too(desk: Desk, stage: Stage) -> None:  # fmt: skip
    own, other = "27074358", "45274649"
    keep, absorb = (int(desk.akce.create("client", name="Alfa s.r.o.", ico=ico, dic=f"CZ{ico}").run().detail) for ico in (own, other))  # fmt: skip
    stage.put("merge", MergeDiff(desk, Selection([absorb, keep])))
    page = stage.page
    warned = page.get_by_text(f"Zůstalo by IČO {other} a DIČ CZ{own}, to však patří k IČO {own}.")
    expect(page.get_by_role("radio", name=f"IČO: {own} (č. {keep})")).to_be_checked()
    expect(warned).to_have_count(0)
    page.get_by_role("radio", name=f"IČO: {other} (č. {absorb})").check()
    expect(warned).to_be_visible()
    page.get_by_role("radio", name=f"DIČ: CZ{other} (č. {absorb})").check()
    expect(warned).to_have_count(0)
    stage.put("three", MergeDiff(desk, Selection([keep, absorb, 42])))
    expect(page.get_by_text("Jejich čísla povedou na zůstávajícího.")).to_be_visible()
    desk.akce.edit(absorb, dic=None).run()
    found = Merging(desk).compare(keep, [absorb], {"ico": absorb})
    assert found["warning"]
    assert [one["conflict"] for one in found["fields"] if one["name"] == "dic"] == [True], "so that another can be typed"  # fmt: skip


def test_not_a_duplicate_is_remembered(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    stage.put("merge", MergeDiff(desk, Selection([absorb, keep])))
    stage.page.get_by_role("button", name="Není duplicita").click()
    expect(stage.page.get_by_text("Poznamenáno").first).to_be_visible()
    assert len(desk.sql("select * from decision")) == 1


def test_nothing_is_merged_that_was_not_compared(desk: Desk) -> None:
    merging = Merging(desk)
    merging.compare(42, [43], {})
    with pytest.raises(StaleVersionError):
        merging.run(42, [44])


@pytest.mark.slow  # each of these panels: test_hostile_clients.py
def test_hostile_values_are_text_in_every_diff(desk: Desk, stage: Stage) -> None:
    hostile = '<img src=x onerror="window.broken=1">'
    desk.akce.edit(42, name=hostile, notice=hostile + "x" * 3_000).run()
    desk.akce.edit(43, name=hostile + "2", notice="\N{RIGHT-TO-LEFT OVERRIDE}" + hostile).run()
    stage.put("merge", MergeDiff(desk, Selection([43, 42])))
    expect(stage.page.locator("#merge .wb-merge").first).to_contain_text("<img")
    stage.put("register", RegistryDiff(desk, Selection([42])))
    expect(stage.page.locator("#register h3").first).to_contain_text("<img")
    stage.put("security", SecurityPanel(desk, Selection([42])))
    expect(stage.page.locator("#security .wb-timeline")).to_contain_text("<img")
    assert stage.page.evaluate("window.broken") is None
    assert stage.page.locator("img, script").count() == 1  # the stage's own script


@pytest.mark.slow
def test_a_merge_is_split_again_from_the_timeline_of_the_survivor(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    desk.akce.merge(keep, absorb).run()
    stage.put("security", SecurityPanel(desk, Selection([keep])))
    stage.page.get_by_role("button", name="Rozpojit").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(absorb).id == absorb
    expect(stage.page.locator(".wb-event").filter(has_text="Sloučit").locator(".wb-badge")).to_have_text(
        "vráceno"
    )


@pytest.mark.slow  # candidates without typing: test_without_an_ico_candidates_are_offered_and_one_is_picked
def test_the_register_is_searched_by_name_while_one_types(desk: Desk, stage: Stage) -> None:
    desk.akce.edit(42, ico=None).run()
    stage.put("register", RegistryDiff(desk, Selection([42])))
    page = stage.page
    page.get_by_label("Hledat v rejstříku podle názvu nebo IČO").fill("bednar a")
    found = page.get_by_role("group", name="Nalezeno v rejstříku").get_by_role("button")
    expect(found.first).to_contain_text("Bednář")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="IČO")).to_be_visible()


@pytest.mark.slow  # from the card: test_cockpit_view.py
def test_where_two_clients_have_one_ico_the_merge_opens_from_the_comparison(desk: Desk, stage: Stage) -> None:
    keep, absorb = same_ico(desk)
    stage.put("register", RegistryDiff(desk, Selection([keep])))
    stage.page.get_by_role("button", name="Podívat se na sloučení").click()
    dialog = stage.page.get_by_role("dialog", name="Sloučení klientů")
    expect(dialog.locator(".wb-verdict")).to_contain_text(f"č. {absorb}")
    expect(dialog.locator(".wb-verdict p").first).to_contain_text(f"č. {keep}")
