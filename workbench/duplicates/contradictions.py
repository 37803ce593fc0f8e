"""Contradictions: pairs that two valid IČO or two birthdays forbid.

In a large base they are more than half of all that share a key. They teach only what strangers look like, and a
sample teaches that as well: one pair is compared and stands for many.
"""

from typing import Final

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
        self._known: list[npt.NDArray[np.int32]] = [
            np.asarray(column, dtype=np.int32) for column in rows.values()
        ]
        self.stands_for = max(1, count // _PORTION)

    def forbid(self, one: Numbers, other: Numbers) -> Flags:
        """Which pairs are forbidden."""
        found = np.zeros(len(one), dtype=np.bool_)
        for value in self._known:
            x, y = value[one], value[other]
            found |= (x != y) & (x >= 0) & (y >= 0)
        return found

    def sample(self, one: Numbers, other: Numbers) -> Flags:
        """Which pairs are compared: all that are not forbidden, and of the others a sample that depends on the pair alone."""
        mixed = one * _MIX[0] ^ other * _MIX[1]
        in_sample = (mixed ^ (mixed >> np.uint32(15))) % np.uint32(self.stands_for) == 0
        return np.asarray(in_sample | ~self.forbid(one, other))
