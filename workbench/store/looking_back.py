"""The journal as a user reads it: pages of change sets, and the client list as it stood."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import duckdb

from workbench.model.erasure import Erasure
from workbench.model.personal_data import PersonalData
from workbench.model.rights import User
from workbench.store import about, access, erasures, journal_pages, merged_groups, reading, then, timeline
from workbench.store.engine import Engine
from workbench.store.journal_pages import Extent, Narrow

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class LookingBack:
    """What one user may read of the journal of one file; times are UTC without zone.

    Args:
        engine: the file.
        user: the account's name; its rights are read anew each time.
    """

    def __init__(self, engine: Engine, user: str) -> None:
        self._engine = engine
        self._user = user

    def page(self, narrow: Narrow, *, limit: int | None = None, before: int | None = None) -> "pd.DataFrame":
        """A page of change sets; see :func:`workbench.store.journal_pages.page`."""
        return self._read(
            lambda connection, user: journal_pages.page(connection, user, narrow, limit=limit, before=before)
        )

    def extent(self, narrow: Narrow) -> Extent:
        """How many change sets there are, by whom and by which actions."""
        return self._read(lambda connection, user: journal_pages.extent(connection, user, narrow))

    def neighbours(self, moment: datetime) -> tuple[datetime | None, datetime | None]:
        """When the change sets before and after a moment were made."""
        return self._read(lambda connection, user: journal_pages.neighbours(connection, user, moment))

    def first_changes(self, change_set: int, *, records: int) -> "tuple[pd.DataFrame, int]":
        """What a change set did to its first records; see :func:`workbench.store.journal_pages.first_changes`."""
        return self._read(
            lambda connection, user: journal_pages.first_changes(
                connection, user, change_set, records=records
            )
        )

    def touched(self, change_set: int) -> tuple[list[tuple[str, int]], int]:
        """How much a change set did anything to; see :func:`workbench.store.journal_pages.touched`."""
        return self._read(lambda connection, user: journal_pages.touched(connection, user, change_set))

    def merged_groups(self, change_set: int) -> "pd.DataFrame":
        """The groups that a change set merged; see :func:`workbench.store.merged_groups.merged_groups`."""
        return self._read(lambda connection, user: merged_groups.merged_groups(connection, user, change_set))

    def clients(self, moment: datetime, *, text: str, limit: int, invalid: bool) -> then.Then:
        """The client list as it stood; see :func:`workbench.store.then.clients`."""

        def look(connection: duckdb.DuckDBPyConnection, user: User) -> then.Then:
            at = timeline.change_set_at(connection, moment)
            return then.clients(connection, user, at, text=text, limit=limit, invalid=invalid)

        return self._read(look)

    def differences(self, moment: datetime, *, limit: int) -> tuple[int, list[then.Since]]:
        """What stands otherwise now; see :func:`workbench.store.then.differences`."""

        def look(connection: duckdb.DuckDBPyConnection, user: User) -> tuple[int, list[then.Since]]:
            return then.differences(connection, user, timeline.change_set_at(connection, moment), limit=limit)

        return self._read(look)

    def erasures(self) -> "pd.DataFrame":
        """What was erased, the newest first; see :func:`workbench.store.erasures.listed`."""
        return self._read(erasures.listed)

    def erasure(self, change_set: int) -> Erasure:
        """What a change set erased; see :func:`workbench.store.erasures.one`."""
        return self._read(lambda connection, user: erasures.one(connection, user, change_set))

    def personal_data(self, ids: Sequence[int]) -> PersonalData:
        """What is held about the person whose records these are; all of one moment.

        Raises:
            NotFoundError: one of them does not exist for this user.
        """

        def look(connection: duckdb.DuckDBPyConnection, user: User) -> PersonalData:
            dossiers = reading.dossiers(connection, user, ids, depth=0)
            held = [
                (one.type.name, one.id)
                for each in dossiers
                for one in (each.record, *(row for rows in each.hanging.values() for row in rows))
            ]
            sources = {
                (entity, number): found
                for entity in dict(held)
                for number, found in about.origins(
                    connection, user, entity, [one for kind, one in held if kind == entity]
                ).items()
            }
            merged = about.merged(connection, [one.id for one in dossiers])
            gone: dict[int, list[int]] = {one.id: [one.id] for one in dossiers}
            for old, now in merged:
                gone[now].append(old)
            history = [
                row
                for one in dossiers
                for row in about.history(connection, user, one.record.type.name, gone[one.id])
            ]
            return PersonalData(
                datetime.now(UTC),
                user.name,
                user.is_administrator,
                tuple(dossiers),
                sources,
                tuple(merged),
                about.organisations(connection, user, dossiers),
                tuple(sorted(history, key=lambda row: -row["change_set"])),
                tuple(about.exported(connection, user, [each for one in gone.values() for each in one])),
            )

        return self._read(look)  # fmt: skip

    def alike(self, ids: Sequence[int]) -> list[tuple[str, int, str]]:
        """Other records that may be the same person's; see :func:`workbench.store.about.alike`."""
        return self._read(lambda connection, user: about.alike(connection, user, ids))

    def follow(self, record: int) -> int:
        """Where a record's id leads after merges."""
        return self._engine.read(lambda connection: reading.follow(connection, [record])[record])

    def _read(self, work: Callable[[duckdb.DuckDBPyConnection, User], T]) -> T:
        return self._engine.read(
            lambda connection: work(connection, access.load_user(connection, self._user))
        )
