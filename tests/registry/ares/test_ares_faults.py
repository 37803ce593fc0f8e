"""What goes wrong in the middle of a thousand: nothing is lost, the rest is finished, the message says what to do."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from ares_world import TODAY, ObedientClock, ares, firm, firms, ico
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.registry.answers import Answer, Found, Malformed, NotFound, OutOfReach, Refused
from workbench.registry.ares import Timeouts
from workbench.registry.manners import Retries
from workbench.registry.simulator import AresSimulator, Fault

THOUSAND = [ico(number) for number in range(1000)]
HIT = ico(450)
BATCH = THOUSAND[400:500]
MIDDLE = THOUSAND[300:600]
"""The batch that is hit, the one before and the one behind."""
HASTY = Timeouts(connect=5, read=0.8, whole=10)


@dataclass(frozen=True)
class Case:
    """A fault, the answer of those it hits, words of the message, how often the question is sent in all."""

    fault: Fault
    answer: type[Answer]
    words: tuple[str, ...]
    sent: int
    retry_after: int | None = None


CASES = [
    Case(Fault.SLOW, OutOfReach, ("včas neodpověděl", "Zeptejte se znovu"), 2),
    Case(Fault.SLOW_BODY, OutOfReach, ("včas neodpověděl", "Zeptejte se znovu"), 2),
    Case(Fault.RESET, OutOfReach, ("spojení", "Zkontrolujte síť"), 2),
    Case(Fault.CUT_OFF, OutOfReach, ("spojení", "Zkontrolujte síť"), 2),
    Case(Fault.SERVER_ERROR, OutOfReach, ("HTTP 500", "Zeptejte se znovu"), 1),
    Case(Fault.BAD_GATEWAY, OutOfReach, ("HTTP 502", "Zeptejte se znovu"), 2),
    Case(Fault.UNAVAILABLE, OutOfReach, ("HTTP 503", "Zeptejte se znovu"), 2),
    Case(Fault.ERROR_BODY, OutOfReach, ("hlásí vlastní chybu", "Zeptejte se znovu"), 1),
    Case(Fault.WRONG_ADDRESS, OutOfReach, ("HTTP 404", "Zkontrolujte adresu"), 1),
    Case(Fault.MOVED, OutOfReach, ("HTTP 302", "Zkontrolujte adresu"), 1),
    Case(Fault.MAINTENANCE, Malformed, ("webová stránka", "Zeptejte se znovu"), 1),
    Case(Fault.TRUNCATED, Malformed, ("poškozená", "Zeptejte se znovu"), 1),
    Case(Fault.WRONG_CHARSET, Malformed, ("UTF-8", "Zeptejte se znovu"), 1),
    Case(Fault.OTHER_SHAPE, Malformed, ("jinou podobu", "Zeptejte se znovu"), 1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.fault)
def test_a_batch_that_fails_takes_nobody_else_down(
    case: Case, simulator: AresSimulator, tmp_path: Path
) -> None:
    simulator.fail(case.fault, about=HIT, times=None)
    slow = case.fault in {Fault.SLOW, Fault.SLOW_BODY}
    with ares(
        simulator.base_url, tmp_path, retries=Retries(attempts=2), timeouts=HASTY if slow else None
    ) as register:
        answers = register.lookup(MIDDLE)
        assert list(answers) == MIDDLE
        hit = [number for number, answer in answers.items() if not isinstance(answer, Found)]
        assert hit == BATCH
        assert {type(answers[number]) for number in hit} == {case.answer}
        assert all(words in answers[HIT].text() for words in case.words), answers[HIT].text()
        assert sum(HIT in asked.icos for asked in simulator.asked) == case.sent

        simulator.heal()
        before = len(simulator.asked)
        again = register.lookup(MIDDLE)
        assert all(isinstance(answer, Found) for answer in again.values())
        assert [asked.icos for asked in simulator.asked[before:]] == [BATCH]  # only what was lacking


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.CUT_OFF, Fault.BAD_GATEWAY, Fault.UNAVAILABLE])
def test_a_passing_fault_costs_only_a_wait(fault: Fault, simulator: AresSimulator, tmp_path: Path) -> None:
    clock = ObedientClock()
    simulator.fail(fault, first=5)
    with ares(simulator.base_url, tmp_path, clock=clock) as register:
        assert all(isinstance(answer, Found) for answer in register.lookup(THOUSAND).values())
    assert len(simulator.asked) == 11
    assert any(1.0 <= slept <= 1.5 for slept in clock.slept)


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.TOO_MANY_REQUESTS])
def test_a_short_retry_after_is_waited_for(fault: Fault, simulator: AresSimulator, tmp_path: Path) -> None:
    clock = ObedientClock()
    simulator.fail(fault, first=5, retry_after=7)
    with ares(simulator.base_url, tmp_path, clock=clock) as register:
        assert all(isinstance(answer, Found) for answer in register.lookup(THOUSAND).values())
    assert 7.0 in clock.slept


def test_a_long_retry_after_is_told_and_nobody_asks_until_then(
    simulator: AresSimulator, tmp_path: Path
) -> None:
    clock = ObedientClock()
    simulator.fail(Fault.UNAVAILABLE, first=5, retry_after=3600)
    with ares(simulator.base_url, tmp_path, clock=clock) as register:
        answers = register.lookup(THOUSAND)
        assert Counter(type(answer) for answer in answers.values()) == {Found: 400, Refused: 600}
        assert len(simulator.asked) == 5
        assert "3\u00a0600 sekund" in answers[HIT].text()
        assert not register.status().ready
        assert "13:00:00" in register.status().text()

        clock.time += 3600
        assert register.status().ready
        assert all(isinstance(answer, Found) for answer in register.lookup(THOUSAND).values())
    assert len(simulator.asked) == 11


def test_a_block_stops_all_questions_of_the_machine_and_says_until_when(
    simulator: AresSimulator, tmp_path: Path
) -> None:
    clock = ObedientClock()
    simulator.fail(Fault.BLOCKED, first=5)
    with (
        ares(simulator.base_url, tmp_path, clock=clock) as mine,
        ares(simulator.base_url, tmp_path, clock=clock, keep=False) as another,
    ):
        answers = mine.lookup(THOUSAND)
        assert Counter(type(answer) for answer in answers.values()) == {Found: 400, Refused: 600}
        assert "zablokoval" in answers[HIT].text()
        other = another.lookup([ico(1)])[ico(1)]
        assert isinstance(other, Refused)
        assert "12:15:00" in other.text()
        assert len(simulator.asked) == 5

        clock.time += 15 * 60
        assert all(isinstance(answer, Found) for answer in mine.lookup(THOUSAND).values())


def test_an_outage_opens_the_breaker_which_says_when_it_asks_again(
    simulator: AresSimulator, tmp_path: Path
) -> None:
    clock = ObedientClock()
    simulator.fail(Fault.RESET, first=5, times=None)
    with ares(simulator.base_url, tmp_path, clock=clock) as register:
        answers = register.lookup(THOUSAND)
        assert Counter(type(answer) for answer in answers.values()) == {Found: 400, OutOfReach: 600}
        assert len(simulator.asked) == 4 + 3 * 3  # three questions, each sent three times; then nobody asks
        assert "selhal 3× za sebou" in answers[THOUSAND[-1]].text()
        assert not register.status().ready

        simulator.heal()
        clock.time += 61
        assert all(isinstance(answer, Found) for answer in register.lookup(THOUSAND).values())
        assert register.status().ready


def test_a_server_that_is_not_there_is_out_of_reach(tmp_path: Path) -> None:
    with AresSimulator() as gone:
        address = gone.base_url
    with ares(address, tmp_path) as register:
        answer = register.lookup([ico(1)])[ico(1)]
    assert isinstance(answer, OutOfReach)
    assert "Zkontrolujte síť" in answer.text()


@pytest.mark.parametrize("address", ["ftp://ares.invalid", "nowhere", "http://ares.invalid:port"])
def test_a_nonsense_address_is_a_matter_of_settings(address: str, tmp_path: Path) -> None:
    with ares(address, tmp_path) as register:
        answer = register.lookup([ico(1)])[ico(1)]
    assert isinstance(answer, OutOfReach)
    assert "nastavení" in answer.text()


def test_a_reply_that_only_trickles_ends(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path, timeouts=Timeouts(whole=0)) as register:
        answer = register.lookup([ico(1)])[ico(1)]
    assert isinstance(answer, OutOfReach)
    assert "včas" in answer.text()


def test_an_unusable_queue_file_means_not_asking(simulator: AresSimulator, tmp_path: Path) -> None:
    (tmp_path / "ares.queue").mkdir()
    with ares(simulator.base_url, tmp_path) as register:
        answer = register.lookup([ico(1)])[ico(1)]
    assert isinstance(answer, OutOfReach)
    assert "WORKBENCH_HOME" in answer.text()
    assert not simulator.asked


def test_an_interrupted_run_keeps_what_was_answered(simulator: AresSimulator, tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done >= 300:
            raise KeyboardInterrupt

    with ares(simulator.base_url, tmp_path) as register, pytest.raises(KeyboardInterrupt):
        register.lookup(THOUSAND, progress=stop)
    assert len(simulator.asked) == 3
    with ares(simulator.base_url, tmp_path) as later:
        later.lookup(THOUSAND, max_age=timedelta(hours=1))
    assert len(simulator.asked) == 10


QUICK = [fault for fault in Fault if fault not in {Fault.SLOW, Fault.SLOW_BODY}]


@examples(7)
@given(
    st.lists(st.tuples(st.sampled_from(QUICK), st.integers(1, 8), st.integers(1, 4)), max_size=5),
    st.lists(st.integers(0, 450), min_size=1, max_size=300, unique=True),
)
def test_whatever_happens_on_the_way_no_answer_is_untrue(
    faults: list[tuple[Fault, int, int]], numbers: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder, AresSimulator(firms(300), today=TODAY) as simulator:
        for fault, first, times in faults:
            simulator.fail(fault, first=first, times=times, retry_after=first)
        with ares(simulator.base_url, Path(folder), keep=False) as register:
            answers = register.lookup([ico(number) for number in numbers])
    assert len(answers) == len(numbers)
    for number in numbers:
        answer = answers[ico(number)]
        assert isinstance(answer, Malformed | OutOfReach | Refused | (Found if number < 300 else NotFound))
        if isinstance(answer, Found):
            assert answer.subject.name == firm(number).name
        assert "{" not in answer.text() or isinstance(answer, Malformed)
