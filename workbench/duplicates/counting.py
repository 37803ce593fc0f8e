"""Count: how often each pattern occurs, in which part of the base, and what people said of such pairs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates import excused
from workbench.duplicates.arrays import Floats, Whole, shown
from workbench.duplicates.clustering import groups
from workbench.duplicates.comparing import level, unpack
from workbench.duplicates.found_by import FORBIDDEN_BIT, NOT_FREE, RANDOM_BIT
from workbench.duplicates.labelling import IDENTIFIERS, NAME_ALIKE, Counts, Decided, Labels, labels, trusted

PARTS: Final = 6
"""Into so many parts the firms of a base are divided, so that what some teach is measured on others."""
_FREE: Final = f"(found_by & ~{NOT_FREE}::UINTEGER) <> 0"
"""SQL: a pair that teaches."""
_NOBODY, _SAME, _DIFFERENT, _UNSURE, _FOLLOWS = range(5)
"""What was said of a pair; the last that it is one by what was said of two others (see :mod:`workbench.duplicates.excused`)."""


def count_patterns(
    connection: duckdb.DuckDBPyConnection, compared: str, stands_for: int = 1, *, parts: int = PARTS
) -> tuple[npt.NDArray[np.uint64], Counts]:
    """The distinct patterns, in order, and their counts; a forbidden pair counts for as many as it stands for.

    A pair of which a person said something else than its identifiers do is not free, for every model learns from it.

    Args:
        connection: with the tables ``rec`` and ``decision``.
        compared: the table of the pairs: a, b, found_by, pattern.
        stands_for: for how many pairs that are forbidden each one that was compared stands.
        parts: into how many parts the base is divided; 0 where nothing is to be learned.
    """
    with _parted(connection, compared, parts) as (source, firms):
        rows = connection.execute(f"""
            SELECT pattern, part, word, sum(n)::DOUBLE AS n, coalesce(sum(n) FILTER ({_FREE}), 0)::DOUBLE AS free,
                   coalesce(sum(share) FILTER ({_FREE}), 0)::DOUBLE AS merges, (count(*) FILTER (found_by = 1::UINTEGER << {RANDOM_BIT}))::DOUBLE AS random
            FROM (SELECT *, CASE WHEN found_by & (1::UINTEGER << {FORBIDDEN_BIT}) > 0 THEN {stands_for} ELSE 1 END AS n FROM {source})
            GROUP BY pattern, part, word ORDER BY pattern, part, word
        """).fetchnumpy()
    patterns, place = np.unique(np.asarray(rows["pattern"], dtype=np.uint64), return_inverse=True)
    levels, many = unpack(patterns), len(patterns)
    part, word = (np.asarray(rows[name], dtype=np.int64) for name in ("part", "word"))
    abroad = bool(connection.execute("SELECT coalesce(bool_or(abroad), FALSE) FROM rec").fetchall()[0][0])
    every = _summed(rows["n"], place, many)
    nothing = np.zeros((many, parts))
    plain = Counts(levels, every, every, nothing, nothing, np.zeros(many), abroad=abroad)
    free = (word == _NOBODY) | _is_known(word, labels(levels, trusted(plain))[place])

    def by_part(values: Floats) -> Floats:
        size = parts + 1  # the last is of what belongs to none
        return _summed(values, place * size + part, many * size).reshape(many, size)[:, :parts]

    taught = np.where(free, rows["free"], 0.0)
    return patterns, Counts(
        levels, every, _summed(taught, place, many), folds=by_part(taught), merges=by_part(np.where(free, rows["merges"], 0.0)),
        random=_summed(np.where(word == _NOBODY, rows["random"], 0.0), place, many), abroad=abroad, stands_for=stands_for, firms=firms,
        confirmed=by_part(np.where(word == _NOBODY, 0.0, taught)),
    )  # fmt: skip


def _summed(values: Any, at: Whole, size: int) -> Floats:
    return np.asarray(np.bincount(at, values, size), dtype=np.float64)


def _is_known(word: Whole, label: Labels) -> npt.NDArray[np.bool_]:
    """Where a person said no more than identifiers do: the same as they, or nothing though they decide."""
    return np.asarray(
        ((word == _SAME) & (label == 1))
        | ((word == _DIFFERENT) & (label == 0))
        | ((word == _UNSURE) & (label >= 0))
    )


@contextmanager
def _parted(connection: duckdb.DuckDBPyConnection, compared: str, parts: int) -> Iterator[tuple[str, int]]:
    """A query of compared pairs with the part of the base that each belongs to and what was said of it, and how many firms have free pairs that are the same.

    Records that an identifier says are one are one firm, and all its pairs are in one part, each as its share of the merges that join them; so are all pairs
    of the same two firms. In no part are pairs of a record that has somebody else's IČO: all who share it have other names.
    """
    if not parts:
        yield f"(SELECT pattern, found_by, 0 AS part, 0 AS share, {_NOBODY} AS word FROM {compared})", 0
        return
    equal = {name: f"{level(name)} = {same}" for name, (same, _) in IDENTIFIERS.items()}
    rows = connection.execute(f"""
        SELECT a, b, {_FREE} AS free, {equal["ident"]} AS shared, {level("name")} >= {NAME_ALIKE} AS alike
        FROM {compared} WHERE {" OR ".join(equal.values())}
    """).fetchnumpy()
    a, b = (np.asarray(rows[name], dtype=np.int64) for name in "ab")
    free_ones, shared, alike = (
        np.asarray(rows[name], dtype=np.bool_) for name in ("free", "shared", "alike")
    )
    count = int(b.max()) + 1 if len(b) else 0
    firm = groups(count, a[free_ones], b[free_ones])
    borrowed, own = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for side in (a, b):
        borrowed[side[shared & ~alike]] = True
        own[side[shared & alike]] = True
    borrowed &= ~own
    met = np.zeros(count, dtype=np.bool_)
    met[a] = met[b] = True
    member = np.flatnonzero(met)
    merges = np.bincount(firm, minlength=count) - 1
    share = merges / np.maximum(np.bincount(firm[a[free_ones]], minlength=count), 1)
    with shown(
        connection, "firm", r=member.astype(np.uint32), firm=firm[member], share=share[firm[member]], borrowed=borrowed[member],
    ):  # fmt: skip
        source = f"""(
            SELECT c.pattern, c.found_by, f.share,
                   CASE WHEN f.borrowed OR g.borrowed THEN {parts} ELSE hash(least(coalesce(f.firm, -1 - c.a::BIGINT), coalesce(g.firm, -1 - c.b::BIGINT))) % {parts} END AS part,
                   CASE WHEN o.a IS NOT NULL THEN {_FOLLOWS} WHEN e.a IS NULL THEN {_NOBODY} WHEN e.same THEN {_SAME} WHEN NOT e.same THEN {_DIFFERENT} ELSE {_UNSURE} END AS word
            FROM {compared} c LEFT JOIN firm f ON f.r = c.a LEFT JOIN firm g ON g.r = c.b
            LEFT JOIN decision e ON e.a = c.a AND e.b = c.b LEFT JOIN ({excused.pairs(connection, compared)}) o ON o.a = c.a AND o.b = c.b
        )"""
        yield source, len(np.unique(firm[a[free_ones]]))


def decided(connection: duckdb.DuckDBPyConnection, compared: str, counts: Counts) -> Decided:
    """The levels of the pairs of which people decided what identifiers do not say by themselves.

    Args:
        connection: with the table ``decision``: a, b, same (NULL for unsure).
        compared: the table of the pairs.
        counts: of all of them, as :func:`count_patterns` gives them.
    """
    rows = connection.execute(f"""
        SELECT pattern, same, {_FREE} AS free FROM decision JOIN {compared} USING (a, b) WHERE same IS NOT NULL ORDER BY a, b
    """).fetchnumpy()
    levels = unpack(np.asarray(rows["pattern"], dtype=np.uint64))
    same, free = (np.asarray(rows[name], dtype=np.bool_) for name in ("same", "free"))
    told = ~(free & (labels(levels, trusted(counts)) == same))
    return Decided(levels[told], same[told])
