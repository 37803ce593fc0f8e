"""Score: from compared pairs to a model, and from the model to the probability of each pair."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates import excused
from workbench.duplicates.arrays import Floats, Whole, shown
from workbench.duplicates.clustering import groups
from workbench.duplicates.comparing import STEPS, unpack
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.found_by import DECIDED_BIT, FORBIDDEN_BIT, NOT_FREE, RANDOM_BIT
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, Counts, Decided
from workbench.duplicates.odds import DECIDED, log_odds

PARTS: Final = 6
"""Into so many parts the firms of a base are divided, so that what some teach is measured on others."""
_ALIKE: Final = 6
"""Level of the name from which on two records with one IČO look like one firm."""
_FREE: Final = f"(found_by & ~{NOT_FREE}::UINTEGER) <> 0"
"""SQL: a pair that teaches."""
SHOWN: Final = 0.01
"""Pairs less probable than this are not kept."""


def count_patterns(
    connection: duckdb.DuckDBPyConnection, compared: str, stands_for: int = 1, *, parts: int = PARTS
) -> tuple[npt.NDArray[np.uint64], Counts]:
    """The distinct patterns, in order, and their counts; a forbidden pair counts for as many as it stands for.

    Where nothing is to be learned from them, ``parts`` is 0.
    """
    with _parted(connection, compared, parts) as (source, firms):
        rows = connection.execute(f"""
            SELECT pattern, part, sum(n)::DOUBLE AS n, coalesce(sum(n) FILTER ({_FREE}), 0)::DOUBLE AS free,
                   coalesce(sum(share) FILTER ({_FREE}), 0)::DOUBLE AS merges, (count(*) FILTER (found_by = 1::UINTEGER << {RANDOM_BIT}))::DOUBLE AS random
            FROM (SELECT *, CASE WHEN found_by & (1::UINTEGER << {FORBIDDEN_BIT}) > 0 THEN {stands_for} ELSE 1 END AS n FROM {source})
            GROUP BY pattern, part ORDER BY pattern
        """).fetchnumpy()
    patterns, place = np.unique(np.asarray(rows["pattern"], dtype=np.uint64), return_inverse=True)

    def summed(name: str, at: Whole, size: int) -> Floats:
        return np.asarray(np.bincount(at, rows[name], size), dtype=np.float64)

    many = len(patterns)
    every, teaching, random = (summed(name, place, many) for name in ("n", "free", "random"))
    part = np.asarray(rows["part"], dtype=np.int64)

    def by_part(name: str) -> Floats:
        size = parts + 1  # the last is of what belongs to none
        return summed(name, place * size + part, many * size).reshape(many, size)[:, :parts]

    abroad = bool(connection.execute("SELECT coalesce(bool_or(abroad), FALSE) FROM rec").fetchall()[0][0])
    return patterns, Counts(
        unpack(patterns), every, teaching, folds=by_part("free"), merges=by_part("merges"), random=random,
        abroad=abroad, stands_for=stands_for, firms=firms,
    )  # fmt: skip


@contextmanager
def _parted(connection: duckdb.DuckDBPyConnection, compared: str, parts: int) -> Iterator[tuple[str, int]]:
    """A query of compared pairs with the part of the base that each belongs to, and how many firms have free pairs that are the same.

    Records that an identifier says are one are one firm, and all its pairs are in one part, each as its share of the merges that join them; so are all pairs
    of the same two firms. In no part are pairs of a record that has somebody else's IČO: all who share it have other names. Nor are pairs of which a
    person said what identifiers do not, for every model has learned from them, nor those that only numbers tell apart of which a person said that one is wrong.
    """
    if not parts:
        yield f"(SELECT pattern, found_by, 0 AS part, 0 AS share FROM {compared})", 0
        return
    equal = {name: f"{_level(name)} = {same}" for name, (same, _) in IDENTIFIERS.items()}
    rows = connection.execute(f"""
        SELECT a, b, {_FREE} AS free, {equal["ident"]} AS shared, {_level("name")} >= {_ALIKE} AS alike
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
            SELECT c.pattern, CASE WHEN o.a IS NULL AND (e.a IS NULL OR {_is_known(connection)}) THEN c.found_by ELSE 1::UINTEGER << {DECIDED_BIT} END AS found_by, f.share,
                   CASE WHEN f.borrowed OR g.borrowed THEN {parts} ELSE hash(least(coalesce(f.firm, -1 - c.a::BIGINT), coalesce(g.firm, -1 - c.b::BIGINT))) % {parts} END AS part
            FROM {compared} c LEFT JOIN firm f ON f.r = c.a LEFT JOIN firm g ON g.r = c.b
            LEFT JOIN decision e ON e.a = c.a AND e.b = c.b LEFT JOIN ({excused.pairs(compared)}) o ON o.a = c.a AND o.b = c.b
        )"""
        yield source, len(np.unique(firm[a[free_ones]]))


def _level(name: str) -> str:
    """SQL: the level of a comparison in a pattern."""
    at = NAMES.index(name)
    return f"pattern // {STEPS[at]} % {len(COMPARISONS[at].levels)}"


def _is_known(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL: what a person said of a pair, identifiers say as well; or that person was unsure, and they are not."""
    abroad = connection.execute("SELECT coalesce(bool_or(abroad), FALSE) FROM rec").fetchall()[0][0]
    yes = " OR ".join(f"{_level(name)} = {same}" for name, (same, _) in IDENTIFIERS.items())
    no = " OR ".join(f"{_level(name)} = {other}" for name, (_, other) in IDENTIFIERS.items())
    said = f"CASE WHEN ({yes}) AND NOT ({no}) THEN TRUE WHEN ({no}) AND NOT ({yes}) AND NOT {abroad} THEN FALSE END"
    return f"coalesce(({_FREE}) AND ({said}) = coalesce(same, {said}), FALSE)"


def decided(connection: duckdb.DuckDBPyConnection, compared: str) -> Decided:
    """The levels of the pairs of which people decided what identifiers do not say; table ``decision`` holds a, b, same (NULL for unsure)."""
    rows = connection.execute(f"""
        SELECT pattern, same FROM decision JOIN {compared} USING (a, b)
        WHERE same IS NOT NULL AND NOT {_is_known(connection)} ORDER BY a, b
    """).fetchnumpy()
    return Decided(
        unpack(np.asarray(rows["pattern"], dtype=np.uint64)), np.asarray(rows["same"], dtype=np.bool_)
    )


def score(
    connection: duckdb.DuckDBPyConnection,
    odds: Floats,
    patterns: npt.NDArray[np.uint64],
    compared: str,
    target: str,
    *,
    least: float = log_odds(SHOWN),
) -> None:
    """Make a table of scored pairs: a, b, pattern, weight (log odds; ±40 where decided or impossible), found_by.

    ``odds`` are the log odds of each of ``patterns``, as :meth:`Model.log_odds` gives them. Pairs with less than ``least`` log odds are left out, unless a person decided them or was unsure.
    """
    with shown(connection, "scores", pattern=patterns, weight=np.clip(odds, -DECIDED, DECIDED)):
        connection.execute(f"""
            CREATE OR REPLACE TABLE {target} AS
            SELECT c.a, c.b, c.pattern, CASE WHEN d.same THEN {DECIDED} WHEN NOT d.same THEN -{DECIDED} ELSE s.weight END::FLOAT AS weight, c.found_by
            FROM {compared} c JOIN scores s USING (pattern) LEFT JOIN decision d USING (a, b)
            WHERE s.weight >= {max(least, -DECIDED)} OR d.a IS NOT NULL
        """)
