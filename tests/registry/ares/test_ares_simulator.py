"""The simulated register refuses what the real one refuses, and answers in its shape."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from ares_world import TODAY, firm, firms, ico
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.registry.simulator import AresSimulator, Fault
from workbench.registry.simulator.validating import BY_ICO, SEARCH, filters, known, problems

PATH = "ekonomicke-subjekty"


@pytest.fixture(name="client")
def _client(simulator: AresSimulator) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(verify=False)
    with httpx.Client(base_url=simulator.base_url, transport=transport) as client:
        yield client


def search(client: httpx.Client, question: object, path: str = PATH) -> httpx.Response:
    return client.post(f"/{path}/vyhledat", json=question)


def test_replies_come_in_ascending_order_not_in_that_of_the_question(client: httpx.Client) -> None:
    wanted = [ico(9), ico(1), ico(5)]
    reply = search(client, {"ico": wanted, "pocet": 100}).json()
    assert [row["ico"] for row in reply["ekonomickeSubjekty"]] == sorted(wanted)
    assert reply["pocetCelkem"] == 3


def test_a_hundred_and_one_ico_are_refused(client: httpx.Client) -> None:
    assert search(client, {"ico": [ico(number) for number in range(100)]}).status_code == 200
    refused = search(client, {"ico": [ico(number) for number in range(101)]})
    assert (refused.status_code, refused.json()["kod"]) == (400, "CHYBA_VSTUPU")


def test_a_thousand_and_one_matches_are_refused_with_the_count_in_words() -> None:
    with AresSimulator([*firms(1000), firm(1000)], today=TODAY) as simulator:
        reply = httpx.post(f"{simulator.base_url}/{PATH}/vyhledat", json={"obchodniJmeno": "vymyslena"})
    assert reply.status_code == 400
    assert reply.json()["subKod"] == "VYSTUP_PRILIS_MNOHO_VYSLEDKU"
    assert "(1\u00a0001)" in reply.json()["popis"]
    assert "ekonomickeSubjekty" not in reply.json()


def test_a_thousand_matches_are_shown_page_by_page(client: httpx.Client) -> None:
    first = search(client, {"obchodniJmeno": "VYMYSLENA"}).json()
    assert (first["pocetCelkem"], len(first["ekonomickeSubjekty"])) == (1000, 10)
    last = search(client, {"obchodniJmeno": "Vymyšlená", "start": 990, "pocet": 50}).json()
    assert len(last["ekonomickeSubjekty"]) == 10


@pytest.mark.parametrize(("name", "found"), [("vymyslena 5", 1), ("5 VYMYŠLENÁ", 1), ("vymysl", 0), ("vymyslena 5 6", 0)])  # fmt: skip
def test_names_are_found_by_whole_words_in_any_order(client: httpx.Client, name: str, found: int) -> None:
    assert search(client, {"obchodniJmeno": name}).json()["pocetCelkem"] == found


def test_unknown_fields_are_silently_ignored(client: httpx.Client) -> None:
    question = {"ico": [ico(1)], "nazevObce": "Ostrava", "sidlo": {"psc": 10000, "nazevObce": "Ostrava"}}
    assert search(client, question).json()["pocetCelkem"] == 1
    assert search(client, {"ico": [ico(1)], "sidlo": {"textovaAdresa": "Ostrava"}}).json()["pocetCelkem"] == 0


@pytest.mark.parametrize(
    "question",
    [
        {"ico": ["1234567"]}, {"ico": [90000014]}, {"ico": "90000014"}, {"ico": ["9000001x"]},
        {"obchodniJmeno": ""}, {"obchodniJmeno": "x" * 2001}, {"start": -1}, {"pocet": "10"}, {"pocet": True},
        {"sidlo": "Brno"}, {"sidlo": {"cisloDomovni": 10_000}}, {"pravniForma": ["1120"]}, [], "x",
    ],
)  # fmt: skip
def test_what_the_document_does_not_allow_is_refused(client: httpx.Client, question: object) -> None:
    reply = search(client, question)
    assert (reply.status_code, reply.json()["kod"]) == (400, "CHYBA_VSTUPU")


def test_what_is_no_json_is_an_error_of_the_server_as_it_is_of_the_real_one(client: httpx.Client) -> None:
    reply = client.post(f"/{PATH}/vyhledat", content=b"{'ico'")
    assert (reply.status_code, reply.json()["kod"]) == (500, "OBECNA_CHYBA")


@pytest.mark.parametrize("path", ["/nic", f"/{PATH}", f"/{PATH}-xyz/{ico(1)}", "/"])
def test_a_wrong_address_has_the_shape_of_a_web_server(client: httpx.Client, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert set(reply.json()) == {"status", "error", "path"}


def test_a_missing_subject_has_the_shape_of_ares(client: httpx.Client) -> None:
    reply = client.get(f"/{PATH}/{ico(7000)}")
    assert (reply.status_code, reply.json()["subKod"]) == (404, "VYSTUP_SUBJEKT_NENALEZEN")
    assert client.get(f"/{PATH}/123").status_code == 400


def test_a_subject_that_ceased_is_not_found_and_one_that_will_is() -> None:
    gone, going = firm(1, ceased_on=date(2026, 11, 1)), firm(2, ceased_on=date(2030, 1, 1))
    with AresSimulator([gone, going], today=TODAY) as simulator:
        assert httpx.get(f"{simulator.base_url}/{PATH}/{gone.ico}").status_code == 404
        assert httpx.get(f"{simulator.base_url}/{PATH}/{going.ico}").json()["datumZaniku"] == "2030-01-01"


def test_more_than_the_limit_in_a_minute_is_blocked_with_a_web_page() -> None:
    times = iter([0.0, 1.0, 2.0, 3.0, 59.0, 64.0])
    with AresSimulator(firms(2), per_minute=3, clock=lambda: next(times), today=TODAY) as simulator:
        replies = [httpx.get(f"{simulator.base_url}/{PATH}/{ico(1)}") for _ in range(6)]
    assert [one.status_code for one in replies] == [200, 200, 200, 403, 403, 200]
    assert replies[3].text.startswith("<!DOCTYPE html>")
    assert simulator.most_in(60) == 5
    assert simulator.most_in(2) == 2
    assert simulator.most_in(0.5) == 1


def test_the_limit_is_five_hundred_unless_told_otherwise() -> None:
    with AresSimulator(clock=lambda: 0.0) as simulator:
        for _ in range(500):
            assert simulator.take("GET", "/x", "", b"") is None
        blocked = simulator.take("GET", "/x", "", b"")
    assert blocked is not None
    assert blocked.fault is Fault.BLOCKED


def test_faults_hit_the_questions_they_were_planned_for(
    client: httpx.Client, simulator: AresSimulator
) -> None:
    client.get(f"/{PATH}/{ico(1)}")
    simulator.fail(Fault.SERVER_ERROR, first=2, times=2)
    assert [client.get(f"/{PATH}/{ico(1)}").status_code for _ in range(4)] == [200, 500, 500, 200]
    simulator.fail(Fault.UNAVAILABLE, about=ico(2), times=None, retry_after=9)
    assert client.get(f"/{PATH}/{ico(1)}").status_code == 200
    assert client.get(f"/{PATH}/{ico(2)}").headers["Retry-After"] == "9"
    simulator.heal()
    assert client.get(f"/{PATH}/{ico(2)}").status_code == 200


def test_a_slow_question_gets_no_byte_and_ends_with_the_register() -> None:
    with AresSimulator(firms(2)) as simulator:
        simulator.fail(Fault.SLOW)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{simulator.base_url}/{PATH}/{ico(1)}", timeout=0.1)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{simulator.base_url}/{PATH}/{ico(1)}")


def test_the_filters_are_those_of_the_document() -> None:
    assert set(filters()[BY_ICO]["properties"]) == {"ico", "start", "pocet", "razeni"}
    assert "nazevObce" not in filters()[SEARCH]["properties"]["sidlo"]["properties"]
    assert "psc" not in filters()[SEARCH]["properties"]["sidlo"]["properties"]


@examples(8, thorough=120)
@given(st.dictionaries(st.sampled_from(["ico", "sidlo", "start", "x"]), st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))))  # fmt: skip
def test_any_question_is_checked_without_failing(question: dict[str, Any]) -> None:
    schema = filters()[SEARCH]
    slim = known(schema, question)
    assert "x" not in slim
    assert isinstance(problems(schema, slim), list)
    json.dumps(slim)
