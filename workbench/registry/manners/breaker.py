"""When a register is left alone: after failures in a row, when it asks for it, when it blocks us."""

from dataclasses import dataclass, replace

from workbench.registry.manners.state import State, Why

LONGEST_HOLD = 86_400.0
"""Seconds; a hold that is longer comes from a clock that was set back, or from a strange header."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """The rules, as functions from state to state.

    Attributes:
        failures: so many failed questions in a row, and nobody asks for a while.
        rest: seconds of the first rest; each further one in a row is twice as long.
        longest_rest: seconds that a rest never exceeds.
        blocked_rest: seconds to stay away after the register refused the caller (403).
    """

    failures: int = 3
    rest: float = 60.0
    longest_rest: float = 900.0
    blocked_rest: float = 900.0

    def failed(self, state: State, now: float) -> State:
        """One more question failed. After a rest a single failure is enough for the next one."""
        failures = state.failures + 1
        if failures < self.failures:
            return replace(state, failures=failures)
        rest = min(self.rest * 2 ** min(state.trips, 16), self.longest_rest)
        return self._held(replace(state, failures=failures, trips=state.trips + 1), now + rest, Why.FAILING)

    def succeeded(self, state: State) -> State:
        """The register answered: what was counted against it is forgotten."""
        if not state.failures and not state.trips:
            return state
        if state.why is Why.FAILING:
            return replace(state, hold_until=0.0, why=Why.NOTHING, failures=0, trips=0)
        return replace(state, failures=0, trips=0)

    def asked_to_wait(self, state: State, now: float, seconds: float) -> State:
        """The register said when to come back (``Retry-After``)."""
        return self._held(state, now + min(seconds, LONGEST_HOLD), Why.ASKED_TO_WAIT)

    def blocked(self, state: State, now: float) -> State:
        """The register refuses this machine."""
        return self._held(state, now + self.blocked_rest, Why.BLOCKED)

    @staticmethod
    def held(state: State, now: float) -> float:
        """Seconds for which nobody may ask; 0 when one may."""
        left = state.hold_until - now
        return left if 0 < left <= LONGEST_HOLD else 0.0

    @staticmethod
    def _held(state: State, until: float, why: Why) -> State:
        if until < state.hold_until and state.why is Why.BLOCKED:
            return state
        return replace(state, hold_until=until, why=why)
