"""Times as people say them; the store keeps UTC, people read Prague."""

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from workbench.errors import ValueRejectedError
from workbench.model.times import PRAGUE, aware

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PRAGUE", "in_prague", "moment"]

_DAY: Final = len("2026-11-01")


def moment(when: str | datetime, *, end_of_day: bool = False) -> datetime:
    """A day, a time or ``"today"`` as an aware time; without a zone it is Prague's.

    Args:
        when: e.g. ``"2026-11-01"``, ``"2026-11-01 14:30"``, ``"today"``.
        end_of_day: a bare day means its last moment rather than its first.

    Raises:
        ValueRejectedError: not a time.
    """
    if isinstance(when, datetime):
        return aware(when)
    if when == "today":
        when = datetime.now(PRAGUE).date().isoformat()
    try:
        found = datetime.fromisoformat(when.strip())
    except ValueError as error:
        raise ValueRejectedError(
            "“{value}” is not a time. Write 2026-11-01 or 2026-11-01 14:30.", value=when
        ) from error
    if end_of_day and found.time() == time() and len(when.strip()) <= _DAY:
        found += timedelta(days=1) - timedelta(microseconds=1)
    return aware(found)


def in_prague(frame: "pd.DataFrame", column: str = "made_at") -> "pd.DataFrame":
    """Times of the store (UTC without zone) in a column as people read them."""
    frame[column] = frame[column].dt.tz_localize(UTC).dt.tz_convert(PRAGUE)
    return frame
