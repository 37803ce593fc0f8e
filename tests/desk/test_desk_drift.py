"""What the register changed since it was last accepted, as a list that one works off: accepted, or dismissed with a note."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ares_world import TODAY, ares
from ares_world import firm as subject
from invented_res import firm, write
from standing_world import CASE, line

from workbench.desk import Desk
from workbench.errors import InputError, LockedError, ValueRejectedError
from workbench.registry import SnapshotRegister, StandingSettings
from workbench.registry.both import SnapshotThenAres
from workbench.registry.simulator import AresSimulator, StandingSimulator
from workbench.registry.standing import Insolvencies, Insolvency, VatPayer, VatPayers
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
ALL = {(ALFA, "renamed"), (BETA, "moved"), (GAMA, "in_liquidation"), (DELTA, "ceased")}


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's file that accepted the first state of the register, and the register."""
    folder = tmp_path_factory.mktemp("drift")
    register = folder / "res.duckdb"
    snapshot.load(write(folder / "first.csv", FIRST), register)
    desk = Desk(folder / "clients.duckdb", "ana", register=SnapshotRegister(register))
    for row in FIRST:
        desk.akce.create("client", name=row["FIRMA"].split()[0], ico=row["ICO"]).run()
    desk.akce.copy_from_registry(desk.clients.df().index).run()
    desk.store.close()
    return folder


@pytest.fixture(name="desk")
def _desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    register = Path(shutil.copy(made / "res.duckdb", tmp_path / "res.duckdb"))
    file = Path(shutil.copy(made / "clients.duckdb", tmp_path / "clients.duckdb"))
    desk = Desk(file, "ana", register=SnapshotRegister(register), standing=StandingSettings())
    yield desk
    desk.store.close()


@pytest.fixture(name="newer", scope="module")
def _newer(made: Path) -> Path:
    """The register after its next state was loaded over the first."""
    register = Path(shutil.copy(made / "res.duckdb", made / "newer.duckdb"))
    snapshot.load(write(made / "next.csv", NEXT), register, mode="whole")
    return register


@pytest.fixture(name="moved_on")
def _moved_on(desk: Desk, newer: Path) -> Desk:
    """The desk, and the register has the next state."""
    shutil.copy(newer, desk.store.path.parent / "res.duckdb")
    return desk


def load(desk: Desk, rows: list[dict[str, str]]) -> None:
    """A new snapshot."""
    folder = desk.store.path.parent
    snapshot.load(write(folder / "next.csv", rows), folder / "res.duckdb", mode="whole")


def listed(desk: Desk) -> set[tuple[str, str]]:
    """Each change as the client's IČO and the kind."""
    found = desk.drift().df()
    return set(zip(found["client"].map(desk.clients.df()["ico"]), found["kind"], strict=True))


def of(desk: Desk, ico: str) -> int:
    table = desk.clients.df()
    return int(table.index[table["ico"] == ico][0])


@pytest.mark.slow  # at the command line: tests/cli/test_cli_clients.py
def test_nothing_drifts_until_the_register_changes(desk: Desk) -> None:
    assert len(desk.drift()) == 0
    assert desk.drift().accept().change_set is None
    assert desk.drift().dismiss().change_set is None


def test_each_change_is_listed_once_and_goes_away_when_it_is_accepted(moved_on: Desk) -> None:
    desk = moved_on
    assert listed(desk) == ALL
    drift = desk.drift()
    assert drift.summary().to_numpy().tolist() == [
        ["renamed", 1, 1], ["moved", 1, 1], ["ceased", 1, 1], ["in_liquidation", 1, 1],
    ]  # fmt: skip
    assert "Alfa" not in repr(drift)
    done = drift.accept()
    assert desk.client(of(desk, ALFA)).record["name"] == "Alfa Morava s.r.o."
    assert len(drift) == 0
    assert listed(desk) == set()
    desk.undo(done)
    assert listed(desk) == ALL


def test_a_part_is_accepted_and_the_rest_stays(moved_on: Desk) -> None:
    desk = moved_on
    rows = desk.drift().df()
    desk.drift().accept(rows[rows["kind"] == "moved"], note="přestěhovali se")
    assert listed(desk) == ALL - {(BETA, "moved")}
    assert desk.changes().iloc[0]["note"] == "přestěhovali se"


def test_what_is_dismissed_stays_away_until_the_register_says_something_else(moved_on: Desk) -> None:
    desk = moved_on
    drift = desk.drift()
    rows = drift.df()
    done = drift.dismiss(rows[rows["kind"] == "renamed"], note="jméno máme schválně jinak")
    assert listed(desk) == ALL - {(ALFA, "renamed")}
    assert desk.client(of(desk, ALFA)).record["name"] == "Alfa s.r.o.", "ours stays"
    assert desk.changes().iloc[0][["action", "note"]].tolist() == [
        "dismiss_drift",
        "jméno máme schválně jinak",
    ]

    load(desk, NEXT)
    assert (ALFA, "renamed") not in listed(desk)
    desk.undo(done)
    assert (ALFA, "renamed") in listed(desk)
    desk.drift([of(desk, ALFA)]).dismiss()
    load(desk, [firm(ALFA, "Alfa Čechy s.r.o."), *NEXT[1:]])
    assert (ALFA, "renamed") in listed(desk), "the register says something else still"


@pytest.mark.slow
def test_what_was_dismissed_once_comes_back_after_another_value_was_accepted(moved_on: Desk) -> None:
    desk = moved_on
    desk.drift([of(desk, ALFA)]).dismiss()
    load(desk, [firm(ALFA, "Alfa Čechy s.r.o."), *NEXT[1:]])
    desk.drift([of(desk, ALFA)]).accept()
    load(desk, NEXT)
    assert (ALFA, "renamed") in listed(desk)


def test_the_script_dismisses_the_same_on_another_copy(moved_on: Desk, made: Path, tmp_path: Path) -> None:
    desk = moved_on
    desk.drift().dismiss(note="takhle\n'to' necháme")
    other = Desk(
        Path(shutil.copy(made / "clients.duckdb", tmp_path / "other.duckdb")), "ana", register=desk.register
    )
    exec(desk.changes().iloc[0]["code"], {"desk": other})  # noqa: S102 - that is the point
    assert listed(other) == listed(desk) == set()


@pytest.mark.slow
def test_the_end_is_news_only_if_the_firm_had_not_ended_when_it_was_last_accepted(desk: Desk) -> None:
    load(desk, [*FIRST[:3], NEXT[3]])
    delta = of(desk, DELTA)
    desk.akce.edit(delta, nace="1").run()
    desk.akce.copy_from_registry(delta, take=["nace"]).run()  # the end was seen, and left out on purpose
    assert listed(desk) == set()
    load(desk, [*FIRST[:3], firm(DELTA, "Delta s.r.o.", DDATZAN="2026-11-05")])
    assert listed(desk) == {(DELTA, "ceased")}
    desk.akce.create("client", name="Nikdy nepřevzatá", ico=GAMA).run()
    load(desk, [*FIRST[:2], firm(GAMA, "Gama s.r.o.", DDATZAN="2026-11-05"), FIRST[3]])
    found = desk.drift(list(desk.clients.df().index)).df()
    assert found["client"].tolist() == [of(desk, GAMA)], "nothing was ever accepted of the other one"


def test_what_a_person_changed_by_hand_is_no_drift_of_the_register(desk: Desk) -> None:
    one = of(desk, ALFA)
    desk.akce.edit(one, name="Alfa po našem").run()
    assert len(desk.drift()) == 0
    assert len(desk.drift([one])) == 0


def test_an_older_state_of_the_register_is_no_news(moved_on: Desk) -> None:
    desk = moved_on
    desk.drift().accept()
    load(desk, [{**row, "DATPLAT": "2026-10-15"} for row in FIRST])
    assert listed(desk) == set()


def test_a_client_that_somebody_else_locked_is_neither_accepted_nor_dismissed(moved_on: Desk) -> None:
    desk = moved_on
    desk.store.save_user("petr", "full")
    alfa = of(desk, ALFA)
    Desk(desk.store.path, "petr", register=desk.register).akce.lock(alfa).run()
    for work in (desk.drift([alfa]).accept, desk.drift([alfa]).dismiss):
        with pytest.raises(LockedError):
            work()
    assert listed(desk) == ALL


def test_insolvency_and_unreliability_are_news_that_one_takes_note_of(desk: Desk, tmp_path: Path) -> None:
    payers = [VatPayer(f"CZ{ALFA}", "PLATCE_DPH", unreliable=False), VatPayer(f"CZ{BETA}", "PLATCE_DPH", unreliable=False)]  # fmt: skip
    for ico in (ALFA, BETA):
        desk.akce.edit(of(desk, ico), dic=f"CZ{ico}").run()
    with StandingSimulator(payers, today=date(2026, 11, 20)) as offices:
        desk.offices.use = ("adis", "isir")
        desk.offices.vat_payers = VatPayers(line(offices.adis_url, tmp_path))
        desk.offices.insolvencies = Insolvencies(line(offices.isir_url, tmp_path))
        assert listed(desk) == set()
        offices.payers[f"CZ{ALFA}"] = VatPayer(f"CZ{ALFA}", "PLATCE_DPH", unreliable=True)
        offices.insolvencies[GAMA] = Insolvency(GAMA, (CASE,))
        desk.offices.vat_payers = VatPayers(line(offices.adis_url, tmp_path))
        desk.offices.insolvencies = Insolvencies(line(offices.isir_url, tmp_path))
        assert listed(desk) == {(ALFA, "unreliable_vat_payer"), (GAMA, "insolvent")}

        drift = desk.drift()
        with pytest.raises(InputError, match="poznámkou"):
            drift.accept(drift.df())
        drift.dismiss(drift.df().query("kind == 'insolvent'"), note="víme o tom")
        assert listed(desk) == {(ALFA, "unreliable_vat_payer")}
        desk.akce.copy_from_registry(of(desk, ALFA)).run()  # whether it pays VAT; the warning was seen
        assert listed(desk) == set()
        marks = {one["field"]: one for one in desk.client(of(desk, ALFA)).all("provenance")}
        seen = marks["seen:unreliable_vat_payer"]
        assert (seen["source"], seen["as_of"]) == (VatPayers.source, date(2026, 11, 20))


def test_only_those_that_ares_announces_are_asked_anew(desk: Desk, tmp_path: Path) -> None:
    known = [
        subject(0, "Alfa Morava s.r.o.", ico=ALFA),
        subject(1, "Beta Morava s.r.o.", ico=BETA),
    ]
    with AresSimulator(known, today=TODAY) as simulator:
        simulator.announce("vr", [(ALFA, "ZMENA"), ("90999999", "ZMENA")])
        desk.register = SnapshotThenAres(
            desk.register,  # type: ignore[arg-type]  # it is one
            ares(simulator.base_url, tmp_path),
        )
        drift = desk.drift(since=TODAY)
        found = drift.df()
        assert set(found["client"]) == {of(desk, ALFA)}
        assert found.loc[found["kind"] == "renamed", "register"].tolist() == ["Alfa Morava s.r.o."]
        assert [one.path for one in simulator.asked if one.path.endswith(f"/{ALFA}")]
        assert not any(BETA in f"{one.path} {one.body!r}" for one in simulator.asked)
        drift.accept(found[found["kind"] == "renamed"])
        assert desk.client(of(desk, ALFA)).record["name"] == "Alfa Morava s.r.o."
        with pytest.raises(InputError, match="čtyři týdny"):
            desk.drift(since="2026-10-01")


def test_without_ares_nobody_announces_changes(desk: Desk) -> None:
    with pytest.raises(InputError, match="both"):
        desk.drift(since="2026-11-20")


@pytest.mark.parametrize("item", [(1,), 1, (1, "name", "Alfa", "ARES", "31.12.")])
def test_what_is_no_change_to_dismiss_is_refused(desk: Desk, item: Any) -> None:
    with pytest.raises(InputError):
        desk.akce.dismiss_drift([item])
    with pytest.raises(ValueRejectedError):
        desk.akce.dismiss_drift([("x", "name", "Alfa", "ARES")])
