"""Questions drawn from the OpenAPI document are answered as the document says, right ones and wrong ones alike."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from ares_world import SAMPLES, TODAY, firm, firms, ico, trader
from effort import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from workbench.registry.simulator import AresSimulator
from workbench.registry.simulator.validating import filters, problems

Schema = Mapping[str, Any]
REPLIES: Mapping[str, Schema] = json.loads((SAMPLES / "reply_schemas.json").read_text(encoding="utf-8"))
CODES = {
    "CHYBA_VSTUPU", "NEPRIHLASENY_UZIVATEL", "NENI_OPRAVNENI", "NENALEZENO", "NENI_IMPLEMENTOVANO", "OBECNA_CHYBA",
}  # fmt: skip
"""The schema ``KodChybyEnum``."""
STATUSES = {200, 400, 401, 403, 404, 500}
QUESTIONS = {
    "ekonomicke-subjekty/vyhledat": ("EkonomickeSubjektyKomplexFiltr", "EkonomickeSubjektySeznam"),
    "ekonomicke-subjekty-vr/vyhledat": ("EkonomickeSubjektyRegistraceFiltr", "EkonomickeSubjektyVrSeznam"),
    "ekonomicke-subjekty-res/vyhledat": ("EkonomickeSubjektyRegistraceFiltr", "EkonomickeSubjektyResSeznam"),
    "ekonomicke-subjekty-rzp/vyhledat": ("EkonomickeSubjektyRegistraceFiltr", "EkonomickeSubjektyRzpSeznam"),
    "ekonomicke-subjekty-ros/vyhledat": ("EkonomickeSubjektyRegistraceFiltr", "EkonomickeSubjektyRosSeznam"),
    "ciselniky-nazevniky/vyhledat": ("CiselnikyZakladniFiltr", "CiselnikyNazevnikSeznam"),
    "standardizovane-adresy/vyhledat": ("StandardizovanaAdresaFiltr", "StandardizovaneAdresySeznam"),
    "ekonomicke-subjekty-notifikace/vyhledat": ("EkonomickeSubjektyNotifikaceFiltr", "SeznamNotifikacnichDavek"),
}  # fmt: skip
TELLING = {"ico": [ico(number) for number in range(6)], "obchodniJmeno": ["Vymyšlená", "jana", "5 vymyslena"],
           "textovaAdresa": ["Brno", "Smyšlená 8, Brno", "602 00"], "kodCiselniku": ["PravniForma"],
           "zdrojCiselniku": ["res", "rzp"], "datovyZdroj": ["res", "vr"], "pravniForma": ["112"], "czNace": ["47110"]}  # fmt: skip
"""Values that find something, beside those that the schema alone would give."""


def fitting(schema: Schema, name: str = "") -> st.SearchStrategy[Any]:
    """Values that a schema allows."""
    kind = schema.get("type")
    if kind == "object":
        inside = {key: fitting(one, key) for key, one in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=inside)
    if kind == "array":
        return st.lists(fitting(schema["items"], name), max_size=4)
    if kind in {"integer", "boolean"}:
        return (
            st.booleans()
            if kind == "boolean"
            else st.integers(schema.get("minimum", -5), schema.get("maximum", 50))
        )
    return texts(schema, name)


def texts(schema: Schema, name: str) -> st.SearchStrategy[str]:
    """Texts that a schema allows, some of which find something."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    known = st.sampled_from(TELLING[name]) if name in TELLING else st.nothing()
    if "pattern" in schema:
        return known | st.from_regex(schema["pattern"].replace("\\d", "[0-9]"), fullmatch=True)
    longest = min(schema.get("maxLength", 20), 20)
    return known | st.text(
        st.characters(codec="utf-8"), min_size=schema.get("minLength", 0), max_size=longest
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(name="address", scope="module")
def _address() -> Iterator[str]:
    known = [*firms(1200), trader(5000), firm(6000, seat=None, nace=None, data_box=None)]
    with AresSimulator(known, today=TODAY, per_minute=10**9) as simulator:
        simulator.announce("res", [(ico(1), "ZMENA")])
        yield simulator.base_url


@pytest.fixture(name="client", scope="module")
def _client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, transport=httpx.HTTPTransport(verify=False)) as client:
        yield client


def check(reply: httpx.Response, schema: str) -> None:
    """The reply is one that the document describes."""
    assert reply.status_code in STATUSES
    assert reply.headers["Content-Type"] == "application/json"
    body = reply.json()
    if reply.status_code == 200:
        assert problems(REPLIES[schema], body) == []
        assert set(body) <= set(REPLIES[schema]["properties"])
    else:
        assert body["kod"] in CODES
        assert set(body) <= {"kod", "popis", "subKod"}


@pytest.mark.parametrize("path", QUESTIONS)
@examples(
    5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_a_question_that_the_document_allows_gets_an_answer_that_it_describes(
    path: str, client: httpx.Client, data: st.DataObject
) -> None:
    wanted, given_back = QUESTIONS[path]
    question = data.draw(fitting(filters()[wanted]))
    reply = client.post(f"/{path}", json=question)
    check(reply, given_back)
    assert reply.status_code in {200, 400}  # too many, or a field that the simulator does not know
    if reply.status_code == 400:
        assert reply.json()["kod"] == "NENI_IMPLEMENTOVANO" or "PRILIS_MNOHO" in reply.json()["subKod"]


@pytest.mark.parametrize("path", QUESTIONS)
@examples(
    4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_a_field_of_a_wrong_type_is_refused_in_the_documents_words(
    path: str, client: httpx.Client, data: st.DataObject
) -> None:
    wanted, given_back = QUESTIONS[path]
    schema = filters()[wanted]
    name = data.draw(st.sampled_from(sorted(schema["properties"])))
    value = data.draw(ANYTHING.filter(lambda one: problems(schema["properties"][name], one)))
    reply = client.post(f"/{path}", json={name: value})
    check(reply, given_back)
    assert reply.json()["kod"] == "CHYBA_VSTUPU"


@examples(
    7,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(content=st.binary(max_size=60))
def test_whatever_bytes_are_sent_the_server_answers_and_goes_on(content: bytes, client: httpx.Client) -> None:
    check(client.post("/ekonomicke-subjekty/vyhledat", content=content), "EkonomickeSubjektySeznam")
