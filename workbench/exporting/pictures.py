"""A page of a PDF as a picture, for a look at it before it is made for all."""

import io
from typing import Final

from workbench.errors import BrokenFileError

_POINTS: Final = 72
"""Points of an inch, the unit of a PDF (ISO 32000-2, 8.3.2.3)."""


def page_picture(pdf: bytes, page: int = 0, *, dpi: int = 110) -> bytes:
    """A page drawn as PNG, on white.

    Args:
        pdf: the content of a PDF file.
        page: which page, from 0.
        dpi: dots an inch; an A4 page at 110 is 909 x 1286 pixels.

    Raises:
        BrokenFileError: it is no PDF, or has no such page.
    """
    import pypdfium2  # noqa: PLC0415 - 50 ms, and only previews need it

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[page].render(scale=dpi / _POINTS).to_pil()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise BrokenFileError("This is no PDF, or it has no page {page}.", page=page + 1) from error
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
