"""What a search of the panel of duplicates offers: nothing where there is nothing, a plan to be looked at, groups to take apart."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from panels_axe import expect_accessible
from panels_desks import having_found, searched
from panels_stage import DARK, Stage
from playwright.sync_api import expect

import workbench as wb
from workbench.desk import Desk
from workbench.duplicates.reliability import Calibration
from workbench.duplicates.result import Duplicates
from workbench.locale import within
from workbench.panels import Cockpit, DuplicateReview, duplicate_review

pytestmark = pytest.mark.browser


@pytest.mark.slow  # a base of one: tests/duplicates/test_duplicates_finding.py
def test_where_nothing_was_found_nothing_is_offered_to_review(stage: Stage, tmp_path: Path) -> None:
    desk = wb.open(tmp_path / "new.duckdb", "ana")
    desk.akce.create("client", name="Jediná s.r.o.").run()
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.get_by_role("button", name="Najít duplicity").click()
    expect(page.locator(".wb-big")).to_contain_text("Žádné duplicity se nenašly.", timeout=60_000)
    expect(page.locator(".wb-after").get_by_role("button")).to_have_text(
        ["Hledat znovu", "Pravidla slučování…"]
    )
    desk.store.close()


@pytest.mark.slow  # tests/browser/test_duplicates_loop.py
def test_what_people_have_decided_is_not_offered_to_review_again(stage: Stage, tmp_path: Path) -> None:
    desk = wb.open(tmp_path / "new.duckdb", "ana")
    twins = [int(desk.akce.create("client", name="Dvojčata s.r.o.").run().detail) for _ in range(2)]
    made = duplicate_review.Reviewing(desk)
    assert made.find()["found"]["asks"]
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.get_by_role("button", name="Najít duplicity").click()
    page.get_by_role("button", name="Posoudit sporné").click(timeout=60_000)
    desk.akce.decide(twins, "same").run()
    page.keyboard.press("n")
    expect(page.locator(".wb-refusal")).to_contain_text("mezitím rozhodl")
    expect(page.locator(".wb-big")).to_have_text("Teď není co posuzovat: ostatní dvojice jsou rozhodnuté, nebo je mají v ruce kolegové.")  # fmt: skip
    expect(page.locator(".wb-after")).to_have_text("Hledat znovu s tím, co je rozhodnuto")
    page.get_by_role("button", name="Hledat znovu").click()
    expect(page.locator(".wb-big")).to_contain_text("1 skupina záznamů", timeout=60_000)
    expect(page.locator(".wb-big")).to_contain_text("už lidé rozhodli")
    expect(page.get_by_role("button", name="Posoudit sporné")).to_have_count(0)
    expect(page.get_by_role("button", name="Sloučit potvrzené…")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Sloučit potvrzené")).to_be_visible()
    desk.store.close()


def test_the_certain_are_merged_at_once_and_one_of_them_taken_apart(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    stage.theme(DARK)
    stage.put("panel", Cockpit(desk))
    page = stage.page
    page.get_by_role("tab", name="Duplicity").click()
    with searched(desk, invented_found):
        page.get_by_role("button", name="Najít duplicity").click()
        page.get_by_role("button", name="Posoudit sporné").click(timeout=60_000)
    page.keyboard.press("u")
    expect(page.locator(".wb-waterfall .wb-table")).to_be_in_viewport()
    answer, evidence = (page.locator(one).evaluate("(e) => e.getBoundingClientRect().toJSON()") for one in (".wb-answers", ".wb-waterfall"))  # fmt: skip
    pane = page.locator(".wb-tab-place:not([hidden])").evaluate("(e) => e.getBoundingClientRect().toJSON()")
    assert pane["top"] <= answer["top"] < answer["bottom"] <= evidence["top"] < pane["bottom"] - 100
    page.keyboard.press("k")
    page.get_by_role("button", name="Sloučit podle odhadu…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Zrušit"), "Enter once more merges nothing").to_be_focused()
    expect_accessible(page, "dialog")
    before = len(desk.clients.df())
    merge = dialog.get_by_role("button", name="Sloučit").last
    dialog.get_by_label("Odhad aspoň").select_option("0.9")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(dialog).to_contain_text("odhad skupiny jen řadí")
    every = int(merge.inner_text().split()[1])
    first = dialog.locator(".wb-plan > li").first
    first.get_by_role("checkbox").uncheck()
    expect(merge).to_have_text(f"Sloučit {every - 1} skupin")
    kept = [int(one) for one in re.findall(r"č\.\s(\d+)", first.inner_text())]
    merge.click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("zaniklo v jiných", timeout=60_000)
    merged = len(desk.clients.df())
    assert merged < before - 20
    assert len(desk.records(kept)) == len({one.id for one in desk.records(kept)}), (
        "what was unticked is not merged"
    )
    page.get_by_role("button", name="Rozpojit skupiny…").click()
    apart = page.get_by_role("dialog", name="Rozpojit skupiny")
    expect(apart.get_by_role("checkbox")).to_have_count(every - 1)
    apart.get_by_role("checkbox").first.check()
    apart.get_by_role("button", name="Rozpojit 1 skupinu").click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Rozpojena 1 skupina.", timeout=60_000)
    assert merged < len(desk.clients.df()) <= merged + 4
    expect_accessible(page, "[role=tabpanel]:not([hidden])")


@pytest.mark.slow  # the focus: above; what holds: test_after_a_change_it_is_only_asked_whether_what_was_found_holds
def test_enter_twice_merges_nothing_unseen_and_what_was_found_is_shown_only_as_long_as_it_holds(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    everybody = len(desk.clients.df())
    with searched(desk, invented_found):
        page.get_by_role("button", name="Najít duplicity").click()
        page.get_by_role("button", name="Sloučit podle odhadu…").press("Enter")
        expect(page.get_by_role("button", name="Zrušit")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert len(desk.clients.df()) == everybody
        page.get_by_role("button", name="Sloučit podle odhadu…").click()
        dialog = page.get_by_role("dialog")
        merge = dialog.get_by_role("button", name=re.compile("^Sloučit "))
        every = merge.inner_text()
        dialog.locator(".wb-plan > li").first.get_by_role("checkbox").uncheck()
        expect(page.locator("[aria-busy]")).to_have_count(0)
        page.get_by_role("button", name="Zrušit").click()
        page.get_by_role("button", name="Sloučit podle odhadu…").click()
        expect(dialog.locator(".wb-plan > li").first.get_by_role("checkbox")).not_to_be_checked()
        expect(dialog.get_by_role("status")).to_have_text("1 skupina je odškrtnutá.")
        expect(merge).not_to_have_text(every)
        expect_accessible(page, "dialog")
        dialog.get_by_role("button", name="Zaškrtnout zase všechny").click()
        expect(dialog.locator(".wb-plan > li").first.get_by_role("checkbox")).to_be_checked()
        expect(dialog.get_by_role("button", name="Zaškrtnout zase všechny")).to_have_count(0)
        expect(merge).to_have_text(every)
        merge.click()
        expect(page.get_by_role("button", name="Rozpojit skupiny…")).to_be_visible()
        page.get_by_role("button", name="Najít duplicity").click()
        expect(page.locator(".wb-review")).to_contain_text("už neplatí")
    expect(page.locator(".wb-after").last.get_by_role("button")).to_have_text(
        ["Hledat znovu", "Pravidla slučování…"]
    )
    page.get_by_role("button", name="Vrátit").click()
    expect(page.locator(".wb-big")).to_contain_text("skupin záznamů")
    assert len(desk.clients.df()) == everybody
    desk.akce.invalidate(invented_found.clusters()["ids"][0][0]).run()
    expect(page.locator(".wb-review"), "what others do is noticed, too").to_contain_text("už neplatí")


@pytest.mark.slow
def test_a_merge_that_was_taken_back_is_not_offered_to_be_taken_apart(
    desk: Desk, invented_found: Duplicates
) -> None:
    made = duplicate_review.Reviewing(desk)
    with searched(desk, invented_found):
        made.find()
        made.plan()
        number = made.merge()["changeSet"]
        assert made.state()["apart"] == number
        back = desk.undo(number)
        assert made.state()["apart"] is None
        desk.undo(back)
        assert made.state()["apart"] == number
        made.find()
        desk.akce.create("client", name="Nová s.r.o.").run()
        assert made.state()["found"]["holds"] is False, "the groups that are merged are none any more"
        desk.undo(number)
        assert made.state()["found"]["holds"], "a new client says nothing against groups"


def test_after_a_change_it_is_only_asked_whether_what_was_found_holds(
    desk: Desk, invented_found: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = duplicate_review.Reviewing(desk)
    with searched(desk, invented_found):
        found = made.find()["found"]
    with within("en"):
        assert made.state()["found"]["text"] == "47 groups of clients that are probably one"
    assert made.state()["found"] == found
    for name in ("clusters", "notes", "kept_apart"):
        monkeypatch.setattr(Duplicates, name, lambda *_: pytest.fail("that was told before"))
    desk.akce.create("client", name="Nová s.r.o.").run()
    assert made.state()["found"] == found
    desk.akce.invalidate(int(invented_found.found.ids[invented_found.found.links[1][0]])).run()
    assert made.state()["found"]["holds"] is False


def test_a_group_that_was_unticked_is_left_out_though_another_of_it_survives_by_now(
    desk: Desk, invented_found: Duplicates
) -> None:
    made = having_found(desk, invented_found)
    shown = made.plan(0.9)["groups"]
    unticked = shown[0]["id"]
    gone = shown[0]["records"][1]["id"]
    fuller = {
        "salutation": "x",
        "nace": "x",
        "classification3": "x",
        "notice": "x",
        "category": "x",
        "economic_activity": "x",
        "classification1": "x",
        "classification2": "x",
    }
    desk.akce.edit(gone, **fuller).run()  # type: ignore[arg-type]
    made.merge([unticked])
    assert {unticked, gone} <= set(desk.clients.df().index)


def test_certain_is_said_only_at_levels_that_were_measured(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    model = replace(invented_found.found.model, kind="learned", calibration=Calibration(1.0, 0.0, 0.99, ()))
    measured = Duplicates(
        replace(invented_found.found, model=model), invented_found.kind, invented_found.cluster_ids
    )
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    with searched(desk, measured):
        page.get_by_role("button", name="Najít duplicity").click()
        page.get_by_role("button", name="Sloučit jisté…").click()
    heading = page.get_by_role("dialog").get_by_role("heading")
    expect(heading).to_have_text("Sloučit jisté")
    page.get_by_label("Jistota aspoň").select_option("0.8")
    expect(heading).to_have_text("Sloučit podle odhadu")
    expect(page.get_by_role("dialog")).to_contain_text("změřená až od 99 %")


@pytest.mark.slow  # test_the_certain_are_merged_at_once_and_one_of_them_taken_apart lowers the estimate, too
def test_groups_that_are_less_certain_than_the_certain_ones_can_be_merged_too(tmp_path: Path) -> None:
    desk = wb.open(tmp_path / "new.duckdb", "ana")
    for _ in range(2):
        one = int(desk.akce.create("client", name="Dvojčata s.r.o.").run().detail)
        desk.akce.create("address", record_type="client", record_id=one, city="Brno").run()
    made = duplicate_review.Reviewing(desk)
    found = made.find()["found"]
    most = desk.duplicates().clusters()["certainty"].max()
    assert 0.8 <= most < 0.999
    assert (found["sure"], found["merges"]) == (0, True)
    plan = made.plan()
    assert (plan["count"], plan["certain"]) == (1, False)
    assert 0.8 <= plan["least"] <= most
    desk.store.close()


@pytest.mark.slow
def test_a_merge_taken_back_whole_is_offered_again_and_of_groups_taken_apart_it_is_said_why_they_are_not(
    desk: Desk,
) -> None:
    made = duplicate_review.Reviewing(desk)
    first = made.find()["found"]
    assert first["apart"] == ""
    merged = made.plan()["count"]
    number = made.merge()["changeSet"]
    back = desk.undo(number)
    found = made.find()["found"]
    assert (found["clusters"], found["sure"], found["apart"]) == (first["clusters"], first["sure"], "")
    desk.undo(back)
    back = desk.undo(number, only=desk.journal.merged(number)["survivor"])
    found = made.find()["found"]
    assert found["clusters"] < merged
    counted = re.match(r"\d+", found["apart"])
    assert counted
    assert int(counted[0]) >= merged
    assert found["apart"] in found["notes"]
    desk.undo(back)
    assert made.find()["found"]["apart"] == "", "done again, they are one"


def test_of_a_group_it_is_said_which_link_is_the_weakest(desk: Desk, invented_found: Duplicates) -> None:
    made = having_found(desk, invented_found)
    question = made.start()["question"]
    for _ in range(duplicate_review.QUESTIONS):
        names = {one["name"] for one in question["records"]}
        asked = [one["id"] for one in question["records"]]
        told = made.evidence(asked)["link"]
        assert bool(told) == (len(question["records"]) > 2)
        if told:
            assert sum(name in told for name in names) >= 1
            return
        question = made.answer("skip", asked)["question"]
    pytest.fail("no group was asked about")
