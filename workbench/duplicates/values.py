"""Values: which records hold which values, and how many share each; by sorting whole numbers.

A record and what it holds are packed into one whole number, as :mod:`workbench.duplicates.sharing` does with keys. Sorted by records it tells
what each has, sorted by values how many share each. That takes a third of what grouping tables takes.

What many records share may be one firm's, entered many times. So it is firms (or persons) that are counted, as far as their numbers tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Numbers
from workbench.duplicates.sharing import Packed, bits

Keys = npt.NDArray[np.int64]
Identities = npt.NDArray[np.int32]

_RECORD_BITS: Final = 24
"""So many bits are left for the number of a record, more only where there are more records, so that a value looks the same in every search."""
_NUMBER_BITS: Final = 31
_MOST: Final = (1 << 30) - 1


RANKED: Final = 10**13
"""More than any value: what stands before it is a rarity."""


@dataclass(frozen=True, slots=True)
class Held:
    """The values of records, each once, in order of records.

    Attributes:
        count: how many records there are, numbered from 0; not all hold something.
        record: who holds the value.
        key: the value, or its lowest 40 bits.
        shared: how many records hold it.
        owners: how many firms or persons those are, as far as numbers tell: those that have none are as different as those that have one.
        begins: where the values of each record that holds any begin.
        best: where the rarest of them is.
    """

    count: int
    record: Numbers
    key: Keys
    shared: Keys
    owners: Keys
    begins: Keys
    best: Keys

    def rarest(self, most: int = _MOST) -> Any:
        """For each record the value that the fewest hold, as an Arrow array; null where it holds none, or only what more than ``most`` hold."""
        some = self.best[self.owners[self.best] <= most]
        return self._of_each(self.key[some], some)

    def frequency(self) -> Any:
        """For each record how many firms or persons hold its rarest value."""
        return self._of_each(self.owners[self.best], self.best)

    def rarity(self, most: Sequence[int]) -> Any:
        """For each record the rarity of its rarest value; see :func:`rarity`."""
        return self._of_each(rarity(self.owners[self.best], most).astype(np.int8), self.best)

    def several(self, most: Sequence[int]) -> Any:
        """For each record the list of all its values where it holds more than one, each with its rarity before it; null elsewhere.

        Args:
            most: see :func:`rarity`.

        Returns:
            whole numbers of 16 digits: 1, two of rarity, 13 of the value.
        """
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only searching needs it

        held = np.diff(np.append(self.begins, len(self.key)))
        listed = np.zeros(self.count, dtype=np.int32)
        listed[self.record[self.begins]] = np.where(held > 1, held, 0)
        ends = np.concatenate((np.zeros(1, dtype=np.int32), np.cumsum(listed, dtype=np.int32)))
        some = np.repeat(held > 1, held)
        values = (100 + rarity(self.owners[some], most)) * RANKED + self.key[some]
        return pa.ListArray.from_arrays(pa.array(ends), pa.array(values), mask=pa.array(listed == 0))

    def rows(self, record: Numbers, value: Packed) -> Any:
        """For each record a row, of those that :func:`hold` was given, that holds its rarest value, as an Arrow array."""
        import pyarrow as pa  # noqa: PLC0415

        rarest = np.full(self.count, -1, dtype=np.int64)
        rarest[self.record[self.best]] = self.key[self.best]
        hit = np.flatnonzero(rarest[record] == cut(value, self.count))
        row = np.full(self.count, -1, dtype=np.int64)
        row[record[hit]] = hit
        return pa.array(row, mask=row < 0)

    def _of_each(self, values: npt.NDArray[Any], places: Keys) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        absent = np.ones(self.count, dtype=np.bool_)
        absent[self.record[places]] = False
        dense = np.zeros(self.count, dtype=values.dtype)
        dense[self.record[places]] = values
        return pa.array(dense, mask=absent)


def hold(record: Numbers, value: Packed, number: Identities) -> Held:
    """Gather what records hold.

    Args:
        record: who holds a value, in any order and as often as it comes.
        value: the value, or its hash; its lowest 40 bits decide whether two are one.
        number: the identifying number of each record; −1 for one that has none.
    """
    count = len(number)
    wide = 64 - _width(count)
    packed = (record.astype(np.uint64) << np.uint64(wide)) | (value & _low(wide))
    packed.sort()
    packed = packed[_begins(packed)]
    owner, key = packed >> np.uint64(wide), packed & _low(wide)
    narrow = bits(len(packed))
    by_value = (key << np.uint64(narrow)) | np.arange(len(packed), dtype=np.uint64)
    by_value.sort()
    place = (by_value & _low(narrow)).astype(np.int64)
    begins = _begins(by_value >> np.uint64(narrow))
    sizes = np.diff(np.append(begins, len(packed)))
    group = np.repeat(np.arange(len(sizes)), sizes)
    shared, owners = np.empty(len(packed), dtype=np.int64), np.empty(len(packed), dtype=np.int64)
    shared[place] = sizes[group]
    owners[place] = _owners(group, number[owner[place]], sizes)[group]
    begins = _begins(owner)
    ranked = (np.minimum(owners, _MOST) << narrow) | np.arange(len(packed))
    best = np.minimum.reduceat(ranked, begins) & ((1 << narrow) - 1) if len(begins) else begins
    return Held(count, owner.astype(np.uint32), key.astype(np.int64), shared, owners, begins, best)


def rarity(owners: Keys, most: Sequence[int]) -> Keys:
    """Two digits, the rarer the higher: by how many others share a value, if two records that do are one by their number, and if nothing tells so.

    Args:
        owners: how many firms or persons share the value.
        most: up to how many others it is of each degree, the rarest first.
    """
    highest = max(most) + 3
    each = np.arange(highest + 1)[:, np.newaxis]
    ours, apart = ((each <= np.add(most, own)).sum(axis=1) for own in (1, 2))
    return np.asarray((10 * ours + apart)[np.minimum(owners, highest)])


def cut(value: Packed, count: int) -> Keys:
    """Values of ``count`` records as :class:`Held` keeps them."""
    return np.asarray((value & _low(64 - _width(count))).astype(np.int64))


def _width(count: int) -> int:
    return max(bits(count), _RECORD_BITS)


def _low(width: int) -> np.uint64:
    return np.uint64((1 << width) - 1)


def _owners(group: Keys, number: Identities, sizes: Keys) -> Keys:
    """How many different numbers each group would have if all of it had one."""
    has = number >= 0
    pair = (group[has] << _NUMBER_BITS) | number[has]
    pair.sort()
    different = np.bincount(pair[_begins(pair)] >> _NUMBER_BITS, minlength=len(sizes))
    known = np.bincount(group[has], minlength=len(sizes))
    return np.where(known > 0, np.rint(different * sizes / np.maximum(known, 1)), sizes).astype(np.int64)


def _begins(ordered: npt.NDArray[Any]) -> Keys:
    """Where each value of an array in order first stands."""
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(first)
