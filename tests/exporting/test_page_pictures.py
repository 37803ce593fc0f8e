"""A page of a PDF as a picture."""

import io

import pytest
import weasyprint
from PIL import Image

from workbench.errors import BrokenFileError
from workbench.exporting import page_picture


def test_the_page_that_was_asked_for_is_drawn_on_white_in_its_proportions() -> None:
    pages = "<div style='break-after: page'></div><div style='background: #0a0; height: 40cm'></div>"
    written = weasyprint.HTML(string=pages).write_pdf(
        stylesheets=[weasyprint.CSS(string="@page {size: A4; margin: 0}")]
    )
    first, second = (Image.open(io.BytesIO(page_picture(written, page, dpi=72))) for page in (0, 1))
    assert first.size == (596, 842)
    assert first.convert("RGB").getpixel((300, 400)) == (255, 255, 255)
    assert second.convert("RGB").getpixel((300, 400)) == (0, 170, 0)


@pytest.mark.parametrize(("data", "page"), [(b"no pdf", 0), (b"", 0)])
def test_what_is_no_pdf_is_refused(data: bytes, page: int) -> None:
    with pytest.raises(BrokenFileError):
        page_picture(data, page)
