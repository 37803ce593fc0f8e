import io
import logging
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from exporting_dossiers import company, dossier, person, record, small
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from workbench import locale
from workbench.errors import InputError, MissingPartError, UnknownNameError
from workbench.exporting import pdf, vcard
from workbench.exporting._qr import qr_svg
from workbench.exporting._template_names import words
from workbench.exporting._templating import built_in, built_in_style
from workbench.exporting.cards import brief_card
from workbench.exporting.documents import INSTALL
from workbench.exporting.sheet import make_sheet
from workbench.model.record import Dossier


def reader(data: bytes) -> Any:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in reader(data).pages)
    return re.sub(r"[ \u00a0]+", " ", pages)


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A local server that remembers whoever connects."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                connection, _ = server.accept()
                with connection:
                    if not stopped.is_set():
                        heard.append(connection.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        port = server.getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}/x.png", heard
        finally:
            stopped.set()
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


def everywhere(value: str) -> Dossier:
    """A client with this text in each text field of every record."""

    def filled(one: Dossier) -> Dossier:
        hanging = {
            kind: tuple(replace(row, values=_texts(dict(row.values), value)) for row in rows)
            for kind, rows in one.hanging.items()
        }
        persons = {id_: filled(who) for id_, who in one.persons.items()}
        own = replace(one.record, values=_texts(dict(one.record.values), value))
        return Dossier(own, hanging, persons, {})

    return filled(company())


def _texts(values: dict[str, object], text: str) -> dict[str, object]:
    kept = {"kind", "state", "record_type", "field"}
    return {
        key: (text,) if key == "tags" else text if key not in kept and (old is None or isinstance(old, str)) else old
        for key, old in values.items()
    } | {key: None for key in ("birthday", "ceased_on", "closed_on", "opened_on", "valid_until") if key in values}  # fmt: skip


def test_the_sheet_says_what_is_known_in_czech() -> None:
    text = " ".join(text_of(pdf([company()], "cs")).split())  # where a line ends depends on the fonts
    for said in (
        "Vzorná dílna s.r.o.", "90000019", "Společnost s ručením omezeným", "17. 3. 2014", "Dlouhá 730/12a",
        "110 00 Praha 1", "+420 222 000 333", "Ing. Žofie Příkladná, Ph.D.", "Jednatelka", "Rekonstrukce haly",
        "1 250 000 Kč", "Zdroj: ČSÚ, RES, stav k 1. 11. 2026", "Registr plátců", "Strana 1 z 1", "Nekontaktovat",
    ):  # fmt: skip
        assert said in text
    assert "Skončený projekt" not in text


def test_the_sheet_says_it_in_english_and_the_language_stays_as_it_was() -> None:
    text = text_of(pdf([company()], "en"))
    for said in (
        "REGISTER DATA",
        "Legal form",
        "17 Mar 2014",
        "CZK 1,250,000",
        "as of 1 Nov 2026",
        "Page 1 of 1",
    ):
        assert said in text
    assert "Nekontaktovat" not in text
    assert locale.current() == "cs"


def test_the_document_is_tagged_titled_and_accessible() -> None:
    found = reader(pdf([company()], "en"))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata is not None
    assert found.metadata.title == "Vzorná dílna s.r.o."
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.slow  # the rules of PDF/UA: test_pdf_rules.py
def test_rendering_gives_no_warning_about_accessibility(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf([company(), person()])
    assert [one.getMessage() for one in caplog.records] == []


def test_many_clients_have_an_outline_and_begin_on_pages_of_their_own() -> None:
    found = reader(pdf([company(), small(7, "První"), small(8, "Druhý")]))
    titles = [one["/Title"] for one in found.outline if not isinstance(one, list)]
    assert titles == ["Vzorná dílna s.r.o.", "První", "Druhý"]
    assert len(found.pages) == 3
    assert found.metadata is not None
    assert found.metadata.title == "3 klienti"


def test_fonts_are_embedded() -> None:
    found = reader(pdf([company()]))
    fonts = found.pages[0]["/Resources"]["/Font"]
    kinds = [
        one.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for one in fonts.values()
    ]
    assert kinds
    assert all("/FontFile2" in one or "/FontFile3" in one for one in kinds)


@pytest.mark.slow  # one process and two give equal bytes in tests/exporting/test_bulk_printing.py
def test_equal_input_gives_equal_bytes() -> None:
    assert pdf([company(), small()]) == pdf([company(), small()])


@pytest.mark.parametrize(
    "some", [slice(2), pytest.param(slice(2, 4), marks=pytest.mark.slow)], ids=["from afar", "at hand"]
)
def test_nothing_is_fetched_whatever_the_data_says(tmp_path: Path, some: slice) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>tajemstvi</text></svg>")
    with listening() as (address, heard):
        urls = (address, secret.as_uri(), "data:text/html,<b>x</b>", "workbench:qr/0")[some]
        seen = [f'{url} "><img src="{url}"> <style>@import url({url})</style>' for url in urls]
        hidden = [
            f"</title><link rel=stylesheet href='{url}'><base href='{url}'>{{{{ clients }}}}"
            for url in urls[:1]
        ]
        text = text_of(pdf([everywhere(" ".join([*seen, *hidden]))]))
        assert "tajemstvi" not in text
        assert urls[-1] in re.sub(r"\s", "", text)
    assert heard == []


def test_the_local_server_of_these_tests_would_hear_a_fetch() -> None:
    with listening() as (address, heard):
        host, _, port = address.removeprefix("http://").partition("/")[0].partition(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"hello")
            assert connection.recv(1) == b""
    assert heard == [b"hello"]


def test_only_web_mail_and_phone_become_links() -> None:
    values = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://vzor.example/a?b=c",
        "vzor.example",
        "data:,x",
    ]
    client = dossier(
        name="Vzor", hanging=[record("contact", at, kind="web", value=one) for at, one in enumerate(values)]
    )
    hrefs = [one.href for one in make_sheet(client).contacts]
    assert hrefs == ["", "", "https://vzor.example/a?b=c", "https://vzor.example", ""]


@examples(2, deadline=None)
@given(st.text(max_size=60))
def test_any_text_prints(text: str) -> None:
    web = record("contact", 1, kind="web", value=f"https://{text}")
    data = pdf([dossier(name=f"x{text}", notice=text, tags=(text,), hanging=[web])])
    assert len(reader(data).pages) >= 1


@pytest.mark.slow
def test_an_absurdly_long_client_breaks_over_pages_and_keeps_its_end() -> None:
    contacts = [record("contact", at, kind="phone", value=f"+4206010{at:05}") for at in range(60)]
    client = dossier(name="Dlouhý název " * 60, notice="Poznámka. " * 1000 + "KONEC", hanging=contacts)
    data = pdf([client])
    assert len(reader(data).pages) >= 3
    assert "KONEC" in text_of(data)
    assert "+420 601 000 059" in text_of(data)


def test_a_long_text_is_never_measured_as_a_whole() -> None:
    style = re.sub(r"/\*.*?\*/", "", built_in_style("card.css"), flags=re.DOTALL)
    assert not re.search(r"flex|grid|inline-block|anywhere", style)
    assert "table { width: 100%; table-layout: fixed" in style


def test_a_value_that_the_register_gives_otherwise_is_marked() -> None:
    told = record("provenance", field="court_file", accepted="C 1", source="RES")
    sheet = make_sheet(dossier(name="Vzor", ico="90000019", court_file="C 2", hanging=[told]))
    notes = {row.label: row.note for row in sheet.register}
    assert notes == {"IČO": "není z rejstříku", "Spisová značka": "v rejstříku: C 1"}
    assert sheet.register_note == "Zdroj: RES"


def test_a_seat_says_whether_the_register_confirms_it() -> None:
    def note(accepted: str) -> str:
        seat = record(
            "address", kind="seat", street="Dlouhá", house_number="5", city="Brno", postcode="60200"
        )
        mark = record("provenance", field="seat", accepted=accepted, source="RES")
        return make_sheet(dossier(name="Vzor", hanging=[seat, mark])).addresses[0].note

    assert note("Dlouhá 5, 602 00 Brno") == "Zdroj: RES"
    assert note("Krátká 1, 602 00 Brno") == "v rejstříku: Krátká 1, 602 00 Brno"


def test_what_a_register_gives_stands_on_the_sheet_once() -> None:
    sheet = make_sheet(company())
    labels = [row.label for row in (*sheet.register, *sheet.identity)]
    assert len(set(labels)) == len(labels)


def test_a_client_never_compared_says_so() -> None:
    assert make_sheet(dossier(name="Vzor", ico="90000019")).register_note == "S rejstříkem zatím neporovnáno."
    assert make_sheet(small()).register_note == ""


def test_the_qr_code_holds_a_card_that_reads_back_and_stays_readable() -> None:
    import vobject  # noqa: PLC0415

    card = vobject.readOne(brief_card(company()).decode())
    assert card.fn.value == "Vzorná dílna s.r.o."
    assert qr_svg(company()).startswith(b"<svg")
    long = qr_svg(dossier(name="ž" * 9000, first_name="ř" * 9000, last_name="č" * 9000, ico="9" * 5000))
    side = re.search(rb'viewBox="0 0 (\d+)', long)
    assert side is not None
    assert int(side[1]) <= 100


def test_every_word_of_the_template_is_translated() -> None:
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    found = set(words(SandboxedEnvironment(), built_in("card.html")))
    same = {word for word in found if locale.t(word) == word}
    assert found
    assert same == set()


def test_words_can_be_printed_differently() -> None:
    text = text_of(pdf([company()], labels={"Open business": "Rozpracované zakázky"})).lower()
    assert "rozpracované zakázky" in text
    with pytest.raises(UnknownNameError, match="Open business"):
        pdf([company()], labels={"Open bussiness": "x"})


def test_wrong_requests_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Není co exportovat"):
        pdf([])
    with pytest.raises(InputError, match="„de“"):
        pdf([small()], "de")
    with pytest.raises(InputError, match="nikde"):
        pdf([small()], template_folder=tmp_path / "nikde")


def test_a_machine_without_pango_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        """Fails as WeasyPrint does where Pango is missing."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(MissingPartError, match=re.escape(INSTALL)):
        pdf([small()])


def test_the_face_loads_nothing_heavy() -> None:
    script = (
        "import sys, workbench.exporting as e; e.safe_name; e.vcard; e.pdf; e.table; e.zip_files; e.write_new;"
        "print(sorted(set(sys.modules) & {'weasyprint','vobject','jinja2','pandas','openpyxl','segno','babel'}))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert answer.stdout.strip() == "[]"


def test_a_contact_person_has_a_sheet_and_a_card_too() -> None:
    link = record("employment", 1, person_id=501, client_id=42, position="Jednatelka")
    who = replace(person(), hanging={**person().hanging, "employment": (link,)}, names={42: "Vzorná dílna"})
    text = text_of(pdf([who]))
    assert "Vzorná dílna" in text
    assert b"Jednatelka" in vcard([who])
