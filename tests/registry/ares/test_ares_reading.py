"""Odd rows: lenient in form, strict in meaning."""

import json
from typing import Any

import pytest
from ares_world import TODAY
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.identifiers import Note
from workbench.model.subject import Seat, Subject
from workbench.registry.answers import Malformed, NotFound, OutOfReach, Refused
from workbench.registry.ares.reading import kept_subject, read_subject
from workbench.registry.ares.seats import seat
from workbench.registry.ares.sources import Source, kept_detail, needed, read_detail
from workbench.registry.ares.verdicts import Missing, Received, TooMany, judge
from workbench.registry.manners import HttpReply

ROW: dict[str, Any] = {"ico": "90000014", "obchodniJmeno": "Vymyšlená s.r.o.", "pravniForma": "112"}
ADDRESS = {"nazevObce": "Brno", "psc": 60200, "kodStatu": "CZ"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(
        ["ico", "icoId", "obchodniJmeno", "sidlo", "dalsiUdaje", "zaznamy", "czNace", "kod", "popis", "subKod",
         "pravniForma", "zivnosti", "spisovaZnacka", "datoveSchranky", "statistickeUdaje", "primarniZaznam"]), inner),
    max_leaves=20,
)  # fmt: skip


def read(**more: object) -> Subject:
    subject = read_subject({**ROW, **more}, TODAY)
    assert isinstance(subject, Subject), subject
    return subject


@given(JSON)
def test_no_json_makes_reading_fail(data: Any) -> None:
    row = data if isinstance(data, dict) else {"sidlo": data}
    assert isinstance(read_subject(row, TODAY), Subject | Note)
    assert isinstance(kept_subject(row), str | None)
    for source in Source:
        read_detail(source, row, TODAY)
        kept_detail(source, row)


@given(st.sampled_from([200, 301, 400, 401, 403, 404, 418, 429, 500, 503]), st.binary() | JSON.map(lambda one: json.dumps(one).encode()))  # fmt: skip
def test_every_reply_has_exactly_one_meaning(status: int, body: bytes) -> None:
    verdict = judge(HttpReply(status, body))
    assert isinstance(verdict, Received | Missing | TooMany | Refused | OutOfReach | Malformed)
    assert not isinstance(verdict, NotFound)
    if isinstance(verdict, Received):
        assert status == 200
    if isinstance(verdict, Missing):
        assert b"NENALEZENO" in body
    if isinstance(verdict, Refused | OutOfReach | Malformed):
        assert "{" not in verdict.reason.text()


@pytest.mark.parametrize(
    ("given_psc", "postcode"), [(60200, "60200"), (1234, "01234"), ("602 00", "60200"), (None, None), (True, None)]
)  # fmt: skip
def test_a_postcode_is_padded_text(given_psc: object, postcode: str | None) -> None:
    found = seat({**ADDRESS, "psc": given_psc})
    assert found is not None
    assert found.postcode == postcode


def test_a_foreign_postcode_is_taken_as_it_is() -> None:
    found = seat({"nazevObce": "London", "pscTxt": "SW1A 1AA", "kodStatu": "GBR"})
    assert found == Seat(city="London", postcode="SW1A 1AA", country="GB")


@pytest.mark.parametrize(("code", "country"), [("CZ", "CZ"), ("CZE", "CZ"), ("203", "CZ"), (203, "CZ"), ("SVK", "SK"), (None, "CZ")])  # fmt: skip
def test_a_country_may_have_two_letters_three_or_a_number(code: object, country: str) -> None:
    found = seat({**ADDRESS, "kodStatu": code})
    assert found is not None
    assert found.country == country


@pytest.mark.parametrize(("code", "kind"), [(1, "cp"), ("1", "cp"), (2, "cev"), ("2", "cev"), (9, None), (None, None)])  # fmt: skip
def test_the_kind_of_a_house_number_may_be_a_number_or_a_text(code: object, kind: str | None) -> None:
    found = seat({**ADDRESS, "cisloDomovni": 12, "typCisloDomovni": code})
    assert found is not None
    assert (found.house_number, found.house_number_kind) == ("12", kind)


def test_an_address_of_one_line_is_read() -> None:
    found = seat({"textovaAdresa": "Smyšlená 12/3a, 60200 Brno"})
    assert found is not None
    assert (found.street, found.house_number, found.orientation_number, found.city) == (
        "Smyšlená",
        "12",
        "3",
        "Brno",
    )


def test_an_address_that_says_nothing_is_none() -> None:
    assert seat({}) is None
    assert seat({"kodStatu": "CZ"}) is None


def test_a_seat_and_a_name_may_stand_only_among_the_source_registers() -> None:
    more = [
        {"sidlo": [{"sidlo": ADDRESS, "primarniZaznam": True}], "obchodniJmeno": [{"obchodniJmeno": "Jiná"}]}
    ]
    subject = read(sidlo=None, obchodniJmeno=None, dalsiUdaje=more)
    assert subject.seat == Seat(city="Brno", postcode="60200", country="CZ")
    assert subject.name == "Jiná"


def test_a_row_without_an_ico_may_have_it_as_its_id() -> None:
    assert read(ico=None, icoId="90000014").ico == "90000014"
    assert isinstance(read_subject({**ROW, "ico": None, "icoId": "ARES_12345678"}, TODAY), Note)


def test_an_ico_that_came_as_a_number_is_padded() -> None:
    assert read(ico=6947).ico == "00006947"


def test_a_dic_of_a_vat_group_goes_first_and_none_is_made_up() -> None:
    assert read(dic="CZ90000014", dicSkDph="CZ699001182").dic == "CZ699001182"
    assert read(dic="CZ90000014").dic == "CZ90000014"
    assert read().dic is None


def test_a_future_end_is_kept() -> None:
    ceased = read(datumZaniku="2031-01-31").ceased_on
    assert ceased is not None
    assert ceased.year == 2031


@pytest.mark.parametrize("text", ["31.1.2020", "", None, 5, "2020-13-01"])
def test_a_date_that_cannot_be_read_is_no_date(text: object) -> None:
    assert read(datumVzniku=text).founded_on is None


@pytest.mark.parametrize(("state", "insolvent"), [("NEEXISTUJICI", False), ("AKTIVNI", None), ("HISTORICKY", None), (None, None)])  # fmt: skip
def test_an_entry_in_the_insolvency_register_may_be_a_closed_case(
    state: str | None, insolvent: bool | None
) -> None:
    assert read(seznamRegistraci={"stavZdrojeIr": state}).insolvent is insolvent


def test_of_several_activities_none_is_called_the_prevailing_one() -> None:
    assert read(czNace=["62010"]).nace == "62010"
    assert read(czNace=["62010", "47110"]).nace is None


@pytest.mark.parametrize("form", ["101", "105", "107", "424", "999", None])
def test_a_natural_person_or_an_unknown_form_is_not_fit_for_the_disk(form: str | None) -> None:
    assert kept_subject({**ROW, "pravniForma": form, "pravniFormaRos": None}) is None


def test_a_company_is_kept_as_it_came() -> None:
    assert json.loads(kept_subject(ROW) or "") == ROW
    assert kept_subject({**ROW, "pravniFormaRos": "101"}) is None


def test_of_a_source_register_nothing_about_people_is_kept() -> None:
    trade = {"predmetPodnikani": "Hostinská činnost", "odpovedniZastupci": [{"prijmeni": "Smyšlená"}]}
    record = {"pravniForma": "112", "zivnosti": [trade], "angazovaneOsoby": [{"prijmeni": "Smyšlená"}]}
    row = {"icoId": "90000014", "zaznamy": [record]}
    assert "Smyšlená" not in json.dumps(needed(Source.RZP, row), ensure_ascii=False)
    kept = kept_detail(Source.RZP, row)
    assert kept is not None
    assert read_detail(Source.RZP, json.loads(kept), TODAY) == read_detail(Source.RZP, row, TODAY)


def test_a_court_file_that_was_struck_out_is_passed_over() -> None:
    marks = [
        {"soud": "MSPH", "oddil": "C", "vlozka": 1, "datumVymazu": "2010-01-01"},
        {"soud": "KSBR", "oddil": "C", "vlozka": 2},
    ]
    detail = read_detail(Source.VR, {"icoId": "90000014", "zaznamy": [{"spisovaZnacka": marks}]}, TODAY)
    assert not isinstance(detail, Note)
    assert detail.court_file == "C 2/KSBR"


def test_half_a_character_gets_no_further() -> None:
    row = json.loads('{"ico": "90000014", "obchodniJmeno": "Firma \\ud800 s.r.o.", "pravniForma": "112"}')
    subject = read_subject(row, TODAY)
    assert isinstance(subject, Subject)
    assert subject.name == "Firma s.r.o."
    assert (kept_subject(row) or "").isascii()
