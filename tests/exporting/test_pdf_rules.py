"""Every printed form obeys PDF/UA-1, reads as text in order, and comes out the same in every process."""

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from exporting_dossiers import company, dossier, person, record, small
from pdf_rules import breaches

from workbench.exporting import pdf
from workbench.exporting._joining import Joiner
from workbench.exporting._printing import Piece
from workbench.exporting.documents import Printer
from workbench.exporting.labels import LABEL_SHEETS
from workbench.exporting.listing import USUAL
from workbench.exporting.reporting import Change, Entry, Report
from workbench.model.record import Dossier

ROOT = Path(__file__).parents[1]
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><rect width="4" height="1"/></svg>'


def endless() -> Dossier:
    """A client as no one has it: a name without an end, three hundred phones."""
    contacts = [record("contact", 10 + at, kind="phone", value=f"+420601{at:06}") for at in range(300)]
    place = record("address", 1, kind="seat", is_primary=True, street="Nekonečná" * 100, house_number="1",
                   city="Města" * 80, postcode="11000", country="DE")  # fmt: skip
    return dossier(name="X" * 2000, ico="9" * 300, notice="ž" * 2000, hanging=[place, *contacts])


def history() -> Report:
    changes = tuple(Change(f"Pole {at}", "", (), ("dlouhá hodnota " * 20,)) for at in range(40))
    return Report(7, "Klient", "Vzorná dílna s.r.o.", "Vzorná dílna s.r.o.", "1 změna",
                  (Entry(3, "3. 11. 2026 15:30", "eva", "Upravit", "proč", changes),))  # fmt: skip


def pieces_of(form: str, language: str) -> Iterator[Piece]:
    printer = Printer(form, language=language)
    everyone = [company(), small(), person(), endless(), *(company(100 + at) for at in range(24))]
    if form == "sheet":
        yield from printer.sheets(everyone[:3])
    elif form == "list":
        yield printer.part(everyone, USUAL, first=1, count=len(everyone))
    elif form == "labels":
        yield from printer.labels(everyone, LABEL_SHEETS["3x8"], start=3)
    else:
        yield printer.report(history())


@cache
def printed(form: str, language: str = "cs") -> bytes:
    return Printer(form, language=language).press().bind(list(pieces_of(form, language)))


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        whole = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return re.sub(r"\s+", " ", whole)


@pytest.mark.parametrize("form", ["sheet", "list", "labels", "changes"])
def test_every_form_obeys_the_rules(form: str) -> None:
    assert breaches(printed(form)) == []


def test_the_rules_find_what_the_layout_alone_leaves_open() -> None:
    (piece,) = pieces_of("changes", "cs")
    style = weasyprint.CSS(string=Printer("changes").setup.style)
    bare = weasyprint.HTML(string=piece.html).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    found = "\n".join(breaches(bare))
    assert "out of the tree" in found
    assert "identifiers are not unique" in found


def test_the_czech_text_reads_in_order() -> None:
    text = text_of(printed("sheet"))
    said = (
        "Vzorná dílna s.r.o.", "Kontakty", "telefon", "+420 222 000 333", "e-mail", "info@vzorna.example", "Adresy",
        "Dlouhá 730/12a", "Staré Město", "110 00 Praha 1", "Údaje z rejstříku", "90000019", "Kontaktní osoby",
        "Ing. Žofie Příkladná, Ph.D.", "Jednatelka", "Otevřené obchody", "Rekonstrukce haly", "1 250 000 Kč", "Volat dopoledne.",
        "Strana 1 z 1", "Kavárna U Lípy",
    )  # fmt: skip
    places = [text.lower().find(one.lower()) for one in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


def test_a_list_repeats_its_header_on_each_page_and_cuts_what_is_endless() -> None:
    document = pypdfium2.PdfDocument(printed("list", "en"))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) > 1
    assert all("Address" in one and f"Page {at} of {len(pages)}" in one for at, one in enumerate(pages, 1))
    assert "and 295 more lines" in " ".join(pages)


def test_labels_keep_their_places_and_the_country_stands_in_capitals_at_the_end() -> None:
    with pikepdf.open(io.BytesIO(printed("labels"))) as document:
        assert len(document.pages) == 2  # two are used up, two have no label, 26 are left
    text = text_of(printed("labels"))
    assert "NĚMECKO" in text
    assert "Strana" not in text


@pytest.mark.slow  # the same parts: test_bulk_printing.py
def test_parts_laid_out_apart_make_one_document_that_obeys_the_rules() -> None:
    printer = Printer("sheet")
    press, written = printer.press(), io.BytesIO()
    joiner = Joiner(written)
    for at, some in enumerate(([company(1), small(2)], [company(3)], [small(4)])):
        joiner.add(press.part(list(printer.sheets(some)), at, title="Čtyři"))
    joiner.close()
    assert breaches(written.getvalue()) == []
    with pikepdf.open(io.BytesIO(written.getvalue())) as document:
        assert document.docinfo.Title == "Čtyři"
        with document.open_outline() as outline:
            titles = [one.title for one in outline.root]
    firm = "Vzorná dílna s.r.o."
    assert titles == [firm, "Kavárna U Lípy", firm, "Kavárna U Lípy"]


@pytest.mark.slow  # one document from one process and from two: test_bulk_printing.py
def test_two_processes_give_equal_bytes(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    script = (
        "import hashlib, sys; from exporting_dossiers import company; from workbench.exporting import pdf;"
        "print(hashlib.sha256(pdf([company()], logo=sys.argv[1])).hexdigest())"
    )
    made = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, str(logo)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert made.stdout.strip() == hashlib.sha256(pdf([company()], logo=logo)).hexdigest()
