"""Where nothing was measured, nothing is said to be certain, offered as such or merged unseen."""

import dataclasses

import pytest
from demo_copies import DemoCopies

from workbench.desk import Desk
from workbench.duplicates.explaining import percent
from workbench.duplicates.reliability import Calibration
from workbench.duplicates.result import Duplicates
from workbench.errors import RefusedError
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


def test_an_estimate_by_general_weights_says_that_it_is_one(people: Duplicates) -> None:
    assert not people.is_learned
    first, second = people.clusters()["ids"].iloc[0][:2]
    said = people.explain(first, second).text()
    assert "totožné na asi" in said
    assert "nic nezměřilo" in said
    assert percent(1.0, learned=False) == "asi 99"


def test_the_panel_offers_nothing_of_it_as_certain(desk: Desk) -> None:
    panel = Reviewing(desk)
    panel.choose("person")
    found = panel.find()["found"]
    assert found["clusters"] > 0
    assert not found["learned"]
    plan = panel.plan(0.01)
    assert not plan["learned"], "so the button and the dialog say “by the estimate”, not “the certain ones”"
    assert plan["groups"]
    assert all(row["certainty"].startswith("asi ") for row in plan["groups"])


@pytest.mark.parametrize("least", [None, 0.1])
def test_it_is_not_merged_without_a_plan(desk: Desk, people: Duplicates, least: float | None) -> None:
    before = desk.revision()
    merge = desk.akce.merge_clusters(people, at_least=least)
    with pytest.raises(RefusedError, match="preview"):
        merge.run()
    assert desk.revision() == before
    assert len(merge.preview()) == len(merge.groups) > 0


def test_below_the_measured_certainty_a_plan_is_needed_and_above_it_none(
    desk: Desk, people: Duplicates
) -> None:
    sure = float(people.clusters()["certainty"].max())
    measured = certain_from(people, sure)
    with pytest.raises(RefusedError, match="at_least"):
        desk.akce.merge_clusters(measured, at_least=sure / 2).run()
    assert desk.akce.merge_clusters(measured, at_least=sure).run().change_set is not None
