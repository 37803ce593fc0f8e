"""Searching by name and place, and choosing among what was found."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ares_world import TODAY, ares, firm, firms, ico

from workbench.errors import InputError, RegisterError
from workbench.model.subject import Seat
from workbench.registry.answers import OutOfReach
from workbench.registry.ares import AresRegister, Matches, TooMany
from workbench.registry.ares.searching import place, words
from workbench.registry.manners import Retries
from workbench.registry.simulator import AresSimulator, Fault

PRAGUE = Seat(street="Letní", house_number="5", part="Karlín", city="Praha", postcode="18600", country="CZ")
BRNO = Seat(street="Zimní", house_number="7", part="Veveří", city="Brno", postcode="60200", country="CZ")
CROWD = [firm(number, f"Stavby {number} s.r.o.", seat=BRNO) for number in range(2000, 3001)]
FEW = [
    firm(1, "Vymyšlená DISTRIBUCE, s.r.o.", seat=PRAGUE),
    firm(2, "Vymyšlená Distribuce Brno a.s.", seat=BRNO),
    firm(3, 'Hotel "U Smyšlenky" s.r.o. v likvidaci', seat=PRAGUE),
    firm(4, "Stavby Praha s.r.o.", seat=PRAGUE),
]


@pytest.fixture(name="crowd")
def _crowd() -> Iterator[AresSimulator]:
    with AresSimulator([*FEW, *CROWD], today=TODAY) as running:
        yield running


@pytest.fixture(name="register")
def _register(crowd: AresSimulator, tmp_path: Path) -> Iterator[AresRegister]:
    with ares(crowd.base_url, tmp_path) as register:
        yield register


def asked(crowd: AresSimulator) -> list[tuple[str, str | None]]:
    found = [json.loads(one.body) for one in crowd.asked]
    return [(one["obchodniJmeno"], one.get("sidlo", {}).get("textovaAdresa")) for one in found]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Vymyšlená DISTRIBUCE, s.r.o.", "Vymyšlená DISTRIBUCE"),
        ('Hotel "U Smyšlenky" s. r. o.', "Hotel U Smyšlenky"),
        ("„Sova“, spol. s r.o. v likvidaci", "Sova"),
        ("  ", ""),
        ('""', ""),
    ],
)
def test_quotes_form_and_marks_are_left_out_of_the_question(name: str, question: str) -> None:
    assert words(name) == question


def test_a_place_is_words_of_an_address_without_the_number_of_a_district() -> None:
    assert place(city="Praha 5") == "Praha"
    assert place(city="Brno", postcode="602 00", street="Zimní 7") == "Zimní 7 60200 Brno"
    assert place() == ""


def test_a_whole_word_finds_and_a_part_of_it_does_not(register: AresRegister) -> None:
    found = register.search("vymyslena distribuce")
    assert isinstance(found, Matches)
    assert [one.ico for one in found.subjects] == [ico(1), ico(2)]
    assert (found.total, found.unreadable) == (2, 0)
    nothing = register.search("Distribu")
    assert isinstance(nothing, Matches)
    assert (nothing.total, nothing.subjects) == (0, ())


def test_a_town_narrows_through_the_text_of_the_address_only(
    register: AresRegister, crowd: AresSimulator
) -> None:
    found = register.search("Distribuce", city="Praha 8")
    assert isinstance(found, Matches)
    assert [one.ico for one in found.subjects] == [ico(1)]
    assert set(json.loads(crowd.asked[0].body)) == {"obchodniJmeno", "sidlo", "start", "pocet"}
    assert asked(crowd) == [("Distribuce", "Praha")]


def test_too_many_says_how_many_and_is_not_asked_again(register: AresRegister, crowd: AresSimulator) -> None:
    answer = register.search("Stavby")
    assert answer == TooMany(1002, 1000)
    assert "1002" in answer.text()
    assert register.search("stavby ".title()) == answer
    assert len(crowd.asked) == 1


def test_a_name_without_a_word_is_an_input_error(register: AresRegister, crowd: AresSimulator) -> None:
    with pytest.raises(InputError):
        register.search('""')
    assert register.candidates('""') == ()
    assert not crowd.asked


def test_a_search_that_failed_is_asked_again(register: AresRegister, crowd: AresSimulator) -> None:
    crowd.fail(Fault.SERVER_ERROR)
    assert isinstance(register.search("Hotel"), OutOfReach)
    assert isinstance(register.search("Hotel"), Matches)


def test_candidates_come_best_first_with_reasons(register: AresRegister) -> None:
    best = register.candidates("VYMYSLENA Distribuce spol. s r.o.", city="Praha", street="Letní 5")[0]
    assert best.subject.ico == ico(1)
    assert {"name_same", "street_same", "city_same"} <= {one.code for one in best.reasons}


def test_a_firm_that_moved_is_found_without_its_place(register: AresRegister, crowd: AresSimulator) -> None:
    found = register.candidates("Hotel U Smyšlenky", city="Olomouc")
    assert [one.subject.ico for one in found] == [ico(3)]
    assert "city_other" in {one.code for one in found[0].reasons}
    assert asked(crowd) == [("Hotel U Smyšlenky", "Olomouc"), ("Hotel U Smyšlenky", None)]


def test_where_too_many_fit_the_rest_of_the_place_narrows(
    register: AresRegister, crowd: AresSimulator
) -> None:
    found = register.candidates("Stavby", street="Letní", postcode="186 00")
    assert [one.subject.ico for one in found] == [ico(4)]
    assert asked(crowd) == [("Stavby", None), ("Stavby", "Letní 18600")]


def test_too_many_candidates_raise_with_advice(register: AresRegister) -> None:
    with pytest.raises(RegisterError) as caught:
        register.candidates("Stavby", city="Brno", street="Zimní")
    assert "1001" in str(caught.value)
    assert "Přidejte obec" in str(caught.value)


def test_no_answer_raises_and_is_not_an_empty_list(crowd: AresSimulator, tmp_path: Path) -> None:
    crowd.fail(Fault.RESET, times=None)
    with (
        ares(crowd.base_url, tmp_path, retries=Retries(attempts=1)) as register,
        pytest.raises(RegisterError),
    ):
        register.candidates("Hotel")


def test_ares_cannot_suggest_and_says_what_can(register: AresRegister, crowd: AresSimulator) -> None:
    assert register.suggest("Vy") == ()
    with pytest.raises(RegisterError) as caught:
        register.suggest("Vym")
    assert "snapshot load" in str(caught.value)
    assert not crowd.asked


def test_an_odd_row_does_not_fail_the_list(tmp_path: Path) -> None:
    odd = replace(firm(7, "Stavby Divné"), name="Stavby Divné")
    with AresSimulator([*firms(3), odd], today=TODAY) as crowd:
        crowd.answering.world.subjects[odd.ico] = replace(odd, name="")
        with ares(crowd.base_url, tmp_path) as register:
            found = register.search("Stavby")
            assert isinstance(found, Matches)
            assert (found.total, found.unreadable, found.subjects) == (1, 1, ())
