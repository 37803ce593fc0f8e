"""What stands beside the words of a client in the kernel's memory: its shown texts and what it is narrowed by."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from workbench.store.search.arrow import bytes_of, numbers_of
from workbench.store.search.words import Mask, Rows

if TYPE_CHECKING:
    import pyarrow as pa


class Texts:
    """A column of texts that can be read and blanked.

    Args:
        column: the texts; a null reads as an empty one.
    """

    def __init__(self, column: "pa.ChunkedArray") -> None:
        offsets, self._bytes = bytes_of(column)
        self._offsets = offsets.astype(np.uint32)

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        return self._bytes.nbytes + self._offsets.nbytes

    def __getitem__(self, row: int) -> str:
        return self._bytes[self._offsets[row] : self._offsets[row + 1]].tobytes().decode()

    def blank(self, gone: Mask) -> None:
        """Leave nothing of these texts in memory."""
        self._bytes[np.repeat(gone, np.diff(self._offsets))] = 0


class Coded:
    """A column with few values: a number a row.

    Args:
        column: the values.
    """

    def __init__(self, column: "pa.ChunkedArray") -> None:
        self._codes, self._values = _coded(column.combine_chunks())

    @property
    def nbytes(self) -> int:
        """The memory it takes, less that of the values."""
        return self._codes.nbytes

    def __getitem__(self, row: int) -> str | None:
        return self._values[int(self._codes[row])]

    def among(self, values: Sequence[str]) -> Mask:
        """Which rows have one of these values."""
        return _wanted(self._values, values)[self._codes]

    def counts(self, rows: Mask) -> Mapping[str, int]:
        """How many of these rows have each value that any of them has."""
        return _counted(self._values, self._codes[rows])

    def blank(self, gone: Mask) -> None:
        """Leave no value in memory that only these rows have."""
        self._codes[gone] = self._values.index(None)
        _forget_unused(self._values, self._codes)


class Tags:
    """A column of lists of values.

    Args:
        column: the lists.
    """

    def __init__(self, column: "pa.ChunkedArray") -> None:
        import pyarrow.compute as pc  # noqa: PLC0415 - 0.1 s, and only a search needs it

        lists = column.combine_chunks()
        self._codes, self._values = _coded(pc.list_flatten(lists))
        self._rows: Rows = numbers_of(pc.list_parent_indices(lists), np.int64).astype(np.int32)
        self._count = len(column)

    @property
    def nbytes(self) -> int:
        """The memory it takes, less that of the values."""
        return self._codes.nbytes + self._rows.nbytes

    def among(self, values: Sequence[str]) -> Mask:
        """Which rows have one of these values in their list."""
        found = np.zeros(self._count, np.bool_)
        found[self._rows[_wanted(self._values, values)[self._codes]]] = True
        return found

    def counts(self, rows: Mask) -> Mapping[str, int]:
        """In how many of these rows' lists each value stands that is in any of them."""
        return _counted(self._values, self._codes[rows[self._rows]])

    def blank(self, gone: Mask) -> None:
        """Leave no value in memory that only these rows have."""
        kept = ~gone[self._rows]
        self._codes, self._rows = self._codes[kept], self._rows[kept]
        _forget_unused(self._values, self._codes)


_Codes = npt.NDArray[np.int32]


def _coded(array: "pa.Array") -> tuple[_Codes, list[str | None]]:
    """The code of each value, and the values; one of them is a null."""
    encoded = array.dictionary_encode(null_encoding="encode")
    values = encoded.dictionary.to_pylist()
    return numbers_of(encoded.indices, np.int32).copy(), values if None in values else [*values, None]


def _wanted(values: Sequence[str | None], wanted: Sequence[str]) -> Mask:
    """Code -> whether its value is among these."""
    among = set(wanted)
    return np.fromiter((one in among for one in values), np.bool_, len(values))


def _counted(values: Sequence[str | None], codes: _Codes) -> Mapping[str, int]:
    counts = np.bincount(codes, minlength=len(values)).tolist()
    return {value: count for value, count in zip(values, counts, strict=True) if value is not None and count}


def _forget_unused(values: list[str | None], codes: _Codes) -> None:
    used = np.bincount(codes, minlength=len(values))
    for code in np.flatnonzero(used == 0).tolist():
        values[code] = None
