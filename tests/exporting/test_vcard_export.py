import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import vobject
from effort import examples
from exporting_dossiers import company, dossier, person, record, small
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.exporting import vcard
from workbench.exporting._text import clean, clean_line
from workbench.exporting.cards import VERSIONS, Version

NASTY = ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x85", "\\", "\\n", "\\,", ";", ",", ":", '"', "END:VCARD", "BEGIN:VCARD", "\x00", "\ud800", "ž", "👩‍🔧", " ", "=", "=0D=0A"]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=12).map("".join)
filled = hostile.map(lambda text: f"x{text}")
versions = st.sampled_from(VERSIONS)


def read(data: bytes) -> list[Any]:
    return list(vobject.readComponents(data.decode()))


def values(card: Any, name: str) -> list[Any]:
    return [line.value for line in card.contents.get(name, [])]


def content_lines(data: bytes) -> Iterator[bytes]:
    return iter(data.replace(b"\r\n ", b"").split(b"\r\n"))


@given(name=filled, notice=filled, tags=st.lists(filled, min_size=1, max_size=4), phone=filled, label=hostile, version=versions)  # fmt: skip
def test_hostile_values_read_back_equal(
    *, name: str, notice: str, tags: list[str], phone: str, label: str, version: Version
) -> None:
    hanging = [
        record("contact", 1, kind="phone", value=phone, label=label),
        record("contact", 2, kind="web", value="https://x.example/a,b;c\\d e?q=ž%20"),
    ]
    (card,) = read(vcard([dossier(name=name, notice=notice, tags=tags, hanging=hanging)], version))
    assert values(card, "fn") == [clean_line(name)]
    assert values(card, "org") == [[clean_line(name)]]
    assert values(card, "note") == [clean(notice)]
    assert values(card, "categories") == [[clean_line(tag) for tag in tags]]
    assert values(card, "tel") == [clean_line(phone)]
    assert values(card, "url") == ["https://x.example/a%2Cb%3Bc%5Cd%20e?q=ž%20"]
    assert values(card, "x-ablabel") == ([clean_line(label)] if clean_line(label) else [])


@pytest.mark.slow  # hostile values: test_hostile_values_read_back_equal
@examples(10)
@given(first=filled, last=filled, street=filled, city=filled, position=filled, version=versions)
def test_hostile_people_and_addresses_read_back_equal(
    *, first: str, last: str, street: str, city: str, position: str, version: Version
) -> None:
    address = record("address", 1, kind="contact", street=street, city=city, postcode="60200")
    who = dossier("person", 501, first_name=first, last_name=last, hanging=[address])
    link = record("employment", 2, person_id=501, client_id=42, position=position)
    _, card = read(vcard([dossier(name="Vzor", hanging=[link], persons=[who])], version))
    assert card.n.value.given == clean_line(first)
    assert card.n.value.family == clean_line(last)
    assert card.adr.value.street == clean_line(street)
    assert card.adr.value.city == clean_line(city)
    assert card.adr.value.code == "60200"
    assert values(card, "title") == [clean_line(position)]
    assert values(card, "org") == [["Vzor"]]


@given(text=hostile, version=versions)
def test_no_value_adds_a_property_or_a_card(text: str, version: Version) -> None:
    both = [
        vcard([dossier(name=one, notice=one, ico=one, dic=one, tags=(one,))], version)
        for one in ("x", f"x{text}")
    ]
    names = [[line.split(b":")[0] for line in content_lines(data)] for data in both]
    assert names[0] == names[1]


@given(text=st.text(min_size=1, max_size=400), version=versions)
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(text: str, version: Version) -> None:
    data = vcard([dossier(name=f"x{text}", notice=text)], version)
    assert data.endswith(b"END:VCARD\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
        assert b"\r" not in line


def test_control_characters_are_dropped() -> None:
    (card,) = read(vcard([dossier(name="A\x00B\x1b[31mC\x9f", notice="a\x07\tb")]))
    assert card.fn.value == "AB[31mC"
    assert card.note.value == "a\tb"


def test_a_client_is_an_organisation_in_both_versions() -> None:
    old, new = (read(vcard([small()], version))[0] for version in VERSIONS)
    assert old.contents["x-abshowas"][0].value == "COMPANY"
    assert old.version.value == "3.0"
    assert new.kind.value == "org"
    assert new.version.value == "4.0"
    assert "n" not in new.contents


def test_a_natural_person_is_a_person_also_as_a_client() -> None:
    born = date(1990, 2, 3)
    one = dossier(name="Jan Vzorek", is_person=True, first_name="Jan", last_name="Vzorek", birthday=born)
    card = read(vcard([one], "4.0"))[0]
    assert card.kind.value == "individual"
    assert card.n.value.family == "Vzorek"
    assert card.bday.value == "19900203"
    assert "org" not in card.contents


def test_contact_persons_have_cards_of_their_own_linked_by_org() -> None:
    client, first, second = read(vcard([company()]))
    assert client.org.value == ["Vzorná dílna s.r.o."] == first.org.value
    assert first.fn.value == "Ing. Žofie Příkladná, Ph.D."
    assert (first.n.value.prefix, first.n.value.suffix) == ("Ing.", "Ph.D.")
    assert first.title.value == "Jednatelka"
    assert first.tel.params["TYPE"] == ["cell", "pref"]
    assert second.contents["x-do-not-contact"][0].value == "TRUE"


def test_a_person_of_two_clients_has_one_card_with_both() -> None:
    pair = [
        dossier("client", id_, name=name, persons=[person()],
                hanging=[record("employment", id_ + 100, person_id=501, client_id=id_, position=position)])
        for id_, name, position in ((1, "První", "Jednatelka"), (2, "Druhá", "Prokuristka"))
    ]  # fmt: skip
    cards = read(vcard(pair))
    assert [card.fn.value for card in cards] == ["První", "Ing. Žofie Příkladná, Ph.D.", "Druhá"]
    assert values(cards[1], "org") == [["První"], ["Druhá"]]
    assert values(cards[1], "title") == ["Jednatelka", "Prokuristka"]


def test_a_person_exported_alone_names_the_client() -> None:
    link = record("employment", 1, person_id=501, client_id=42, position="Jednatelka")
    who = dossier(
        "person", 501, first_name="Žofie", last_name="Příkladná", hanging=[link], names={42: "Vzor"}
    )
    (card,) = read(vcard([who]))
    assert card.org.value == ["Vzor"]
    assert card.title.value == "Jednatelka"


def test_kinds_of_addresses_and_contacts_become_types() -> None:
    card = read(vcard([company()]))[0]
    seat, branch = card.contents["adr"]
    assert seat.value.street == "Dlouhá 730/12a"
    assert (seat.value.city, seat.value.extended, seat.value.code) == ("Praha 1", "Staré Město", "11000")
    assert seat.params == {"TYPE": ["work", "pref"], "X-KIND": ["seat"]}
    assert branch.params["X-KIND"] == ["branch"]
    assert card.tel.params["TYPE"] == ["work", "voice", "pref"]
    assert card.contents["x-socialprofile"][0].params["TYPE"] == ["linkedin"]
    assert read(vcard([company()], "4.0"))[0].tel.params == {"PREF": ["1"], "TYPE": ["work", "voice"]}


def test_an_address_without_parts_keeps_what_was_typed() -> None:
    typed = record("address", 1, kind="contact", original="u lesa, za mostem", country="CZ")
    (card,) = read(vcard([dossier(name="Vzor", hanging=[typed])]))
    assert card.adr.value.street == "u lesa, za mostem"


def test_numbers_and_revision_are_there() -> None:
    whole = company()
    values = {**whole.record.values, "external_id": "K-17"}
    card, person_card, _ = read(vcard([replace(whole, record=replace(whole.record, values=values))]))
    assert person_card.org.params == {"X-ICO": ["90000019"]}
    assert card.contents["x-ico"][0].value == "90000019"
    assert card.contents["x-dic"][0].value == "CZ90000019"
    assert card.contents["x-external-id"][0].value == "K-17"
    assert card.rev.value == "20261103T143005Z"


def test_the_uid_stays_and_belongs_to_one_record() -> None:
    def uid(one: Any) -> str:
        return str(read(vcard([one]))[0].uid.value)

    assert uid(small(7, "Dříve")) == uid(small(7, "Později"))
    assert uid(small(7)) != uid(small(8))
    assert uid(small(7)).startswith("urn:uuid:")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_picture_that_the_record_holds_goes_along_and_nothing_is_looked_up(version: Version) -> None:
    def attached(*places: str) -> bytes:
        hanging = [
            record("attachment", file_name="logo", media_type="image/png", location=one) for one in places
        ]
        return b"\n".join(content_lines(vcard([dossier(name="Vzor", hanging=hanging)], version)))

    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    held = "data:image/png;base64," + base64.b64encode(picture).decode()
    head, content = held.split(",")
    line = f"LOGO;ENCODING=b;TYPE=PNG:{content}" if version == "3.0" else f"LOGO:{head},{content}"
    kept = attached("/etc/passwd", "http://127.0.0.1/x.png", "data:image/png;base64,AAAA", held)
    assert line.encode() in kept.splitlines()
    for other in (
        "/etc/passwd",
        "file:///etc/passwd",
        "data:image/svg+xml;base64,PHN2Zz4=",
        held + base64.b64encode(bytes(300_000)).decode(),
    ):
        assert b"LOGO" not in attached(other)


def test_equal_input_gives_equal_bytes() -> None:
    assert vcard([company(), small()], "4.0") == vcard([company(), small()], "4.0")


def test_a_nameless_person_is_called_by_type_and_id() -> None:
    assert read(vcard([dossier("person", 9)]))[0].fn.value == "Kontaktní osoba 9"


def test_what_has_no_card_is_refused() -> None:
    with pytest.raises(InputError, match=r"2\.1"):
        vcard([small()], "2.1")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="Není co exportovat"):
        vcard([])
    with pytest.raises(InputError, match="Záznam 5 "):
        vcard([dossier("deal", 5, name="Obchod")])
