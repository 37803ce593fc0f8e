"""Writing addresses, and reading back what was written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.addresses import (
    PostalAddress,
    address_key,
    envelope,
    one_line,
    places,
    read_address,
)
from workbench.model.names import fold

STREETS = [
    "Dlouhá",
    "Nádražní",
    "náměstí Svobody",
    "17. listopadu",
    "tř. Kpt. Jaroše",
    "Na Příkopě",
    "U Lesa",
    "Náměstí 28. října",
    "1. máje",
    "nábř. Edvarda Beneše",
    "Sídliště Osvobození",
]
CODES = sorted(places._table().by_psc)
NUMBERS = st.integers(1, 2999).map(str)


@st.composite
def sensible_addresses(draw: st.DrawFn) -> PostalAddress:
    place = draw(st.sampled_from(places.find_psc(draw(st.sampled_from(CODES)))))
    address = PostalAddress(
        city=place.city,
        part=None if place.part == place.city else place.part,
        postcode=place.postcode,
        country="CZ",
        region=draw(st.sampled_from([None, place.region])),
        extra=draw(st.sampled_from([None, "2. patro", "budova B", "P.O.BOX 12", "c/o Pekárna Klas"])),
        house_number=draw(NUMBERS),
        house_number_kind=draw(st.sampled_from(["cp", "cev"])),
    )
    if not draw(st.booleans()):
        return address
    address = replace(address, street=draw(st.sampled_from(STREETS)))
    if address.house_number_kind == "cev":
        return address
    if draw(st.booleans()):
        return replace(address, house_number_kind=None)
    letter = draw(st.sampled_from([None, "a", "d"]))
    return replace(address, orientation_number=draw(st.integers(1, 199).map(str)), orientation_letter=letter)


@given(sensible_addresses())
def test_what_is_written_on_one_line_reads_back_the_same(address: PostalAddress) -> None:
    reading = read_address(one_line(address))
    assert reading.address == address
    assert reading.unread == ()


@given(sensible_addresses())
def test_what_is_written_on_an_envelope_reads_back_with_all_but_the_region(address: PostalAddress) -> None:
    lines = envelope(address)
    assert all(lines)
    assert replace(read_address("\n".join(lines)).address, region=address.region) == address


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("110 00 Praha 1 - Staré Město, Dlouhá 730/12a", ["Dlouhá 730/12a", "Staré Město", "110 00 Praha 1"]),
        ("67801 Blansko č.p. 45", ["č.p. 45", "678 01 Blansko"]),
        ("67801 Blansko, Horní Lhota 45", ["Horní Lhota 45", "678 01 Blansko"]),
        ("Hlavná 5, SK-917 01 Trnava", ["Hlavná 5", "917 01 Trnava", "Slovensko"]),
        ("Dlouhá 12, Praha, Hlavní město Praha", ["Dlouhá 12", "Praha"]),
    ],
)
def test_an_envelope_follows_the_custom_of_the_post(text: str, lines: list[str]) -> None:
    assert envelope(read_address(text).address) == lines


def test_an_empty_address_is_written_as_nothing() -> None:
    assert one_line(PostalAddress()) == ""
    assert envelope(PostalAddress()) == []


def test_equal_addresses_have_equal_keys_however_they_are_written() -> None:
    texts = [
        "náměstí Svobody 12/3a, 602 00 Brno",
        "60200 BRNO, nam. svobody 12/3A",
        "Brno, nám. Svobody č.p. 12/3a, PSČ 602 00",
    ]
    assert {address_key(read_address(text).address) for text in texts} == {
        "60200|brno||namesti svobody|12/3a"
    }


def test_a_building_number_of_the_other_series_is_another_address() -> None:
    assert address_key(read_address("Lhota č.ev. 12").address) != address_key(
        read_address("Lhota 12").address
    )


def test_a_postcode_knows_its_towns_and_region() -> None:
    assert {(place.part, place.city) for place in places.find_psc("678 01")} >= {("Horní Lhota", "Blansko")}
    assert places.find_psc("99999") == ()
    assert places.region_of("60200") == "Jihomoravský kraj"
    assert places.region_of("Praha") == "Hlavní město Praha"
    assert places.region_of("Nová Ves") is None


def test_a_town_is_found_without_accents() -> None:
    (city,) = places.find_city("ceske budejovice")
    assert (city.name, city.code, city.okres, city.region) == (
        "České Budějovice", "544256", "České Budějovice", "Jihočeský kraj",
    )  # fmt: skip
    assert places.find_city("Nikde") == ()


def test_names_folded_all_at_once_equal_names_folded_one_by_one() -> None:
    table = places._table()
    for row, folded in zip(table.rows, table.folded, strict=True):
        assert fold(row[0]) == folded[0]
        for column in (3, 4):
            names = [entry.partition("=")[0] for entry in row[column].split(";")]
            assert [fold(name) for name in names] == [
                entry.partition("=")[0] for entry in folded[column].split(";")
            ]


@pytest.mark.parametrize("text", ["a - " * 5000, "12 " * 5000, "x" * 50_000, "Praha-" * 3000, "(" * 9999])
def test_a_very_long_text_is_read_without_harm(text: str) -> None:
    assert read_address(text).address.original == text


def test_a_postcode_of_another_town_is_pointed_out() -> None:
    (note,) = read_address("Dlouhá 12, 602 00 Praha 1").notes
    assert note.code == "address_postcode_elsewhere"
    assert "602" in note.text()
