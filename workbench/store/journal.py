"""The one way to write: a change set is recorded with all its images, or nothing happens at all."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import duckdb

from workbench.errors import PermissionRefusedError, StoreError
from workbench.model.rights import User
from workbench.store import primary, soundness, upkeep
from workbench.store.access import load_user
from workbench.store.changeset import ChangeSet
from workbench.store.columns import plain
from workbench.store.engine import Engine

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
Need = Literal["lock", "edit", "delete", "bring"]
"""The right that an action needs: anyone may lock what they see; the others are rights of the user."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a change set is for.

    Attributes:
        action: the action's name, as in the catalogue.
        code: the line of Python that does the same again.
        options: what it was called with, for the record.
        note: why, in the user's words.
        needs: the right it takes.
        undoes: the change set that this one undoes.
        erase: deleted rows leave no image.
        holds_values: ``code`` and ``options`` carry field values, not only ids.
    """

    action: str
    code: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    needs: Need = "edit"
    undoes: int | None = None
    erase: bool = False
    holds_values: bool = False


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of a change set.

    Attributes:
        change_set: its number; ``None`` if nothing changed or it was a rehearsal.
        touched: (record type, operation) -> rows.
        result: what the work returned.
        changes: with a rehearsal, one row a changed field: entity, id, operation, field, before, after.
    """

    change_set: int | None
    touched: Mapping[tuple[str, str], int]
    result: T
    changes: "pd.DataFrame | None" = None

    @property
    def rows(self) -> int:
        """How many rows changed."""
        return sum(self.touched.values())


class _NothingChanged(Exception):  # noqa: N818 - a signal to roll back, no error
    pass


class Journal:
    """Writes change sets into one data file.

    Args:
        engine: the file.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def commit(self, user: str, intent: Intent, work: Callable[[ChangeSet], T]) -> Outcome[T]:
        """Run ``work`` as one change set: all of it lands, or nothing.

        Args:
            user: who writes; their account is read anew, so that a right taken away counts at once.
            intent: what for.
            work: makes the changes; it may run long, but holds the file while it does.

        Raises:
            RefusedError: a right, a lock, a newer version or a link stands against it.
            StoreError: the file cannot be written; nothing was changed.
        """
        operation = uuid.uuid4().hex
        box: list[Outcome[T]] = []

        def transaction(connection: duckdb.DuckDBPyConnection) -> None:
            box.append(self._run(connection, user, intent, work, operation))
            if box[0].change_set is None:
                raise _NothingChanged

        try:
            self._engine.write(transaction)
        except _NothingChanged:
            pass
        except (duckdb.Error, StoreError):
            if not box or not self._landed(operation):
                raise
        return box[0]

    def rehearse(
        self, user: str, intent: Intent, work: Callable[[ChangeSet], T], *, listed: bool = True
    ) -> Outcome[T]:
        """Do the same and roll it back: what would change, by the very code that would change it.

        Args:
            user: who would write.
            intent: what for.
            work: makes the changes.
            listed: also list every changed value; without it a rehearsal of many rows holds the file no
                longer than the change set itself would.
        """

        def transaction(connection: duckdb.DuckDBPyConnection) -> Outcome[T]:
            outcome = self._run(connection, user, intent, work, "rehearsal")
            frame = None
            if listed:
                from workbench.store.timeline import changes_of  # noqa: PLC0415 - pandas, for previews only

                frame = changes_of(connection, outcome.change_set)
            return Outcome(None, outcome.touched, outcome.result, frame)

        return self._engine.write(transaction, keep=False)

    def _run(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        intent: Intent,
        work: Callable[[ChangeSet], T],
        operation: str,
    ) -> Outcome[T]:
        user = load_user(connection, name)
        check_right(user, intent.needs)
        next_id, revision, last = connection.execute(
            "SELECT next_id, revision, (SELECT max(made_at) FROM db.change_set) FROM db.meta"
        ).fetchall()[0]
        now = datetime.now(UTC).replace(tzinfo=None)
        at = now if last is None or now > last else last + timedelta(microseconds=1)
        cs = ChangeSet(connection, user, revision + 1, at, next_id, erase=intent.erase)
        result = work(cs)
        if not cs.touched:
            return Outcome(None, {}, result)
        soundness.check(cs)
        primary.keep_one(cs)
        upkeep.refresh_keys(cs)
        connection.execute(
            "INSERT INTO db.change_set VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [cs.id, operation, at, user.name, intent.action, json.dumps(plain({**intent.options, **cs.remarks}), ensure_ascii=False),
             intent.code, intent.note, intent.undoes, intent.holds_values],
        )  # fmt: skip
        connection.execute("UPDATE db.meta SET next_id = ?, revision = ?", [next_id + cs.ids_used, cs.id])
        return Outcome(cs.id, dict(cs.touched), result)

    def _landed(self, operation: str) -> bool:
        """Whether a commit whose answer was lost took place after all."""
        try:
            rows = self._engine.read(
                lambda connection: connection.execute(
                    "SELECT 1 FROM db.change_set WHERE operation = ?", [operation]
                ).fetchall()
            )
        except (duckdb.Error, StoreError):
            return False
        return bool(rows)


def check_right(user: User, needs: Need) -> None:
    """Refuse a user who lacks a right.

    Raises:
        PermissionRefusedError: with the right.
    """
    allowed = {
        "lock": True,
        "edit": user.rights.edit,
        "delete": user.rights.delete != "none",
        "bring": user.rights.bring and user.rights.edit,
    }[needs]
    if not allowed:
        raise PermissionRefusedError(
            "User {user} may not do this (right “{right}”). An administrator can grant it.",
            user=user.name,
            right=needs,
        )
