"""The words of the snapshot's names in the kernel's memory, so that a key press reads a few rows of the file.

A name is the number of its row in ``db.name``: the smallest of a set are the best to offer. The names of all words that
begin alike are one slice of an array, as the words are sorted. Of the names themselves every thousandth is kept, which
tells where in the file to look for those that begin so. For 3.5M names it takes about a hundred megabytes.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from workbench.store.search.arrow import Number, numbers_of
from workbench.store.snapshot._layout import ABOVE_ALL

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_STEP: Final = 1024
"""One name of so many is kept."""


class NameIndex:
    """What is kept of one snapshot's names.

    Args:
        connection: the snapshot attached as ``db``.
    """

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        places = connection.execute("SELECT ' ' || folded FROM db.place ORDER BY id").fetchall()
        self._places = [place for (place,) in places]
        names = _read(connection, f"SELECT number, coalesce(place - 1, {len(places)}) AS place FROM db.name")
        self._number = _numbers(names, "number", np.uint32)
        self._place = _numbers(names, "place", np.int32)
        self._in_place = np.bincount(self._place, minlength=len(places) + 1)
        words = _read(connection, "SELECT word, count FROM db.vocabulary")
        self._words = words["word"].combine_chunks()
        self._first: Ids = np.concatenate([[0], np.cumsum(_numbers(words, "count", np.int64))])
        self._ids = _numbers(_read(connection, "SELECT id FROM db.word"), "id", np.int32)
        living = connection.execute("SELECT living FROM db.meta").fetchall()[0][0]
        self._parts = [_Part(connection, 0, living), _Part(connection, living, len(self._number))]

    def icos(self, ids: Sequence[int]) -> list[int]:
        """The IČO of these names, as numbers."""
        return [int(self._number[one]) for one in ids]

    def beginning(self, connection: "duckdb.DuckDBPyConnection", prefix: str, limit: int) -> list[int]:
        """The best names that begin so."""
        found: list[int] = []
        for part in self._parts:
            if len(found) < limit:
                found += part.beginning(connection, prefix, limit - len(found))
        return found

    def with_all(self, words: Sequence[str], limit: int) -> list[int]:
        """The best names of which each word begins a word of the name or of its town (one at least of the name)."""
        if not words:
            return []
        terms = sorted(map(self._term, words), key=lambda term: term.count)
        named = terms[0].named(len(self._number))
        rows: Ids = np.flatnonzero(terms[0].or_of_town(named, self._place))
        named = named[rows]
        for term in terms[1:]:
            here = term.named(len(self._number))[rows]
            kept = term.or_of_town(here, self._place[rows])
            rows, named = rows[kept], (named | here)[kept]
        return [int(one) for one in rows[named][:limit]]

    def _term(self, word: str) -> "_Term":
        first, end = (
            bisect_left(range(len(self._words)), bound, key=lambda place: self._words[place].as_py())
            for bound in (word, word + ABOVE_ALL)
        )
        towns = np.zeros(len(self._in_place), np.bool_)
        towns[[place for place, town in enumerate(self._places) if f" {word}" in town]] = True
        return _Term(
            self._ids[self._first[first] : self._first[end]], towns, int(self._in_place[towns].sum())
        )


@dataclass(frozen=True)
class _Term:
    """A typed word.

    Attributes:
        ids: the names that have a word that begins so.
        towns: of which towns' names that can be said, by the town's place in a list; the last one is no town.
        in_towns: how many names are of these towns.
    """

    ids: npt.NDArray[np.int32]
    towns: Mask
    in_towns: int

    @property
    def count(self) -> int:
        """How many names it leaves, at most."""
        return len(self.ids) + self.in_towns

    def named(self, names: int) -> Mask:
        """Which of so many names have the word themselves."""
        found: Mask = np.zeros(names, np.bool_)
        found[self.ids] = True
        return found

    def or_of_town(self, found: Mask, places: npt.NDArray[np.int32]) -> Mask:
        """Those found, and those that are of its towns.

        Args:
            found: a mask of names.
            places: the towns of the same names.
        """
        return found | self.towns[places] if self.in_towns else found


class _Part:
    """The names of the living, or those of the ceased, which are sorted each by itself."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", first: int, end: int) -> None:
        self._first, self._end = first, end
        rows = connection.execute(
            f"SELECT folded FROM db.name WHERE rowid >= {first:d} AND rowid < {end:d} "
            f"AND (rowid - {first:d}) % {_STEP} = 0 ORDER BY rowid"
        ).fetchall()
        self._kept = [name for (name,) in rows]

    def beginning(self, connection: "duckdb.DuckDBPyConnection", prefix: str, limit: int) -> list[int]:
        """The first names that begin so; they stand together."""
        start = self._first + max(bisect_left(self._kept, prefix) - 1, 0) * _STEP
        end = min(start + _STEP + limit, self._end)
        rows = connection.execute(
            f"SELECT rowid FROM db.name WHERE rowid >= {start:d} AND rowid < {end:d} "
            f"AND starts_with(folded, $prefix) ORDER BY rowid LIMIT {limit:d}",
            {"prefix": prefix},
        ).fetchall()
        return [one for (one,) in rows]


def _read(connection: "duckdb.DuckDBPyConnection", query: str) -> "pa.Table":
    return connection.sql(query).to_arrow_table()


def _numbers(table: "pa.Table", name: str, kind: type[Number]) -> npt.NDArray[Number]:
    return numbers_of(table[name].combine_chunks(), kind).copy()
