"""What a plan of merging leaves out is named, found, and where a reason makes it one, merged from there."""

import re
from pathlib import Path

import numpy as np
import pytest
from panels_axe import expect_accessible
from panels_desks import having_found, searched
from panels_stage import Stage
from playwright.sync_api import expect

import workbench as wb
from workbench.demodata.numbers import ico_numbers
from workbench.desk import Desk
from workbench.duplicates.result import Duplicates
from workbench.errors import RefusedError
from workbench.panels import DuplicateReview, _left_out

pytestmark = pytest.mark.browser


def tell_apart(desk: Desk, ids: list[int]) -> None:
    """Give these clients different valid IČO."""
    for one, ico in zip(ids, ico_numbers(77, np.arange(len(ids))).tolist(), strict=True):
        desk.akce.edit(one, ico=ico).run()


def test_groups_that_are_left_out_are_named_by_reason_and_found_by_number(
    desk: Desk, invented_found: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_left_out, "FIRST", 1)
    monkeypatch.setattr(_left_out, "REASONS", 2)
    made = having_found(desk, invented_found)
    groups = [[one["id"] for one in group["records"]] for group in made.plan(0.5)["groups"][:5]]
    tell_apart(desk, groups[0])
    for group in groups[1:4]:
        Desk(desk.store.path, "eva").akce.lock(group[0]).run()
    Desk(desk.store.path, "petr").akce.lock(groups[4][0]).run()
    left = made.plan(0.5)["left"]
    alone, locked = left["reasons"]
    assert (left["count"], alone["count"], locked["count"], left["rest"]) == (5, 1, 3, 1)
    assert "s udáním důvodu" in alone["reason"]
    assert "eva" in locked["reason"]
    assert [one["alone"] for one in (*alone["groups"], *locked["groups"])] == [True, False]
    more = made.left(locked["reason"], 1)
    named = [{one["id"] for one in group["records"]} for group in (*locked["groups"], *more)]
    assert sorted(map(sorted, named)) == sorted(map(sorted, groups[1:4]))
    found = made.groups(str(groups[4][1]))
    assert (found["many"], [one["why"] for one in found["leftOut"]]) == (0, ["Jednoho z nich zamkl(a) petr."])
    desk.akce.not_duplicate(*groups[0][:2]).run()
    assert not any(one["alone"] for each in made.plan(0.5)["left"]["reasons"] for one in each["groups"])


def test_a_refusal_of_different_numbers_names_the_records_and_the_way_on(desk: Desk) -> None:
    ids = [int(desk.akce.create("client", name="Lípa s.r.o.").run().detail) for _ in range(2)]
    tell_apart(desk, ids)
    with pytest.raises(RefusedError, match=rf"záznamů {ids[0]}, {ids[1]}: .*akce\.merge\(keep={ids[0]}"):
        desk.akce.merge_clusters([ids]).run()


def test_a_group_of_two_numbers_is_merged_from_the_plan_with_a_reason(
    stage: Stage, desk: Desk, invented_found: Duplicates
) -> None:
    pair = next(one for one in invented_found.clusters()["ids"] if len(one) == 2)
    tell_apart(desk, pair)
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.set_viewport_size({"width": 1280, "height": 800})
    with searched(desk, invented_found):
        page.get_by_role("button", name="Najít duplicity").click()
        page.get_by_role("button", name="Sloučit podle odhadu…").click(timeout=60_000)
    plan = page.get_by_role("dialog")
    plan.get_by_label("Odhad aspoň").select_option("0.8")
    plan.get_by_text("skupina se vynechá").click()
    expect_accessible(page, "dialog")
    plan.get_by_role("button", name=re.compile("^Sloučit s důvodem skupinu")).click()
    single = page.get_by_role("dialog", name="Sloučení klientů")
    single.get_by_role("button", name="Zrušit").click()
    expect(single).to_have_count(0)
    plan.get_by_role("button", name=re.compile("^Sloučit s důvodem skupinu")).click()
    expect(single).to_contain_text("Jeho číslo povede na zůstávajícího.")
    single.get_by_label("Proč jde o jednoho klienta").fill("zdvojené IČO")
    single.get_by_role("button", name=re.compile("^Sloučit č\\.")).click()
    expect(single).to_have_count(0)
    expect(plan.locator(".wb-bar.wb-done")).to_be_visible()
    expect(plan.get_by_text("skupina se vynechá")).to_have_count(0)
    assert desk.record(pair[0]).id == desk.record(pair[1]).id
    found = page.locator(".wb-big")
    expect(found, "the others still are as they were found").to_contain_text("46 skupin záznamů")
    plan.get_by_role("button", name="Vrátit", exact=True).click()
    expect(plan.get_by_text("skupina se vynechá")).to_be_visible()
    expect(found).to_contain_text("47 skupin záznamů")


def test_the_summary_of_a_plan_counts_what_is_ticked(desk: Desk, invented_found: Duplicates) -> None:
    made = having_found(desk, invented_found)
    plan = made.plan(0.9)
    first = plan["groups"][0]
    assert not any("potvrzeno" in one["certainty"] for one in plan["groups"]), "estimates, however high"
    assert plan["caution"]
    count, gone = map(int, re.findall(r"\d+", plan["text"]))
    left = made.leave([first["id"]], True)
    assert [*map(int, re.findall(r"\d+", left))] == [count - 1, gone - len(first["records"]) + 1]
    assert made.plan(0.9)["text"] == left
    every = [one["id"] for one in plan["groups"]]
    assert made.leave(every, True) == "Žádná skupina není zaškrtnutá."
    assert made.leave(every, False) == plan["text"]


def test_groups_that_people_joined_are_called_confirmed(tmp_path: Path) -> None:
    desk = wb.open(tmp_path / "new.duckdb", "ana")
    a, b, c = (int(desk.akce.create("client", name="Lípa s.r.o.").run().detail) for _ in range(3))
    desk.akce.decide([[a, b], [b, c]], "same").run()
    made = having_found(desk, desk.duplicates())
    assert made.state()["found"]["confirmed"]
    plan = made.plan()
    assert [one["certainty"] for one in plan["groups"]] == ["potvrzeno člověkem"]
    assert (plan["confirmed"], plan["caution"]) == (True, "")
    desk.store.close()
