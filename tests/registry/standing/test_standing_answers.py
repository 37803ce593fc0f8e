"""Asking ADIS, VIES and ISIR: five answers, nothing asked twice, nothing kept about people."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from ares_world import ico
from standing_world import FIRM, PAYER, PERSON, UNRELIABLE, Three

from workbench.registry.answers import Malformed, NotFound, OutOfReach, Refused
from workbench.registry.simulator import Fault, StandingSimulator
from workbench.registry.standing import Insolvency, VatPayer, ViesNumber

TODAY = date(2026, 11, 23)


@pytest.fixture(name="simulator")
def _simulator() -> Iterator[StandingSimulator]:
    with StandingSimulator([PAYER, UNRELIABLE], [FIRM, PERSON], today=TODAY) as running:
        yield running


@pytest.fixture(name="three")
def _three(simulator: StandingSimulator, tmp_path: Path) -> Iterator[Three]:
    three = Three(simulator, tmp_path)
    yield three
    three.close()


def test_payers_are_matched_back_to_the_texts_that_were_asked(three: Three) -> None:
    answers = three.adis.lookup(["cz 90000006", "CZ90000014", "CZ90000022", "SK1234567890"])
    payer, unreliable = answers["cz 90000006"], answers["CZ90000014"]
    assert isinstance(payer, VatPayer)
    assert (payer.name, payer.publishes("19-2000145399/0800"), payer.as_of) == (
        "Vymyšlená s.r.o.",
        True,
        TODAY,
    )
    assert isinstance(unreliable, VatPayer)
    assert (unreliable.unreliable, unreliable.unreliable_since) == (True, date(2025, 5, 1))
    assert isinstance(answers["CZ90000022"], NotFound)
    assert isinstance(answers["SK1234567890"], Refused)


def test_a_hundred_go_in_one_question_and_none_is_asked_twice(
    three: Three, simulator: StandingSimulator
) -> None:
    numbers = [f"CZ{ico(number)}" for number in range(250)]
    first = three.adis.lookup(numbers)
    assert len(simulator.asked) == 3
    assert three.adis.lookup(numbers) == first
    assert len(simulator.asked) == 3
    three.adis.lookup(numbers[:1], max_age=timedelta(0))
    assert len(simulator.asked) == 4


def test_the_list_of_unreliable_payers_is_mirrored(three: Three, simulator: StandingSimulator) -> None:
    assert three.adis.unreliable() == {"CZ90000014": date(2025, 5, 1)}
    assert three.adis.unreliable() == {"CZ90000014": date(2025, 5, 1)}
    assert len(simulator.asked) == 1


def test_at_night_adis_refuses_and_says_when_to_come_back(tmp_path: Path) -> None:
    with StandingSimulator([PAYER], now=lambda: time(0, 5)) as simulator:
        answer = Three(simulator, tmp_path).adis.lookup(["CZ90000006"])["CZ90000006"]
    assert isinstance(answer, Refused)
    assert (answer.reason.code, answer.retry_after) == ("night", 600.0)


def test_vies_tells_valid_from_invalid(three: Three) -> None:
    answers = three.vies.lookup(["CZ90000006", "CZ90000022"])
    assert answers["CZ90000006"] == ViesNumber("CZ90000006", valid=True, name="Vymyšlená s.r.o.", as_of=TODAY)
    assert answers["CZ90000022"] == ViesNumber("CZ90000022", valid=False, as_of=TODAY)


@pytest.mark.parametrize(
    ("error", "kind"),
    [("MS_UNAVAILABLE", OutOfReach), ("MS_MAX_CONCURRENT_REQ", Refused), ("INVALID_INPUT", Refused), ("SOMETHING_NEW", OutOfReach)],
)  # fmt: skip
def test_an_error_of_vies_never_says_that_a_number_is_invalid(tmp_path: Path, error: str, kind: type) -> None:
    with StandingSimulator([PAYER], vies=error) as simulator:
        assert isinstance(Three(simulator, tmp_path).vies.lookup(["CZ90000006"])["CZ90000006"], kind)


def test_proceedings_are_found_and_their_absence_is_an_answer(three: Three) -> None:
    answers = three.isir.lookup(["90000022", "90000006", "x"])
    found = answers["90000022"]
    assert isinstance(found, Insolvency)
    assert found.open
    assert found.cases == FIRM.cases
    assert isinstance(answers["90000006"], NotFound)
    assert isinstance(answers["x"], Refused)


def test_nothing_about_a_person_reaches_the_disk(
    three: Three, tmp_path: Path, simulator: StandingSimulator
) -> None:
    found = three.isir.lookup(["90000031"])["90000031"]
    assert isinstance(found, Insolvency)
    assert found.natural
    assert "Smyšlený" not in repr(found)
    three.adis.lookup(["CZ9001011238"])
    three.isir.lookup(["90000022"])  # so that there is a file
    three.close()
    kept = (tmp_path / "replies.duckdb").read_bytes()
    assert b"90000022" in kept
    for secret in (b"Smy\xc5\xa1len\xc3\xbd", b"900101", b"90000031", b"9001011238"):
        assert secret not in kept
    asked = len(simulator.asked)
    three.isir.lookup(["90000031"])
    assert len(simulator.asked) == asked, "the kernel remembers it"


@pytest.mark.parametrize("fault", [one for one in Fault if one not in {Fault.SLOW, Fault.SLOW_BODY}])
def test_whatever_goes_wrong_on_the_way_says_nothing_about_the_firm(
    simulator: StandingSimulator, tmp_path: Path, fault: Fault
) -> None:
    simulator.fail(fault, times=None)  # time limits are those of the line, held by the tests of ARES
    for number, ask in enumerate(("adis", "vies", "isir")):
        three = Three(simulator, tmp_path / str(number))
        register = getattr(three, ask)
        asked = "90000022" if ask == "isir" else "CZ90000006"
        assert isinstance(register.lookup([asked])[asked], Refused | OutOfReach | Malformed)
        three.close()
