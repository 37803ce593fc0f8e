"""Binding parts that were laid out apart into one tagged document, part by part, so that it never lies in memory.

Numbers of objects are moved up, keys of marked contents too; what a document has but once (catalogue, page tree,
structure tree, outline) is written at the end. Objects are packed into object streams (ISO 32000-1, 7.5.7), and
the cross references into a stream (7.5.8).
"""

import hashlib
import re
import zlib
from array import array
from typing import IO, Final

from workbench.exporting import _sheaf
from workbench.exporting._sheaf import Sheaf

_TOKEN: Final = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|(-?\d+) 0 R|/(StructParents?) (\d+)", re.DOTALL
)
"""Strings, which stay as they are, references, and keys of marked contents."""
_PACKED: Final = 200
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2
_HEADER: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class Joiner:
    """One document that grows.

    Args:
        target: a new file, open for writing.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._at = 0
        self._digest = hashlib.sha256()
        self._kinds, self._places, self._inside = array("B"), array("Q"), array("H")
        self._next = _sheaf.FIRST_FREE
        self._keys = 0
        self._waiting: list[tuple[int, bytes]] = []
        self._nodes: list[tuple[int, int]] = []
        self._elements: list[bytes] = []
        self._leaves: dict[int, list[bytes]] = {_sheaf.PARENTS: [], _sheaf.NAMES: []}
        self._outline: list[int] = []
        self._open_item: tuple[int, bytes] | None = None
        self._head = (b"", b"")
        self._write(_HEADER)

    def add(self, part: Sheaf) -> None:
        """Put a part behind those that are there."""
        offset, keys, first = self._next, self._keys, not self._nodes

        def moved(text: bytes) -> bytes:
            return _TOKEN.sub(lambda found: _moved(found, offset, keys), text)

        self._next += part.size
        self._keys += 1 + max(key for key, _ in part.marks)
        if first:
            self._head = (moved(part.catalog), moved(part.info))
        for number, value, content in part.objects:
            if number != part.metadata or first:
                self._put(number + offset, moved(value), content)
        self._nodes.append((part.pages + offset, part.count))
        self._elements += [moved(one) for one in part.elements]
        marks = b" ".join(b"%d %s" % (key + keys, moved(value)) for key, value in part.marks)
        self._leaf(_sheaf.PARENTS, b"/Nums [%s]" % marks, b"%d %d" % (keys, self._keys - 1))
        if part.names:
            names = b" ".join(b"%s %s" % (name, moved(one)) for name, one in part.names)
            self._leaf(_sheaf.NAMES, b"/Names [%s]" % names, b"%s %s" % (part.names[0][0], part.names[-1][0]))
        for number, value in part.outline:
            self._hang(number + offset, moved(value))

    def close(self) -> None:
        """Write what a document has once."""
        if self._open_item is not None:
            self._put(*self._open_item)
        catalog, info = self._head
        entries = b"/Type /Catalog/Pages 2 0 R/StructTreeRoot 3 0 R" + catalog
        if self._outline:
            entries += b"/Outlines 7 0 R"
            ends = (len(self._outline), self._outline[0], self._outline[-1])
            self._put(_sheaf.OUTLINES, b"<</Type /Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % ends)
        self._put(_sheaf.CATALOG, b"<<%s>>" % entries)
        kids = b" ".join(b"%d 0 R" % number for number, _ in self._nodes)
        count = sum(pages for _, pages in self._nodes)
        self._put(_sheaf.PAGES, b"<</Type /Pages/Count %d/Kids [%s]>>" % (count, kids))
        names = b"/IDTree 6 0 R" if self._leaves[_sheaf.NAMES] else b""
        self._put(_sheaf.STRUCTURE, b"<</Type /StructTreeRoot/K [4 0 R]/ParentTree 5 0 R%s>>" % names)
        self._put(
            _sheaf.DOCUMENT,
            b"<</Type /StructElem/S /Document/P 3 0 R/K [%s]>>" % b" ".join(self._elements),
        )
        for number, leaves in self._leaves.items():
            if leaves:
                self._put(number, b"<</Kids [%s]>>" % b" ".join(leaves))
        self._put(_sheaf.INFO, info)
        self._pack()
        self._cross_references()

    def _leaf(self, tree: int, entries: bytes, limits: bytes) -> None:
        number, self._next = self._next, self._next + 1
        self._put(number, b"<<%s/Limits [%s]>>" % (entries, limits))
        self._leaves[tree].append(b"%d 0 R" % number)

    def _hang(self, number: int, item: bytes) -> None:
        """Put a topmost item of the outline behind the last one."""
        if self._open_item is not None:
            before, value = self._open_item
            self._put(before, _with(value, b"/Next", number))
            item = _with(item, b"/Prev", before)
        self._open_item = (number, item)
        self._outline.append(number)

    def _put(self, number: int, value: bytes, content: bytes | None = None) -> None:
        if content is None:
            self._waiting.append((number, value))
            if len(self._waiting) == _PACKED:
                self._pack()
        else:
            self._place(number, _PLAIN, self._at)
            self._write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, value, content))

    def _pack(self) -> None:
        """Write the objects that wait as one stream of objects."""
        if not self._waiting:
            return
        number, self._next = self._next, self._next + 1
        table, body, at = [], [], 0
        for place, (one, value) in enumerate(self._waiting):
            self._place(one, _IN_STREAM, number, place)
            table.append(b"%d %d" % (one, at))
            body.append(value)
            at += len(value) + 1
        head = b" ".join(table) + b" "
        content = zlib.compress(head + b" ".join(body))
        sizes = (len(self._waiting), len(head), len(content))
        self._waiting.clear()
        self._put(number, b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % sizes, content)

    def _cross_references(self) -> None:
        number, start = self._next, self._at
        self._place(number, _PLAIN, start)
        wide = (max(self._places).bit_length() + 7) // 8
        rows = bytearray()
        for kind, place, inside in zip(self._kinds, self._places, self._inside, strict=True):
            rows += kind.to_bytes(1, "big") + place.to_bytes(wide, "big") + inside.to_bytes(2, "big")
        content = zlib.compress(bytes(rows))
        name = self._digest.hexdigest()[:32].encode()
        value = (
            b"<</Type /XRef/Size %d/W [1 %d 2]/Root 1 0 R/Info 8 0 R/ID [<%s> <%s>]/Filter /FlateDecode/Length %d>>"
            % (len(self._kinds), wide, name, name, len(content))
        )
        self._write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, value, content))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _place(self, number: int, kind: int, place: int, inside: int = 0) -> None:
        """Note where an object is; numbers that nobody uses are free."""
        missing = number + 1 - len(self._kinds)
        if missing > 0:
            self._kinds.extend([_FREE] * missing)
            self._places.extend([0] * missing)
            self._inside.extend([_MOST_GENERATIONS] * missing)
        self._kinds[number], self._places[number], self._inside[number] = kind, place, inside

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._at += len(data)


_MOST_GENERATIONS: Final = 65_535


def _moved(found: re.Match[bytes], offset: int, keys: int) -> bytes:
    if found[1] is not None:
        number = int(found[1])
        return b"%d 0 R" % (-number if number < 0 else number + offset)
    if found[2] is not None:
        return b"/%s %d" % (found[2], int(found[3]) + keys)
    return found[0]


def _with(dictionary: bytes, name: bytes, number: int) -> bytes:
    return b"%s%s %d 0 R>>" % (dictionary.removesuffix(b">>"), name, number)
