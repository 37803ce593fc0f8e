"""Spare: what only a weak rule of blocking finds is compared only where the names are alike.

In a large base most pairs have nothing in common but an address or the beginning of a name; of these only names that
are somewhat alike are worth a look.
"""

from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Flags, Numbers, shown
from workbench.duplicates.found_by import IDENTIFYING, LARGE_BLOCK, bit

_WEAK: Final = {
    "begin": 0.85, "end": 0.85, "rarest": 0.85, "host": 0.85, "number": 0.85, "corner": 0.75,
    "birthday": 0.65, "founded": 0.65, "place": 0.6,
}  # fmt: skip
"""Rules that find many who have nothing else in common -> how alike the names must be where no other rule finds the pair."""
_FEW_PAIRS: Final = 250_000
"""So many pairs are all compared, however little speaks for them."""
_BY_SIZE: Final = ("begin", "end")
_FEW: Final = 4
_IN_LARGE_BLOCK: Final = 0.9
"""How alike the names must be where more than :data:`_FEW` share a key of :data:`_BY_SIZE`."""
_LEAST: Final = np.zeros(1 << LARGE_BLOCK)
"""How alike the names must be by the rules that found a pair; 0 if there is more that speaks for it than names."""
for _rule, _wanted in _WEAK.items():
    _LEAST[bit(_rule)] = _wanted
_ANY: Final = np.uint32((1 << LARGE_BLOCK) - 1)
_BY_NAME: Final = np.uint32(sum(bit(rule) for rule in ("name", "begin", "end", "name_in_contact", "rarest")))
"""Rules that look at names only."""
_COMMON: Final = 29
"""Up to this rarity a name is common: ten firms and more bear it."""
_ALIKE: Final = "starts_with(p.nm, q.nm) OR starts_with(q.nm, p.nm) OR jaro_similarity(p.nm, q.nm) >= least OR jaro_similarity(p.srt, q.srt) >= least"


def is_large(rule: str, size: npt.NDArray[np.int64]) -> Flags:
    """Where so many share a key of this rule that it says hardly anything."""
    return np.asarray(size > _FEW) if rule in _BY_SIZE else np.zeros(len(size), dtype=np.bool_)


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
        found_by: a bit for each rule; that of a rule in a large block by :data:`workbench.duplicates.found_by.LARGE_BLOCK` higher.
        spare: leave them out even where pairs are few.

    Returns:
        a bit for each rule; 0 for a pair that nothing speaks for.
    """
    by_large, found = found_by >> np.uint32(LARGE_BLOCK), found_by & _ANY
    if not (spare or are_many(len(one))):
        return np.asarray(found | by_large)
    by_name = np.flatnonzero(((found | by_large) & ~_BY_NAME) == 0)
    stranger = by_name[_elsewhere(connection, one[by_name], other[by_name])]
    found[stranger] = by_large[stranger] = 0
    every = found | by_large
    by_large[(found & ~np.uint32(IDENTIFYING)) > 0] = 0
    least = _LEAST[found]
    least[(least == 0) & (by_large > 0)] = _IN_LARGE_BLOCK
    asked = np.flatnonzero(least)
    with shown(connection, "doubtful", place=asked, a=one[asked], b=other[asked], least=least[asked]):
        rows = connection.execute(
            f"SELECT doubtful.place FROM doubtful JOIN rec p ON p.r = a JOIN rec q ON q.r = b WHERE {_ALIKE}"
        ).fetchnumpy()
    alike = least == 0
    alike[rows["place"]] = True
    return np.where(alike, every, np.where(by_large > 0, found, 0)).astype(np.uint32)


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
