"""No damaged reply of ADIS, VIES or ISIR becomes an untrue answer."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from standing_world import FIRM, PAYER, PERSON, UNRELIABLE

from workbench.registry.answers import Malformed, NotFound, OutOfReach, Refused
from workbench.registry.manners import HttpReply
from workbench.registry.simulator import StandingSimulator
from workbench.registry.standing import (
    Insolvency,
    VatPayer,
    ViesNumber,
    insolvency,
    soap,
    vat_payers,
    vat_reading,
    vies,
)

TODAY = date(2026, 11, 23)
WORLD = StandingSimulator([PAYER, UNRELIABLE], [FIRM, PERSON], today=TODAY)
ADIS = ("StatusNespolehlivySubjektRozsireny", "Response")
ISIR = ("getIsirWsCuzkData", "Response")
TROUBLE = Refused | OutOfReach | Malformed
PIECES = st.sampled_from(
    [b"", b"null", b"<data/>", b"</data>", b'"', b">", b"&x;", b"\xe8", b"<!DOCTYPE a>", b"WS2", b"0", b"2"]
)  # fmt: skip
STATUSES = st.sampled_from([200, 200, 200, 204, 302, 400, 403, 404, 429, 500, 502, 503])


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A reply of which a piece is missing, or gives way to another one."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + draw(st.sampled_from([1, 5, 40, 2000])))))
    return whole[:start] + draw(PIECES) + whole[end:]


def adis(status: int, body: bytes, dic: str) -> object:
    """The verdict about one payer: reliable or not, unknown, or trouble."""
    reply = soap.judged(HttpReply(status, body), "X", ADIS)
    if isinstance(reply, TROUBLE):
        return None
    if vat_reading.trouble(soap.child(reply, "status")) is not None:
        return None
    answer = vat_payers._answers(reply, [dic], TODAY)[dic]
    return (
        answer.unreliable
        if isinstance(answer, VatPayer)
        else (isinstance(answer, NotFound) and "unknown") or None
    )


@given(data=st.data(), status=STATUSES, dic=st.sampled_from(["CZ90000006", "CZ90000014", "CZ90000049"]))
def test_adis_is_never_read_as_saying_the_opposite(data: st.DataObject, status: int, dic: str) -> None:
    request = soap.envelope(
        "StatusNespolehlivySubjektRozsirenyV2Request",
        vat_payers.NAMESPACE,
        [("dic", dic[2:])],
        qualified=True,
    )
    _, whole = WORLD.answer("POST", "/adis", request)
    truth = adis(200, whole, dic)
    assert truth in {True, False, "unknown"}
    assert adis(status, data.draw(damaged(whole)), dic) in {truth, None}


@given(data=st.data(), status=STATUSES, number=st.sampled_from(["CZ90000006", "CZ90000049"]))
def test_vies_is_never_read_as_saying_the_opposite(data: st.DataObject, status: int, number: str) -> None:
    question = json.dumps({"countryCode": "CZ", "vatNumber": number[2:]}).encode()
    _, whole = WORLD.answer("POST", "/vies", question)
    said = vies.judged(HttpReply(200, whole), number)
    answer = vies.judged(HttpReply(status, data.draw(damaged(whole))), number)
    assert isinstance(said, ViesNumber)
    assert isinstance(answer, TROUBLE) or answer.valid is said.valid


@given(data=st.data(), status=STATUSES, ico=st.sampled_from(["90000022", "90000031", "90000049"]))
def test_proceedings_are_neither_invented_nor_lost(data: st.DataObject, status: int, ico: str) -> None:
    request = soap.envelope("getIsirWsCuzkDataRequest", insolvency.NAMESPACE, [("ic", ico)], qualified=False)
    _, whole = WORLD.answer("POST", "/isir", request)
    reply = soap.judged(HttpReply(status, data.draw(damaged(whole))), "X", ISIR)
    answer = reply if isinstance(reply, TROUBLE) else insolvency.read(reply, ico, TODAY)
    if not isinstance(answer, TROUBLE):
        assert isinstance(answer, NotFound if ico == "90000049" else Insolvency)
