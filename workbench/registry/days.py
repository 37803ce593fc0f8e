"""Days and moments as registers write them and as the clock of the machine counts them."""

from datetime import UTC, date, datetime
from typing import Final

from workbench.model.times import PRAGUE

_ISO: Final = len("2026-11-23")


def moment(seconds: float) -> datetime:
    """UNIX seconds as an aware time."""
    return datetime.fromtimestamp(seconds, UTC)


def day_of(at: datetime) -> date:
    """The day of a moment, as the calendar in Prague has it."""
    return at.astimezone(PRAGUE).date()


def day(text: str | None) -> date | None:
    """A date as ISO 8601 writes it; the time and the zone after it do not matter. ``None`` for anything else."""
    try:
        return date.fromisoformat((text or "")[:_ISO])
    except ValueError:
        return None
