"""The delete planner in a browser: what holds a client, letting it go, undoing that, and the deletion for good."""

from pathlib import Path

import pytest
from panels_axe import expect_accessible_in_both_themes
from panels_stage import Stage
from playwright.sync_api import expect

from workbench.desk import Desk
from workbench.errors import InputError, NotFoundError
from workbench.panels import DeletePlanner, Selection
from workbench.panels.delete_planner import Planning

pytestmark = pytest.mark.browser


def held(desk: Desk) -> tuple[int, list[int]]:
    """A client with two deals and a note."""
    client = int(desk.akce.create("client", name="Držená <i>firma</i>").run().detail)
    deals = [
        int(desk.akce.create("deal", name=f"Obchod {name}", client_id=client).run().detail) for name in "AB"
    ]
    desk.akce.create("activity", record_type="client", record_id=client, kind="note", title="Poznámka").run()
    return client, deals


@pytest.mark.slow
def test_what_holds_a_client_is_listed_and_each_record_can_be_opened(desk: Desk, stage: Stage) -> None:
    client, _ = held(desk)
    stage.put("planner", DeletePlanner(desk, Selection([client])))
    group = stage.page.locator(".wb-holder").filter(has_text="Obchodní případy (2)")
    group.locator("summary").first.click()
    group.locator(".wb-held summary").first.click()
    expect(group.locator("dd").filter(has_text="Držená <i>firma</i>").first).to_be_visible()
    expect(stage.page.get_by_role("button", name="Smazat navždy")).to_have_count(0)
    expect(stage.page.get_by_role("button", name="Uvolnit vazby")).to_be_disabled()
    expect_accessible_in_both_themes(stage)


def test_links_are_let_go_undone_let_go_again_and_then_the_client_is_deleted(
    desk: Desk, stage: Stage
) -> None:
    client, deals = held(desk)
    stage.put("planner", DeletePlanner(desk, Selection([client])))
    page = stage.page

    def plan(*, heir: bool) -> None:
        page.get_by_label("Co s nimi: Obchodní případy").select_option("převést na jiného klienta")
        page.locator(".wb-holder").filter(has_text="Obchodní případy (2)").locator("summary").first.click()
        page.get_by_label(f"Co se záznamem č. {deals[1]}").select_option("smazat")
        page.get_by_label("Co s nimi: Aktivity").select_option("smazat")
        if heir:
            page.get_by_label("Najít klienta, který převezme").fill("bednar 42")
            page.locator(".wb-candidate").first.click()
        page.get_by_role("button", name="Uvolnit vazby").click()
        expect(page.get_by_text("Uvolněny 3 vazby.").first).to_be_visible()

    plan(heir=True)
    assert desk.sql(f"select client_id from deal where id = {deals[0]}").fetchall() == [(42,)]
    assert desk.sql(f"select * from deal where id = {deals[1]}").fetchall() == []
    page.get_by_role("button", name="Vrátit").click()
    expect(page.get_by_text("Obchodní případy (2)")).to_be_visible()
    assert desk.sql(f"select client_id from deal where id = {deals[0]}").fetchall() == [(client,)]
    plan(heir=False)  # it is remembered
    expect(page.get_by_text("Nelze to vrátit zpět.")).to_contain_text("Držená <i>firma</i>")
    page.get_by_role("button", name="Smazat navždy").click()
    expect(page.get_by_text("1 klient byl navždy smazán.").first).to_be_visible()
    paper = page.get_by_role("button", name="Potvrzení o výmazu (PDF)")
    expect(paper).to_be_focused()
    with page.expect_download() as waiting:
        paper.press("Enter")
    assert waiting.value.suggested_filename.startswith("potvrzeni-o-vymazu-")
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    with pytest.raises(NotFoundError):
        desk.client(client)


@pytest.mark.slow  # the action: tests/browser/test_nine_actions.py
def test_a_client_may_be_invalidated_instead(desk: Desk, stage: Stage) -> None:
    client, _ = held(desk)
    stage.put("planner", DeletePlanner(desk, Selection([client])))
    stage.page.get_by_role("button", name="Raději zneplatnit").click()
    expect(stage.page.get_by_text("1 klient je nyní neplatný.").first).to_be_visible()
    assert not desk.client(client).valid


def test_who_may_not_delete_is_told_why(desk: Desk, stage: Stage) -> None:
    client = int(desk.akce.create("client", name="Volná").run().detail)
    desk.store.save_user("jan", "full", delete="none")
    stage.put("planner", DeletePlanner(Desk(desk.store.path, "jan"), Selection([client])))
    expect(stage.page.locator(".wb-warning")).to_contain_text("jan")
    expect(stage.page.get_by_role("button", name="Smazat navždy")).to_have_count(0)


def test_a_plan_of_another_shape_is_refused(desk: Desk) -> None:
    client, _ = held(desk)
    planning = Planning(desk)
    with pytest.raises(InputError):
        planning.release([client], {"deal": "drop table"})
    with pytest.raises(InputError):
        planning.release([client], {"deal": "reassign"})
