"""The snapshot first, and ARES for what it lacks."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import invented_res
import pytest
from ares_world import TODAY, ares, firm, ico

from workbench.errors import RegisterError
from workbench.registry import Found, NotFound, OutOfReach, Register, SnapshotRegister
from workbench.registry.ares import Source
from workbench.registry.both import SnapshotThenAres
from workbench.registry.manners import Retries
from workbench.registry.simulator import AresSimulator, Fault
from workbench.store.snapshot import load

KNOWN, YOUNG, CEASED, NOBODY = ico(1), ico(2), ico(3), ico(4)


@pytest.fixture(name="simulator")
def _simulator() -> Iterator[AresSimulator]:
    with AresSimulator([firm(1, "Podle ARES s.r.o."), firm(2)], today=TODAY) as running:
        yield running


@pytest.fixture(name="register")
def _register(simulator: AresSimulator, tmp_path: Path) -> Iterator[SnapshotThenAres]:
    rows = [
        invented_res.firm(KNOWN, "Podle RES s.r.o."),
        invented_res.firm(CEASED, "Zaniklá s.r.o.", DDATZAN="2025-02-28"),
    ]
    load(invented_res.write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    asked = ares(simulator.base_url, tmp_path, sources=(Source.ROS,), retries=Retries(attempts=1))
    both = SnapshotThenAres(SnapshotRegister(tmp_path / "res.duckdb", today=lambda: TODAY), asked)
    assert isinstance(both, Register)
    yield both
    both.close()


def test_the_snapshots_values_stay_and_each_gap_is_filled_with_its_own_source(
    register: SnapshotThenAres,
) -> None:
    found = register.lookup([KNOWN])[KNOWN]
    assert isinstance(found, Found)
    subject = found.subject
    assert subject.name == "Podle RES s.r.o."
    assert (subject.dic, subject.court_file, subject.data_box) == (f"CZ{KNOWN}", "C 1/KSBR", "abc234d")
    assert subject.origin("name") == ("ČSÚ, RES 2026-11-15", date(2026, 11, 15))
    assert subject.origin("seat") == ("ČSÚ, RES 2026-11-15", date(2026, 11, 15))
    assert {subject.origin(name) for name in ("dic", "court_file", "data_box")} == {
        ("MF, ARES 2026-11-23", TODAY)
    }
    assert "MF, ARES 2026-11-23" in found.text()
    assert found.missed is None


def test_a_firm_younger_than_the_snapshot_is_found_in_ares(register: SnapshotThenAres) -> None:
    found = register.lookup([YOUNG])[YOUNG]
    assert isinstance(found, Found)
    assert found.source == "MF, ARES 2026-11-23"


def test_a_firm_that_ares_has_forgotten_is_still_the_snapshots(register: SnapshotThenAres) -> None:
    answers = register.lookup([CEASED, NOBODY])
    ceased = answers[CEASED]
    assert isinstance(ceased, Found)
    assert ceased.missed is None
    assert ceased.subject.ceased_on == date(2025, 2, 28)
    assert isinstance(answers[NOBODY], NotFound)


def test_when_ares_cannot_be_asked_the_answer_says_what_is_lacking(
    register: SnapshotThenAres, simulator: AresSimulator
) -> None:
    simulator.fail(Fault.SERVER_ERROR, times=None)
    answers = register.lookup([KNOWN, YOUNG])
    found = answers[KNOWN]
    assert isinstance(found, Found)
    assert found.subject.dic is None
    assert isinstance(found.missed, OutOfReach)
    assert "HTTP 500" in found.text()
    assert isinstance(answers[YOUNG], OutOfReach)  # not: not found


def test_without_a_snapshot_ares_answers_alone(register: SnapshotThenAres, tmp_path: Path) -> None:
    (tmp_path / "res.duckdb").unlink()
    answers = register.lookup([KNOWN, NOBODY])
    assert isinstance(answers[KNOWN], Found)
    assert isinstance(answers[NOBODY], NotFound)
    assert register.status().ready
    with pytest.raises(RegisterError):
        register.suggest("podle")
    assert [one.subject.ico for one in register.candidates("Podle ARES")] == [KNOWN]


def test_names_are_suggested_from_the_snapshot_and_ares_is_left_alone(
    register: SnapshotThenAres, simulator: AresSimulator
) -> None:
    assert [one.ico for one in register.suggest("podle")] == [KNOWN]
    assert register.candidates("Podle RES")[0].subject.ico == KNOWN
    assert not simulator.asked
    assert register.status().source == "ČSÚ, RES 2026-11-15"


def test_what_was_answered_is_asked_again_on_demand_only(
    register: SnapshotThenAres, simulator: AresSimulator
) -> None:
    register.lookup([KNOWN])
    register.lookup([KNOWN])
    asked = len(simulator.asked)
    register.lookup([KNOWN], max_age=timedelta(0))
    assert len(simulator.asked) == 2 * asked
