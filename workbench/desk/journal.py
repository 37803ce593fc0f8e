"""The journal as people leaf through it: page by page, and the client list as it stood."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.akce.base import Result
from workbench.desk.script import Script, script
from workbench.desk.times import PRAGUE, in_prague
from workbench.errors import InputError
from workbench.model.ids import one_id
from workbench.store.journal_pages import Extent, Narrow
from workbench.store.store import Store
from workbench.store.then import Since, Then

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Filter:
    """Which change sets are meant; what is ``None`` does not narrow.

    Attributes:
        actor: the account that made them.
        action: the name of the action.
        text: words of the note or of a value that was changed.
        record: id of a client, a contact person or any other record that they concern; a merged one's leads to its survivor.
        since: aware; made then or later.
        until: aware; made then or earlier.
    """

    actor: str | None = None
    action: str | None = None
    text: str | None = None
    record: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class Journal:
    """What this user may read of the journal; all times are aware, in Prague.

    Args:
        store: the data file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(
        self, only: Filter | None = None, *, limit: int = 50, before: int | None = None
    ) -> "pd.DataFrame":
        """The newest change sets, or the newest before one of them.

        Args:
            only: which are meant.
            limit: how many at most.
            before: the number of the last one of the page before.

        Returns:
            columns id, made_at, actor, action, note, records, undoes, undone_by, code, part_of.
        """
        found = self._store.back.page(self._narrow(only), limit=limit, before=before)
        return in_prague(found)

    def extent(self, only: Filter | None = None) -> Extent:
        """How many change sets there are, when the first and the last were made, and by whom."""
        found = self._store.back.extent(self._narrow(only))
        return Extent(found.count, _aware(found.first), _aware(found.last), found.actors, found.actions)

    def neighbours(self, moment: datetime) -> tuple[datetime | None, datetime | None]:
        """When the change sets next to the newest one at a moment were made: the one before it, the one after it."""
        before, after = self._store.back.neighbours(_utc(moment))
        return _aware(before), _aware(after)

    def change(self, change_set: int, *, records: int = 20) -> "tuple[pd.DataFrame, int]":
        """What a change set did to its first records, one row a field, and how many records it touched."""
        return self._store.back.first_changes(change_set, records=records)

    def touched(self, change_set: int) -> tuple[list[tuple[str, int]], int]:
        """How many records of each type a change set did anything to, the most first, and how many values of fields it changed."""
        return self._store.back.touched(change_set)

    def merged(self, change_set: "int | Result") -> "pd.DataFrame":
        """The groups that a change set merged; ``desk.undo(change_set, only=…)`` takes some of them apart.

        Args:
            change_set: its number, or what a merge returned.

        Returns:
            columns survivor, entity (its record type), name, absorbed (ids that vanished into it), apart (whether it was taken
            apart since), by name; no rows if nothing was merged.

        Raises:
            ValueRejectedError: this is no number of a change set.
            InputError: a result of what changed nothing.
            NotFoundError: there is no such change set.
        """
        number = change_set.change_set if isinstance(change_set, Result) else change_set
        if number is None:
            raise InputError(
                "This changed nothing, so it merged no groups. The numbers of change sets are in desk.changes()."
            )
        return self._store.back.merged_groups(one_id(number))

    def script(self, only: Filter | None = None) -> Script:
        """The Python lines that would do again what these change sets did; what was undone among them is left out."""
        return script(self._store.back.page(self._narrow(only), limit=LONGEST_SCRIPT))

    def clients(self, moment: datetime, *, text: str = "", limit: int = 50, invalid: bool = False) -> Then:
        """The client list as it stood at a moment: how many, and the first lines by name."""
        return self._store.back.clients(_utc(moment), text=text, limit=limit, invalid=invalid)

    def differences(self, moment: datetime, *, limit: int = 50) -> tuple[int, list[Since]]:
        """How many clients stand otherwise now than at a moment, and the first of them."""
        return self._store.back.differences(_utc(moment), limit=limit)

    def _narrow(self, only: Filter | None) -> Narrow:
        one = only or Filter()
        record = None if one.record is None else self._store.back.follow(one.record)
        since, until = (None if each is None else _utc(each) for each in (one.since, one.until))
        return Narrow(one.actor, one.action, one.text, record, since, until)

    def __repr__(self) -> str:
        return (
            f"<journal of {self.extent().count} change sets: .page() .change(n) .merged(n) .clients(moment)>"
        )


LONGEST_SCRIPT = 10_000
"""A script has so many change sets at most, the newest ones; a longer one nobody reviews."""


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(PRAGUE)
