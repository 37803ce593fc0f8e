"""Where nothing was measured, nothing is said to be certain, offered as such or merged unseen."""

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest
from demo_copies import DemoCopies
from panels_desks import searched

from workbench.desk import Desk
from workbench.duplicates.in_percent import percent
from workbench.duplicates.reliability import Calibration
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError, RefusedError
from workbench.panels import _standing
from workbench.panels.duplicate_review import Reviewing


@pytest.fixture(scope="module")
def desk(shared_demo_copies: DemoCopies) -> Desk:
    """A base with few persons, two of them of one name."""
    made = shared_demo_copies(120, 11)
    for _ in range(2):
        made.akce.create("person", first_name="Kvidona", last_name="Vzorková").run()
    return made


@pytest.fixture(scope="module")
def people(desk: Desk) -> Duplicates:
    return desk.duplicates("person")


def certain_from(found: Duplicates, least: float | None) -> Duplicates:
    """The same search as if it had measured that."""
    model = dataclasses.replace(found.found.model, calibration=Calibration(1.0, 0.0, least, ()))
    return Duplicates(dataclasses.replace(found.found, model=model), found.kind, found.cluster_ids)


def learned(found: Duplicates) -> Duplicates:
    """The same search as if labels had taught it."""
    model = dataclasses.replace(found.found.model, kind="learned")
    return Duplicates(dataclasses.replace(found.found, model=model), found.kind, found.cluster_ids)


def test_an_estimate_by_general_weights_says_that_it_is_one(people: Duplicates) -> None:
    assert not people.is_learned
    first, second = people.clusters()["ids"].iloc[0][:2]
    said = people.explain(first, second).text()
    assert "totožné asi na" in said
    assert "nic nezměřilo" in said
    assert percent(1.0, learned=False) == "asi 99"


@pytest.mark.slow  # of the desk: below; a panel: tests/panels/test_duplicate_merge.py
def test_the_panel_offers_nothing_of_it_as_certain(desk: Desk) -> None:
    panel = Reviewing(desk)
    panel.choose("person")
    found = panel.find()["found"]
    assert found["clusters"] > 0
    assert not found["learned"]
    plan = panel.plan(0.01)
    said = {found["measured"], plan["measured"], plan["certain"]}
    assert said == {False}, "so the button and the dialog say “by the estimate”, not “the certain ones”"
    assert plan["groups"]
    assert all(row["certainty"].startswith("asi ") for row in plan["groups"])


def test_neither_is_what_was_learned_but_not_measured(
    desk: Desk, people: Duplicates, monkeypatch: pytest.MonkeyPatch
) -> None:
    least = float(people.clusters()["certainty"].max())
    monkeypatch.setattr(_standing, "SURE", least / 2)
    for certain, offered in ((None, [False, False]), (least, [False, True])):
        panel = Reviewing(desk)
        panel.choose("person")
        with searched(desk, learned(certain_from(people, certain))):
            found = panel.find()["found"]
        assert (found["learned"], found["measured"]) == (True, certain is not None)
        assert [panel.plan(one)["certain"] for one in (least / 2, least)] == offered


Given = Callable[[Duplicates], object]
TABLES: dict[str, Given] = {
    "the search": lambda found: found,
    "the table of its clusters": Duplicates.clusters,
    "some of that table": lambda found: found.clusters().query("certainty > 0.1").head(20),
    "a copy of it that lost its attrs": lambda found: pd.DataFrame(found.clusters().to_dict("list")),
    "one that lost its certainties": lambda found: found.clusters().drop(columns="certainty"),
}


@pytest.mark.parametrize("least", [None, pytest.param(0.1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("given", TABLES.values(), ids=TABLES)
def test_it_is_not_merged_without_a_plan(
    desk: Desk, people: Duplicates, given: Given, least: float | None
) -> None:
    before = desk.revision()
    merge = desk.akce.merge_clusters(given(people), at_least=least, entity="person")
    with pytest.raises(RefusedError, match="preview"):
        merge.run()
    assert desk.revision() == before
    plan = merge.preview()
    assert len(plan) == len(merge.groups) > 0
    assert not plan["certain"].any()


def test_a_table_of_clusters_says_what_was_measured_and_of_whom(desk: Desk, people: Duplicates) -> None:
    table = certain_from(people, 0.5).clusters()
    kept = pd.concat([table.query("certainty >= 0.5").head(1), table.iloc[:0]])
    merge = desk.akce.merge_clusters(kept, at_least="certain")
    assert (merge.kind.name, merge.preview()["certain"].tolist()) == ("person", [True])
    with pytest.raises(InputError, match="person"):
        desk.akce.merge_clusters(table, entity="client")
    with pytest.raises(RefusedError):
        desk.akce.merge_clusters(people.clusters(), at_least="certain")


def test_below_the_measured_certainty_a_plan_is_needed_and_above_it_none(
    desk: Desk, people: Duplicates
) -> None:
    sure = float(people.clusters()["certainty"].max())
    surer = certain_from(people, (1 + sure) / 2)
    for given in (surer, surer.clusters()):
        for least in (None, sure):
            with pytest.raises(RefusedError, match="at_least"):
                desk.akce.merge_clusters(given, at_least=least).run()
    table = certain_from(people, sure).clusters()
    done = desk.akce.merge_clusters(table[table["certainty"] >= sure]).run()
    desk.undo(done)
