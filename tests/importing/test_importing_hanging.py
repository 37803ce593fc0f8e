from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from importing_tables import codes, converted, only

from workbench.importing.composer import Composer, of_address
from workbench.model.addresses import compose


def test_addresses_come_by_kind_with_one_primary() -> None:
    rows = converted(
        ["Název", "Ulice", "Město", "PSČ", "Sídlo"],
        ["A", "Dlouhá 12/3a", "Brno", "602 00", "Krátká 5, 110 00 Praha 1"],
        ["B", None, "Brno", None, None],
    ).rows["address"]
    assert [
        (row, kind, bool(first))
        for row, kind, first in zip(rows["row"], rows["kind"], rows["is_primary"], strict=True)
    ] == [
        (2, "seat", True),
        (2, "contact", False),
        (3, "contact", True),
    ]
    assert list(rows["city"]) == ["Praha", "Brno", "Brno"]
    second = rows.iloc[1]
    assert (second["street"], second["house_number"], second["orientation_number"]) == ("Dlouhá", "12", "3")


NAMES = st.sampled_from(
    ["Dlouhá", "Lipová", "Lhota", "Praha", "Žižkov", "28. října", "Nad Školou", "Nádražní", ""]
)
NUMBERS = st.sampled_from(
    ["", "5", "15", "153", "1239", "12/3", "730/12a", "16a", "č.p. 7", "č.p. 153", "ev. 8"]
)
PLACES = st.sampled_from(
    [("Praha 1", "110 00"), ("Praha", "13000"), ("Brno", "60200"), ("Cheb", "35002"), ("Litomyšl", "57001"), ("Lhota", None),
     (None, "60200"), ("Kocourkov", None), (None, None)]
)  # fmt: skip
CELLS = st.sampled_from([(None, None), (None, None), ("12", None), ("730", "12"), ("730/12", None)])


@examples(100)
@given(st.lists(st.tuples(NAMES, NUMBERS, PLACES, CELLS), min_size=4, max_size=40))
def test_addresses_composed_together_are_those_composed_alone(
    rows: list[tuple[str, str, tuple[str | None, str | None], tuple[str | None, str | None]]],
) -> None:
    composer = Composer()
    for name, number, (city, postcode), (house, orientation) in rows * 2:
        street = " ".join(filter(None, (name, number))) or None
        cells = {
            "street": street,
            "city": city,
            "postcode": postcode,
            "house_number": house,
            "orientation_number": orientation,
        }
        assert composer.compose(cells) == of_address(compose(**cells))


def test_a_postcode_beside_a_foreign_country_is_kept_as_it_is() -> None:
    rows = converted(["Název", "Město", "PSČ", "Stát"], ["A", "London", "sw1a 1aa", "Velká Británie"]).rows[
        "address"
    ]
    assert only(rows, "postcode", "country") == ["SW1A 1AA", "GB"]


def test_several_contacts_in_one_cell_become_several() -> None:
    result = converted(
        ["Název", "Telefon", "Telefon sklad", "E-mail"],
        ["A", "602 111 222, 602 111 333", "602111222", "a@priklad.cz; b@priklad.cz"],
    )
    rows = result.rows["contact"]
    assert list(zip(rows["kind"], rows["value"], rows["is_primary"], strict=True)) == [
        ("phone", "+420602111222", True),
        ("phone", "+420602111333", False),
        ("email", "a@priklad.cz", True),
        ("email", "b@priklad.cz", False),
    ]
    assert ("healed", "parted") in codes(result)


def test_a_contacts_header_may_carry_a_label() -> None:
    rows = converted(["Název", "Telefon sklad"], ["A", "602111222"]).rows["contact"]
    assert only(rows, "label") == ["Telefon sklad"]


def test_contacts_of_a_person_without_a_name_belong_to_the_client() -> None:
    headers = ["Název", "Kontaktní osoba", "Telefon kontaktní osoby"]
    result = converted(headers, ["A", "Ing. Vzor Ukázkový", "602111222"], ["B", None, "602111333"])
    assert only(result.rows["person"], "row", "title_before", "first_name", "last_name") == [
        2,
        "Ing.",
        "Vzor",
        "Ukázkový",
    ]
    assert only(result.rows["person_contact"], "row") == [2]
    assert only(result.rows["contact"], "row") == [3]
