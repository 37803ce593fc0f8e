"""What the register changed since it was last accepted, as a list that one works off."""

from pathlib import Path

import pytest
from invented_res import firm, write

from workbench.desk import Desk
from workbench.registry import SnapshotRegister
from workbench.store import snapshot

ALFA, BETA, GAMA, DELTA = "90000006", "90000014", "90000022", "90000031"
FIRST = [
    firm(ALFA, "Alfa s.r.o."),
    firm(BETA, "Beta s.r.o."),
    firm(GAMA, "Gama s.r.o."),
    firm(DELTA, "Delta s.r.o."),
]
NEXT = [
    firm(ALFA, "Alfa Morava s.r.o."),
    firm(BETA, "Beta s.r.o.", ULICE_TEXT="Vymyšlená", CDOM="7", COR=""),
    firm(GAMA, "Gama s.r.o. v likvidaci"),
    firm(DELTA, "Delta s.r.o.", DDATZAN="2026-11-01"),
]


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Desk:
    """A desk that accepted the first state of the register."""
    register = tmp_path / "res.duckdb"
    snapshot.load(write(tmp_path / "first.csv", FIRST), register)
    desk = Desk(tmp_path / "clients.duckdb", "ana", register=SnapshotRegister(register))
    for row in FIRST:
        desk.akce.create("client", name=row["FIRMA"].split()[0], ico=row["ICO"]).run()
    desk.akce.copy_from_registry(desk.clients.df().index).run()
    return desk


def test_nothing_drifts_until_the_register_changes(desk: Desk) -> None:
    assert desk.drift().empty


def test_each_change_of_the_register_is_listed_once_and_goes_away_when_it_is_accepted(
    desk: Desk, tmp_path: Path
) -> None:
    snapshot.load(write(tmp_path / "next.csv", NEXT), tmp_path / "res.duckdb", mode="whole")
    found = desk.drift()
    icos = desk.clients.df()["ico"]
    assert set(zip(found["client"].map(icos), found["kind"], strict=True)) == {
        (ALFA, "renamed"),
        (BETA, "moved"),
        (GAMA, "in_liquidation"),
        (DELTA, "ceased"),
    }
    accepted = found.assign(suggested=True)
    desk.akce.copy_from_registry(accepted["client"]).run(accepted)
    assert desk.drift().empty


def test_what_a_person_changed_by_hand_is_no_drift_of_the_register(desk: Desk) -> None:
    one = int(desk.clients.df().index[0])
    desk.akce.edit(one, name="Alfa po našem").run()
    assert desk.drift().empty
    assert desk.drift([one]).empty
