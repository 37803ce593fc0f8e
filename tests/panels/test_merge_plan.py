"""The plan of a merge in the panel of duplicates: looked at, searched, decided about by hand, and merged as it is shown."""

import re
from pathlib import Path
from typing import Any

import pytest
from panels_axe import expect_accessible
from panels_desks import having_found, searched
from panels_stage import Stage
from playwright.sync_api import Page, expect

from workbench.desk import Desk
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError, StaleVersionError
from workbench.model.names import fold
from workbench.model.records import PERSON
from workbench.panels import DuplicateReview, _merge_plan, _plan_groups, duplicate_review
from workbench.panels._merge_plan import MergePlan
from workbench.panels.merge_diff import Merging

pytestmark = pytest.mark.browser


def planned(stage: Stage, desk: Desk, found: Duplicates) -> Page:
    """The page with the review, the groups of a search just found, and the dialog of what would be merged."""
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    with searched(desk, found):
        page.get_by_role("button", name="Najít duplicity").click()
        page.get_by_role("button", name="Sloučit podle odhadu…").click(timeout=60_000)
    return page


def test_every_group_of_a_plan_can_be_reached_and_decided_by_hand(
    desk: Desk, invented_found: Duplicates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_merge_plan, "LISTED", 10)
    made = having_found(desk, invented_found)
    first = made.plan()
    listed = [*first["groups"]]
    while len(listed) < first["many"]:
        listed += made.groups(after=len(listed))["groups"]
    assert first["count"] == len(listed) == len({one["id"] for one in listed}) > 30
    last = listed[-1]
    kept, other = (one["id"] for one in last["records"][:2])
    assert made.groups(str(other))["groups"] == [last]
    assert last in made.groups(last["records"][1]["name"].upper())["groups"]
    assert made.groups("nikde nic")["many"] == 0
    now = made.decide(kept, other, {"name": kept}, desk.revision())
    assert (now["id"], now["byHand"]) == (other, True)
    assert made.group(other)["choose"] == {"name": kept}
    name = desk.client(kept).name
    desk.store.backup(tmp_path / "again.duckdb")
    again = Desk(tmp_path / "again.duckdb", "analytik")
    exec(made.merge()["code"], {"desk": again})  # noqa: S102 - what a person would paste into a notebook
    for each in (desk, again):
        assert each.record(kept).id == other
        assert each.client(other).name == name
    again.store.close()


def test_names_of_a_plan_are_made_ready_for_searching_once(
    desk: Desk, invented_found: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[str] = []

    def counted(text: str) -> str:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr(_plan_groups, "fold", counted)
    monkeypatch.setattr(_merge_plan, "fold", counted)
    made = having_found(desk, invented_found)
    one, other = made.plan()["groups"][0]["records"][:2]
    first = made.groups(f"{one['name']} {other['id']}".upper())
    assert [group["records"][0] for group in first["groups"]] == [one]
    made.decide(one["id"], other["id"], {}, desk.revision())
    folded.clear()
    again = made.groups(f"{one['name']} {other['id']}")
    assert [group["records"][0] for group in again["groups"]] == [other]
    assert len(folded) == 1, "what was typed, and nothing else"


@pytest.mark.slow  # test_a_decision_made_on_values_that_were_changed_since_is_refused_and_says_of_which_record
def test_what_was_decided_by_hand_stays_in_a_plan_made_anew_but_of_groups_that_were_changed_since(
    desk: Desk, invented_found: Duplicates
) -> None:
    made = having_found(desk, invented_found)
    groups = made.plan(0.9)["groups"]
    pairs = [[one["id"] for one in group["records"][:2]] for group in (groups[0], groups[-1])]
    (kept, other), (changed, second) = pairs
    for one, instead in pairs:
        made.decide(one, instead, {"name": one}, desk.revision())
    name = desk.client(kept).name
    desk.akce.edit(changed, notice="změněno odjinud").run()
    with pytest.raises(StaleVersionError, match=f"záznamu {second} "):
        made.merge()
    higher = made.plan(0.999)
    assert kept not in {one["id"] for one in higher["groups"]}
    assert higher["dropped"].startswith("1 ruční rozhodnutí už neplatí")
    anew = made.plan(0.9)
    assert [one["id"] for one in anew["groups"] if one["byHand"]] == [other]
    assert anew["dropped"] == "", "it is said once"
    made.merge()
    assert desk.record(kept).id == other
    assert desk.client(other).name == name
    assert desk.record(second).id == changed, "by the rules, as nothing decided by hand holds of it"


@pytest.mark.slow  # merged without: test_merge_line.py; for how long: test_ticks_stay_as_they_were_whether_a_search_fails_or_finds_the_same_group_again
def test_what_was_unticked_stays_so_in_every_plan(
    desk: Desk, invented_found: Duplicates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_merge_plan, "_LONGEST_CODE", 0)
    made = having_found(desk, invented_found)
    first, second, *_, last = made.plan(0.9)["groups"]
    made.leave([one["id"] for one in (first, second, last)], True)
    made.leave([second["id"]], False)
    other = first["records"][1]["id"]
    made.decide(first["id"], other, {}, desk.revision())
    made.plan(0.999)
    made.choose("person")
    made.choose("client")
    unticked = made.plan(0.8)["unticked"]
    assert sorted(unticked) == sorted([other, last["id"]]), "another of the group survives by now"
    desk.store.backup(tmp_path / "again.duckdb")
    again = Desk(tmp_path / "again.duckdb", "analytik")
    exec(made.merge(unticked)["code"], {"desk": again})  # noqa: S102 - what a person would paste into a notebook
    for each in (desk, again):
        assert each.record(second["records"][1]["id"]).id == second["id"]
        kept = [one["id"] for group in (first, last) for one in group["records"]]
        assert [one.id for one in each.records(kept)] == kept
    again.store.close()
    with searched(desk, invented_found):
        made.find()
    desk.undo(desk.revision())
    assert sorted(made.plan(0.9)["unticked"]) == sorted([other, last["id"]]), "in a new search, too"


def test_a_decision_made_on_values_that_were_changed_since_is_refused_and_says_of_which_record(
    desk: Desk, invented_found: Duplicates
) -> None:
    made, compared = having_found(desk, invented_found), Merging(desk)
    one, other = (record["id"] for record in made.plan(0.9)["groups"][-1]["records"][:2])
    stranger = made.groups()["groups"][0]["id"]

    def decided(known: int) -> bool:
        return bool(made.decide(one, other, {"name": one}, known)["byHand"])

    with pytest.raises(InputError, match=rf"Sada změn {2**53 - 1} ještě není"):
        decided(2**53 - 1)
    known = compared.compare(one, [other], {})["known"]
    desk.akce.edit(stranger, notice="změněno odjinud").run()
    desk.akce.lock(one).run()
    desk.akce.create("contact", record_type="client", record_id=other, kind="email", value="a@b.cz").run()
    with pytest.raises(StaleVersionError, match=rf"č\. {other}\. Teď"):
        decided(known)
    assert not made.groups(str(one))["groups"][0]["byHand"]
    desk.akce.edit(one, notice="změněno odjinud").run()
    with pytest.raises(StaleVersionError, match=rf"č\. {min(one, other)}, {max(one, other)}\. Teď"):
        decided(known)
    known = compared.compare(one, [other], {})["known"]
    assert decided(known)
    assert made.plan(0.9)["dropped"] == "", "what was changed before it was looked at says nothing against it"


@pytest.mark.slow  # without a browser: above
def test_values_that_were_changed_while_one_decided_are_shown_anew(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    page = planned(stage, desk, invented_found)
    row = page.get_by_role("dialog").locator(".wb-plan > li").last
    survivor = int(re.findall(r"č\.\s(\d+)", row.inner_text())[0])
    row.get_by_role("button", name="Prohlédnout skupinu").click()
    row.get_by_role("button", name="Rozhodnout jinak…").click()
    deciding = page.get_by_role("dialog", name="Rozhodnutí o skupině")
    put = deciding.get_by_role("button", name="Zapsat do plánu")
    expect(put).to_be_visible()
    desk.akce.edit(survivor, name="Přejmenováno odjinud").run()
    put.click()
    expect(deciding.get_by_role("alert")).to_contain_text(f"změnily údaje záznamu č. {survivor}.")
    expect(deciding.locator(".wb-merge")).to_contain_text(["Přejmenováno odjinud"])
    put.click()
    expect(deciding).to_have_count(0)
    expect(row).to_contain_text("rozhodnuto ručně")


def test_ticks_stay_as_they_were_whether_a_search_fails_or_finds_the_same_group_again(
    desk: Desk, invented_found: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = having_found(desk, invented_found)
    group = made.plan()["groups"][0]
    made.leave([group["id"]], True)
    with monkeypatch.context() as patch:
        patch.setattr(desk, "duplicates", lambda *_, **__: int("no search"))
        with pytest.raises(ValueError, match="no search"):
            made.find()
    assert made.plan()["unticked"] == [group["id"]]
    numbered = Duplicates(invented_found.found, invented_found.kind, invented_found.cluster_ids + 1)
    with searched(desk, numbered):
        made.find()
    assert made.plan()["unticked"] == [group["id"]], "it has another number, and the same records"
    desk.akce.edit(group["id"], name="Jiná firma a.s.").run()
    desk.akce.decide([[one["id"] for one in group["records"]][:2]], "different").run()
    made.find()
    assert made.plan()["unticked"] == [], "there is no such group any more"


@pytest.mark.slow
def test_a_plan_stays_that_of_the_records_it_was_begun_for_though_others_are_chosen_meanwhile(
    desk: Desk, invented_found: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {"client": invented_found, "person": Duplicates(invented_found.found, PERSON, invented_found.cluster_ids)}  # fmt: skip
    monkeypatch.setattr(desk, "duplicates", kinds.__getitem__)
    made = duplicate_review.Reviewing(desk)
    made.find()
    made.choose("person")
    made.find()
    made.choose("client")

    class Waiting(MergePlan):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            made.choose("person")

    monkeypatch.setattr(duplicate_review, "MergePlan", Waiting)
    before = len(desk.clients.df())
    plan = made.plan()
    done = made.merge([one["id"] for one in plan["groups"][2:]])
    assert "klient" in done["intro"]
    assert len(desk.clients.df()) < before
    assert made.state()["found"] is not None, "persons are as they were found"
    assert made.choose("client")["found"] is None, "what was found of clients holds no more"


@pytest.mark.slow
def test_a_plan_is_looked_at_and_shown_anew_when_it_is_out_of_date(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    page = planned(stage, desk, invented_found)
    dialog = page.get_by_role("dialog")
    merge = dialog.get_by_role("button", name=re.compile("^Sloučit "))
    dialog.get_by_label("Odhad aspoň").select_option("0.8")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    every = int(merge.inner_text().split()[1])
    one, other = (dialog.locator(".wb-plan > li").nth(at) for at in (0, 1))
    survivor, absorbed = (int(number) for number in re.findall(r"č\.\s(\d+)", other.inner_text())[:2])
    name = desk.client(absorbed).name
    assert name is not None
    expect(other).to_contain_text(name)
    one.get_by_role("checkbox").uncheck()
    other.get_by_role("button", name="Prohlédnout skupinu").click()
    expect(other.locator("thead").first).to_contain_text("Co zůstane")
    expect(other).to_contain_text("Na přeživší záznam přejd")
    other.get_by_role("button", name="Rozhodnout jinak…").click()
    deciding = page.get_by_role("dialog", name="Rozhodnutí o skupině")
    deciding.get_by_role("button", name="Ponechat raději tohoto").first.click()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect_accessible(page)
    deciding.get_by_role("button", name="Zapsat do plánu").click()
    expect(deciding).to_have_count(0)
    expect(other.get_by_role("button", name="Prohlédnout skupinu")).to_be_focused()
    survivor, absorbed = absorbed, survivor
    expect(other).to_contain_text(re.compile(f"č\\.\\s{survivor} · rozhodnuto ručně"))
    expect(other.locator("thead").first).to_contain_text("Co zůstane")
    other.get_by_text("Proč jsou nejspíš totožné").click()
    expect(other.locator(".wb-waterfall")).to_contain_text("% jde o téhož klienta")
    expect_accessible(page)
    for least in ("0.999", "0.8"):
        dialog.get_by_label("Odhad aspoň").select_option(least)
        expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(one.get_by_role("checkbox"), "what was unticked stays so").not_to_be_checked()
    expect(other).to_contain_text(re.compile(f"č\\.\\s{survivor} · rozhodnuto ručně"))

    before = len(desk.clients.df())
    Desk(desk.store.path, "eva").akce.edit(absorbed, notice="změněno odjinud").run()
    merge.click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"u skupiny záznamu {survivor} něco změnilo")
    assert len(desk.clients.df()) == before
    expect(dialog).to_contain_text("1 ruční rozhodnutí už neplatí, protože se záznamy té skupiny")
    expect(merge).to_have_text(f"Sloučit {every - 1} skupin")
    expect(one.get_by_role("checkbox"), "what was unticked stays so").not_to_be_checked()
    expect(dialog.get_by_text("rozhodnuto ručně")).to_have_count(0)
    merge.click()
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("zaniklo v jiných", timeout=60_000)
    assert len(desk.clients.df()) < before
    assert desk.record(survivor).id == absorbed, (
        "by the rules: what was decided by hand was dropped, and it was said"
    )


@pytest.mark.slow
def test_a_plan_whose_records_are_gone_says_to_search_again(desk: Desk) -> None:
    made = duplicate_review.Reviewing(desk)
    made.find()
    group = made.plan()["groups"][0]
    several = [one["id"] for one in group["records"]]
    desk.akce.merge(keep=several[0], absorb=several[1:]).run()
    with pytest.raises(StaleVersionError, match="hledejte znovu"):
        made.group(several[0])
    with pytest.raises(StaleVersionError, match="hledejte znovu"):
        made.merge()
    others = [one["id"] for each in made.plan()["groups"] for one in each["records"]]
    desk.akce.delete(next(one for one in others if desk.akce.delete(one).available())).run()
    with pytest.raises(StaleVersionError, match="hledejte znovu"):
        made.plan()
