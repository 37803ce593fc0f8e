"""Sharing: which records share a key, and which pairs that makes, by sorting whole numbers.

A key and the record that has it are packed into one whole number: the hash of the key in its high bits, the number
of the record in its low ones. Sorted, those who share a key stand side by side; that takes a tenth of the time
that joining a table with itself takes.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Flags, Numbers, Whole

Packed = npt.NDArray[np.uint64]

_RULE_BITS = 4
MOST_RULES = 1 << _RULE_BITS
"""So many rules can be told apart."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """The records that share a key of one rule with others; the records of a key stand side by side, in order.

    Attributes:
        rule: the number of the rule.
        key: the hash of the key of each.
        record: its number.
        after: how many records that have the same key come after it.
        size: how many share its key.
    """

    rule: int
    key: Packed
    record: Numbers
    after: Whole
    size: Whole

    def __len__(self) -> int:
        return len(self.key)

    def only(self, some: Flags) -> "Sharing":
        """Some of them; those of one key together or not at all."""
        return Sharing(self.rule, self.key[some], self.record[some], self.after[some], self.size[some])

    def pairs(self) -> Iterator[tuple[Whole, Whole]]:
        """All pairs of records that share a key: their places in :attr:`record`, that of the lower number first."""
        step, at = 1, np.flatnonzero(self.after > 0)
        while len(at):
            apart = at[self.record[at] != self.record[at + step]]
            yield apart, apart + step
            step += 1
            at = at[self.after[at] >= step]


def bits(count: int) -> int:
    """How many bits the numbers of ``count`` records take."""
    return max(int(count).bit_length(), 1)


def sharers(rule: int, packed: Packed, low: int) -> Sharing:
    """Sort the packed keys of a rule.

    Args:
        rule: its number.
        packed: hashes with the numbers of records in the ``low`` lowest bits; sorted in place.
        low: so many.
    """
    packed.sort()
    key = packed >> np.uint64(low)
    same = key[1:] == key[:-1]
    shared = np.zeros(len(key), dtype=np.bool_)
    shared[1:] |= same
    shared[:-1] |= same
    key = key[shared]
    record = (packed[shared] & np.uint64((1 << low) - 1)).astype(np.uint32)
    starts = np.flatnonzero(np.concatenate((np.ones(min(len(key), 1), dtype=np.bool_), key[1:] != key[:-1])))
    sizes = np.diff(np.append(starts, len(key)))
    size = np.repeat(sizes, sizes)
    after = np.repeat(starts + sizes, sizes) - np.arange(1, len(key) + 1)
    return Sharing(rule, key, record, after, size)


class Pairs:
    """Pairs, gathered from many sides at once, each perhaps many times.

    They are kept in two heaps, which two threads sort at once: in one are those whose lower number is one of the first 29 %
    of all numbers, as half of all pairs have it that are drawn at random.
    """

    def __init__(self, count: int) -> None:
        """Begin.

        Args:
            count: how many records there are.
        """
        self._low = bits(count)
        self._border = np.uint64(int(count * (1 - 0.5**0.5))) << np.uint64(self._low + _RULE_BITS)
        self._heaps: tuple[list[Packed], list[Packed]] = ([], [])

    def add(self, rule: int, one: Numbers, other: Numbers) -> None:
        """Add what a rule found: the lower number of each pair, and the higher one."""
        pair = (one.astype(np.uint64) << np.uint64(self._low)) | other
        packed = (pair << np.uint64(_RULE_BITS)) | np.uint64(rule)
        first = packed < self._border
        for heap, part in zip(self._heaps, (packed[first], packed[~first]), strict=True):
            heap.append(part)

    def united(self) -> tuple[Numbers, Numbers, Numbers]:
        """Every pair once, in order; after it there are none.

        Returns:
            the lower number of each pair, the higher one, and a bit for each rule that found it.
        """
        with ThreadPoolExecutor(len(self._heaps)) as pool:
            united = list(pool.map(lambda heap: _unite(heap, self._low), self._heaps))
        one, other, found = (np.concatenate(parts) for parts in zip(*united, strict=True))
        return one, other, found


def _unite(heap: list[Packed], low: int) -> tuple[Numbers, Numbers, Numbers]:
    every = np.concatenate([np.zeros(0, dtype=np.uint64), *heap])
    heap.clear()
    every.sort()
    changes = (every[1:] ^ every[:-1]) >= np.uint64(MOST_RULES)
    first = np.flatnonzero(np.concatenate((np.ones(min(len(every), 1), dtype=np.bool_), changes)))
    bit = np.uint32(1) << (every & np.uint64(MOST_RULES - 1)).astype(np.uint32)
    found = np.bitwise_or.reduceat(bit, first) if len(first) else bit
    pair = every[first] >> np.uint64(_RULE_BITS)
    return (
        (pair >> np.uint64(low)).astype(np.uint32),
        (pair & np.uint64((1 << low) - 1)).astype(np.uint32),
        found,
    )
