"""What a change set in the making knows, and how it reads: the part that checks and upkeep need of it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from workbench import running
from workbench.model.rights import User


@dataclass
class Draft:
    """An open transaction that knows who writes.

    Attributes:
        connection: for reading inside the transaction; writing goes through :class:`workbench.store.changeset.ChangeSet`.
        user: who writes; rows they do not see cannot be changed, unless a step says ``unseen=True``.
        id: the number of this change set.
        at: its moment, UTC without zone.
        next_id: the first id that was free before it.
        touched: record type and operation -> number of rows changed.
        erase: a delete keeps no image (AKCE.md, section 9).
        fields: record type -> the fields that were set in any of its rows.
        locking: the main types of which others hold records locked; ``None`` until that is known, and again after a lock was set.
        remembered: the temporary tables in which :mod:`workbench.store.upkeep` noted something.
        remarks: what the journal keeps beside the options, e.g. what an erasure cleared; never a value of a record.
    """

    connection: duckdb.DuckDBPyConnection
    user: User
    id: int
    at: datetime
    next_id: int
    touched: Counter[tuple[str, str]] = field(default_factory=Counter)
    erase: bool = False
    fields: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    locking: frozenset[str] | None = None
    remembered: set[str] = field(default_factory=set)
    remarks: dict[str, Any] = field(default_factory=dict)
    _step: int = 0
    _handed_out: int = 0

    def new_ids(self, count: int) -> range:
        """Ids for records to be inserted; none of them was ever used before."""
        first = self.next_id + self._handed_out
        self._handed_out += count
        return range(first, first + count)

    @property
    def ids_used(self) -> int:
        """How many new ids were handed out."""
        return self._handed_out

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Read inside the transaction."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def next_step(self) -> int:
        """The number of the step that begins now; a run that was asked to stop stops here."""
        running.check()
        self._step += 1
        return self._step
