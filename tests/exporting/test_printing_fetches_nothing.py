"""Whatever a template of the user's own or the data asks for, nothing is fetched: no network, no file from elsewhere."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from exporting_dossiers import dossier, small

from workbench.errors import BrokenFileError, InputError, UnknownNameError
from workbench.exporting import pdf
from workbench.exporting._folder import TemplateFolder
from workbench.exporting._printing import Piece, Press
from workbench.exporting._templating import Templates
from workbench.exporting.documents import Printer


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A local server that remembers whoever connects."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            while True:
                connection, _ = server.accept()
                with connection:
                    if over.is_set():
                        return
                    heard.append(connection.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        finally:
            over.set()
            socket.create_connection(server.getsockname()).close()
            thread.join()


TRICKS = {
    "a picture": "<img src='{url}' alt=x>",
    "a style": "<link rel=stylesheet href='{url}'>",
    "a style in a style": "<style>@import url('{url}');</style>",
    "an attachment": "<link rel=attachment href='{url}'><a rel=attachment href='{url}'>x</a>",
    "a background": "<p style='background: url({url})'>x</p>",
    "a bullet": "<ul style='list-style-image: url({url})'><li>x</ul>",
    "generated content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "a font": "<style>@font-face {{ font-family: f; src: url('{url}') }} p {{ font-family: f }}</style><p>x</p>",
    "an object": "<object data='{url}'></object><embed src='{url}'>",
    "a drawing": "<svg xmlns='http://www.w3.org/2000/svg' width=9 height=9><image href='{url}' width=9 height=9 /></svg>",
    "a drawing that uses another": "<svg xmlns='http://www.w3.org/2000/svg' width=9 height=9><use href='{url}#a'/></svg>",
    "a base": "<base href='{url}/'><img src='y.png' alt=x>",
}


PASSED_OVER = "a drawing that uses another"
"""WeasyPrint knows parts of the same drawing only."""


@pytest.mark.parametrize("trick", TRICKS)
def test_an_own_template_reaches_nobody(trick: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>tajemství</text></svg>"
    )
    folder = tmp_path / "templates"
    folder.mkdir()
    with listening() as (address, heard):
        for url in (address, secret.as_uri(), "../secret.svg", "data:image/svg+xml,<svg/>"):
            html = f"<html lang=cs><title>x</title>{TRICKS[trick].format(url=url)}"
            with nullcontext() if trick == PASSED_OVER else pytest.raises(InputError, match="nic nestahuje"):
                Press("", TemplateFolder(folder)).bind([Piece(html)])
    assert heard == []


def test_a_style_or_a_drawing_in_the_folder_reaches_nobody_either(tmp_path: Path) -> None:
    with listening() as (address, heard):
        (tmp_path / "own.css").write_text(f"@import url('{address}');")
        (tmp_path / "own.svg").write_text(
            f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{address}' width='9' height='9'/></svg>"
        )
        for html in ("<link rel=stylesheet href=own.css>", "<img src=own.svg alt=x>"):
            with pytest.raises(InputError, match="nic nestahuje"):
                Press("", TemplateFolder(tmp_path)).bind([Piece(f"<html lang=cs><title>x</title>{html}")])
        with pytest.raises(InputError, match="nic nestahuje"):
            Press(f"@import url('{address}');", TemplateFolder(tmp_path))
    assert heard == []


def test_an_entity_of_a_drawing_opens_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("tajemství")
    (tmp_path / "logo.svg").write_text(
        f"<!DOCTYPE svg [<!ENTITY x SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>"
    )
    with pytest.raises(BrokenFileError, match=r"logo\.svg"):
        Printer("sheet", logo=tmp_path / "logo.svg")


@pytest.mark.parametrize("name", ["card.html", "card.css", "other.html", "logo.svg"])
def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path, name: str) -> None:
    outside = tmp_path / name
    outside.write_text("<p>tajemství</p>")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / name).symlink_to(outside)
    if name == "other.html":
        (folder / "card.html").write_text("{% include 'other.html' %}")
        with pytest.raises(InputError, match=r"other\.html"):
            Templates("sheet", TemplateFolder(folder)).fill((), title="x", language="cs")
        return
    made = Printer("sheet", templates=folder)
    (piece,) = made.sheets([small()])
    assert "tajemství" not in piece.html + made.setup.style
    assert made.setup.made == {}


def test_an_unknown_name_is_told_with_its_line_and_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text("{% for part in parts %}\n\n{{ part.heding }}{% endfor %}")
    with pytest.raises(UnknownNameError, match=r"list\.html uvádí na řádku 3 název „heding“.*heading"):
        Printer("list", templates=tmp_path)
    (tmp_path / "list.html").write_text("\n{% if false %}{{ clients }}{% endif %}")
    with pytest.raises(UnknownNameError, match=r"list\.html uvádí na řádku 2 název „clients“.*parts"):
        Printer("list", templates=tmp_path)
    Printer("sheet", templates=tmp_path)  # a template of another form is none of its business


def test_an_own_style_builds_on_ours(tmp_path: Path) -> None:
    (tmp_path / "card.css").write_text("@import url('workbench/card.css'); h1 { text-transform: uppercase }")
    assert len(pdf([small()], template_folder=tmp_path)) > len(pdf([dossier(name="A")])) / 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.png", b"<svg/>"), ("logo.svg", b"\x89PNG\r\n"), ("logo.svg", b"<html/>"), ("logo.jpg", b"")],
)
def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BrokenFileError, match="logo"):
        Printer("sheet", logo=tmp_path / name)
    with pytest.raises(BrokenFileError, match="logo"):
        Printer("sheet", templates=tmp_path)
