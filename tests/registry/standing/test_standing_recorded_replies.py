"""Recorded replies of ADIS, VIES and ISIR, read field by field; the expected values were written down by hand."""

from datetime import date
from pathlib import Path

import httpx
from ares_world import SAMPLES, ObedientClock
from standing_world import element

from workbench.registry.answers import NotFound
from workbench.registry.line import Line
from workbench.registry.manners import HttpReply, QueueFile
from workbench.registry.standing import (
    Account,
    Insolvencies,
    Insolvency,
    InsolvencyCase,
    VatPayer,
    VatPayers,
    Vies,
    ViesNumber,
    insolvency,
    soap,
    vat_reading,
    vies,
)
from workbench.registry.standing.office import Office

ADIS = ("StatusNespolehlivySubjektRozsireny", "Response")
ISIR = ("getIsirWsCuzkData", "Response")
DAY = date(2026, 10, 3)


def test_vat_payers_of_each_kind() -> None:
    reply = element("vat_payers_mixed.xml", ADIS)
    assert vat_reading.trouble(soap.child(reply, "status")) is None
    payer, unreliable, group, identified, absent = [
        vat_reading.read_subject(row, DAY) for row in soap.children(reply, "statusSubjektu")
    ]
    assert payer == VatPayer(
        dic="CZ45274649", kind="PLATCE_DPH", unreliable=False, office="13", name="ČEZ, A. S.", as_of=DAY,
        accounts=(
            Account("71504011/0100", date(2013, 4, 1)),
            Account("2001260209/2600", date(2013, 4, 1)),
            Account("CZ6426000000002001268200", date(2013, 4, 1)),
            Account("27-5868650297/0100", date(2013, 4, 1)),
            Account("CZ5803000000000017640143", date(2013, 7, 26)),
            Account("19-2808601/0100", date(2013, 8, 12)),
        ),
    )  # fmt: skip
    assert unreliable == VatPayer(
        dic="CZ00121100", kind="PLATCE_DPH", unreliable=True, unreliable_since=date(2017, 3, 16), office="456",
        name="LIDRU, A.S.", as_of=DAY, accounts=(Account("258795779/0600", date(2023, 7, 26)),),
    )  # fmt: skip
    assert group == VatPayer(
        dic="CZ699001182", kind="SKUPINA_DPH", unreliable=False, office="13", as_of=DAY,
        accounts=(
            Account("19-3937450207/0100", date(2013, 4, 10)),
            Account("8817380227/0100", date(2013, 4, 11)),
            Account("8895930247/0100", date(2013, 4, 11)),
        ),
    )  # fmt: skip
    assert identified == VatPayer(
        dic="CZ00101494", kind="IDENTIFIKOVANA_OSOBA", unreliable=False, office="461", name="KNIHOVNA JIŘÍHO MAHENA", as_of=DAY,
    )  # fmt: skip
    assert absent is None
    assert isinstance(payer, VatPayer)
    assert isinstance(identified, VatPayer)
    assert (payer.pays_vat, identified.pays_vat) == (True, False)


def test_the_recorded_replies_travel_through_the_whole_clients(tmp_path: Path) -> None:
    def answering(sample: str) -> httpx.MockTransport:
        return httpx.MockTransport(lambda _: httpx.Response(200, content=(SAMPLES / sample).read_bytes()))

    def line(office: type[Office], sample: str) -> Line:
        polite = office.manners(QueueFile(tmp_path / office.name), clock=ObedientClock())
        return Line("X", polite, base_url="http://office.invalid", transport=answering(sample))

    adis = VatPayers(line(VatPayers, "vat_payers_mixed.xml"))
    payers = adis.lookup(["CZ45274649", "CZ00121100", "CZ699001182", "CZ00101494", "CZ45317054"])
    assert [getattr(one, "kind", None) for one in payers.values()] == [
        "PLATCE_DPH", "PLATCE_DPH", "SKUPINA_DPH", "IDENTIFIKOVANA_OSOBA", None,
    ]  # fmt: skip
    assert {getattr(one, "as_of", None) for one in payers.values()} == {DAY}
    assert payers["CZ45317054"] == NotFound("CZ45317054", "MF, registr plátců DPH", DAY)
    number = Vies(line(Vies, "vies_valid.json")).lookup(["CZ45274649"])["CZ45274649"]
    assert number == ViesNumber("CZ45274649", valid=True, name="ČEZ, a. s.", as_of=DAY)
    proceedings = Insolvencies(line(Insolvencies, "insolvency_25083325.xml")).lookup(["25083325"])
    assert proceedings["25083325"].as_of == date(2026, 10, 8)  # type: ignore[union-attr]
    none = Insolvencies(line(Insolvencies, "insolvency_none_00006947.xml")).lookup(["6947"])
    assert isinstance(none["6947"], NotFound)


def test_every_recorded_reply_is_read_by_a_test() -> None:
    tests = [Path(__file__), Path(__file__).parents[1] / "ares" / "test_ares_recorded_replies.py"]
    written = "".join(one.read_text(encoding="utf-8") for one in tests)
    recorded = {one.name for one in SAMPLES.iterdir()} - {"README.md", "reply_schemas.json"}
    assert [one for one in sorted(recorded) if f'"{one}"' not in written] == []


def test_a_published_account_is_known_in_either_of_its_forms() -> None:
    payer = VatPayer(
        "CZ45274649", "PLATCE_DPH", unreliable=False, accounts=(Account("CZ6426000000002001268200"),)
    )
    assert payer.publishes("2001268200/2600")
    assert payer.publishes("CZ6426000000002001268200")
    assert not payer.publishes("2001268201/2600")


def test_a_valid_number_of_vies() -> None:
    reply = HttpReply(200, (SAMPLES / "vies_valid.json").read_bytes())
    expected = ViesNumber("CZ45274649", valid=True, name="ČEZ, a. s.", as_of=DAY)
    assert vies.judged(reply, "CZ45274649") == expected


def test_insolvency_proceedings_without_anything_about_people() -> None:
    found = insolvency.read(element("insolvency_25083325.xml", ISIR), "25083325", DAY)
    assert found == Insolvency(
        "25083325", as_of=date(2026, 10, 8),
        cases=(
            InsolvencyCase(
                mark="95 INS 12575/2022", court="Městský soud v Praze", state="KONKURS", since=date(2022, 9, 13),
                url="https://isir.justice.cz/isir/ueu/evidence_upadcu_detail.do?id=E45E37BF17DBE631E05333F21FAC736E",
            ),
        ),
    )  # fmt: skip
    assert isinstance(found, Insolvency)
    assert found.open


def test_nothing_found_in_the_insolvency_register() -> None:
    found = insolvency.read(element("insolvency_none_00006947.xml", ISIR), "00006947", DAY)
    assert isinstance(found, NotFound)
