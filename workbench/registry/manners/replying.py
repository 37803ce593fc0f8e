"""What comes back when a question was sent once: a reply, no reply, or it was not sent at all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from workbench.model.identifiers import Note
from workbench.model.times import PRAGUE
from workbench.registry.answers import OutOfReach, Refused
from workbench.registry.manners.breaker import LONGEST_HOLD
from workbench.registry.manners.state import Why


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A whole reply.

    Attributes:
        status: HTTP status.
        body: as it came, decompressed.
        retry_after: seconds, where the register said when to come back.
        location: where it sends us instead, with a redirection.
    """

    status: int
    body: bytes
    retry_after: float | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class NoReply:
    """Nothing usable came over the wire.

    Attributes:
        reason: why.
        passing: it may go better the next time; a wrong address never does.
    """

    reason: Note
    passing: bool = True


@dataclass(frozen=True, slots=True)
class Closed:
    """The question was not sent: the register is left alone for a while.

    Attributes:
        why: the reason.
        seconds: until it is asked again.
        until: the same as UNIX seconds.
        failures: questions in a row that failed.
    """

    why: Why
    seconds: float
    until: float
    failures: int

    def answer(self, source: str) -> Refused | OutOfReach:
        """As the answer of the register named ``source``."""
        at = datetime.fromtimestamp(self.until, UTC).astimezone(PRAGUE).strftime("%H:%M:%S")
        if self.why is Why.BLOCKED:
            blocked = Note(
                "blocked",
                "{source} has blocked this computer for a while; it is not asked until {time}.",
                {"source": source, "time": at},
            )
            return Refused(blocked, self.seconds)
        if self.why is Why.ASKED_TO_WAIT:
            asked = Note(
                "asked_to_wait",
                "{source} asks for patience; it is not asked until {time}.",
                {"source": source, "time": at},
            )
            return Refused(asked, self.seconds)
        if self.why is Why.USED_UP:
            used_up = Note(
                "used_up",
                "the questions that {source} allows are used up for now; the next one may go out at {time}.",
                {"source": source, "time": at},
            )
            return Refused(used_up, self.seconds)
        return OutOfReach(
            Note(
                "resting",
                "{source} failed {failures} times in a row, so it is left alone until {time}. Ask again then; what was found is kept.",
                {"source": source, "failures": self.failures, "time": at},
            )
        )


def retry_after(header: str | None, now: float) -> float | None:
    """The seconds that a ``Retry-After`` header means (RFC 9110, 10.2.3): a number or a date.

    Args:
        header: its text, ``None`` when there is none.
        now: UNIX seconds.

    Returns:
        seconds between 0 and a day; ``None`` for no header or one that cannot be read.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:12])
    else:
        try:
            day = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
        seconds = (day if day.tzinfo else day.replace(tzinfo=UTC)).timestamp() - now
    return min(max(seconds, 0.0), LONGEST_HOLD)
