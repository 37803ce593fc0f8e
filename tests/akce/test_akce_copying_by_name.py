"""Clients without IČO: the best candidate with its certainty, and nothing copied by itself below the threshold."""

import pytest
from akce_world import GAMA, Ids, World, changed, make

from workbench.desk import Desk
from workbench.errors import RegisterError
from workbench.registry.snapshot import SnapshotRegister

HERE = {"kind": "contact", "street": "Smyšlená", "house_number": "12", "city": "Brno", "postcode": "60200"}


@pytest.fixture(name="sure")
def _sure(desk: Desk) -> int:
    """The name and address of Gama as the register has them, but no IČO."""
    client = make(desk, "client", name="GAMA OBCHOD, a. s.")
    make(desk, "address", record_id=client, **HERE)
    return client


@pytest.fixture(name="doubtful")
def _doubtful(desk: Desk) -> int:
    return make(desk, "client", name="Gamma obchodní")


def test_the_best_candidates_come_with_score_gap_certainty_and_reasons(
    desk: Desk, ids: Ids, sure: int, doubtful: int
) -> None:
    found = (
        desk.akce.copy_from_registry([sure, doubtful, ids.gama])
        .guesses()
        .set_index("client")
        .to_dict("index")
    )
    assert ids.gama not in found  # it has an IČO
    assert found[sure]["ico"] == GAMA
    assert found[sure]["certain"]
    assert "Stejný název" in found[sure]["reasons"]
    assert not found[doubtful]["certain"]
    assert found[doubtful]["certainty"] < found[sure]["certainty"]


def test_unasked_no_client_without_ico_is_touched(desk: Desk, sure: int) -> None:
    action = desk.akce.copy_from_registry(sure)
    assert not len(action.preview())
    assert action.run().change_set is None


def test_by_name_only_the_certain_ones_are_compared_and_get_their_ico(
    desk: Desk, sure: int, doubtful: int
) -> None:
    action = desk.akce.copy_from_registry([sure, doubtful], by_name=True)
    plan = action.preview()
    assert set(plan["client"]) == {sure}
    ico = plan.set_index("field").loc["ico"]
    assert (ico["register"], bool(ico["suggested"])) == (GAMA, True)
    result = action.run(plan)
    assert desk.client(sure).record["ico"] == GAMA
    assert desk.client(doubtful).record["ico"] is None
    assert set(changed(desk, result)["id"]) >= {sure}


def test_the_line_of_python_does_the_same_again(desk: Desk, sure: int) -> None:
    assert "by_name=True" in desk.akce.copy_from_registry(sure, by_name=True).code()
    exec(desk.akce.copy_from_registry(sure, by_name=True).code(), {"desk": desk})  # noqa: S102 - that is the point
    assert desk.client(sure).record["ico"] == GAMA


def test_a_register_that_cannot_be_asked_is_an_error_not_an_empty_table(
    world: World, desk: Desk, sure: int
) -> None:
    desk.register = SnapshotRegister(world.folder / "none.duckdb")
    with pytest.raises(RegisterError):
        desk.akce.copy_from_registry(sure).guesses()
