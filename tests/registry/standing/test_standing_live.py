"""The real registers of standing, for a machine with a network: ``pytest -m live tests/registry/standing``."""

from pathlib import Path

import pytest

from workbench.registry.answers import NotFound
from workbench.registry.standing import Insolvencies, VatPayer, VatPayers, Vies, ViesNumber

pytestmark = pytest.mark.live


def test_the_real_registers_still_answer_as_they_did(tmp_path: Path) -> None:
    payers = VatPayers.of_this_machine(folder=tmp_path).lookup(["CZ45274649", "CZ00006947"])
    power = payers["CZ45274649"]
    assert isinstance(power, VatPayer), power.text()
    assert power.pays_vat
    assert power.accounts
    number = Vies.of_this_machine(folder=tmp_path).lookup(["CZ45274649"])["CZ45274649"]
    assert isinstance(number, ViesNumber), number.text()
    assert number.valid
    ministry = Insolvencies.of_this_machine(folder=tmp_path).lookup(["00006947"])["00006947"]
    assert isinstance(ministry, NotFound)
