"""Asking one question well: in turn, again where that makes sense, and not at all while the register rests."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Final

from workbench.registry.manners.breaker import Breaker
from workbench.registry.manners.clock import Clock, SystemClock
from workbench.registry.manners.pacing import Pace
from workbench.registry.manners.queue_file import QueueFile
from workbench.registry.manners.replying import Closed, HttpReply, NoReply
from workbench.registry.manners.slots import Slots
from workbench.registry.manners.state import State, Why
from workbench.registry.manners.turns import Turns

Sent = HttpReply | NoReply
_PASSING: Final = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
_SPREAD: Final = 0.5
_LOOK_AGAIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class Retries:
    """When the same question is sent again: no connection, a time limit, 429, 502, 503, 504; nothing else.

    Attributes:
        attempts: how many times in all.
        first: seconds before the second attempt; each further one waits twice as long, up to half more by chance.
        longest_wait: seconds; when the register asks for more, the question is given back at once.
    """

    attempts: int = 3
    first: float = 1.0
    longest_wait: float = 30.0

    def pause(self, attempt: int) -> float:
        """Seconds to wait after this attempt (1 is the first)."""
        spread = 1 + _SPREAD * random.random()  # noqa: S311 - spreads processes that failed together, no secret
        return min(self.first * 2.0 ** (attempt - 1) * spread, self.longest_wait)


class Manners:
    """The way to one register, shared by all processes that name the same queue file.

    Args:
        queue: where processes meet.
        pace: how fast.
        slower: the limit of a longer window, where the register has two.
        parallel: how many questions may be under way at once, of all processes; ``None`` for any number.
        retries: how often the same question.
        breaker: when to rest.
        clock: time.
    """

    def __init__(
        self,
        queue: QueueFile,
        *,
        pace: Pace | None = None,
        slower: Pace | None = None,
        parallel: int | None = None,
        retries: Retries | None = None,
        breaker: Breaker | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._queue = queue
        self._turns = Turns(pace or Pace(), slower)
        self._slots = Slots(queue.path, parallel) if parallel else None
        self._retries = retries or Retries()
        self._breaker = breaker or Breaker()
        self.clock: Clock = clock or SystemClock()

    def ask(self, send: Callable[[], Sent], *, patience: float | None = None) -> Sent | Closed:
        """Send a question in its turn, again if need be.

        Args:
            send: sends it once; the questions of registers change nothing there, so repeating is safe.
            patience: seconds to wait for the turn at most; ``None`` for as long as it takes.

        Returns:
            the last reply, or that the register is left alone now.

        Raises:
            DiskError: the queue file cannot be used.
        """
        attempt = 0
        while True:
            attempt += 1
            turn = self._queued(patience)
            if isinstance(turn, Closed):
                return turn
            try:
                reply = self._sent(send, turn)
            finally:
                self._note(partial(self._turns.over, now=self.clock.now(), turn=turn))
            pause = self._judged(reply, attempt)
            if pause is None:
                return reply
            self.clock.sleep(pause)

    def closed(self) -> Closed | None:
        """Whether the register is left alone now; asks nobody."""
        now = self.clock.now()
        state = self._queue.look()
        left = self._breaker.held(state, now)
        return Closed(state.why, left, state.hold_until, state.failures) if left else None

    def _sent(self, send: Callable[[], Sent], at: float) -> Sent:
        """Send it when its time has come, and where a place is free."""
        while (left := at - self.clock.now()) > 0:
            self.clock.sleep(left)
        with self._slots.held(self.clock) if self._slots else contextlib.nullcontext():
            return send()

    def _queued(self, patience: float | None) -> Closed | float:
        """When it is our turn."""
        while True:
            turn = self._queue.change(lambda state: self._admitted(state, patience))
            if not isinstance(turn, Closed):
                return turn
            longest = (
                self._retries.longest_wait if patience is None else min(patience, self._retries.longest_wait)
            )
            if turn.why is not Why.ASKED_TO_WAIT or turn.seconds > longest:
                return turn
            self.clock.sleep(turn.seconds)

    def _admitted(self, state: State, patience: float | None) -> tuple[State, Closed | float]:
        now = self.clock.now()
        left = self._breaker.held(state, now)
        if left:
            return state, Closed(state.why, left, state.hold_until, state.failures)
        after, turn = self._turns.take(state, now)
        if turn is None:
            return state, Closed(Why.ASKED_TO_WAIT, _LOOK_AGAIN, now + _LOOK_AGAIN, state.failures)
        if patience is not None and turn - now > patience:
            return state, Closed(Why.USED_UP, turn - now, turn, state.failures)
        return replace(after, hold_until=0.0, why=Why.NOTHING), turn

    def _judged(self, reply: Sent, attempt: int) -> float | None:
        """Note what the reply means for everybody; the seconds to wait before the next attempt, if there is one."""
        now = self.clock.now()
        last = attempt >= self._retries.attempts
        if isinstance(reply, NoReply) and not reply.passing:
            return None
        if isinstance(reply, HttpReply):
            if reply.status == HTTPStatus.FORBIDDEN:
                self._note(lambda state: self._breaker.blocked(state, now))
                return None
            asked = reply.retry_after
            if reply.status == HTTPStatus.TOO_MANY_REQUESTS and asked is None:
                asked = self._breaker.rest
            if asked is not None and reply.status in {HTTPStatus.TOO_MANY_REQUESTS, *_PASSING}:
                seconds = asked
                self._note(lambda state: self._breaker.asked_to_wait(state, now, seconds))
                return None if last or seconds > self._retries.longest_wait else 0.0
            if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self._note(self._breaker.succeeded)
                return None
        passing = isinstance(reply, NoReply) or reply.status in _PASSING
        if passing and not last:
            return self._retries.pause(attempt)
        self._note(lambda state: self._breaker.failed(state, now))
        return None

    def _note(self, step: Callable[[State], State]) -> None:
        self._queue.change(lambda state: (step(state), None))
