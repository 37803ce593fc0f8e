"""What the register of VAT payers says of clients, as one table."""

from datetime import date
from pathlib import Path

from standing_world import PAYER, UNRELIABLE, line

from workbench.desk import Desk
from workbench.registry.simulator import Fault, StandingSimulator
from workbench.registry.standing import VatPayers


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
        desk.registers.vat_payers = VatPayers(line(simulator.adis_url, tmp_path))
        told = desk.registers.vat()
    assert told["answer"].tolist() == ["found", "found", "found", "not_found"]
    assert told["account_published"].tolist() == [True, False, None, None]
    assert told["unreliable"].tolist() == [False, False, True, None]
    assert told["unreliable_since"].tolist()[2] == date(2025, 5, 1)


def test_when_the_register_fails_nobody_is_called_reliable(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    with StandingSimulator([PAYER, UNRELIABLE]) as simulator:
        simulator.fail(Fault.SERVER_ERROR, times=None)
        desk.registers.vat_payers = VatPayers(line(simulator.adis_url, tmp_path))
        told = desk.registers.vat(desk.clients.df().index)
    assert set(told["answer"]) == {"out_of_reach"}
    assert told["unreliable"].isna().all()
    assert told["text"].ne("").all()
