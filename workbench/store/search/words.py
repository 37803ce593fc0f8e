"""The words of many texts in the kernel's memory, each found by its beginning within a millisecond.

All texts lie one after the other in one run of bytes. Every word has one entry in a sorted array: its first six
letters as a number, and where it stands. So all words with a beginning of up to six letters are one slice of that array;
a longer beginning is compared with the bytes of the words in the slice. An entry takes eight bytes, and a million
texts of fourteen words are sorted in a second.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from workbench.store.search.arrow import bytes_of

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK: Final = 16
"""A text begins with a space and is filled with one space or more to a multiple of so many bytes, so that a place tells
its text by its block, and no word goes on in the next text."""

Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Entries = npt.NDArray[np.uint64]

_SPACE: Final = ord(" ")
_SORTED: Final = 6
"""So many letters of a word fit into a number of 32 bits."""
_KEPT: Final = 12
"""The answers to so many beginnings are kept: the words that stand while the next one is typed."""


def _letters() -> npt.NDArray[np.uint8]:
    """Byte -> 0 for the space, 1-36 for digits and Latin letters, 37 for whatever else."""
    table = np.full(256, 37, np.uint8)
    table[_SPACE] = 0
    for number, sign in enumerate(b"0123456789abcdefghijklmnopqrstuvwxyz", start=1):
        table[sign] = number
    return table


_LETTER: Final = _letters()
_BASE: Final = 38
_PIECE: Final = 1 << 19
"""So many bytes are split into words at once: what that takes fits into the processor's cache."""


class Words:
    """The words of many texts.

    Args:
        texts: accent-free words with single spaces between them, filled as :data:`BLOCK` says; none is null, and all
            together are shorter than 4 GB.
    """

    def __init__(self, texts: "pa.ChunkedArray") -> None:
        offsets, self._bytes = bytes_of(texts)
        self._block = (offsets // BLOCK).astype(np.uint32)
        self._row: Rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self._block))
        self._entries = _entries(self._bytes)
        self.having = lru_cache(_KEPT)(self._having)

    def __len__(self) -> int:
        return len(self._block) - 1

    @property
    def nbytes(self) -> int:
        """The memory it takes, less the answers that are kept."""
        return self._bytes.nbytes + self._block.nbytes + self._row.nbytes + self._entries.nbytes

    def text(self, row: int) -> bytes:
        """The words of one text."""
        begin, end = int(self._block[row]), int(self._block[row + 1])
        return self._bytes[begin * BLOCK : end * BLOCK].tobytes().strip()

    def _having(self, beginning: bytes) -> Mask:
        """Which texts have words, one after the other, that begin so.

        Args:
            beginning: one or more words with single spaces between; a space behind means that the last one ends there.
        """
        found = np.zeros(len(self), np.bool_)
        found[self._row[self._places(beginning) // BLOCK]] = True
        found.flags.writeable = False
        return found

    def at_most(self, beginning: bytes) -> int:
        """How many words may begin so, by their first letters alone."""
        first, last = self._slice(beginning, beginning[:_SORTED].partition(b" ")[0])
        return last - first

    def has(self, row: int, beginning: bytes) -> bool:
        """Whether one text has words that begin so; for a few texts faster than to ask for all."""
        begin, end = int(self._block[row]), int(self._block[row + 1])
        return b" " + beginning in self._bytes[begin * BLOCK : end * BLOCK].tobytes()

    def _slice(self, beginning: bytes, head: bytes) -> tuple[int, int]:
        """The entries of the words that begin with these first letters."""
        numbers = _LETTER[np.frombuffer(head, np.uint8)]
        room = _SORTED - len(head) if head == beginning else 0  # letters that the word may go on with
        low = 0
        for place in range(_SORTED):
            low = low * _BASE + (int(numbers[place]) if place < len(numbers) else 0)
        bounds = np.array([low, low + _BASE**room], np.uint64) << np.uint64(32)
        first, last = np.searchsorted(self._entries, bounds).tolist()
        return first, last

    def _places(self, beginning: bytes) -> Places:
        """Where such words begin."""
        head = beginning[:_SORTED].partition(b" ")[0]
        first, last = self._slice(beginning, head)
        places = self._entries[first:last].astype(np.uint32)
        certain = head.isascii()
        for place in range(len(head) if certain else 0, len(beginning)):
            if not len(places):
                break
            there = self._bytes.take(places + np.uint32(place), mode="clip")  # the last byte is a space
            places = places[there == beginning[place]]
        return places

    def blank(self, gone: Mask) -> None:
        """Leave nothing of these texts in memory.

        Args:
            gone: for each text, whether it goes.
        """
        blocks = gone[self._row]
        self._bytes.reshape(-1, BLOCK)[blocks] = _SPACE
        self._entries = self._entries[~blocks[self._entries.astype(np.uint32) // BLOCK]]
        self.having.cache_clear()


def _entries(content: Bytes) -> Entries:
    """Every word of the bytes as its first letters in the upper half of a number and its place in the lower, sorted."""
    pieces = [_words_of(content, first) for first in range(1, len(content), _PIECE)]
    entries: Entries = np.concatenate(pieces) if pieces else np.empty(0, np.uint64)
    entries.sort(kind="stable")  # the pieces are in order of the places, which helps it
    return entries


def _words_of(content: Bytes, first: int) -> Entries:
    """The same of those words that begin in one piece of the bytes."""
    letters = _LETTER[content[first - 1 : first + _PIECE + _SORTED - 1]]
    begins = (letters[1 : _PIECE + 1] != 0) & (letters[:_PIECE][: len(letters) - 1] == 0)
    places = np.flatnonzero(begins) + 1
    codes = np.zeros(len(places), np.uint32)
    going_on = np.ones(len(places), np.bool_)
    for place in range(_SORTED):
        letter = letters.take(places + place, mode="clip")  # the last byte of all is a space
        going_on &= letter != 0
        letter *= going_on
        codes *= np.uint32(_BASE)
        codes += letter
    entries = codes.astype(np.uint64)
    entries <<= np.uint64(32)
    entries += places.astype(np.uint64)
    entries += np.uint64(first - 1)
    return entries
