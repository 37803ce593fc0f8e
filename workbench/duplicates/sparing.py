"""Spare: what only a weak rule of blocking finds is compared only where the names are alike.

In a large base most pairs have nothing in common but an address or the beginning of a name; of these only names that
are somewhat alike are worth a look.
"""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates.arrays import Flags, Numbers, shown
from workbench.duplicates.found_by import RULES, bit

_WEAK: Final = {
    "begin": 0.9, "end": 0.9, "host": 0.9, "rarest": 0.85, "number": 0.85, "corner": 0.75,
    "birthday": 0.65, "founded": 0.65, "place": 0.6,
}  # fmt: skip
"""Rules that find many who have nothing else in common -> how alike the names must be where no other rule finds the pair."""
_FEW_PAIRS: Final = 250_000
"""So many pairs are all compared, however little speaks for them."""
_LEAST: Final = np.zeros(1 << len(RULES))
"""How alike the names must be by the rules that found a pair; 0 if there is more that speaks for it than names."""
for _rule, _wanted in _WEAK.items():
    _LEAST[bit(_rule)] = _wanted
_BY_NAME: Final = np.uint32(sum(bit(rule) for rule in ("name", "begin", "end", "name_in_contact", "rarest")))
"""Rules that look at names only."""
_COMMON: Final = 29
"""Up to this rarity a name is common: ten firms and more bear it."""
_ALIKE: Final = "starts_with(p.nm, q.nm) OR starts_with(q.nm, p.nm) OR jaro_similarity(p.nm, q.nm, least) >= least OR jaro_similarity(p.srt, q.srt, least) >= least"


def without_strangers(
    connection: duckdb.DuckDBPyConnection,
    one: Numbers,
    other: Numbers,
    found_by: Numbers,
    *,
    spare: bool = False,
) -> Numbers:
    """Which rules found each pair, less those that say little by themselves where the names are not alike enough.

    Args:
        connection: where ``rec`` is.
        one: a record of each pair.
        other: the other.
        found_by: a bit for each rule.
        spare: leave them out even where pairs are few.

    Returns:
        a bit for each rule; 0 for a pair that nothing speaks for.
    """
    if not (spare or are_many(len(one))):
        return found_by
    by_name = np.flatnonzero((found_by & ~_BY_NAME) == 0)
    found_by = found_by.copy()
    found_by[by_name[_elsewhere(connection, one[by_name], other[by_name])]] = 0
    least = _LEAST[found_by]
    asked = np.flatnonzero(least)
    with shown(connection, "doubtful", place=asked, a=one[asked], b=other[asked], least=least[asked]):
        rows = connection.execute(
            f"SELECT doubtful.place FROM doubtful JOIN rec p ON p.r = a JOIN rec q ON q.r = b WHERE {_ALIKE}"
        ).fetchnumpy()
    alike = least == 0
    alike[rows["place"]] = True
    return np.where(alike, found_by, np.uint32(0))


def are_many(pairs: int) -> bool:
    """Whether there are so many pairs that some are spared."""
    return pairs > _FEW_PAIRS


def _elsewhere(connection: duckdb.DuckDBPyConnection, one: Numbers, other: Numbers) -> Flags:
    """Pairs of which one has a common name, and that sit in two towns in two parts of the country."""
    rows = connection.execute(f"""
        SELECT coalesce(TRY_CAST(left(psc, 3) AS SMALLINT), -1)::SMALLINT AS area, coalesce(name_rarity <= {_COMMON}, FALSE) AS common,
               hash(coalesce(town, r::VARCHAR)) AS town FROM rec ORDER BY r
    """).fetchnumpy()
    area, common, town = (np.asarray(rows[name]) for name in ("area", "common", "town"))
    here, there = area[one], area[other]
    apart = (here != there) & (here >= 0) & (there >= 0) & (common[one] | common[other])
    apart[apart] = town[one[apart]] != town[other[apart]]
    return np.asarray(apart)
