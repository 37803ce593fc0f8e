"""What all processes of a machine know together about asking one register."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a register is not asked for a while."""

    NOTHING = ""
    ASKED_TO_WAIT = "asked_to_wait"
    USED_UP = "used_up"
    BLOCKED = "blocked"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class State:
    """The shared knowledge; times are UNIX seconds.

    Attributes:
        next_at: when a question would go out if questions went evenly; see :class:`Pace`.
        slower_at: the same for the limit of the longer window, where the register has two.
        hold_until: before this time nobody asks.
        why: the reason for it.
        failures: questions in a row that failed, whoever asked them.
        trips: how many times in a row the breaker has opened; each rest is longer.
        under_way: when the questions that have no reply yet were to be sent; some may still wait for that time.
    """

    next_at: float = 0.0
    hold_until: float = 0.0
    why: Why = Why.NOTHING
    failures: int = 0
    trips: int = 0
    slower_at: float = 0.0
    under_way: tuple[float, ...] = ()

    def to_json(self) -> str:
        """As one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read it back; whatever cannot be read is a fresh start, for it is worth no error."""
        try:
            given = json.loads(text)
            return cls(
                float(given["next_at"]),
                float(given["hold_until"]),
                Why(given["why"]),
                int(given["failures"]),
                int(given["trips"]),
                float(given.get("slower_at", 0.0)),
                tuple(map(float, given.get("under_way", ()))),
            )
        except (ValueError, TypeError, KeyError, OverflowError):
            return cls()
