"""Values: which records hold which values, and how many records share each; by sorting whole numbers.

A value and the record that holds it are packed into one whole number, as :mod:`workbench.duplicates.sharing` does with keys.
Sorted by values it tells how many share each, sorted by records what each record has. That takes a third of what grouping tables takes.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.sharing import Numbers, Packed, bits

Keys = npt.NDArray[np.int64]

_SHARED_BITS: Final = 20
"""So many bits of how many share a value decide which of a record's values is the rarest."""


@dataclass(frozen=True, slots=True)
class Held:
    """The values of records: each once, those of a record side by side, the rarest first.

    Attributes:
        count: how many records there are, numbered from 0; not all hold something.
        record: who holds the value.
        key: the value, as a number with a sign.
        rows: a row that says so, of those that :func:`hold` was given.
        shared: how many records hold the value.
        begins: where the values of each record that holds any begin.
    """

    count: int
    record: Numbers
    key: Keys
    rows: Keys
    shared: Numbers
    begins: npt.NDArray[np.int64]

    def rarest(self) -> Any:
        """For each record the value that the fewest others hold, as an Arrow array; null where it holds none."""
        return self._of_each(self.key[self.begins])

    def fewest(self) -> Any:
        """For each record how many hold its rarest value."""
        return self._of_each(self.shared[self.begins])

    def several(self) -> Any:
        """For each record the list of all its values where it holds more than one; null elsewhere."""
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only searching needs it

        held = np.diff(np.append(self.begins, len(self.key)))
        listed = np.zeros(self.count, dtype=np.int32)
        listed[self.record[self.begins]] = np.where(held > 1, held, 0)
        ends = np.concatenate((np.zeros(1, dtype=np.int32), np.cumsum(listed, dtype=np.int32)))
        values = self.key[np.repeat(held > 1, held)]
        return pa.ListArray.from_arrays(pa.array(ends), pa.array(values), mask=pa.array(listed == 0))

    def row(self) -> Any:
        """For each record a row, of those that :func:`hold` was given, that has its rarest value."""
        return self._of_each(self.rows[self.begins])

    def _of_each(self, values: npt.NDArray[Any]) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        absent = np.ones(self.count, dtype=np.bool_)
        absent[self.record[self.begins]] = False
        dense = np.zeros(self.count, dtype=values.dtype)
        dense[self.record[self.begins]] = values
        return pa.array(dense, mask=absent)


def hold(count: int, record: Numbers, value: Packed) -> Held:
    """Gather what records hold.

    Args:
        count: how many records there are.
        record: who holds a value, in any order and as often as it comes.
        value: the value, or its hash. Of a number above 2^40 only that many lowest bits or more decide whether two are one.
    """
    low = np.uint64(bits(count))
    packed = (value << low) | record
    rows = np.argsort(packed)
    packed = packed[rows]
    first = _begins(packed)
    packed, rows = packed[first], rows[first]
    of_value = _begins(packed >> low)
    sizes = np.diff(np.append(of_value, len(packed)))
    shared = np.repeat(sizes, sizes).astype(np.uint64)
    owner = packed & ((np.uint64(1) << low) - np.uint64(1))
    rest = np.uint64(64 - _SHARED_BITS) - low
    few = np.minimum(shared, np.uint64((1 << _SHARED_BITS) - 1))
    tie = (packed >> low) & ((np.uint64(1) << rest) - np.uint64(1))
    order = np.argsort((owner << (np.uint64(64) - low)) | (few << rest) | tie)
    owner, rows = owner[order], rows[order]
    return Held(
        count,
        owner.astype(np.uint32),
        value[rows].view(np.int64),
        rows,
        shared[order].astype(np.uint32),
        _begins(owner),
    )


def _begins(sorted_values: Packed) -> npt.NDArray[np.int64]:
    """Where each value of a sorted array first stands."""
    first = np.ones(len(sorted_values), dtype=np.bool_)
    first[1:] = sorted_values[1:] != sorted_values[:-1]
    return np.flatnonzero(first)
