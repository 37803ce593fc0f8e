"""What stands behind the common answer: source registers, code lists, standard addresses, notifications."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from ares_world import TODAY, ares, firm, ico, trader

from workbench.errors import RegisterError
from workbench.model.identifiers import Note
from workbench.registry.answers import NotFound, OutOfReach, Refused
from workbench.registry.ares import AresRegister, Change, ChangeBatch, Detail, Source, enriched
from workbench.registry.simulator import AresSimulator, Fault


@pytest.fixture(name="register")
def _register(simulator: AresSimulator, tmp_path: Path) -> Iterator[AresRegister]:
    with ares(simulator.base_url, tmp_path) as register:
        yield register


def test_each_source_register_adds_what_it_knows(register: AresRegister) -> None:
    number = ico(7)
    found = {source: register.details([number], source)[number] for source in Source}
    assert found[Source.VR] == Detail(
        number, Source.VR, "MF, ARES 2026-11-23 (VR)", TODAY, state="AKTIVNI", court_file="C 7/KSBR"
    )
    assert found[Source.RES] == Detail(
        number, Source.RES, "MF, ARES 2026-11-23 (RES)", TODAY, nace="47110", employees="000"
    )
    assert found[Source.RZP] == Detail(
        number, Source.RZP, "MF, ARES 2026-11-23 (RZP)", TODAY,
        trades=("Výroba, obchod a služby neuvedené v přílohách 1 až 3 živnostenského zákona",),
    )  # fmt: skip
    assert found[Source.ROS] == Detail(
        number, Source.ROS, "MF, ARES 2026-11-23 (ROS)", TODAY, state="AKTIVNI", data_box="abc234d"
    )
    bare = firm(7, court_file=None, nace=None, data_box=None)
    full = enriched(bare, found)
    assert (full.court_file, full.nace, full.data_box) == ("C 7/KSBR", "47110", "abc234d")


def test_what_a_source_register_cannot_tell_changes_nothing() -> None:
    subject = firm(7)
    silent = Detail(subject.ico, Source.VR, "", date(2026, 11, 23))
    assert enriched(subject, {Source.VR: silent, Source.RES: OutOfReach(Note("x", "ARES"))}) == subject


def test_details_go_a_hundred_at_a_time_and_a_sole_trader_has_no_court_file(
    register: AresRegister, simulator: AresSimulator
) -> None:
    asked = [*(ico(number) for number in range(150)), ico(5000)]
    found = register.details(asked, Source.VR)
    assert [len(one.icos) for one in simulator.asked] == [100, 51]
    assert isinstance(found[ico(5000)], NotFound)
    assert sum(isinstance(one, Detail) for one in found.values()) == 150
    register.details(asked, Source.VR)
    assert len(simulator.asked) == 2  # also "not in this register" is kept


def test_statutory_bodies_are_not_kept(register: AresRegister, tmp_path: Path) -> None:
    register.details([ico(1), ico(2), ico(5000)], Source.VR)
    register.details([ico(1), ico(2), ico(5000)], Source.RZP)
    kept = (tmp_path / "replies.duckdb").read_bytes()
    assert b"KSBR" in kept  # the search would find what stands there
    assert b"Jednatelka" not in kept


def test_what_is_no_ico_is_refused(register: AresRegister) -> None:
    assert isinstance(register.details(["abc"], Source.VR)["abc"], Refused)


def test_one_code_means_other_things_in_other_sources(
    register: AresRegister, simulator: AresSimulator
) -> None:
    res, rzp = register.code_list("PravniForma", "res"), register.code_list("PravniForma", "rzp")
    assert res["112"] == "Společnost s ručením omezeným"
    assert res["100"] != rzp["100"]
    assert all(b'"zdrojCiselniku"' in one.body for one in simulator.asked)


def test_an_item_that_ended_is_left_out(register: AresRegister, simulator: AresSimulator) -> None:
    items = simulator.answering.code_lists[0]["polozkyCiselniku"]
    items[0]["platnostDo"], items[1]["platnostDo"] = "2026-11-22", "2026-11-23"
    assert list(register.code_list("PravniForma", "res"))[:2] == ["101", "111"]


def test_an_unknown_code_list_says_what_to_check(register: AresRegister) -> None:
    with pytest.raises(RegisterError) as caught:
        register.code_list("Nic", "res")
    assert "Zkontrolujte" in str(caught.value)


def test_an_address_is_put_into_its_standard_form(register: AresRegister) -> None:
    found = register.standardise("Smyšlená 8, Brno")
    assert found.state == "UPLNA"
    assert [one.text for one in found.addresses] == ["Smyšlená 8, Veveří, 60200 Brno"]
    assert found.addresses[0].seat.place_code == "190000007"
    assert register.standardise("Smyšlená Brno", strict=True).addresses == ()
    assert len(register.standardise("Smyšlená Brno").addresses) == 20


def test_changes_come_in_numbered_batches(register: AresRegister, simulator: AresSimulator) -> None:
    assert register.change_batches(Source.RES) == ()
    simulator.announce("res", [(ico(1), "ZMENA"), ("ARES_00000001", "VZNIK")])
    assert register.change_batches(Source.RES) == (ChangeBatch(1, "res", TODAY, 2),)
    assert register.changes(Source.RES, 1) == (Change(ico(1), "ZMENA"), Change(None, "VZNIK"))
    assert register.changes(Source.RES, 2) == ()  # no longer kept


@pytest.mark.parametrize("ask", ["code_list", "standardise", "change_batches"])
def test_trouble_is_raised_with_its_reason(
    ask: str, register: AresRegister, simulator: AresSimulator
) -> None:
    simulator.fail(Fault.SERVER_ERROR)
    questions: dict[str, Callable[[], object]] = {
        "code_list": lambda: register.code_list("PravniForma", "res"),
        "standardise": lambda: register.standardise("Brno"),
        "change_batches": lambda: register.change_batches(Source.VR),
    }
    with pytest.raises(RegisterError) as caught:
        questions[ask]()
    assert "HTTP 500" in str(caught.value)


def test_a_sole_trader_is_read_from_the_trade_register(register: AresRegister) -> None:
    number = trader(5000).ico
    detail = register.details([number], Source.RZP)[number]
    assert isinstance(detail, Detail)
    assert len(detail.trades) == 1
