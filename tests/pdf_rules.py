"""What PDF/UA-1 (ISO 14289-1) asks of a file, as far as a program can tell, and what qpdf finds wrong with it."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_PAINTS: Final = frozenset(
    {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "EI"}
)
_HEADINGS: Final = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def breaches(data: bytes) -> list[str]:
    """What is wrong with a document; nothing, if it is as it should be."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = list(_tree(pdf.Root.StructTreeRoot.K))
        return [
            *pdf.check_pdf_syntax(),
            *_head(pdf),
            *_contents(pdf, {one.objgen for one in elements}),
            *_elements(pdf, elements),
            *_links(pdf),
            *_fonts(pdf),
        ]


def _head(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    if not root.MarkInfo.Marked:
        yield "not marked as tagged"
    if str(root.get("/Lang", "")) not in {"cs", "en"}:
        yield "no language"
    if not root.ViewerPreferences.DisplayDocTitle or not str(pdf.docinfo.get("/Title", "")):
        yield "the title is not shown"
    if not re.search(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", root.Metadata.read_bytes()):
        yield "the metadata does not say PDF/UA-1"


def _tree(kids: Any) -> Iterator[Any]:
    """The elements of the structure tree, in reading order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from _tree(kid.get("/K", pikepdf.Array()))


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)
    flat = list(node.get("/Nums", []))
    yield from zip(map(int, flat[::2]), flat[1::2], strict=True)


def _contents(pdf: Any, reached: set[tuple[int, int]]) -> Iterator[str]:
    parents = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree))
    for at, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Tabs") != "/S":
            yield f"page {at} has no tab order by structure"
        owners = parents[int(page.obj.StructParents)]
        inside: list[str] = []
        for step in pikepdf.parse_content_stream(page):
            operands, operator = step.operands, step.operator
            if str(operator) in {"BMC", "BDC"}:
                inside.append(str(operands[0]))
                number = operands[1].get("/MCID") if str(operator) == "BDC" else None
                if number is not None and owners[int(number)].objgen not in reached:
                    yield f"content {number} of page {at} is out of the tree"
            elif str(operator) == "EMC":
                inside.pop()
            elif str(operator) in _PAINTS and not inside:
                yield f"page {at} paints neither content nor artifact: {operator}"


def _elements(pdf: Any, elements: list[Any]) -> Iterator[str]:
    names = [str(one.ID) for one in elements if "/ID" in one]
    tree = [str(name) for name in _names(pdf.Root.StructTreeRoot.get("/IDTree", pikepdf.Dictionary()))]
    if len(set(names)) < len(names) or sorted(names) != tree:
        yield "identifiers are not unique, or not in their tree"
    level = 0
    for one in elements:
        kind = str(one.S)
        if kind == "/Figure" and not str(one.get("/Alt", "")):
            yield "a picture without a text for it"
        if kind == "/TH" and "/ID" not in one:
            yield "a header cell without an identifier"
        if kind == "/TD" and not set(map(str, one.get("/A", {}).get("/Headers", []))) <= set(names):
            yield "a cell names a header that is not there"
        if kind in _HEADINGS:
            now = _HEADINGS.index(kind) + 1
            if now > level + 1:
                yield f"heading {now} follows heading {level}"
            level = now


def _names(node: Any) -> Iterator[Any]:
    for kid in node.get("/Kids", []):
        yield from _names(kid)
    yield from list(node.get("/Names", []))[::2]


def _links(pdf: Any) -> Iterator[str]:
    parents = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree))
    for page in pdf.pages:
        for one in page.obj.get("/Annots", []):
            if not str(one.get("/Contents", "")):
                yield "a link without a text for it"
            if parents[int(one.StructParent)].S != "/Link":
                yield "a link out of the structure"


def _fonts(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", {}).values():
            described = (
                font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            )
            if not {"/FontFile2", "/FontFile3"} & set(described.keys()):
                yield "a font is not embedded"
            elif "+" not in str(described.FontName):
                yield "a font is embedded whole"
            if "/ToUnicode" not in font:
                yield "a font whose letters cannot be read as text"
