"""The one clock that people read; the store keeps UTC."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

PRAGUE: Final = ZoneInfo("Europe/Prague")


def aware(moment: datetime) -> datetime:
    """A moment with its zone; one given without a zone is Prague's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=PRAGUE)
