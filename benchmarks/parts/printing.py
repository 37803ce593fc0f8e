"""Sheets as PDF files, against bare WeasyPrint on the same HTML and style; on one processor and on two."""

from collections.abc import Sequence
from typing import Any, Final

from benchmarks import base
from benchmarks.figures import AtMost, Faster, Figure
from benchmarks.measure import in_turns, timed
from benchmarks.part import Part, Plan
from workbench.exporting._printing import Piece
from workbench.exporting.documents import Printer

SHEETS: Final = 200


def figures(plan: Plan) -> list[Figure]:
    """The action from the data file to the bytes of a ZIP; the peer has its HTML and its QR codes made already."""
    count = 48 if plan.quick else SHEETS
    desk = base.opened(base.copied(plan.source, plan.scratch, "printing.duckdb"))
    ids = list(range(1, count + 1))
    printer = Printer("sheet", language="cs")
    pieces = list(printer.sheets(desk.store.dossiers(ids)))
    bare = Bare(printer.setup.style)
    printer.press().bind(pieces[:1])
    bare.write(pieces[:1])

    def ours(processes: int) -> object:
        return desk.akce.export(ids, format="zip", language="cs", processes=processes).run().data

    one, bare_one = in_turns(lambda: timed(lambda: ours(1)), lambda: timed(lambda: bare.write(pieces)), 1)
    two, bare_two = in_turns(lambda: timed(lambda: ours(2)), lambda: bare_one[0], 1)
    desk.store.close()
    return [
        Figure(f"{count} sheets, one process", one, "bare WeasyPrint", bare_one, AtMost(1.2)),
        Figure(f"{count} sheets, two processes", two, "bare WeasyPrint", bare_two, Faster(1.7)),
    ]


class Bare:
    """WeasyPrint as its documentation shows it, a document each."""

    def __init__(self, style: str) -> None:
        self._style = style

    def write(self, pieces: Sequence[Piece]) -> list[bytes]:
        """Make the documents."""
        import weasyprint  # noqa: PLC0415 - needs Pango
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

        written = []
        for one in pieces:
            made = one.made

            class Fetcher(URLFetcher):  # type: ignore[misc]
                """Knows the QR code."""

                def fetch(self, url: str, headers: object = None, made: Any = made) -> Any:  # noqa: ARG002
                    return URLFetcherResponse(url, made[url].content, {"Content-Type": made[url].kind})

            html = weasyprint.HTML(string=one.html, url_fetcher=Fetcher())
            style = weasyprint.CSS(string=self._style)
            written.append(html.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))
        return written


PART: Final = Part("printing", "sheets as PDF, on one processor and on two", figures, minutes=12)
