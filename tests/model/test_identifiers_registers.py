"""IČO, DIČ, postal codes, data boxes, bank accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.cz import bankaccount

from workbench.model.identifiers import Reading, bank_account, data_box, dic, dic_is_personal, ico, psc

seven_digits = st.from_regex(r"[0-9]{7}", fullmatch=True)


def codes(reading: Reading) -> tuple[list[str], list[str], str | None]:
    healed, warnings = [one.code for one in reading.healed], [one.code for one in reading.warnings]
    return healed, warnings, reading.problem.code if reading.problem else None


@given(seven_digits)
def test_exactly_one_check_digit_fits_an_ico(first: str) -> None:
    fitting = [digit for digit in "0123456789" if ico.is_valid(first + digit)]
    assert fitting == [ico.check_digit(first)]


@given(seven_digits)
def test_lost_leading_zeros_of_an_ico_come_back(first: str) -> None:
    whole = first + ico.check_digit(first)
    if whole.strip("0"):
        assert ico.read(int(whole)).value == whole
        assert ico.read(float(whole)).value == whole
        assert ico.read(whole).clean


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("91234565", "91234565", ([], [], None)),
        ("IČ: 912 34 565", "91234565", (["label", "separators"], [], None)),
        ("IČO 91234565", "91234565", (["label"], [], None)),
        ("CZ91234565", "91234565", (["prefix"], [], None)),
        ("0091234565", "91234565", (["zeros_cut"], [], None)),
        ("91234564", "91234564", ([], ["check_digit"], None)),
        ("00123562", "00123562", ([], ["check_digit"], None)),
        ("912345651", None, ([], [], "ico_birth_number")),
        ("710319/2745", None, ([], [], "ico_birth_number")),
        ("91234565123", None, ([], [], "ico_length")),
        ("00000000", None, ([], [], "ico_zero")),
        ("Ideal", None, ([], [], "ico_text")),
        ("9,1E+07", None, ([], [], "ico_text")),
    ],
)
def test_an_ico_is_read_from_any_spelling(text: str, value: str | None, found: object) -> None:
    reading = ico.read(text)
    assert (reading.value, codes(reading)) == (value, found)


def test_a_birth_number_in_the_wrong_column_is_not_repeated_in_the_message() -> None:
    for reading in (ico.read("IČO 710319/2745"), dic.read("710319/2745 podnikatel")):
        assert reading.problem is not None
        assert "2745" not in reading.problem.text()


def test_an_ico_is_shown_in_groups() -> None:
    assert ico.format_ico("91234565") == "912\u00a034\u00a0565"
    assert ico.format_ico("?") == "?"


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("CZ91234565", "CZ91234565", ([], [], None)),
        ("DIČ: cz 912-34565", "CZ91234565", (["label", "case", "separators"], [], None)),
        ("91234565", "CZ91234565", (["prefix_added"], [], None)),
        ("005-91234565", "CZ91234565", (["old_office"], [], None)),
        ("CZ91234564", "CZ91234564", ([], ["check_digit"], None)),
        ("CZ7103192745", "CZ7103192745", ([], [], None)),
        ("CZ699001182", "CZ699001182", ([], [], None)),
        ("SK2022749619", "SK2022749619", ([], [], None)),
        ("2022749619", "SK2022749619", (["prefix_added"], ["country_guessed"], None)),
        ("DE123", "DE123", ([], ["check_digit"], None)),
        ("BE697449992", "BE0697449992", ([], [], None)),
        ("EL094259216", "EL094259216", ([], [], None)),
        ("GB123456789", "GB123456789", ([], [], None)),
        ("CZ123", None, ([], [], "dic_length")),
        ("CZABC12345", None, ([], [], "dic_text")),
        ("neplátce", None, ([], [], "dic_text")),
    ],
)
def test_a_tax_number_is_read_from_any_spelling(text: str, value: str | None, found: object) -> None:
    reading = dic.read(text)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    "text", ["CZ7103192745", "7103192745", "cz 710319/2745", "CZ640903926", "? 710319/2745"]
)
def test_a_natural_persons_tax_number_is_personal(text: str) -> None:
    assert dic_is_personal(text)


@pytest.mark.parametrize("text", ["CZ91234565", "CZ699001182", "SK2022749619", "", None, "x"])
def test_other_tax_numbers_are_not_personal(text: object) -> None:
    assert not dic_is_personal(text)


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("60200", "60200", ([], [], None)),
        ("602 00", "60200", (["separators"], [], None)),
        ("602\u00a000", "60200", (["spaces", "separators"], [], None)),
        ("602.00", "60200", (["separators"], [], None)),
        (60200.0, "60200", (["float"], [], None)),
        ("CZ-60200", "60200", (["prefix"], [], None)),
        ("SK-811 01", "81101", (["prefix", "separators"], [], None)),
        (1001, "01001", (["zeros"], ["psc_slovak_zero"], None)),
        ("SK 1001", "01001", (["prefix", "zeros"], [], None)),
        ("CZ 811 01", "81101", (["prefix", "separators"], ["psc_country"], None)),
        ("PSČ: 602 00 Brno", "60200", (["label", "separators"], ["extra_text"], None)),
        ("A-1010", None, ([], [], "psc_text")),
        ("602001", None, ([], [], "psc_text")),
    ],
)
def test_a_postal_code_is_read_from_any_spelling(text: object, value: str | None, found: object) -> None:
    reading = psc.read(text)
    assert (reading.value, codes(reading)) == (value, found)


def test_a_known_country_decides_how_a_postal_code_is_read() -> None:
    assert psc.read(" sw1a 1aa ", country="GB").value == "SW1A 1AA"
    assert psc.read("1010", country="AT").value == "1010"
    assert codes(psc.read("1001", country="SK")) == (["zeros"], [], None)
    assert codes(psc.read("1001", country="CZ"))[2] == "psc_text"
    assert codes(psc.read("81101", country="cz"))[1] == ["psc_country"]
    assert psc.read("", country="AT").empty


def test_a_postal_code_shows_its_country_and_its_gap() -> None:
    assert [psc.psc_country(code) for code in ("10000", "79401", "01001", "81101", "98401")] == [
        "CZ", "CZ", "SK", "SK", "SK",
    ]  # fmt: skip
    assert psc.format_psc("60200") == "602\u00a000"
    assert psc.format_psc("SW1A 1AA") == "SW1A 1AA"


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("a2b3c4d", "a2b3c4d", ([], [], None)),
        ("ID DS: A2B3C4D", "a2b3c4d", (["label", "lower_case"], [], None)),
        ("datová schránka a2b 3c4d", "a2b3c4d", (["label", "separators"], [], None)),
        ("a2b3c4", None, ([], [], "data_box_length")),
        ("a2b3c0d", None, ([], [], "data_box_characters")),
        ("l2b3c4d", None, ([], [], "data_box_characters")),
    ],
)
def test_a_data_box_is_read_from_any_spelling(text: str, value: str | None, found: object) -> None:
    reading = data_box.read(text)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("19-2000145399/0800", "19-2000145399/0800", ([], [], None)),
        (
            "č.ú.: 000019-2000145399 / 800",
            "19-2000145399/0800",
            (["label", "separators", "padding"], [], None),
        ),
        ("0000192000145399/0800", "19-2000145399/0800", (["glued"], [], None)),
        ("19-2000145398/0800", "19-2000145398/0800", ([], ["check_digit"], None)),
        ("20-2000145399/0800", "20-2000145399/0800", ([], ["check_digit"], None)),
        ("2000145399/9999", "2000145399/9999", ([], ["bank_unknown"], None)),
        ("cz65 0800 0000 1920 0014 5399", "CZ6508000000192000145399", (["separators", "case"], [], None)),
        ("IBAN: CZ6608000000192000145399", "CZ6608000000192000145399", (["label"], ["check_digit"], None)),
        ("2000145399", None, ([], [], "bank_missing")),
        ("0000000000/0800", None, ([], [], "account_text")),
        ("hotově", None, ([], [], "account_text")),
    ],
)
def test_a_bank_account_is_read_from_any_spelling(text: str, value: str | None, found: object) -> None:
    reading = bank_account.read(text)
    assert (reading.value, codes(reading)) == (value, found)


@given(st.integers(0, 999_999), st.integers(10, 9_999_999_999))
def test_account_weights_agree_with_the_library(prefix: int, number: int) -> None:
    text = f"{prefix}-{number}/0800"
    assert (codes(bank_account.read(text))[1] == []) == bankaccount.is_valid(text)


@given(st.integers(0, 999_999), st.integers(10, 9_999_999_999))
def test_the_iban_of_an_account_is_a_valid_one(prefix: int, number: int) -> None:
    made = bank_account.to_iban(str(bank_account.read(f"{prefix}-{number}/0800").value))
    assert made is not None
    assert iban.is_valid(made, check_country=False)


def test_an_iban_stays_and_is_shown_in_groups() -> None:
    assert bank_account.to_iban("CZ6508000000192000145399") == "CZ6508000000192000145399"
    assert bank_account.to_iban("hotově") is None
    assert bank_account.format_account("CZ6508000000192000145399").split("\u00a0")[0] == "CZ65"
    assert bank_account.format_account("19-2000145399/0800") == "19-2000145399/0800"
