"""Whose turn it is: the arithmetic of the pace over what all processes know together."""

from dataclasses import dataclass, replace
from typing import Final

from workbench.registry.manners.pacing import Pace
from workbench.registry.manners.state import State

GONE_AFTER: Final = 300.0
"""Seconds after which a question without a reply was that of a process that was killed."""
_MOST: Final = 100
"""More questions than this are never under way at once: the file of the queue has no room for them."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns at one register.

    Attributes:
        pace: how fast.
        slower: the limit of a longer window, where the register has two.
    """

    pace: Pace
    slower: Pace | None = None

    def take(self, state: State, now: float) -> tuple[State, float | None]:
        """Take the next turn.

        Returns:
            what is known then, and when to send, UNIX seconds; ``None`` when as many questions as a burst has are
            under way already, so that nobody can say.
        """
        under_way = tuple(at for at in state.under_way if at > now - GONE_AFTER)
        if len(under_way) >= min(self.pace.burst, _MOST):
            return state, None
        sent = _sent(state, now)
        next_at, wait = self.pace.reserve(state.next_at, now, sent)
        slower_at = state.slower_at
        if self.slower is not None:
            slower_at, longer = self.slower.reserve(slower_at, now, sent)
            wait = max(wait, longer)
        turn = now + wait
        return replace(state, next_at=next_at, slower_at=slower_at, under_way=(*under_way, turn)), turn

    def over(self, state: State, now: float, turn: float) -> State:
        """The question of this turn has its reply, or was given up; until now no place of those sent was free."""
        sent, under_way = _sent(state, now), list(state.under_way)
        if turn in under_way:  # unless the file was damaged meanwhile
            under_way.remove(turn)
        slower_at = state.slower_at if self.slower is None else self.slower.kept(state.slower_at, now, sent)
        next_at = self.pace.kept(state.next_at, now, sent)
        return replace(state, next_at=next_at, slower_at=slower_at, under_way=tuple(under_way))


def _sent(state: State, now: float) -> int:
    """How many questions may be on their way now: not those that still wait for their time."""
    return sum(now - GONE_AFTER < at <= now for at in state.under_way)
