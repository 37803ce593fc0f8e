"""What one user may read and claim of the review of duplicates in one file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import duckdb

from workbench.model.merged import merged_type
from workbench.model.rights import User
from workbench.store import access, claims, decisions, rules, since_planned
from workbench.store.engine import Engine

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class Review:
    """Decisions on pairs of clients or persons, and who has which pair in hand.

    Args:
        engine: the file.
        user: the account's name; its rights are read anew each time.
    """

    def __init__(self, engine: Engine, user: str) -> None:
        self._engine = engine
        self._user = user

    def held(self, entity: str = "client") -> list[decisions.Pair]:
        """The decisions that hold; see :func:`workbench.store.decisions.held`."""
        kind = merged_type(entity)
        return self._engine.read(
            self._as_user(lambda connection, user: decisions.held(connection, user, kind))
        )

    def table(self, entity: str = "client") -> "pd.DataFrame":
        """All decisions; see :func:`workbench.store.decisions.table`."""
        kind = merged_type(entity)
        return self._engine.read(
            self._as_user(lambda connection, user: decisions.table(connection, user, kind))
        )

    def sources(self) -> list[str]:
        """The contact sources that there are, for orders of them; see :func:`workbench.store.rules.sources`."""
        return self._engine.read(self._as_user(rules.sources))

    def changed(self, ids: Sequence[int], known: int, *, entity: str = "client") -> list[int]:
        """Which of these were changed since; see :func:`workbench.store.since_planned.changed_among`."""
        kind = merged_type(entity)
        return self._engine.read(lambda connection: since_planned.changed_among(connection, kind, ids, known))

    def claim(
        self, session: str, groups: Sequence[claims.Group], minutes: float = claims.MINUTES, *, entity: str = "client"
    ) -> int | None:  # fmt: skip
        """Take the first free group in hand; see :func:`workbench.store.claims.take`."""
        kind = merged_type(entity)
        return self._engine.write(
            self._as_user(
                lambda connection, user: claims.take(connection, user, session, groups, minutes, kind=kind)
            )
        )

    def release(self, session: str) -> None:
        """Give back what a session has in hand."""
        self._engine.write(lambda connection: claims.release(connection, session))

    def _as_user(
        self, work: Callable[[duckdb.DuckDBPyConnection, User], T]
    ) -> Callable[[duckdb.DuckDBPyConnection], T]:
        return lambda connection: work(connection, access.load_user(connection, self._user))
