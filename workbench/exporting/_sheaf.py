"""A laid out part of a document as loose objects, which another process can bind with other parts.

References inside a part are its own numbers; the negative ones are the objects that the whole document has once.
"""

from dataclasses import dataclass
from typing import Any, Final

CATALOG: Final = 1
PAGES: Final = 2
STRUCTURE: Final = 3
DOCUMENT: Final = 4
PARENTS: Final = 5
NAMES: Final = 6
OUTLINES: Final = 7
INFO: Final = 8
FIRST_FREE: Final = 9
"""Numbers of the objects that a document has once (ISO 32000-1, 7.7.2, 14.7.2), and the first of the others."""

_OWN: Final = frozenset({"Type", "Pages", "StructTreeRoot", "Outlines", "Names"})
"""Entries of the catalogue that are made anew for the whole document; destinations by name are left out."""


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The objects of a part.

    Attributes:
        objects: number, dictionary or other value, content of a stream.
        size: one more than the highest number.
        pages: the number of its node of pages.
        count: how many pages it has.
        elements: references of the topmost elements of its structure.
        marks: what the marked contents of each page belong to: key, reference or array.
        names: identifiers of header cells and their references, sorted.
        outline: the topmost items of the outline, number and dictionary; they are not among the
            objects, and do not know their neighbours.
        metadata: the number of its metadata, which only the first part of a document keeps.
        catalog: entries for the catalogue.
        info: title, language and producer.
    """

    objects: tuple[tuple[int, bytes, bytes | None], ...]
    size: int
    pages: int
    count: int
    elements: tuple[bytes, ...]
    marks: tuple[tuple[int, bytes], ...]
    names: tuple[tuple[bytes, bytes], ...]
    outline: tuple[tuple[int, bytes], ...]
    metadata: int
    catalog: bytes
    info: bytes


def take_apart(pdf: Any) -> Sheaf:
    """The objects of a pydyf document that was laid out, tagged and not written."""
    catalog = pdf.catalog
    structure = _object(pdf, catalog["StructTreeRoot"])
    document = _object(pdf, structure["K"][0])
    parents = _object(pdf, structure["ParentTree"])
    names = _object(pdf, structure["IDTree"]) if "IDTree" in structure else None
    outlines = _object(pdf, catalog["Outlines"]) if "Outlines" in catalog else None
    items = [] if outlines is None else _items(pdf, outlines)
    single = [pdf.objects[0], catalog, structure, document, parents, names, outlines, *items]
    withheld = {one.number for one in single if one is not None}
    pdf.pages["Parent"] = _fixed(PAGES)
    for reference in document["K"]:
        _object(pdf, reference)["P"] = _fixed(DOCUMENT)
    for item in items:
        item["Parent"] = _fixed(OUTLINES)
        item.pop("Prev", None)
        item.pop("Next", None)
    pairs = parents["Nums"]
    flat = [] if names is None else names["Names"]
    return Sheaf(
        objects=tuple(_written(one) for one in pdf.objects if one.number not in withheld),
        size=len(pdf.objects),
        pages=pdf.pages.number,
        count=pdf.pages["Count"],
        elements=tuple(document["K"]),
        marks=tuple(
            (key, value if isinstance(value, bytes) else value.data)
            for key, value in zip(pairs[::2], pairs[1::2], strict=True)
        ),
        names=tuple((name.data, one) for name, one in zip(flat[::2], flat[1::2], strict=True)),
        outline=tuple((item.number, item.data) for item in items),
        metadata=_number(catalog["Metadata"]) if "Metadata" in catalog else 0,
        catalog=type(catalog)({name: one for name, one in catalog.items() if name not in _OWN}).data[2:-2],
        info=pdf.info.data,
    )


def _written(one: Any) -> tuple[int, bytes, bytes | None]:
    """An object as it is written; of a stream the dictionary and the content apart."""
    data: bytes = one.data
    if not hasattr(one, "stream"):
        return one.number, data, None
    head, mark, rest = data.partition(b"\nstream\n")
    if not mark or not rest.endswith(b"\nendstream"):
        message = "a stream of pydyf looks different from what is known"
        raise AssertionError(message)
    return one.number, head, rest.removesuffix(b"\nendstream")


def _items(pdf: Any, outlines: Any) -> list[Any]:
    found = [_object(pdf, outlines["First"])]
    while "Next" in found[-1]:
        found.append(_object(pdf, found[-1]["Next"]))
    return found


def _fixed(number: int) -> bytes:
    return b"-%d 0 R" % number


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]
