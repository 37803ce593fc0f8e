"""Columns of Arrow as arrays of numpy, without pandas, which Arrow's own conversion loads (a quarter of a second)."""

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Number = TypeVar("Number", bound=np.generic)


def numbers_of(array: "pa.Array", kind: type[Number]) -> npt.NDArray[Number]:
    """Numbers without nulls, as they lie in memory.

    Args:
        array: the numbers.
        kind: their type.
    """
    if not len(array):
        return np.empty(0, kind)
    return np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + len(array)]


def bytes_of(column: "pa.ChunkedArray") -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Texts as their offsets and a copy of their bytes that may be overwritten; a null is an empty text."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only a search needs it

    array = column.cast(pa.large_string()).combine_chunks()
    _, offsets, content = array.buffers()
    if not len(array) or content is None:
        return np.zeros(len(array) + 1, np.int64), np.empty(0, np.uint8)
    places = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return places - places[0], np.frombuffer(content, np.uint8)[places[0] : places[-1]].copy()
