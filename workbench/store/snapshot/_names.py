"""The snapshot's names and their words in the kernel's memory, so that a key press needs nothing of the file.

A name is the number of its row in ``db.name``: the smallest of a set are the best to offer. The names of all words that
begin alike are one slice of an array, as the words are sorted; names that begin alike stand together. For 3.5M names it
takes about a quarter of a gigabyte.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from workbench.model.names import fold
from workbench.store.search.arrow import Number, numbers_of
from workbench.store.snapshot._layout import ABOVE_ALL, ICO_LENGTH

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A name offered while a user types."""

    ico: str
    name: str
    city: str | None
    legal_form: str | None
    ceased: bool


class NameIndex:
    """What is kept of one snapshot's names.

    Args:
        connection: the snapshot attached as ``db``.
    """

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        places = connection.execute("SELECT town, ' ' || folded FROM db.place ORDER BY id").fetchall()
        self._towns: list[str | None] = [*(town for town, _ in places), None]
        self._places = [folded for _, folded in places]
        shown = _read(
            connection,
            f"SELECT number, coalesce(place - 1, {len(places)}) AS place, name, legal_form FROM db.name",
        )
        self._number = _numbers(shown, "number", np.uint32)
        self._place = _numbers(shown, "place", np.int32)
        self._names = shown["name"].combine_chunks()
        self._forms = shown["legal_form"].combine_chunks().dictionary_encode()
        self._in_place = np.bincount(self._place, minlength=len(self._towns))
        words = _read(connection, "SELECT word, count FROM db.vocabulary")
        self._words = words["word"].combine_chunks()
        self._first: Ids = np.concatenate([[0], np.cumsum(_numbers(words, "count", np.int64))])
        self._ids = _numbers(_read(connection, "SELECT id FROM db.word"), "id", np.int32)
        self._living: int = connection.execute("SELECT living FROM db.meta").fetchall()[0][0]

    def suggested(self, ids: Sequence[int]) -> list[Suggested]:
        """What is shown of these names."""
        return [
            Suggested(
                f"{self._number[one]:0{ICO_LENGTH}}", self._names[one].as_py(), self._towns[self._place[one]],
                self._forms[one].as_py(), one >= self._living,
            )
            for one in ids
        ]  # fmt: skip

    def beginning(self, prefix: str, limit: int) -> list[int]:
        """The best names that begin so: the living are sorted by themselves, and the ceased after them."""
        found: list[int] = []
        for names in (range(self._living), range(self._living, len(self._names))):
            start = bisect_left(names, prefix, key=self._folded)
            begun = takewhile(lambda one: self._folded(one).startswith(prefix), names[start:])
            found += islice(begun, limit - len(found))
        return found

    def _folded(self, one: int) -> str:
        return fold(self._names[one].as_py())

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


def _read(connection: "duckdb.DuckDBPyConnection", query: str) -> "pa.Table":
    return connection.sql(query).to_arrow_table()


def _numbers(table: "pa.Table", name: str, kind: type[Number]) -> npt.NDArray[Number]:
    return numbers_of(table[name].combine_chunks(), kind).copy()
