"""vCards as phones and Outlook write them, read as rows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from exporting_dossiers import company, dossier, record
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from workbench.errors import BrokenFileError, InputError
from workbench.exporting import vcard
from workbench.exporting._text import clean_line
from workbench.importing import Converted, RawTable, convert, read_table, suggest_mapping
from workbench.importing.vcard_lines import MAX_CARDS
from workbench.locale import number

OUTLOOK = b"""BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=cs;CHARSET=windows-1250:Nov\xe1k;Ji\xf8\xed;;Ing.
FN;CHARSET=Windows-1250;ENCODING=QUOTED-PRINTABLE:Ing. Ji=F8=ED =
Nov=E1k
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Kolo=C5=99=C3=A1dek s.r.o.;Sklad
TITLE:jednatel
TEL;WORK;VOICE:+420 601 000 111
TEL;CELL;PREF:602000222
TEL;WORK;FAX:541000333
EMAIL;PREF;INTERNET:jiri@vzor.example
ADR;WORK;PREF;CHARSET=windows-1250:;;Dlouh\xe1 12;Brno;;602 00;Czech Republic
NOTE;ENCODING=QUOTED-PRINTABLE:prvn=C3=AD, druh=C3=A1=0D=0At=C5=99et=C3=AD
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQEASABIAAD=

END:VCARD
"""
PHONE = """BEGIN:VCARD\r
VERSION:3.0\r
N:;;;;\r
FN:Kolořádek s.r.o.\r
ORG:Kolořádek s.r.o.;\r
item1.TEL;type=WORK:+420541000111\r
item1.X-ABLabel:Sklad\r
item2.URL;type=pref:https\\://kolo.example\r
item2.X-ABLabel:_$!<HomePage>!$_\r
item3.ADR;type=WORK:;;Krátká 5;Brno;;60200;Česko\r
CATEGORIES:VIP\\, sever,b\r
X-ABShowAs:COMPANY\r
UID:A-1\r
END:VCARD\r
""".encode()
PERSON = "BEGIN:VCARD\nVERSION:4.0\nN:Světlá;Eva;;;\nFN:Eva Světlá\nBDAY:19850102\nTEL;VALUE=uri:tel:+420603111222\nEND:VCARD\n".encode()


def raw(folder: Path, *cards: bytes) -> RawTable:
    path = folder / "kontakty.vcf"
    path.write_bytes(b"".join(cards))
    return read_table(path)


def converted(folder: Path, *cards: bytes) -> Converted:
    table = raw(folder, *cards)
    return convert(table, suggest_mapping(table.columns, table.frame, table.meanings))


def rows(result: Converted, table: str, *fields: str) -> list[tuple[Any, ...]]:
    return list(result.rows[table].reset_index()[list(fields)].itertuples(index=False, name=None))


def said(result: Converted, row: int) -> list[tuple[str, str]]:
    found = result.findings[result.findings["row"] == row]
    return list(zip(found["severity"], found["code"], strict=True))


def test_a_card_of_outlook_is_a_contact_person_of_the_client_of_its_org(tmp_path: Path) -> None:
    result = converted(tmp_path, OUTLOOK)
    assert rows(result, "client", "row", "name") == [(1, "Kolořádek s.r.o.")]
    assert rows(result, "person", "first_name", "last_name", "title_before", "position") == [
        ("Jiří", "Novák", "Ing.", "jednatel")
    ]
    assert rows(result, "person", "notice") == [
        ("první, druhá\ntřetí\nOddělení: Sklad\nAdresa (kontaktní): Dlouhá 12, 602 00 Brno, Czech Republic",)
    ]
    assert rows(result, "person_contact", "kind", "value") == [
        ("email", "jiri@vzor.example"), ("fax", "+420541000333"), ("mobile", "+420602000222"), ("phone", "+420601000111"),
    ]  # fmt: skip
    assert said(result, 1) == [("warning", "card_property")] * 2
    assert list(result.findings["original"]) == ["2", None]


def test_a_companys_card_is_a_client_with_labels_tags_and_uid(tmp_path: Path) -> None:
    result = converted(tmp_path, PHONE)
    assert rows(result, "client", "name", "tags", "external_id") == [
        ("Kolořádek s.r.o.", ("VIP, sever", "b"), "A-1")
    ]
    assert rows(result, "contact", "kind", "value", "label") == [
        ("phone", "+420541000111", "Sklad"), ("web", "https://kolo.example", None),
    ]  # fmt: skip
    assert rows(result, "address", "kind", "street", "house_number", "city", "postcode", "country") == [
        ("contact", "Krátká", "5", "Brno", "60200", "CZ")
    ]
    assert not len(result.rows["person"])


def test_a_person_without_org_is_a_client_who_is_a_natural_person(tmp_path: Path) -> None:
    result = converted(tmp_path, PERSON)
    assert rows(result, "client", "name", "is_person", "birthday") == [("Eva Světlá", True, date(1985, 1, 2))]
    assert rows(result, "contact", "kind", "value") == [("phone", "+420603111222")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_charsets_are_told_apart_where_no_line_says_them(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join(
        ["BEGIN:VCARD", "VERSION:3.0", "FN:Třešť a Šťáhlavy", "ORG:Třešť a Šťáhlavy", "END:VCARD", ""]
    )
    result = converted(tmp_path, text.encode(encoding))
    assert rows(result, "client", "name") == [("Třešť a Šťáhlavy",)]
    assert bool(said(result, 1)) == (encoding in {"cp1250", "iso-8859-2"})


def test_a_fold_inside_a_character_is_mended(tmp_path: Path) -> None:
    folded = PHONE.replace("á".encode(), b"\xc3\r\n \xa1")
    assert folded != PHONE
    assert rows(converted(tmp_path, folded), "client", "name") == [("Kolořádek s.r.o.",)]


def test_malformed_cards_are_told_by_number_and_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    endless = b"BEGIN:VCARD\nVERSION:3.0\nFN:Bez konce\n"
    nameless = b"BEGIN:VCARD\nVERSION:3.0\nTEL:601000111\nEND:VCARD\n"
    odd = b'BEGIN:VCARD\nFN:Zvl\xc3\xa1\xc5\xa1tn\xc3\xad\nno colon here\n;;;:x\nTEL;TYPE="a:b":601000222\nEND:VCARD\n'
    group = b"BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Skupina\nMEMBER:urn:uuid:1\nEND:VCARD\n"
    result = converted(tmp_path, b"junk\n", endless, nameless, odd, group, PERSON, endless)
    assert result.refused == (1, 2, 4, 6)
    assert result.total == 6
    assert said(result, 1) == said(result, 6) == [("refused", "card_endless")]
    assert [one["line"] for one in result.findings["values"] if "line" in one] == [2, 11, 12, 15, 28]
    assert said(result, 4) == [("refused", "card_group")]
    assert rows(result, "client", "row", "name") == [(3, "Zvláštní"), (5, "Eva Světlá")]
    assert [(note.code, note.values) for note in result.raw.notes] == [("card_stray", {"count": 1})]


def test_a_card_within_a_card_is_not_taken_for_one(tmp_path: Path) -> None:
    nested = b"BEGIN:VCARD\nVERSION:2.1\nN:Vzorek;Jan\nAGENT:\nBEGIN:VCARD\nN:Jiny;Petr\nEND:VCARD\nTEL:601000111\nEND:VCARD\n"
    result = converted(tmp_path, nested)
    assert rows(result, "client", "name") == [("Jan Vzorek",)]
    assert rows(result, "contact", "value") == [("+420601000111",)]


def test_a_file_of_cards_has_no_sheets_and_one_without_cards_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(PERSON)
    with pytest.raises(InputError, match="vCard"):
        read_table(path, sheet="x")
    path.write_bytes(b"BEGIN:VCARD\n")
    assert read_table(path).broken.keys() == {1}


NASTY = [
    "\n",
    "\r\n",
    "\\",
    "\\n",
    ";",
    ",",
    ":",
    '"',
    "END:VCARD",
    "\nBEGIN:VCARD",
    "\x00",
    "ž" * 50,
    "👩‍🔧",
    "=0D=0A",
    "=",
]
hostile = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), max_size=8).map(
    lambda some: f"x{''.join(some)}x"
)


@examples(7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hostile, version=st.sampled_from(["3.0", "4.0"]))
def test_what_we_export_reads_back_equal(tmp_path: Path, text: str, version: Any) -> None:
    line = clean_line(text)
    who = dossier("person", 501, first_name=text, last_name=text)
    hanging = [
        record("employment", 2, person_id=501, client_id=42, position=text),
        record("contact", 3, kind="other", value=text, label=text),
    ]
    data = vcard(
        [dossier(name=text, external_id=text, tags=(text, "b"), hanging=hanging, persons=[who])], version
    )
    table = raw(tmp_path, data)
    assert not table.broken
    first, second = (dict(row.dropna()) for _, row in table.frame.iterrows())
    assert (first["client.name"], first["client.external_id"]) == (line, line)
    assert first["client.tags"].split("\n") == [line, "b"]
    assert first["contact.other"] == line == table.labels[1, "contact.other"]
    assert (second["person.first_name"], second["person.last_name"], second["person.position"]) == (
        line,
        line,
        line,
    )
    assert second["client.name"] == line


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_whole_company_reads_back(tmp_path: Path, version: Any) -> None:
    result = converted(tmp_path, vcard([company()], version))
    assert result.refused == ()
    assert rows(result, "client", "name", "ico") == [("Vzorná dílna s.r.o.", "90000019")] * 3
    assert rows(result, "client", "dic", "tags", "notice")[0] == (
        "CZ90000019",
        ("stavba", "VIP; Praha, sever"),
        "Volat dopoledne.\nVrátný: zvonek č. 3.",
    )
    assert rows(result, "address", "kind", "street", "house_number", "orientation_number", "city", "postcode") == [
        ("seat", "Dlouhá", "730", "12", "Praha", "11000"), ("branch", None, "45", None, "Horní Lhota", "76323"),
    ]  # fmt: skip
    assert rows(result, "person", "first_name", "last_name", "position", "do_not_contact") == [
        ("Žofie", "Příkladná", "Jednatelka", None), ("Cyril", "Zkušební", "Účetní", True),
    ]  # fmt: skip


@examples(12, thorough=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    OUTLOOK[:90],
                    PHONE[:120],
                    b"BEGIN:VCARD\n",
                    b"END:VCARD\n",
                    b"N;ENCODING=QUOTED-PRINTABLE:=E1=\n",
                    b" \xff",
                    b'TEL;A="',
                    b"FN;CHARSET=zip:x\n",
                    b"FN;CHARSET=utf-16:x\n",
                    b"ADR:;;;\n",
                    b"\r",
                ]
            ),
            st.binary(max_size=40),
        ),
        max_size=12,
    )
)
@example([b'BEGIN:VCARD\nFN;A="":' + b'"' * 5000 + b"\nEND:VCARD"])
@example([b"BEGIN:VCARD\n" + b";" * 5000 + b":x\nEND:VCARD"])
def test_any_bytes_give_rows_or_a_clear_refusal(tmp_path: Path, pieces: list[bytes]) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(b"BEGIN:VCARD\nVERSION:3.0\n" + b"".join(pieces))
    try:
        table = read_table(path)
    except BrokenFileError:
        return
    result = convert(table, suggest_mapping(table.columns, table.frame, table.meanings))
    assert len(result.rows["client"]) + len(result.refused) == result.total


def test_long_lines_and_many_lines_take_time_in_proportion_to_their_length(tmp_path: Path) -> None:
    long = "x" * 4_000_000
    head = "NOTE;" + "x" * 2_000_000 + ";QUOTED-PRINTABLE:" + "a=\r\n" * 50_000
    many = "LABEL:x\r\n" * 20_000 + "NOTE:y\r\n" * 20_000
    text = f"BEGIN:VCARD\r\nVERSION:2.1\r\nORG:{long};Sklad\r\n{many}{head}\r\nEND:VCARD\r\n"
    frame = raw(tmp_path, text.encode()).frame
    assert frame.loc[1, "client.name"] == long
    assert str(frame.loc[1, "client.notice"]).startswith("y\ny\n")


def test_a_file_of_too_many_cards_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=f"vizitek vCard {number(MAX_CARDS + 1)};"):
        raw(tmp_path, b"BEGIN:VCARD\n" * (MAX_CARDS + 100))
