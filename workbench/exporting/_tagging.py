"""What WeasyPrint leaves open for PDF/UA-1 (ISO 14289-1), mended before a document is written.

- Running headers and footers are tagged as content that nobody can reach: they become artifacts (7.8).
- Header cells of a table that goes on over pages share one identifier: each gets its own, and the tree of
  identifiers that ISO 32000-1 asks for (14.7.2, table 322) is added.
"""

from typing import Any, Final

_ELEMENT: Final = "/StructElem"


def mend_tags(_document: object, pdf: Any, prefix: str = "") -> None:
    """Mend the tags of a pydyf document; to be given to WeasyPrint as its finisher.

    Args:
        pdf: the document.
        prefix: before all identifiers, where the document will be a part of another.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    reached = _reachable(pdf, root)
    parents = _object(pdf, root["ParentTree"])["Nums"]
    pages = [_object(pdf, one) for one in pdf.page_references]
    for page in pages:
        place = parents.index(page["StructParents"]) + 1
        lost = {at for at, one in enumerate(parents[place]) if _number(one) not in reached}
        if lost:
            _make_artifacts(_object(pdf, page["Contents"]).stream, lost)
            for at in lost:
                parents[place][at] = "null"
    _tell_headers_apart(pdf, root, reached, prefix)


def _reachable(pdf: Any, root: Any) -> dict[int, Any]:
    """The elements of the tree by number, in reading order."""
    found: dict[int, Any] = {}
    waiting = [_number(one) for one in reversed(root["K"])]
    while waiting:
        number = waiting.pop()
        element = pdf.objects[number]
        if number in found or element.get("Type") != _ELEMENT:
            continue
        found[number] = element
        waiting += [_number(one) for one in reversed(element["K"]) if not isinstance(one, int)]
    return found


def _make_artifacts(stream: list[Any], lost: set[int]) -> None:
    """Turn these marked contents of a page into artifacts."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    for at in range(1, len(stream)):
        properties = stream[at]
        if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in lost:
            stream[at - 1] = "/Artifact"
            stream[at] = pydyf.Dictionary({"Type": "/Pagination"})


def _tell_headers_apart(pdf: Any, root: Any, reached: dict[int, Any], prefix: str) -> None:
    """Give each header cell an identifier of its own, and each cell those of its headers."""
    import pydyf  # noqa: PLC0415 - as above

    names: dict[str, bytes] = {}
    for number, table in reached.items():
        if table["S"] != "/Table":
            continue
        cells = [one for one in _reachable(pdf, table).values() if one["S"] in ("/TH", "/TD")]
        own: dict[str, str] = {}
        for cell in cells:
            if "ID" in cell:
                name = f"{prefix}{number:08}-{len(own):06}"
                own[cell["ID"].string] = name
                cell["ID"] = pydyf.String(name)
                names[name] = cell.reference
        for cell in cells:
            headers = cell["A"].get("Headers") if "A" in cell else None
            if headers:
                cell["A"]["Headers"] = pydyf.Array(
                    [pydyf.String(own[one.string]) for one in headers if one.string in own]
                )
            elif headers is not None:
                del cell["A"]["Headers"]
    if names:
        flat = [part for name in sorted(names) for part in (pydyf.String(name), names[name])]
        tree = pydyf.Dictionary({"Names": pydyf.Array(flat)})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference


def _number(reference: bytes | str) -> int:
    return int(reference.split()[0])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]
