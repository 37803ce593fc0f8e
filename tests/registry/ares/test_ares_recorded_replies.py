"""Recorded replies of ARES, read field by field; the expected values were copied from the files by hand."""

import json
from datetime import date
from pathlib import Path

import httpx
import pytest
from ares_world import SAMPLES, TODAY, ObedientClock, ares

from workbench.model.subject import Seat, Subject
from workbench.registry.answers import Found, Malformed, NotFound, OutOfReach, Refused
from workbench.registry.ares import TooMany
from workbench.registry.ares.reading import read_subject
from workbench.registry.ares.verdicts import Missing, Received, judge
from workbench.registry.manners import HttpReply

SOURCE = "MF, ARES 2026-11-23"

MINISTRY = Subject(
    ico="00006947",
    name="Ministerstvo financí",
    source=SOURCE,
    as_of=TODAY,
    legal_form="325",
    dic="CZ00006947",
    nace="84110",
    insolvent=False,
    seat=Seat(
        street="Letenská",
        house_number="525",
        house_number_kind="cp",
        orientation_number="15",
        part="Malá Strana",
        city="Praha",
        district="Praha 1",
        postcode="11800",
        region="Hlavní město Praha",
        country="CZ",
        place_code="21700184",
    ),
)
COOPERATIVE = Subject(
    ico="00123562",
    name="Zemědělské družstvo Předměřice nad Labem - v likvidaci",
    source=SOURCE,
    as_of=TODAY,
    legal_form="205",
    court_file="DrXXIV 2205/KSHK",
    founded_on=date(1962, 3, 26),
    in_liquidation=True,
    insolvent=False,
    seat=Seat(city="Předměřice nad Labem", country="CZ"),
)
SAD = Subject(
    ico="25063677",
    name="SAD s.r.o.",
    source=SOURCE,
    as_of=TODAY,
    legal_form="112",
    dic="CZ25063677",
    founded_on=date(1996, 7, 8),
    insolvent=False,
    seat=Seat(
        house_number="35",
        house_number_kind="cp",
        part="Daminěves",
        city="Cítov",
        postcode="27704",
        region="Středočeský kraj",
        country="CZ",
        place_code="6113257",
    ),
)
CTU = Subject(
    ico="68407700",
    name="České vysoké učení technické v Praze",
    source=SOURCE,
    as_of=TODAY,
    legal_form="601",
    dic="CZ68407700",
    founded_on=date(1999, 1, 1),
    insolvent=False,
    seat=Seat(
        street="Jugoslávských partyzánů",
        house_number="1580",
        house_number_kind="cp",
        orientation_number="3",
        part="Dejvice",
        city="Praha",
        district="Praha 6",
        postcode="16000",
        country="CZ",
        place_code="22203699",
    ),
)
BREWERY_SEAT = Seat(
    street="K. Světlé",
    house_number="512",
    house_number_kind="cp",
    orientation_number="4",
    part="České Budějovice 3",
    city="České Budějovice",
    postcode="37004",
    region="Jihočeský kraj",
    country="CZ",
    place_code="76239209",
)
BREWERY = Subject(
    ico="00514152",
    name=(
        "Budějovický Budvar, národní podnik, Budweiser Budvar, National Corporation, "
        "Budweiser Budvar, Entreprise Nationale"
    ),
    source=SOURCE,
    as_of=TODAY,
    legal_form="302",
    dic="CZ00514152",
    court_file="AV 325/KSCB",
    founded_on=date(1967, 2, 1),
    insolvent=False,
    seat=BREWERY_SEAT,
)
CLUB = Subject(
    ico="02427567",
    name="Klub turistů Budvar České Budějovice",
    source=SOURCE,
    as_of=TODAY,
    legal_form="706",
    court_file="L 359/KSCB",
    founded_on=date(1991, 4, 2),
    nace="94993",
    insolvent=False,
    seat=Seat(
        street="Jánošíkova",
        house_number="365",
        house_number_kind="cp",
        orientation_number="5",
        part="České Budějovice 7",
        city="České Budějovice",
        postcode="37001",
        region="Jihočeský kraj",
        country="CZ",
        place_code="23417587",
    ),
)
UNION = Subject(
    ico="62542095",
    name="ZO NOS PPP Budějovický Budvar",
    source=SOURCE,
    as_of=TODAY,
    legal_form="707",
    court_file="L 7844/KSCB",
    founded_on=date(1998, 1, 1),
    nace="94200",
    insolvent=False,
    seat=BREWERY_SEAT,
)


def recorded(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("subject_00006947.json", MINISTRY),
        ("subject_00123562_wrong_check_digit.json", COOPERATIVE),
        ("subject_25063677.json", SAD),
        ("subject_68407700.json", CTU),
    ],
)
def test_a_recorded_subject_is_read_field_by_field(file: str, expected: Subject) -> None:
    assert read_subject(json.loads(recorded(file)), TODAY) == expected


def test_a_recorded_search_is_read_field_by_field() -> None:
    rows = json.loads(recorded("search_budvar.json"))["ekonomickeSubjekty"]
    assert [read_subject(row, TODAY) for row in rows] == [BREWERY, CLUB, UNION]


def test_the_recorded_error_bodies_mean_what_they_say() -> None:
    assert judge(HttpReply(404, recorded("not_found_25596641.json"))) == Missing()
    assert judge(HttpReply(400, recorded("too_many_results_400.json"))) == TooMany(585_478, 1000)
    assert isinstance(judge(HttpReply(500, recorded("server_error.json"))), OutOfReach)
    assert isinstance(judge(HttpReply(403, recorded("blocked_403.html"))), Refused)
    assert isinstance(judge(HttpReply(200, recorded("subject_00006947.json"))), Received)


def test_the_count_of_too_many_is_read_with_any_space_inside() -> None:
    for space in ("", " ", "\u00a0", "\u202f"):
        popis = (
            f"Zadaný dotaz vrací příliš mnoho výsledků (1{space}234{space}567). Povoleno je maximálně 1 000."
        )
        body = {"kod": "CHYBA_VSTUPU", "popis": popis, "subKod": "VYSTUP_PRILIS_MNOHO_VYSLEDKU"}
        assert judge(HttpReply(400, json.dumps(body).encode())) == TooMany(1_234_567)


def test_a_web_servers_404_is_no_missing_subject() -> None:
    body = json.dumps({"status": 404, "error": "Not Found", "path": "/rest/x"}).encode()
    assert isinstance(judge(HttpReply(404, body)), OutOfReach)


@pytest.mark.parametrize("count", [585_478, 1_001])
def test_too_many_says_how_many_and_what_to_do(count: int) -> None:
    text = TooMany(count).text()
    assert str(count) in text
    assert "obec" in text


def test_recorded_replies_travel_through_the_whole_register(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("00006947"):
            return httpx.Response(200, content=recorded("subject_00006947.json"))
        return httpx.Response(404, content=recorded("not_found_25596641.json"))

    transport = httpx.MockTransport(answer)
    with ares("http://ares.invalid/rest", tmp_path, clock=ObedientClock(), transport=transport) as register:
        found = register.lookup(["6947"])["6947"]
        missing = register.lookup(["25596641"])["25596641"]
    assert found == Found(MINISTRY, SOURCE, TODAY, 0)
    assert missing == NotFound("25596641", SOURCE, TODAY)


@pytest.mark.parametrize(
    ("status", "code", "sub_code"),
    [
        (404, "OBECNA_CHYBA", None),
        (404, "NENALEZENO", "VSTUP_NEZNAMY"),
        (500, "OBECNA_CHYBA", "SYSTEMOVA_CHYBA"),
    ],
)
def test_only_a_subject_that_was_not_found_is_missing(status: int, code: str, sub_code: str | None) -> None:
    body = json.dumps({"kod": code, "popis": "Chyba", "subKod": sub_code}).encode()
    assert isinstance(judge(HttpReply(status, body)), OutOfReach | Refused)


def test_those_that_a_short_reply_lacks_are_not_called_unknown(tmp_path: Path) -> None:
    whole = json.loads(recorded("search_budvar.json"))
    short = {**whole, "ekonomickeSubjekty": whole["ekonomickeSubjekty"][:1]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=short))
    with ares("http://ares.invalid/rest", tmp_path, transport=transport) as register:
        answers = register.lookup(["00514152", "02427567", "62542095"])
    assert isinstance(answers["00514152"], Found)
    assert isinstance(answers["02427567"], Malformed)
    assert "1 z 3" in answers["02427567"].text()


def test_an_odd_row_costs_its_own_subject_only(tmp_path: Path) -> None:
    whole = json.loads(recorded("search_budvar.json"))
    del whole["ekonomickeSubjekty"][1]["obchodniJmeno"]
    del whole["ekonomickeSubjekty"][1]["dalsiUdaje"]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=whole))
    with ares("http://ares.invalid/rest", tmp_path, transport=transport) as register:
        answers = register.lookup(["62542095", "02427567", "00514152"])
    assert [type(answer) for answer in answers.values()] == [Found, Malformed, Found]
    assert "02427567" in answers["02427567"].text()
