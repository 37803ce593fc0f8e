"""What the registers of VAT payers, VIES and insolvencies say of clients, each as one table."""

from datetime import date
from pathlib import Path

import pytest
from standing_world import CASE, FIRM, PAYER, UNRELIABLE, line

from workbench.desk import Desk
from workbench.registry import StandingSettings
from workbench.registry.simulator import Fault, StandingSimulator
from workbench.registry.standing import Insolvencies, VatPayers, Vies


def desk_of(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "clients.duckdb", "ana")
    for name, dic, account in (
        ("Platná", "CZ90000006", "19-2000145399/0800"),
        ("Jiný účet", "CZ90000006", "2000145399/0800"),
        ("Nespolehlivá", "CZ90000014", None),
        ("Neznámá", "CZ90000022", None),
        ("Bez DIČ", None, None),
    ):
        desk.akce.create("client", name=name, dic=dic, bank_account=account).run()
    return desk


def test_each_client_with_a_dic_gets_its_answer_and_a_word_on_its_account(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    with StandingSimulator([PAYER, UNRELIABLE], today=date(2026, 11, 23)) as simulator:
        desk.offices.vat_payers = VatPayers(line(simulator.adis_url, tmp_path))
        told = desk.registers.vat()
    assert told["answer"].tolist() == ["found", "found", "found", "not_found"]
    assert told["account_published"].tolist() == [True, False, None, None]
    assert told["unreliable"].tolist() == [False, False, True, None]
    assert told["unreliable_since"].tolist()[2] == date(2025, 5, 1)


def test_when_the_register_fails_nobody_is_called_reliable(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    with StandingSimulator([PAYER, UNRELIABLE]) as simulator:
        simulator.fail(Fault.SERVER_ERROR, times=None)
        desk.offices.vat_payers = VatPayers(line(simulator.adis_url, tmp_path))
        told = desk.registers.vat(desk.clients.df().index)
    assert set(told["answer"]) == {"out_of_reach"}
    assert told["unreliable"].isna().all()
    assert told["text"].ne("").all()


def test_vies_says_of_each_dic_whether_it_is_valid(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    with StandingSimulator([PAYER, UNRELIABLE]) as simulator:
        desk.offices.vies = Vies(line(simulator.vies_url, tmp_path))
        told = desk.registers.vies()
    assert told["dic"].tolist() == ["CZ90000006", "CZ90000006", "CZ90000014", "CZ90000022"]
    assert told["answer"].tolist() == ["found"] * 4
    assert told["valid"].tolist() == [True, True, True, False]


def test_vies_that_fails_calls_no_number_invalid(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    with StandingSimulator([PAYER], vies="MS_UNAVAILABLE") as simulator:
        desk.offices.vies = Vies(line(simulator.vies_url, tmp_path))
        told = desk.registers.vies()
    assert set(told["answer"]) == {"out_of_reach"}
    assert told["valid"].isna().all()
    assert told["text"].ne("").all()


def test_insolvency_tells_open_proceedings_from_none_and_from_no_answer(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "clients.duckdb", "ana")
    for name, ico in (
        ("Dlužník", FIRM.ico),
        ("Bez řízení", "90000006"),
        ("Bez IČO", None),
        ("Jindy", "90000014"),
    ):
        desk.akce.create("client", name=name, ico=ico).run()
    icos = desk.clients.df()["ico"]
    later = icos.index[icos.eq("90000014")]
    with StandingSimulator(insolvencies=[FIRM]) as simulator:
        desk.offices.insolvencies = Insolvencies(line(simulator.isir_url, tmp_path))
        told = desk.registers.insolvency(icos.index.difference(later))
        simulator.fail(Fault.SERVER_ERROR, times=None)
        failed = desk.registers.insolvency(later)
    assert told[["ico", "answer", "open", "cases"]].fillna("").to_numpy().tolist() == [
        [FIRM.ico, "found", True, CASE.mark],
        ["90000006", "not_found", False, ""],
    ]
    assert failed["answer"].tolist() == ["out_of_reach"]
    assert failed["open"].isna().all()


def test_the_environment_says_where_the_registers_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = StandingSettings()
    assert StandingSettings.from_environment({}) == usual
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    with StandingSimulator([PAYER, UNRELIABLE]) as simulator:
        monkeypatch.setenv("WORKBENCH_ADIS_URL", simulator.adis_url)
        assert desk_of(tmp_path).registers.vat()["answer"].tolist()[0] == "found"
