"""Contradictions: pairs that two valid IČO or two birthdays forbid.

In a large base they are more than half of all that share a key. They teach only what strangers look like, and a
sample teaches that as well: one pair is compared and stands for many.
"""

from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Flags, Numbers

_PORTION: Final = 250_000
"""One forbidden pair in so many as the base has portions of so many records is compared."""
_MIX: Final = (np.uint32(2_654_435_761), np.uint32(2_246_822_519))
"""Odd numbers that spread the bits of a pair, so that a sample can be drawn from it alone."""


class Contradictions:
    """What two records cannot have and be one: a valid IČO, a birthday.

    Not where numbers of another country may be mistyped; there the pairs themselves have to tell.

    Attributes:
        stands_for: for how many forbidden pairs each one that is compared stands.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, count: int) -> None:
        rows = connection.execute("""
            SELECT coalesce(CASE WHEN ident_valid AND NOT abroad THEN TRY_CAST(ident AS INTEGER) END, -1)::INTEGER AS ident,
                   coalesce(CASE WHEN NOT (SELECT bool_or(abroad) FROM rec) THEN birthday - DATE '0001-01-01' END, -1)::INTEGER AS birthday
            FROM rec ORDER BY r
        """).fetchnumpy()
        self._known = [np.asarray(column, dtype=np.int32) for column in rows.values()]
        self.stands_for = max(1, count // _PORTION)

    def of(self, record: Numbers) -> "_Known":
        """What some records cannot have and be one."""
        return _Known([value[record] for value in self._known])

    def forbid(self, one: Numbers, other: Numbers) -> Flags:
        """Which pairs are forbidden."""
        return _Known(self._known).forbid(one, other)

    def sample(self, one: Numbers, other: Numbers, forbidden: Flags) -> Flags:
        """Which pairs are compared: all that are not forbidden, and of the others a sample that depends on the pair alone."""
        compared = ~forbidden
        x, y = one[forbidden], other[forbidden]
        mixed = x * _MIX[0] ^ y * _MIX[1]
        compared[forbidden] = (mixed ^ (mixed >> np.uint32(15))) % np.uint32(self.stands_for) == 0
        return np.asarray(compared)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of records, in their order."""

    values: list[npt.NDArray[np.int32]]

    def forbid(self, one: npt.NDArray[np.integer[Any]], other: npt.NDArray[np.integer[Any]]) -> Flags:
        """Which pairs of two places are forbidden."""
        found = np.zeros(len(one), dtype=np.bool_)
        for value in self.values:
            x, y = value[one], value[other]
            found |= (x != y) & (x >= 0) & (y >= 0)
        return found
