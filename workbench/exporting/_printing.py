"""Laying out HTML as tagged PDF (PDF/UA-1, ISO 14289-1), with nothing fetched and nothing left to chance."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from workbench.errors import InputError, MissingPartError
from workbench.exporting._fetching import BASE, Made, closed_fetcher
from workbench.exporting._folder import TemplateFolder
from workbench.exporting._sheaf import Sheaf, take_apart
from workbench.exporting._tagging import mend_tags
from workbench.exporting._templating import BUILT_IN, LAYOUTS, built_in_style

INSTALL: Final = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What brings the libraries that WeasyPrint draws text with, on Debian and Ubuntu."""
_VARIANT: Final = "pdf/ua-1"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is laid out by itself and has page numbers of its own: a client, a part of a list.

    Attributes:
        html: the filled template.
        made: the pictures in it that are ours alone: address -> picture.
        weight: how many records are in it.
        name: what a file of it is called, before it is made safe.
    """

    html: str
    made: Mapping[str, Made] = field(default_factory=dict)
    weight: int = 1
    name: str = ""


class Press:
    """Turns pieces into documents; style and fonts are read once.

    Args:
        style: CSS for all pieces.
        folder: the user's own templates, whose pictures and fonts may be named.
        made: what all pieces may name: address -> picture.

    Raises:
        MissingPartError: Pango is not installed; the message has the command.
        InputError: the style asks for what may not be fetched.
    """

    def __init__(self, style: str, folder: TemplateFolder, made: Mapping[str, Made] | None = None) -> None:
        self._weasyprint = _weasyprint()
        styles = {
            f"{BUILT_IN}{one.file}.css": Made(built_in_style(f"{one.file}.css").encode(), "text/css")
            for one in LAYOUTS.values()
        }
        self._made: dict[str, Made] = {}
        self._shared = {**styles, **(made or {})}
        self._fetcher = closed_fetcher(self._made, folder)
        self._made.update(self._shared)
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - loads Pango

        self._fonts = FontConfiguration()
        self._style = self._weasyprint.CSS(
            string=style, url_fetcher=self._fetcher, base_url=BASE, font_config=self._fonts
        )
        self._check()

    def bind(self, pieces: Sequence[Piece], *, title: str | None = None) -> bytes:
        """One PDF of some pieces, in this order.

        Equal input gives equal bytes on the same machine: no date of making, an identifier of the content.

        Args:
            pieces: at least one.
            title: the document's title, where it is not the first piece's.

        Raises:
            InputError: a template asks for what may not be fetched.
        """
        content = hashlib.sha256()
        for one in pieces:
            content.update(one.html.encode())
        written: bytes = self._laid(pieces, title).write_pdf(
            pdf_variant=_VARIANT, pdf_identifier=content.hexdigest()[:32], finisher=mend_tags
        )
        self._check()  # drawings and attachments are read only now
        return written

    def part(self, pieces: Sequence[Piece], number: int, *, title: str | None = None) -> Sheaf:
        """A part of a larger document.

        Args:
            pieces: at least one.
            number: which part it is, from 0.
            title: the whole document's title, where it is not the first piece's.

        Raises:
            InputError: as :meth:`bind`.
        """
        taken: list[Sheaf] = []

        def take(document: object, pdf: Any) -> None:
            mend_tags(document, pdf, f"{number:06}-")
            taken.append(take_apart(pdf))
            pdf.write = lambda *_: None  # the whole document is written elsewhere

        self._laid(pieces, title).write_pdf(pdf_variant=_VARIANT, finisher=take)
        self._check()
        return taken[0]

    def _laid(self, pieces: Sequence[Piece], title: str | None) -> Any:
        laid = [self._lay(one) for one in pieces]
        document = laid[0] if len(laid) == 1 else laid[0].copy([page for one in laid for page in one.pages])
        if title is not None:
            document.metadata.title = title
        return document

    def _lay(self, piece: Piece) -> Any:
        self._made.clear()
        self._made.update(self._shared)
        self._made.update(piece.made)
        html = self._weasyprint.HTML(string=piece.html, url_fetcher=self._fetcher, base_url=BASE)
        document = html.render(stylesheets=[self._style], font_config=self._fonts, pdf_variant=_VARIANT)
        self._check()
        return document

    def _check(self) -> None:
        if self._fetcher.refused:
            raise InputError(
                "The template asks for “{address}”, and nothing is fetched while printing. Put the file beside the template and name it without a path.",
                address=self._fetcher.refused[0],
            )


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - 300 ms, and needs Pango
    except (ImportError, OSError) as error:
        raise MissingPartError(
            "A PDF cannot be made: the text libraries (Pango) are missing. On Debian and Ubuntu install them with: {command}",
            command=INSTALL,
        ) from error
    return weasyprint
