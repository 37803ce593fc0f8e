"""The command line asks the registers that are chosen, and the doctor tells the five answers apart."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ares_world import TODAY, firm

import workbench as wb
from workbench import health
from workbench.registry.choosing import KNOWN
from workbench.registry.simulator import AresSimulator, Fault, World

Type = Callable[..., Any]


@pytest.fixture(name="simulator")
def _simulator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AresSimulator]:
    """A simulated ARES that the environment names; it knows the Ministry of Finance and client 42's firm."""
    with AresSimulator([firm(1, "Ministerstvo", ico=KNOWN)], today=TODAY) as running:
        monkeypatch.setenv("WORKBENCH_ARES_URL", running.base_url)
        monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
        monkeypatch.setattr(health, "run_checks", lambda _: [])
        yield running


def test_the_doctor_asks_nobody_unless_ares_is_chosen(type_: Type, simulator: AresSimulator) -> None:
    said = type_("doctor")
    assert said.code == 0
    assert "--register ares" in said.out
    assert not simulator.asked


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (None, "Nalezeno"),
        (Fault.BLOCKED, "zablokoval"),
        (Fault.UNAVAILABLE, "60 sekund"),
        (Fault.RESET, "Zkontrolujte síť"),
        (Fault.MAINTENANCE, "webová stránka"),
    ],
)
def test_the_doctor_tells_how_ares_answers(
    fault: Fault | None, words: str, type_: Type, simulator: AresSimulator
) -> None:
    if fault is not None:
        simulator.fail(fault, times=None, retry_after=60 if fault is Fault.UNAVAILABLE else None)
    said = type_("doctor", "--register", "ares")
    assert said.code == 0  # the desk works without it
    assert words in said.out
    assert ("--register snapshot" in said.out) == (fault is not None)
    assert len(simulator.asked) == 1


def test_the_doctor_says_when_ares_has_lost_what_it_surely_has(type_: Type, simulator: AresSimulator) -> None:
    simulator.answering.world = World([], TODAY)
    assert "00006947 neexistuje" in type_("doctor", "--register", "both").out


def test_enrich_asks_the_chosen_register_and_asks_anew_on_demand(
    type_: Type, simulator: AresSimulator, demo: Path
) -> None:
    ico = str(wb.open(demo, "ana").client(42).record["ico"])
    simulator.answering.world = World([replace(firm(9, "Jen v ARES s.r.o."), ico=ico)], TODAY)
    assert "Jen v ARES" not in type_("enrich", "--ids", "42", "--dry-run").out
    assert not simulator.asked
    said = type_("enrich", "--ids", "42", "--dry-run", "--register", "ares")
    assert said.code == 0, said.err
    assert "Jen v ARES s.r.o." in said.out
    assert "MF, ARES" in said.out
    asked = len(simulator.asked)
    type_("enrich", "--ids", "42", "--dry-run", "--register", "ares")
    assert len(simulator.asked) == asked
    type_("enrich", "--ids", "42", "--dry-run", "--register", "ares", "--fresh")
    assert len(simulator.asked) > asked


def test_a_choice_of_registers_with_a_slip_is_one_line(type_: Type, demo: Path) -> None:
    said = type_("enrich", "--register", "arse", "--file", demo)
    assert said.code == 1
    assert "ares" in said.err


@pytest.mark.slow
def test_enrich_finds_clients_without_ico_by_name_on_demand(type_: Type, demo: Path) -> None:
    desk = wb.open(demo, "ana")
    ids = [int(one) for one in desk.clients.df().index]
    guesses = desk.akce.copy_from_registry(ids).guesses()
    certain = guesses.loc[guesses["certain"], "client"].tolist()[:3]
    listed = " ".join(map(str, certain))
    assert "Není co kopírovat" in type_("enrich", "--ids", listed).out
    said = type_("enrich", "--ids", listed, "--by-name", "--yes")
    assert said.code == 0, said.err
    assert desk.clients.df().loc[certain, "ico"].notna().all()
