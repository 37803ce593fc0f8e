"""Values as people read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from workbench import locale
from workbench.model import wording
from workbench.model.records import CLIENT, record_type


@pytest.fixture(autouse=True)
def czech() -> Iterator[None]:
    locale.use("cs")
    yield
    locale.use("cs")


@pytest.mark.parametrize(
    ("field", "value", "cs", "en"),
    [
        ("state", "potential", "potenciální", "potential"),
        ("legal_form", "112", "Společnost s ručením omezeným", "Společnost s ručením omezeným"),
        ("vat_payer", True, "ano", "yes"),
        ("founded_on", date(2007, 11, 3), "3. 11. 2007", "3 Nov 2007"),
        ("turnover", Decimal("1250000.50"), "1\u00a0250\u00a0000,50", "1,250,000.50"),
        ("tags", ("VIP", "veletrh"), "VIP, veletrh", "VIP, veletrh"),
        ("custom", {"kód": 7, "ověřeno": False}, "kód: 7; ověřeno: ne", "kód: 7; ověřeno: no"),
        ("payment_term", 14, "14", "14"),
        ("name", None, "", ""),
        ("state", "no such state", "no such state", "no such state"),
        ("legal_form", "x9", "x9", "x9"),
    ],
)
def test_each_kind_of_value_is_read_in_both_languages(field: str, value: Any, cs: str, en: str) -> None:
    declared = CLIENT.field(field)
    assert wording.shown(declared, value) == cs
    locale.use("en")
    assert wording.shown(declared, value) == en


def test_an_amount_is_shown_with_its_currency_even_an_unknown_one() -> None:
    price = record_type("deal").field("amount")
    assert wording.shown(price, Decimal(99), "CZK") == "99 Kč"
    assert wording.shown(price, Decimal(99), "zlaťáky") == "99 zlaťáky"


def test_a_number_has_the_decimal_mark_of_the_language() -> None:
    assert (wording.decimal(9.04), wording.decimal(0.126, 2)) == ("9,0", "0,13")
    locale.use("en")
    assert wording.decimal(99.9) == "99.9"


def test_a_moment_is_read_in_prague_on_both_sides_of_the_change_of_time() -> None:
    assert wording.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2. 7. 2026 00:30"
    assert wording.moment(datetime(2026, 12, 1, 22, 30, tzinfo=UTC)) == "1. 12. 2026 23:30"


def test_a_phone_gets_its_spaces_and_any_other_text_stays() -> None:
    assert wording.phone("+420601234567") == "+420 601 234 567"
    assert wording.phone("volat večer") == "volat večer"


def test_what_is_counted_is_written_with_its_thousands_apart() -> None:
    counted = "{count} change", "{count} changes"
    assert locale.n(*counted, 999).startswith("999 ")
    assert locale.n(*counted, 1_234_567).startswith("1\u00a0234\u00a0567 ")
    with locale.within("en"):
        assert locale.n(*counted, 1_234_567) == "1,234,567 changes"
        assert locale.t("Record {id} is locked.", id=12_345) == "Record 12345 is locked."
