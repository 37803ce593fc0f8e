"""The demo with a simulated ARES, in plain Python and in a real kernel whose event loop runs."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import workbench as wb
from workbench.desk import Desk
from workbench.errors import UnknownNameError
from workbench.registry import Found
from workbench.registry.simulator import Fault

CELL = """
import asyncio
import workbench as wb

assert asyncio.get_running_loop().is_running()
desk = wb.demo(clients=40, registers="simulated")
plan = desk.akce.copy_from_registry(list(desk.clients.df().index)).preview()
sorted(set(plan["source"].str[:8]))
"""
AWAITING = """
import asyncio

one = desk.clients.df()["ico"].dropna().iloc[0]
answers = await asyncio.gather(*(asyncio.to_thread(desk.register.lookup, [one]) for _ in range(3)))
{type(each[one]).__name__ for each in answers}
"""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A simulated demo to be looked at."""
    made = wb.demo(clients=60, registers="simulated")
    yield made
    made.store.close()


def test_the_simulated_ares_fills_what_the_snapshot_lacks(desk: Desk) -> None:
    assert desk.simulator is not None
    table = desk.clients.df()
    icos = table["ico"].dropna().unique().tolist()
    answers = desk.register.lookup(icos)
    found = [one.subject for one in answers.values() if isinstance(one, Found)]
    assert any(one.dic for one in found)
    assert any(one.data_box for one in found)
    assert any(one.court_file for one in found)
    assert {one.agent.partition("/")[0] for one in desk.simulator.asked} == {"workbench"}


@pytest.mark.slow
def test_a_simulated_ares_that_fails_changes_nothing_of_what_the_snapshot_gives() -> None:
    desk = wb.demo(clients=40, registers="simulated")
    assert desk.simulator is not None
    desk.simulator.fail(Fault.BLOCKED, times=None)
    action = desk.akce.copy_from_registry(list(desk.clients.df().index))
    plan = action.preview()
    assert set(plan["source"].str[:8]) == {"ČSÚ, RES"}
    assert action.summary()["text"].str.contains("zablokoval").any()


def test_the_simulated_demo_has_registers_of_vat_and_insolvency_too(desk: Desk) -> None:
    assert desk.offices.use == ("adis", "vies", "isir")
    action = desk.akce.copy_from_registry(list(desk.clients.df().index))
    codes = {note.code for notes in action.warnings().values() for note in notes}
    assert "unreliable_vat_payer" in codes
    answers = action.standing()
    assert set(answers.loc[answers["register"] == "adis", "answer"]) == {"found", "no_number"}


def test_a_demo_asks_no_real_register_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_STANDING", "all")
    assert wb.demo(clients=20).offices.use == ()


def test_an_unknown_kind_of_registers_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="simulated"):
        wb.demo(registers="simulatd")  # type: ignore[arg-type]


@pytest.mark.slow
def test_it_works_in_a_notebook_whose_event_loop_is_running(tmp_path: Path) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": one, "metadata": {}, "outputs": [], "execution_count": None}
        for one in (CELL, AWAITING)
    ]
    whole = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    notebook = nbformat.from_dict(whole)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [cell.outputs[-1]["data"]["text/plain"] for cell in notebook.cells]
    assert shown == ["['MF, ARES', 'ČSÚ, RES']", "{'Found'}"]
