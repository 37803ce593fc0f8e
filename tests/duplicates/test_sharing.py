"""Pairs by sorting whole numbers are the pairs that looking at every two records finds."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.duplicates import sharing
from workbench.duplicates.arrays import Numbers

KEYS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=60, unique=True)
"""Pairs of a record and a key that it has."""


def packed(keys: list[tuple[int, int]], low: int) -> sharing.Packed:
    return np.array([(key << low) | record for record, key in keys], dtype=np.uint64)


def told(found: sharing.Sharing) -> list[tuple[Numbers, Numbers]]:
    """Its pairs by the numbers of the records."""
    return [(found.record[one], found.record[other]) for one, other in found.pairs()]


def two_by_two(keys: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {
        (min(x, y), max(x, y)) for (x, one), (y, other) in combinations(keys, 2) if one == other and x != y
    }


@given(KEYS)
def test_all_who_share_a_key_are_pairs_and_no_others(keys: list[tuple[int, int]]) -> None:
    low = sharing.bits(41)
    found = sharing.sharers(3, packed(keys, low), low)
    pairs = [pair for one, other in told(found) for pair in zip(one.tolist(), other.tolist(), strict=True)]
    assert set(pairs) == two_by_two(keys)
    assert all(one < other for one, other in pairs)
    sizes = {key: sum(1 for _, other in keys if other == key) for _, key in keys}
    assert sorted(found.size.tolist()) == sorted(sizes[key] for _, key in keys if sizes[key] > 1)


@given(st.lists(KEYS, max_size=4))
def test_a_pair_that_several_rules_find_stands_once_with_a_bit_for_each(
    rules: list[list[tuple[int, int]]],
) -> None:
    low = sharing.bits(41)
    every, wanted = sharing.Pairs(41), dict[tuple[int, int], int]()
    for rule, keys in enumerate(rules):
        for one, other in told(sharing.sharers(rule, packed(keys, low), low)):
            every.add(rule, one, other)
        for pair in two_by_two(keys):
            wanted[pair] = wanted.get(pair, 0) | 1 << rule
    one, other, found = every.united()
    pairs = list(zip(one.tolist(), other.tolist(), strict=True))
    assert pairs == sorted(wanted)
    assert found.tolist() == [wanted[pair] for pair in pairs]
