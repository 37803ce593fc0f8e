"""The limits of ADIS and ISIR: the client keeps them, the simulator counts and refuses; time is accelerated."""

import threading
from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from ares_world import ObedientClock, ico
from standing_world import FIRM, PAYER, line

from workbench.model.times import PRAGUE
from workbench.registry.answers import NotFound, Refused
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import HttpReply, QueueFile, State
from workbench.registry.simulator import StandingSimulator
from workbench.registry.standing import Insolvencies, VatPayers
from workbench.registry.standing.office import Office

Result = TypeVar("Result")
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


class Remembered(QueueFile):
    """A queue without the disk: a day of questions in a second."""

    state = State()

    def change(self, step: Callable[[State], tuple[State, Result]]) -> Result:
        self.state, result = step(self.state)
        return result


@pytest.mark.parametrize(
    ("office", "path", "questions", "limits"),
    [
        (VatPayers, "/adis", 11_000, {HOUR: 2_000, DAY: 10_000}),
        (Insolvencies, "/isir", 3_500, {MINUTE: 50, DAY: 3_000}),
    ],
)
def test_more_questions_than_a_day_allows_go_out_within_every_limit_and_take_the_day(
    office: type[Office], path: str, questions: int, limits: dict[float, int], tmp_path: Path
) -> None:
    clock = ObedientClock()
    start = clock.time
    polite = office.manners(Remembered(tmp_path / "one.queue"), clock=clock)
    sent: list[float] = []

    def send() -> HttpReply:
        sent.append(clock.now())
        blocked = simulator.take("POST", path, "", b"")
        simulator.leave(path)
        return HttpReply(403 if blocked else 200, b"")

    with StandingSimulator(clock=clock.now) as simulator:
        for _ in range(questions):
            assert polite.ask(send) == HttpReply(200, b"")
    assert simulator.counter(path).refused == 0
    for seconds, most in limits.items():
        ends = (bisect_left(sent, at + seconds - 0.001) for at in sent)
        busiest = max(end - first for first, end in enumerate(ends))
        assert busiest <= most
    assert DAY / 2 < clock.time - start < 2 * DAY  # polite, and not slower than need be


@pytest.mark.parametrize(
    ("path", "pause", "most"),
    [("/adis", 0, 2_000), ("/adis", 2, 10_000), ("/isir", 0, 50), ("/isir", 2, 3_000)],
)
def test_the_simulator_refuses_the_first_question_beyond_a_limit(path: str, pause: float, most: int) -> None:
    clock = ObedientClock()
    answered = 0
    with StandingSimulator(clock=clock.now) as simulator:
        while simulator.take("POST", path, "", b"") is None:
            simulator.leave(path)
            answered += 1
            clock.time += pause
    assert answered == most
    assert simulator.counter(path).refused == 1


def test_no_more_than_four_questions_are_under_way_at_adis_whoever_asks(tmp_path: Path) -> None:
    gate, crowd = threading.Event(), threading.Condition()

    class Slow(StandingSimulator):
        def answer(self, method: str, path: str, body: bytes) -> tuple[HTTPStatus, bytes]:
            with crowd:
                crowd.notify_all()
            gate.wait(60)
            return super().answer(method, path, body)

    class Noticing(ObedientClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if seconds > 0:
                with crowd:
                    crowd.notify_all()
                gate.wait(60)

    clock = Noticing()
    answers: list[object] = []

    def ask(number: int) -> None:
        polite = VatPayers.manners(QueueFile(tmp_path / "adis.queue"), clock=clock)
        limits, transport = Timeouts(read=60, whole=60), httpx.HTTPTransport(verify=False)
        register = VatPayers(
            Line("ADIS", polite, base_url=simulator.adis_url, timeouts=limits, transport=transport)
        )
        answers.append(register.lookup([f"CZ{ico(number)}"])[f"CZ{ico(number)}"])
        register.close()

    with Slow() as simulator:
        askers = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for one in askers:
            one.start()
        counted = simulator.counter("/adis")
        with crowd:  # four ask and two wait; were there no places, six would ask
            assert crowd.wait_for(lambda: counted.most_at_once + len(clock.slept) >= 6, timeout=50)
        gate.set()
        for one in askers:
            one.join()
    assert (counted.most_at_once, counted.refused) == (4, 0)
    assert [type(one) for one in answers] == [NotFound] * 6


def test_a_fifth_question_at_once_is_refused_by_the_simulator() -> None:
    with StandingSimulator() as simulator:
        assert [simulator.take("POST", "/adis", "", b"") is None for _ in range(5)] == [True] * 4 + [False]


@pytest.mark.parametrize(("minute", "asked"), [(9, 0), (10, 1)])
def test_in_the_first_ten_minutes_of_a_day_adis_is_not_even_asked(
    minute: int, asked: int, tmp_path: Path
) -> None:
    clock = ObedientClock(datetime(2026, 11, 24, 0, minute, tzinfo=PRAGUE).timestamp())
    with StandingSimulator([PAYER]) as simulator:
        register = VatPayers(line(simulator.adis_url, tmp_path, clock))
        answer = register.lookup([PAYER.dic])[PAYER.dic]
        register.close()
    assert len(simulator.asked) == asked
    if not asked:
        assert isinstance(answer, Refused)
        assert (answer.reason.code, answer.retry_after) == ("night", 60.0)
        assert "0:10" in answer.text()


def test_who_has_no_patience_is_told_when_the_next_question_may_go_out(tmp_path: Path) -> None:
    clock = ObedientClock()
    with StandingSimulator(insolvencies=[FIRM], clock=clock.now) as simulator:
        polite = Insolvencies.manners(QueueFile(tmp_path / "isir.queue"), clock=clock)
        transport = httpx.HTTPTransport(verify=False)
        register = Insolvencies(Line("ISIR", polite, base_url=simulator.isir_url, transport=transport))
        answers = register.lookup([ico(number) for number in range(40)], patience=1.0)
        register.close()
    kinds = [type(one) for one in answers.values()]
    assert kinds == [NotFound] * len(simulator.asked) + [Refused] * (40 - len(simulator.asked))
    last = answers[ico(39)]
    assert isinstance(last, Refused)
    assert last.reason.code == "used_up"
    assert "vyčerpány" in last.text()
    assert sum(clock.slept) <= 1.0 * len(simulator.asked)
