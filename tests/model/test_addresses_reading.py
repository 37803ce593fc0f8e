"""Reading addresses: hand-written examples in many orders, and what must hold for any text."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.model.addresses import PostalAddress, compose, read_address, read_street_line
from workbench.model.addresses._words import COUNTRIES, POSTCODE_COUNTRIES
from workbench.model.names import fold

FIELDS = {
    "s": "street",
    "h": "house_number",
    "k": "house_number_kind",
    "o": "orientation_number",
    "l": "orientation_letter",
    "p": "part",
    "c": "city",
    "d": "district",
    "z": "postcode",
    "r": "region",
    "n": "country",
    "x": "extra",
}
SAID_BY_MARKS = frozenset(
    [
        "c",
        "p",
        "cp",
        "ev",
        "cev",
        "e",
        "ce",
        "o",
        "or",
        "co",
        "cislo",
        "popisne",
        "evidencni",
        "orientacni",
        "domu",
        "d",
        "pop",
        "cis",
        "no",
        "psc",
        "ul",
        "ulice",
        "cz",
        "cze",
        "cr",
        "sk",
        "ceska",
        "republika",
        "cesko",
        "czech",
        "republic",
        "czechia",
        "the",
        "slovensko",
        "slovenska",
        "slovakia",
        "sr",
        "kraj",
        "obec",
        "mesto",
        "mestys",
        "hl",
        "m",
        "statutarni",
    ]
)
SAID_BY_MARKS |= {word for name in [*COUNTRIES, *POSTCODE_COUNTRIES] for word in name.split()}


def examples() -> list[tuple[str, dict[str, str | None]]]:
    found = []
    for line in Path(__file__).with_name("addresses.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, parts = line.partition(" => ")
            expected: dict[str, str | None] = dict.fromkeys([*FIELDS, "u"])
            expected |= {"n": "CZ"} | dict(part.split("=", 1) for part in parts.split("; "))
            values = {key: None if value == "-" else value for key, value in expected.items()}
            found.append((text.replace("⏎", "\n"), values))
    return found


@pytest.mark.parametrize(("text", "expected"), examples())
def test_an_example_is_read_as_a_person_would(text: str, expected: dict[str, str | None]) -> None:
    reading = read_address(text)
    got = {key: getattr(reading.address, name) for key, name in FIELDS.items()}
    assert got | {"u": "; ".join(reading.unread) or None} == expected
    assert reading.address.original == text


def test_the_list_of_examples_is_long() -> None:
    assert len(examples()) >= 150


WORDS = st.sampled_from(
    [
        "Dlouhá",
        "12",
        "12/3a",
        "730/12",
        "č.p.",
        "č.ev.",
        "45",
        "Praha",
        "1",
        "Praha1",
        "Brno",
        "Brno-Židenice",
        "Horní",
        "Lhota",
        "110",
        "00",
        "11000",
        "PSČ",
        "CZ",
        ",",
        "-",
        "–",
        ";",
        "(",
        ")",
        "nám.",
        "28.",
        "října",
        "ul.",
        "P.O.BOX",
        "c/o",
        "budova",
        "B",
        "2.",
        "patro",
        "okres",
        "Blansko",
        "Kraj",
        "Vysočina",
        "Slovensko",
        "s.r.o.",
        "Nikde",
        "tel.",
        "/",
        "12-14",
        "7.",
        "Lhota",
        "Ústí",
        "nad",
        "Labem",
        "č.o.",
        "5",
        "III",
        "A1",
        "x",
        "\n",
        ", ",
        "Hradec Králové",
    ]
)


@example("BLANSKO0,BLANSKO1")
@example("BLANSKO1 č.p. 4")
@example("Praha1 Praha 2 Blansko")
@example("1¹0")
@example("č.p. 1¹")
@example("APSC\r00000")
@example("Hradec Králové 2 č.o. 11000 67801 - 00")
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join)))
def test_nothing_raises_and_no_word_is_lost(text: str) -> None:
    reading = read_address(text)
    address = reading.address
    assert address.original == text
    parts = [getattr(address, name) for name in PostalAddress.__slots__ if name != "original"]
    kept = set(fold(" ".join([*filter(None, parts), *reading.unread])).split())
    glued = fold("".join(filter(None, [*parts, *reading.unread]))).replace(" ", "")
    for word in fold(text).split():
        assert (
            word in kept
            or word in SAID_BY_MARKS
            or word in glued
            or all(piece in glued for piece in _letters_and_digits(word))
        ), (word, reading)


def _letters_and_digits(word: str) -> list[str]:
    digits = "".join(sign if sign.isdigit() else " " for sign in word).split()
    letters = "".join(" " if sign.isdigit() else sign for sign in word).split()
    return [piece.lstrip("0") for piece in digits] + [run for run in letters if run not in SAID_BY_MARKS]


@given(st.text(max_size=40))
def test_a_street_cell_never_raises(text: str) -> None:
    assert len(read_street_line(text)) == 6


def test_a_street_cell_is_taken_apart() -> None:
    assert read_street_line("ul. Dlouhá 12/3a") == ("Dlouhá", "12", "cp", "3", "a", None)
    assert read_street_line("17. listopadu") == ("17. listopadu", None, None, None, None, None)
    assert read_street_line("č.ev. 5") == (None, "5", "cev", None, None, None)
    assert read_street_line("Dlouhá 12 vzadu") == ("Dlouhá", "12", None, None, None, "vzadu")


def test_a_number_in_the_street_cell_is_found() -> None:
    address = compose(street="Dlouhá 12/3a", city="Praha 1", postcode="110 00").address
    assert (address.street, address.house_number, address.orientation_number) == ("Dlouhá", "12", "3")
    assert (address.city, address.district, address.postcode) == ("Praha", "Praha 1", "11000")


def test_a_whole_address_in_the_street_cell_is_read() -> None:
    address = compose(street="Dlouhá 12, 602 00 Brno").address
    assert (address.street, address.city, address.postcode) == ("Dlouhá", "Brno", "60200")


def test_numbers_in_their_own_cells_are_joined() -> None:
    address = compose(street="Dlouhá", house_number="730", orientation_number="12a", city="Praha").address
    assert (address.house_number, address.orientation_number, address.orientation_letter) == (
        "730",
        "12",
        "a",
    )
    assert address.house_number_kind == "cp"


def test_a_number_written_in_both_cells_counts_once() -> None:
    address = compose(
        street="Dlouhá 730/12", house_number="730", orientation_number="12", city="Brno"
    ).address
    assert (address.street, address.house_number, address.orientation_number) == ("Dlouhá", "730", "12")


def test_cells_that_are_no_part_of_the_text_are_kept() -> None:
    address = compose(city="Brno", place_code="19100000", extra="u vrátnice").address
    assert (address.place_code, address.extra, address.city) == ("19100000", "u vrátnice", "Brno")


def test_a_village_in_the_house_number_columns_gets_no_street() -> None:
    address = compose(house_number="45", part="Horní Lhota", city="Blansko", postcode="67801").address
    assert (address.street, address.house_number, address.part) == (None, "45", "Horní Lhota")


def test_a_town_is_filled_in_from_the_postcode_only_with_a_note() -> None:
    reading = read_address("č.p. 5, 763 11")
    assert [note.code for note in reading.notes] in (
        ["address_town_from_postcode"],
        ["address_town_of_several"],
    )
    assert (reading.address.city is None) == (reading.notes[0].code == "address_town_of_several")


def test_an_unknown_town_is_kept_and_said() -> None:
    reading = read_address("Dlouhá 12, Vymyšlenov")
    assert reading.notes[0].code == "address_unknown_town"
    assert "Vymyšlenov" in reading.notes[0].text()
