"""Block: which pairs are worth a comparison, of all there could be.

Each record has several keys (its IČO, each phone, its name, its address …), and records that share a key are
candidates. How many share it decides what happens: few are all compared; for many the key is refined by a
second attribute, and if that does not help by a third. What is left after that, records as good as equal in all
that tells records apart, is compared along the order of names only, so that 10,000 equal names cost 40,000
comparisons and not 50 million.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Final

import duckdb
import numpy as np

from workbench.duplicates import sharing, sparing
from workbench.duplicates.arrays import Flags, Numbers, shown
from workbench.duplicates.compared_columns import NOT_EVERYBODYS
from workbench.duplicates.contradictions import Contradictions
from workbench.duplicates.found_by import FORBIDDEN_BIT, RULES
from workbench.duplicates.settings import Settings
from workbench.duplicates.sharing import Packed, Sharing
from workbench.duplicates.statements import run
from workbench.duplicates.values import RANKED


def _one(name: str) -> str:
    return f"SELECT r, hash({name}) AS k FROM own WHERE {name} IS NOT NULL"


def _each(name: str) -> str:
    """The one value of most records, and all of those that have several."""
    return f"{_one(name)} AND {name}s IS NULL UNION ALL SELECT r, hash(unnest({name}s) % {RANKED}) FROM own WHERE {name}s IS NOT NULL"


def _name_in_contact() -> str:
    """What a host or a mailbox is called, where that is not the record's own name, and the names of those who are called so."""
    elsewhere = "SELECT r, {0} AS said FROM own WHERE {0} <> name_as_label"
    others = f"({elsewhere.format('label')} UNION ALL {elsewhere.format('mailbox')} AND mailbox_n <= {NOT_EVERYBODYS})"
    named = f"SELECT r, hash(name_as_label) FROM own SEMI JOIN {others} o ON o.said = own.name_as_label WHERE nm <> ''"
    return f"SELECT r, hash(said) AS k FROM {others} UNION ALL {named}"


_LETTERS: Final = "replace(nm, ' ', '')"
KEYS: Final = {
    "ident": _one("ident"),
    "phone": _each("phone"),
    "mail": _each("mail"),
    "account": _one("account"),
    "box": _one("box"),
    "name": "SELECT r, hash(srt) AS k FROM own WHERE srt <> ''",
    "begin": f"SELECT r, hash(left({_LETTERS}, 7), left(wz, 2)) AS k FROM own WHERE length(nm) > 3",
    "end": f"SELECT r, hash(right({_LETTERS}, 7), left(w1, 2)) AS k FROM own WHERE length(nm) > 3",
    "place": _each("place"),
    "host": _one("host"),
    "birthday": _one("birthday"),
    "rarest": "SELECT r, hash(k) AS k FROM rare_word ANTI JOIN twin USING (r)",
    "corner": "SELECT r, hash(house, psc, left(w1, 2)) AS k FROM own WHERE house IS NOT NULL AND psc IS NOT NULL "
    "UNION ALL SELECT r, hash(left(street, 5), psc, town) FROM own WHERE house IS NULL AND NOT starts_with(street, town) AND psc IS NOT NULL",
    "number": f"SELECT r, hash(house, left({_LETTERS}, 5)) AS k FROM own WHERE house IS NOT NULL",
    "name_in_contact": _name_in_contact(),
    "founded": "SELECT r, hash(founded, left(w1, 1)) AS k FROM own WHERE founded IS NOT NULL",
}
"""Blocking rules: each a query of record numbers and keys."""
_SECOND: Final = (
    "head", "place", "phone", "mail", "hash(left(town, 4), left(w1, 3))", "srt", "hash(psc, left(wz, 3))",
)  # fmt: skip
"""Attributes that refine a key which too many share."""
_FEWER: Final = {"begin": 4, "end": 4, "number": 4}
"""At most so many may share a key of these rules: what strangers often share finds hardly anybody in a larger block."""
_NOT_REFINED: Final = ("host",)
"""What many share is a provider of e-mail: two of one name who have it are no more one than two who have not."""
_THIRD: Final = (
    ("name", "hash(srt, place)"), ("name", "hash(srt, phone)"), ("name", "hash(srt, mail)"), ("name", "hash(srt, town, house)"),
    ("phone", "CASE WHEN place IS NOT NULL AND phone IS NOT NULL THEN hash(place, phone) END"), ("place", "CASE WHEN place IS NOT NULL THEN hash(place, head) END"),
)  # fmt: skip
"""What is a key of its own for those whom no second attribute told apart, and the rule that it counts as."""

_WORKERS: Final = 2
_Made = Callable[[], Packed]
"""Packs the keys of a rule: beside the database, which reads for the next meanwhile."""
_ODD: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
"""Spreads the bits of a key, so that a second one can be added to it."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking did.

    Attributes:
        pairs: how many candidates there are.
        refined: keys that too many records shared and that a second attribute refined.
        walked: keys that nothing could refine: their records were compared with the next ones only.
        largest: how many records shared the largest of those.
        twins: records that look like an earlier one in everything; only that one was compared with others.
        fillers: values that so many names have that they say nothing.
        absent: pairs given from elsewhere of which a record is not here.
        stale: pairs given from elsewhere of which a record has changed since; ``None`` where they do not tell.
        stands_for: for how many pairs that two valid IČO or two birthdays forbid each one that is compared stands.
        spared: whether pairs that hardly anything speaks for were left out; see :mod:`workbench.duplicates.sparing`.
    """

    pairs: int
    refined: int
    walked: int
    largest: int
    twins: int = 0
    absent: int = 0
    stale: int | None = 0
    stands_for: int = 1
    fillers: int = 0
    spared: bool = False


class _Keys:
    """The keys of the records: made by SQL, sorted as whole numbers.

    Attributes:
        count: how many records there are.
        low: how many bits the number of a record takes.
        left: the records whose keys too many share.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute("CREATE OR REPLACE TEMP VIEW own AS SELECT * FROM rec ANTI JOIN twin USING (r)")
        self.count = int(connection.execute("SELECT count(*) FROM rec").fetchall()[0][0])
        self.low = sharing.bits(self.count)
        self._high = np.uint64((1 << 64) - (1 << self.low))
        self.left: list[Sharing] = []

    def spend(self, limit: int, spend: Callable[[Sharing], None]) -> tuple[int, int]:
        """Spend all keys that few share; where many do, refine the keys and spend those that few share then.

        Returns:
            how many keys were refined, and how many of what that made could not be spent either.
        """
        self._spend(self._first(), limit, spend)
        self.left = [some for some in self.left if RULES[some.rule] not in _NOT_REFINED]
        refined = self._keys_left()
        self._spend(self._second(), limit, spend)
        self._spend(self._third(), limit, spend)
        return refined, self._keys_left()

    def largest(self) -> int:
        """How many share the most common key that could not be spent."""
        return max((int(some.size.max()) for some in self.left if len(some)), default=0)

    def touched(self) -> Flags:
        """For each record whether it is in the table ``touched``."""
        found = np.zeros(self.count, dtype=np.bool_)
        found[self._connection.execute("SELECT r FROM touched").fetchnumpy()["r"]] = True
        return found

    def walk(self, nearest: int) -> Iterator[tuple[int, Numbers, Numbers]]:
        """Each record of what is left with the next few in order of names, of streets and of house numbers."""
        with self._shown_left():
            for step in range(1, nearest + 1):
                rows = self._connection.execute(f"""
                    SELECT least(a, b) AS a, greatest(a, b) AS b, rule FROM (
                        SELECT r AS a, rule, lead(r, {step}) OVER (PARTITION BY rule, k ORDER BY nm, street, house, r) AS b
                        FROM too_many JOIN own USING (r)
                    ) WHERE b IS NOT NULL
                """).fetchnumpy()
                if not len(rows["rule"]):
                    return
                for rule in np.unique(rows["rule"]).tolist():
                    this = rows["rule"] == rule
                    yield rule, np.asarray(rows["a"][this]), np.asarray(rows["b"][this])

    def _spend(self, made: Iterable[tuple[int, _Made]], limit: int, spend: Callable[[Sharing], None]) -> None:
        def one(rule: int, make: _Made) -> Sharing:
            found = sharing.sharers(rule, make(), self.low)
            few = found.size <= min(limit, _FEWER.get(RULES[rule], limit))
            spend(found.only(few))
            return found.only(~few)

        with ThreadPoolExecutor(_WORKERS) as pool:  # while the database reads what the next keys are made of
            begun = [pool.submit(one, rule, make) for rule, make in made]
        self.left = [some.result() for some in begun]

    def _keys_left(self) -> int:
        """How many keys too many share."""
        return sum(int((some.after == 0).sum()) for some in self.left)

    def _first(self) -> Iterator[tuple[int, _Made]]:
        for rule, name in enumerate(RULES):
            keys = f"SELECT k & {self._high}::UBIGINT | r AS key FROM ({KEYS[name]})"
            rows = run(self._connection, keys).fetchnumpy()
            yield rule, partial(np.asarray, rows["key"])

    def _second(self) -> Iterator[tuple[int, _Made]]:
        for number, attribute in enumerate(_SECOND):
            of_record = self._attribute(number, attribute)
            for some in self.left:
                yield some.rule, partial(self._refined, some, of_record)

    def _refined(self, some: Sharing, of_record: Packed) -> Packed:
        value = of_record[some.record]
        have = value > 0
        return (some.key[have] * _ODD ^ value[have]) & self._high | some.record[have]

    def _third(self) -> Iterator[tuple[int, _Made]]:
        left = np.zeros(self.count, dtype=np.bool_)
        for some in self.left:
            left[some.record] = True
        for number, (rule, attribute) in enumerate(_THIRD):
            yield RULES.index(rule), partial(self._those, left, self._attribute(number, attribute))

    def _those(self, some: Flags, of_record: Packed) -> Packed:
        record = np.flatnonzero(some & (of_record > 0)).astype(np.uint32)
        return of_record[record] & self._high | record

    def _attribute(self, number: int, expression: str) -> Packed:
        """For each record the hash of an attribute and its number; 0 where it has none."""
        values = f"SELECT r, CASE WHEN {expression} IS NULL THEN 0 ELSE hash({number}, {expression}) END AS v FROM own"
        rows = run(self._connection, values).fetchnumpy()
        found = np.zeros(self.count, dtype=np.uint64)
        found[rows["r"]] = rows["v"]
        return found

    def _shown_left(self) -> AbstractContextManager[None]:
        """A view ``too_many`` of what is left: r, k, rule."""
        record = [np.zeros(0, dtype=np.uint32), *(some.record for some in self.left)]
        key = [np.zeros(0, dtype=np.uint64), *(some.key for some in self.left)]
        rule = [np.zeros(0, dtype=np.uint8), *(np.full(len(some), some.rule, np.uint8) for some in self.left)]
        r, k, by = (np.concatenate(parts) for parts in (record, key, rule))
        return shown(self._connection, "too_many", r=r, k=k, rule=by)


def block(
    connection: duckdb.DuckDBPyConnection, settings: Settings, *, touching: bool = False, spare: bool = False
) -> Blocked:
    """Make the table ``candidate``: a, b (record numbers, a < b), found_by (see :mod:`workbench.duplicates.found_by`).

    Args:
        connection: where ``rec`` is.
        settings: the sizes of blocks.
        touching: only pairs of which one is in the table ``touched`` (column r).
        spare: leave out what an earlier search left out, however few pairs there are: its model has not learned from such pairs.
    """
    keys = _Keys(connection)
    touched = keys.touched() if touching else None
    contradictions = Contradictions(connection, keys.count)
    every = sharing.Pairs(keys.count)

    def add(rule: int, one: Numbers, other: Numbers, forbidden: Flags) -> None:
        some = contradictions.sample(one, other, forbidden)
        if touched is not None:
            some &= touched[one] | touched[other]
        every.add(rule, one[some], other[some])

    def spend(few: Sharing) -> None:
        known = contradictions.of(few.record)
        for x, y in few.pairs():
            add(few.rule, few.record[x], few.record[y], known.forbid(x, y))

    refined, walked = keys.spend(settings.block, spend)
    for rule, one, other in keys.walk(settings.nearest):
        add(rule, one, other, contradictions.forbid(one, other))
    one, other, found_by = every.united()
    spare = spare or sparing.are_many(len(one))
    found_by = sparing.without_strangers(connection, one, other, found_by, spare=spare)
    some = found_by > 0
    one, other, found_by = one[some], other[some], found_by[some]
    found_by |= contradictions.forbid(one, other).astype(np.uint32) << np.uint32(FORBIDDEN_BIT)
    with shown(connection, "found", a=one, b=other, found_by=found_by):
        connection.execute("CREATE OR REPLACE TABLE candidate AS FROM found")
    return Blocked(
        len(one), refined, walked, keys.largest(), stands_for=contradictions.stands_for, spared=spare
    )


def share(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Blocked:
    """The same blocking as keys: make the table ``shared``: r, k, rule; records that share a k are candidates.

    It takes time by records, not by pairs, so whoever can join tables can do the rest elsewhere. They see a few pairs more than
    :func:`block`: where there are many, also those that one weak rule finds and whose names are not alike, those of which only a common name speaks
    from two parts of the country, and all that a contradiction forbids.

    Args:
        connection: where ``rec`` is.
        settings: the sizes of blocks.
    """
    keys = _Keys(connection)
    connection.execute("CREATE OR REPLACE TABLE shared (r UINTEGER, k UBIGINT, rule UTINYINT)")

    spent: list[Sharing] = []
    refined, walked = keys.spend(settings.block, spent.append)
    for few in spent:
        with shown(connection, "few", r=few.record, k=few.key):
            connection.execute(f"INSERT INTO shared SELECT r, hash(k, {few.rule}), {few.rule} FROM few")
    for rule, one, other in keys.walk(settings.nearest):
        with shown(connection, "walked", a=one, b=other):
            connection.execute(
                f"INSERT INTO shared SELECT unnest([a, b]), hash(a, b, 'walked'), {rule} FROM walked"
            )
    return Blocked(0, refined, walked, keys.largest())
