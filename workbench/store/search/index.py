"""The index of the client list in this kernel's memory: made at first use, and brought up to date before it answers.

It is a row of segments, as in a log-structured merge tree: what changed since comes as a new segment and is taken out of
the older ones; a segment that is not much larger than what comes is read anew together with it. So a change costs what
changed, and there are never more than a few segments.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np

from workbench.bars import bar
from workbench.locale import t
from workbench.model.rights import User
from workbench.store.access import load_user
from workbench.store.engine import Engine, Stamp
from workbench.store.links import Hit
from workbench.store.search import loading
from workbench.store.search.query import FACETS, Query
from workbench.store.search.segment import Segment

SHOWN_VALUES: Final = 30
"""So many values of a facet are counted, those with most clients."""
_GROWTH: Final = 4
"""A segment that is so many times as large as what comes stays as it is."""
_LONG: Final = 300_000
"""So many clients may take longer than a second."""
_SETTLED: Final = 50_000_000
"""A file that was changed less than so many nanoseconds ago may change again under the same time stamp."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many clients fit, and how they divide.

    Attributes:
        total: all that fit.
        invalid: those of them that were invalidated.
        counts: facet -> value -> clients, most frequent first, at most :data:`SHOWN_VALUES`.
    """

    total: int
    invalid: int
    counts: Mapping[str, Mapping[str, int]]


class Index:
    """What one user finds in one file; never older than the file was when it was asked.

    Args:
        engine: the file.
        user: the account's name; its rights are read anew whenever the file has changed.
    """

    def __init__(self, engine: Engine, user: str) -> None:
        self._engine = engine
        self._user_name = user
        self._lock = threading.RLock()
        self._forget()

    def search(self, query: Query) -> list[Hit]:
        """The lines that fit, best first.

        Names that begin with the text come first, then those with all words in the name, then the rest; among equals
        by name. A whole number (IČO, phone, id) comes before all. Without a text the clients changed last come first.
        """
        with self._lock:
            user = self._up_to_date()
            found = [(place, row, one) for one in self._segments for place, row in one.best(query, user)]
            found.sort(key=lambda each: each[0])
            return [one.line(row) for _, row, one in found[: query.limit]]

    def facets(self, query: Query) -> Facets:
        """Counts over all lines that fit."""
        with self._lock:
            user = self._up_to_date()
            total = invalid = 0
            values: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
            for one in self._segments:
                fitting, gone, counts = one.counts(query, user)
                total, invalid = total + fitting, invalid + gone
                for name in FACETS:
                    values[name].update(counts[name])
        return Facets(total, invalid, {name: _most(values[name]) for name in FACETS})

    def lines(self, ids: Sequence[int]) -> list[Hit]:
        """The lines of those of these clients that the user sees, in the order of the ids."""
        with self._lock:
            user = self._up_to_date()
            found: dict[int, Hit] = {}
            for one in self._segments:
                found |= one.lines(ids, user)
        return [found[one] for one in ids if one in found]

    def close(self) -> None:
        """Give back the memory."""
        with self._lock:
            self._forget()

    @property
    def nbytes(self) -> int:
        """The memory that the lines take."""
        return sum(one.nbytes for one in self._segments)

    def _forget(self) -> None:
        self._segments: list[Segment] = []
        self._mark: loading.Mark | None = None
        self._user: User | None = None
        self._stamp: Stamp | None = None

    def _up_to_date(self) -> User:
        """Read what changed, if anything did; usually one look at the file's time stamp tells that nothing has."""
        if self._user is None or self._stamp != self._engine.stamp():
            try:
                self._user = self._engine.read(self._catch_up)
            except BaseException:
                self._forget()
                raise
        return self._user

    def _catch_up(self, connection: duckdb.DuckDBPyConnection) -> User:
        now, stamp = time.time_ns(), self._engine.stamp()
        mark = loading.mark(connection)
        if mark != self._mark:
            if self._mark is not None and loading.goes_on(connection, self._mark):
                self._take_in(connection, self._mark.revision)
            else:
                self._segments = []  # first, so that both are not in memory at once
                self._segments = [_whole(connection)]
            self._mark = mark
        self._stamp = stamp if stamp.changed + _SETTLED < now else None
        return load_user(connection, self._user_name)

    def _take_in(self, connection: duckdb.DuckDBPyConnection, since: int) -> None:
        changed = loading.changed(connection, since)
        if not len(changed):
            return
        kept, asked = list(self._segments), changed
        while kept and len(kept[-1]) <= _GROWTH * len(asked):
            asked = np.union1d(asked, kept.pop().ids)
        if not kept:
            self._segments = []
        fresh = Segment(loading.lines(connection, asked)) if kept else _whole(connection)
        gone = np.setdiff1d(changed, fresh.ids)
        for one in kept:
            one.take_out(changed, blank=bool(len(gone)))
        self._segments = [*kept, fresh] if len(fresh) else kept


def _whole(connection: duckdb.DuckDBPyConnection) -> Segment:
    """All lines; a long list takes some seconds on a busy machine, so it shows how far it is."""
    if loading.count(connection) < _LONG:
        return Segment(loading.lines(connection))
    with bar(t("Reading the clients into memory"), total=2) as shown:
        lines = loading.lines(connection)
        shown.update()
        segment = Segment(lines)
        shown.update()
    return segment


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ordered[:SHOWN_VALUES])
