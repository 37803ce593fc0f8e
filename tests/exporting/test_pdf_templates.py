"""Sheets made with a user's own templates."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from exporting_dossiers import company, small
from pypdf import PdfReader

from workbench.errors import BrokenFileError, InputError, UnknownNameError
from workbench.exporting import pdf
from workbench.exporting._qr import qr_svg


def reader(data: bytes) -> Any:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in reader(data).pages)
    return re.sub(r"[ \u00a0]+", " ", pages)


def own(folder: Path, html: str) -> Path:
    (folder / "card.html").write_text(f"<html lang=cs><title>{{{{ title }}}}</title>{html}", encoding="utf-8")
    return folder


def test_an_own_template_is_used_with_pictures_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(qr_svg(small()))
    (tmp_path / "card.css").write_text("p { color: red }")
    own(
        tmp_path,
        '<img src="logo.svg" alt="Logo">{% for client in clients %}<p>Vlastní {{ client.name }}</p>{% endfor %}',
    )
    assert "Vlastní Kavárna U Lípy" in text_of(pdf([small()], template_folder=tmp_path))


def test_an_own_template_can_extend_ours(tmp_path: Path) -> None:
    html = '{% extends "workbench/card.html" %}{% block body %}<p>Jen {{ client.name }}</p>{% endblock %}'
    (tmp_path / "card.html").write_text(html, encoding="utf-8")
    text = text_of(pdf([company()], template_folder=tmp_path))
    assert "Jen Vzorná dílna s.r.o." in text
    assert "Dlouhá" not in text


@pytest.mark.parametrize(
    ("html", "error", "said"),
    [
        ("{{ cliens }}", UnknownNameError, "clients"),
        ("{% if false %}{{ cliens }}{% endif %}", UnknownNameError, "clients"),
        ("{{ clients[0].nme }}", InputError, "nme"),
        ("{% for x in clients %}", BrokenFileError, "card.html"),
        ("{{ clients.__class__.__mro__ }}", UnknownNameError, "__mro__"),
        ("{{ clients['__class__'] }}", InputError, "unsafe"),
        ("{{ clients|attr('__class__') }}", InputError, "unsafe"),
        ("{% include 'jinde.html' %}", InputError, "jinde.html"),
        ("{% include '../jinde.html' %}", InputError, "jinde.html"),
        ("{{ 1 // 0 }}", InputError, "zero"),
        ("{{ 'x' * 10 ** 17 }}", InputError, "MemoryError"),
        ("<img src='file:///etc/passwd' alt=x>", InputError, "/etc/passwd"),
        ("<img src='../x.png' alt=x>", InputError, "x.png"),
        ("<img src='data:image/png;base64,AAAA' alt=x>", InputError, "data:"),
        ("<style>@import url(http://localhost:9/x.css);</style>", InputError, "localhost"),
        ("<p style='background: url(http://localhost:9/x.png)'>x", InputError, "localhost"),
    ],
)
def test_a_template_that_asks_for_what_is_not_there_is_told_so(
    tmp_path: Path, html: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=re.escape(said)):
        pdf([small()], template_folder=own(tmp_path, html))


def test_a_link_out_of_the_template_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.svg"
    outside.write_bytes(qr_svg(small()))
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "logo.svg").symlink_to(outside)
    with pytest.raises(InputError, match="logo"):
        pdf([small()], template_folder=own(folder, '<img src="logo.svg" alt="x">'))
