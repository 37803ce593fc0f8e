"""A part of the client list in the kernel's memory, in order of the names; its lines never change, they are only taken out."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.links import Hit
from workbench.store.search.arrow import Number, numbers_of
from workbench.store.search.query import Query
from workbench.store.search.values import Coded, Tags, Texts
from workbench.store.search.words import Mask, Rows, Words

if TYPE_CHECKING:
    import pyarrow as pa

NUMBER, BEGINS, NAMED, ELSEWHERE, SOMEWHERE = range(5)
"""Where the words of a text are found, best first: whole outside the name, if it has a digit; at the beginning of the
name; all in the name; whole outside the name; anywhere."""
_FEW: Final = 1000
"""So few lines are looked at one by one sooner than all that have a common word are found."""
_LAST: Final = b"\xff"
"""Comes after every byte that a name may go on with."""

Place = tuple[int, int, bytes, int]
"""What lines are sorted by: which reading of the text, where its words are found, name, id. Without a text: the moment of
the last change, from the newest, and the id."""


class Segment:
    """Some of the clients, with what is searched and shown of them.

    Args:
        lines: a row a client as :func:`workbench.store.search.loading.lines` reads them, in order of name and id.
    """

    def __init__(self, lines: "pa.Table") -> None:
        self._ids = _column(lines, "id", np.int64)
        self._by_id: Rows = np.argsort(self._ids).astype(np.int32)
        with ThreadPoolExecutor(2) as pool:  # numpy lets another thread go on
            self._names, self._rest = pool.map(Words, (lines["name_words"], lines["rest_words"]))
        self._name, self._ico = Texts(lines["name"]), Texts(lines["ico"])
        self._owner, self._city, self._lock = (Coded(lines[one]) for one in ("owner", "city", "locked_by"))
        self._facets: Mapping[str, Coded | Tags] = {
            "owner": self._owner, "state": Coded(lines["state"]), "tag": Tags(lines["tags"]), "city": self._city,
        }  # fmt: skip
        self._level = _column(lines, "level", np.int8)
        self._valid: Mask = _column(lines, "valid", np.int8) == 1
        self._changed = _column(lines, "changed", np.int64)
        self._standing: Mask = np.ones(len(self._ids), np.bool_)
        self._in_order: Rows | None = None
        self._by_change: Rows | None = None
        self._seen: tuple[User, Mask] | None = None

    def __len__(self) -> int:
        return int(self._standing.sum())

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        parts = (self._names, self._rest, self._name, self._ico, self._lock, *self._facets.values(),
                 self._ids, self._by_id, self._level, self._valid, self._changed, self._standing)  # fmt: skip
        return sum(one.nbytes for one in parts)

    @property
    def ids(self) -> npt.NDArray[np.int64]:
        """The ids of the clients that stand here."""
        return self._ids[self._standing]

    def take_out(self, ids: npt.NDArray[np.int64], *, blank: bool) -> None:
        """Take out those of these clients that stand here.

        Args:
            ids: the clients.
            blank: overwrite whatever was taken out, now or before.
        """
        self._standing[self._rows(ids)] = False
        self._in_order = self._seen = None
        if blank:
            gone = ~self._standing
            for column in (
                self._names,
                self._rest,
                self._name,
                self._ico,
                self._lock,
                *self._facets.values(),
            ):
                column.blank(gone)

    def best(self, query: Query, user: User) -> Iterator[tuple[Place, int]]:
        """The lines that fit, best first, with what they are sorted by."""
        left = self._open(query, user)
        wanted = len(left) if query.limit is None else query.limit
        if not query.phrases:
            yield from self._newest(left, wanted)
            return
        for reading, words in enumerate(query.phrases):
            for where, having in self._found(words):
                rows = np.flatnonzero(left & having)[:wanted]
                yield from (
                    ((reading, where, self._names.text(row), int(self._ids[row])), row)
                    for row in rows.tolist()
                )
                wanted -= len(rows)
                if not wanted:
                    return
                left[rows] = False

    def line(self, row: int) -> Hit:
        """What a list shows of a client."""
        return Hit(
            int(self._ids[row]), self._name[row], self._ico[row] or None, self._city[row], self._owner[row],
            bool(self._valid[row]), self._lock[row],
        )  # fmt: skip

    def lines(self, ids: Sequence[int], user: User) -> dict[int, Hit]:
        """What a list shows of those of these clients that stand here and that the user sees."""
        rows = self._rows(np.array(ids, np.int64))
        return {int(self._ids[row]): self.line(row) for row in rows[self._visible(user)[rows]].tolist()}

    def counts(self, query: Query, user: User) -> tuple[int, int, dict[str, Mapping[str, int]]]:
        """How many lines fit, how many of them are invalid, and how many have each value of each facet."""
        fitting = self._open(query, user)
        if query.phrases:
            fitting &= reduce(np.logical_or, (self._anywhere(words) for words in query.phrases))
        values = {name: column.counts(fitting) for name, column in self._facets.items()}
        return int(fitting.sum()), int((fitting & ~self._valid).sum()), values

    def _rows(self, ids: npt.NDArray[np.int64]) -> Rows:
        """The rows of those of these clients that are or were here."""
        if not len(self._ids):
            return np.empty(0, np.int32)
        places = np.searchsorted(self._ids, ids, sorter=self._by_id)
        rows = self._by_id.take(places, mode="clip")
        known: Rows = rows[self._ids[rows] == ids]
        return known

    def _open(self, query: Query, user: User) -> Mask:
        """The lines that the user sees and that the facets let through, as a mask of one's own."""
        left = self._visible(user).copy()
        if not query.invalid:
            left &= self._valid
        for name, values in query.only.items():
            left &= self._facets[name].among(values)
        return left

    def _visible(self, user: User) -> Mask:
        """As :meth:`workbench.model.rights.User.sees`, for all lines that stand."""
        if self._seen is None or self._seen[0] != user:
            self._seen = (user, self._standing & self._in_sight(user))
        return self._seen[1]

    def _in_sight(self, user: User) -> Mask:
        scope = user.rights.scope(CLIENT.name)
        if user.is_administrator:
            return np.ones(len(self._ids), np.bool_)
        if scope == "none":
            return np.zeros(len(self._ids), np.bool_)
        level: Mask = self._level <= user.rights.clearance
        if scope == "all":
            return level
        return level & self._owner.among((user.name,) if scope == "own" else scope)

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, Mask]]:
        """Where the words are found, best first; what comes later is looked for only when it is asked for."""
        phrase = " ".join(words).encode()
        number = any(map(str.isdigit, phrase.decode()))
        if number:
            yield NUMBER, self._whole(words, phrase + b" ")
        yield BEGINS, self._beginning(phrase)
        yield NAMED, self._having(words, (self._names,))
        if not number:
            yield ELSEWHERE, self._whole(words, phrase + b" ")
        yield SOMEWHERE, self._anywhere(words)

    def _whole(self, words: Sequence[str], phrase: bytes) -> Mask:
        """The lines that have the words one after the other outside the name; of a few, one by one."""
        found = self._having(words, (self._rest,))
        rows = np.flatnonzero(found).tolist()
        if len(rows) > _FEW:
            return self._rest.having(phrase)
        found = np.zeros(len(found), np.bool_)
        found[[row for row in rows if self._rest.has(row, phrase)]] = True
        return found

    def _anywhere(self, words: Sequence[str]) -> Mask:
        return self._having(words, (self._names, self._rest))

    def _having(self, words: Sequence[str], parts: Sequence[Words]) -> Mask:
        """Which lines have all the words in these parts: the rarest word first, and the last few lines one by one."""
        terms = [one.encode() for one in dict.fromkeys(words)]
        terms.sort(key=lambda one: sum(part.at_most(one) for part in parts))
        found = np.ones(len(self._ids), np.bool_)
        for place, term in enumerate(terms):
            rows = np.flatnonzero(found).tolist() if place else []
            if place and len(rows) <= _FEW:
                found = np.zeros(len(found), np.bool_)
                found[[row for row in rows if any(part.has(row, term) for part in parts)]] = True
            else:
                found = found & reduce(np.logical_or, [part.having(term) for part in parts])
        return found

    def _beginning(self, phrase: bytes) -> Mask:
        """The names that begin so: they stand together."""
        if self._in_order is None:
            self._in_order = np.flatnonzero(self._standing).astype(np.int32)
        order, places = self._in_order, range(len(self._in_order))
        first = bisect_left(places, phrase, key=lambda place: self._names.text(int(order[place])))
        last = bisect_left(places, phrase + _LAST, key=lambda place: self._names.text(int(order[place])))
        found = np.zeros(len(self._ids), np.bool_)
        found[order[first:last]] = True
        return found

    def _newest(self, left: Mask, wanted: int) -> Iterator[tuple[Place, int]]:
        """The lines changed last."""
        if self._by_change is None:
            newest = np.argsort(-self._changed[self._by_id], kind="stable")  # nearly in order already
            self._by_change = self._by_id[newest]
        for row in self._by_change[left[self._by_change]][:wanted].tolist():
            yield (-int(self._changed[row]), 0, b"", int(self._ids[row])), row


def _column(lines: "pa.Table", name: str, kind: type[Number]) -> npt.NDArray[Number]:
    return numbers_of(lines[name].combine_chunks(), kind).copy()
