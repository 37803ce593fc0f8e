"""One queue for the whole machine, retries where they make sense, and rests that say when they end."""

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from ares_world import NOON, ObedientClock, manners
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DiskError, InputError
from workbench.model.identifiers import Note
from workbench.registry.answers import OutOfReach, Refused
from workbench.registry.manners import (
    Breaker,
    Closed,
    HttpReply,
    NoReply,
    Pace,
    QueueFile,
    Retries,
    State,
    Why,
    retry_after,
)
from workbench.registry.manners.turns import GONE_AFTER, Turns

START = NOON.timestamp()
LOST = NoReply(Note("timeout", "ARES"))
GOOD = HttpReply(200, b"{}")


def sender(*replies: HttpReply | NoReply) -> tuple[Callable[[], HttpReply | NoReply], list[int]]:
    """Sends these replies one after the other, the last one for ever; and how often it was asked."""
    asked: list[int] = []
    ahead = itertools.chain(replies, itertools.repeat(replies[-1]))

    def send() -> HttpReply | NoReply:
        asked.append(len(asked) + 1)
        return next(ahead)

    return send, asked


@given(
    st.integers(2, 300).flatmap(lambda most: st.tuples(st.just(most), st.integers(1, most - 1))),
    st.lists(st.floats(0, 30), min_size=1, max_size=200),
)
def test_no_window_sees_more_questions_than_the_pace_allows(
    limits: tuple[int, int], pauses: list[float]
) -> None:
    pace = Pace(*limits)
    next_at, now, sent = 0.0, START, []
    for pause in pauses:
        next_at, wait = pace.reserve(next_at, now + pause)
        now += pause + wait
        sent.append(now)
    for at in sent:
        assert sum(1 for one in sent if at <= one < at + pace.window - 0.001) <= pace.per_minute


_SECONDS = st.sampled_from([0.0, 0.0, 0.0, 0.5, 9.0, 20.0])


@given(
    st.integers(3, 8).flatmap(lambda most: st.tuples(st.just(most), st.integers(1, most - 1))),
    st.lists(st.tuples(st.integers(0, 4), _SECONDS, _SECONDS, _SECONDS), min_size=20, max_size=60),
)
@examples(10, deadline=None)
def test_however_late_questions_come_in_no_window_counts_more_than_the_pace_allows(
    limits: tuple[int, int], questions: list[tuple[int, float, float, float]]
) -> None:
    """Each notebook idles, takes its turn, is late, and waits for its reply; the register counts when it comes in."""
    turns = Turns(Pace(*limits, window=10.0))
    waiting: dict[int, list[tuple[float, float, float]]] = {}
    for notebook, *times in questions:
        waiting.setdefault(notebook, []).append((times[0], times[1], times[2]))
    state, counted = State(), []
    happens = [(START + each[0][0], notebook, -1.0) for notebook, each in waiting.items()]
    heapq.heapify(happens)
    while happens:
        now, notebook, turn = heapq.heappop(happens)
        if turn < 0:
            state, taken = turns.take(state, now)
            if taken is None:
                heapq.heappush(happens, (now + 1.0, notebook, -1.0))
                continue
            _, late, slow = waiting[notebook].pop(0)
            counted.append(taken + late)
            heapq.heappush(happens, (taken + late + slow, notebook, taken))
        else:
            state = turns.over(state, now, turn)
            if waiting[notebook]:
                heapq.heappush(happens, (now + waiting[notebook][0][0], notebook, -1.0))
    assert not state.under_way
    for at in counted:
        assert (
            sum(1 for one in counted if at <= one < at + turns.pace.window - 0.001) <= turns.pace.per_minute
        )


def test_a_question_that_waited_long_for_its_reply_keeps_its_place_in_the_burst_until_then() -> None:
    turns = Turns(Pace(per_minute=32, burst=2))
    state, first = turns.take(State(), START)
    assert first == START
    state = turns.over(state, START + 100, first)
    waits = []
    for _ in range(2):
        state, turn = turns.take(state, START + 100)
        waits.append(turn and turn - START - 100)
    assert waits == [0.0, 2.0]  # it may have been counted just now


def test_what_a_killed_process_sent_is_forgotten_in_time() -> None:
    turns = Turns(Pace(per_minute=30, burst=2))
    state, _ = turns.take(State(), START)
    state, _ = turns.take(state, START)
    assert turns.take(state, START + GONE_AFTER - 1)[1] is None
    assert turns.take(state, START + GONE_AFTER + 1)[1] == START + GONE_AFTER + 1


def test_after_a_pause_a_burst_goes_out_at_once_and_then_evenly() -> None:
    pace = Pace(per_minute=70, burst=10)
    next_at, waits = 0.0, []
    for _ in range(13):
        next_at, wait = pace.reserve(next_at, START)
        waits.append(round(wait, 3))
    assert waits == [0.0] * 10 + [1.0, 2.0, 3.0]


def test_a_clock_that_was_set_back_does_not_stop_the_queue() -> None:
    next_at, wait = Pace().reserve(START + 86_400, START)
    assert wait <= 60
    assert next_at <= START + 61


@pytest.mark.parametrize(("per_minute", "burst"), [(10, 10), (10, 0), (1, 1), (0, 0)])
def test_a_pace_that_makes_no_sense_is_refused(per_minute: int, burst: int) -> None:
    with pytest.raises(InputError):
        Pace(per_minute, burst)


def test_the_usual_pace_is_well_below_what_ares_allows() -> None:
    assert Pace().per_minute <= 250


def test_questions_of_several_notebooks_stand_in_one_queue(tmp_path: Path) -> None:
    clock = ObedientClock()
    first, second = (manners(tmp_path, clock, pace=Pace(per_minute=70, burst=10)) for _ in range(2))
    send, asked = sender(GOOD)
    for _ in range(6):
        first.ask(send)
        second.ask(send)
    assert len(asked) == 12
    assert sum(clock.slept) == pytest.approx(2.0)


@pytest.mark.parametrize("reply", [LOST, HttpReply(502, b""), HttpReply(503, b""), HttpReply(504, b"")])
def test_what_may_pass_is_sent_three_times_with_growing_pauses(
    reply: HttpReply | NoReply, tmp_path: Path
) -> None:
    clock = ObedientClock()
    send, asked = sender(reply)
    assert manners(tmp_path, clock).ask(send) == reply
    assert len(asked) == 3
    first, second = clock.slept
    assert 1.0 <= first <= 1.5
    assert 2.0 <= second <= 3.0


@pytest.mark.parametrize(
    "reply", [GOOD, HttpReply(400, b""), HttpReply(404, b""), HttpReply(403, b""), HttpReply(500, b""), NoReply(Note("x", "ARES"), passing=False)]
)  # fmt: skip
def test_what_will_not_pass_is_sent_once(reply: HttpReply | NoReply, tmp_path: Path) -> None:
    send, asked = sender(reply)
    assert manners(tmp_path, ObedientClock()).ask(send) == reply
    assert len(asked) == 1


def test_a_429_without_a_time_still_means_waiting(tmp_path: Path) -> None:
    clock = ObedientClock()
    send, asked = sender(HttpReply(429, b""))
    polite = manners(tmp_path, clock)
    polite.ask(send)
    assert len(asked) == 1
    closed = polite.closed()
    assert closed is not None
    assert (closed.why, closed.seconds) == (Why.ASKED_TO_WAIT, 60.0)


def test_failures_in_a_row_make_rests_that_grow_to_a_limit(tmp_path: Path) -> None:
    clock = ObedientClock()
    polite = manners(tmp_path, clock, retries=Retries(attempts=1))
    send, asked = sender(LOST)
    for _ in range(3):
        assert polite.ask(send) == LOST
    rests = []
    for _ in range(6):
        closed = polite.ask(send)
        assert isinstance(closed, Closed)
        rests.append(round(closed.seconds))
        clock.time += closed.seconds
        assert polite.ask(send) == LOST  # one try after each rest
    assert rests == [60, 120, 240, 480, 900, 900]
    assert len(asked) == 9


def test_a_good_answer_forgets_the_failures(tmp_path: Path) -> None:
    clock = ObedientClock()
    polite = manners(tmp_path, clock, retries=Retries(attempts=1))
    send, asked = sender(LOST, LOST, GOOD, LOST, LOST, GOOD)
    for _ in range(6):
        polite.ask(send)
    assert len(asked) == 6
    assert polite.closed() is None


def test_a_missing_subject_is_a_good_answer(tmp_path: Path) -> None:
    polite = manners(tmp_path, ObedientClock(), retries=Retries(attempts=1))
    send, asked = sender(LOST, LOST, HttpReply(404, b""), LOST, LOST, HttpReply(404, b""))
    for _ in range(6):
        polite.ask(send)
    assert len(asked) == 6


def test_a_block_is_not_shortened_by_a_later_wish_to_wait() -> None:
    breaker = Breaker()
    blocked = breaker.blocked(State(), START)
    assert breaker.asked_to_wait(blocked, START, 5) == blocked
    assert breaker.held(blocked, START + 899) == pytest.approx(1)
    assert breaker.held(blocked, START + 901) == 0


@pytest.mark.parametrize(
    ("why", "kind"), [(Why.BLOCKED, Refused), (Why.ASKED_TO_WAIT, Refused), (Why.FAILING, OutOfReach)]
)
def test_being_left_alone_says_until_when_in_prague(why: Why, kind: type) -> None:
    answer = Closed(why, 90, START + 90, 3).answer("MF, ARES")
    assert isinstance(answer, kind)
    assert "12:01:30" in answer.text()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0), (" 5 ", 5.0), ("0", 0.0), ("99999999999", 86_400.0),
        ("Mon, 23 Nov 2026 11:02:00 GMT", 120.0), ("Mon, 23 Nov 2020 11:02:00 GMT", 0.0),
        (None, None), ("", None), ("soon", None), ("-5", None), ("1.5", None),
    ],
)  # fmt: skip
def test_retry_after_may_be_a_number_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, START) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_makes_it_fail(header: str) -> None:
    found = retry_after(header, START)
    assert found is None or 0 <= found <= 86_400


@given(st.binary(max_size=300))
def test_a_damaged_queue_file_is_a_fresh_start(content: bytes) -> None:
    assert isinstance(State.from_json(content.decode("ascii", "replace")), State)


def test_the_queue_file_keeps_the_state_and_nothing_else(tmp_path: Path) -> None:
    queue = QueueFile(tmp_path / "new" / "ares.queue")
    assert queue.look() == State()
    state = State(START, START + 5, Why.BLOCKED, 2, 1)
    assert queue.change(lambda before: (state, before)) == State()
    assert queue.look() == state
    queue.change(lambda _: (State(), None))  # a shorter text leaves nothing of the longer one
    assert queue.look() == State()
    assert queue.path.stat().st_size == 4096


def test_a_queue_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ares.queue").mkdir()
    with pytest.raises(DiskError):
        QueueFile(tmp_path / "ares.queue").change(lambda state: (state, None))


def test_no_change_of_the_queue_is_lost_when_many_make_them_at_once(tmp_path: Path) -> None:
    def count() -> None:
        queue = QueueFile(tmp_path / "ares.queue")
        for _ in range(100):
            queue.change(lambda state: (replace(state, failures=state.failures + 1), None))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert QueueFile(tmp_path / "ares.queue").look().failures == 800
