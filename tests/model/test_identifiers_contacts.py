"""Phones and e-mail addresses."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.model.identifiers import Reading, email, phone

SPACED = st.sampled_from(["{}{}{}", "{} {} {}", "+420{}{}{}", "+420 {} {} {}", "+420{} {} {}"])
triple = st.from_regex(r"[0-9]{3}", fullmatch=True)


def codes(reading: Reading) -> tuple[list[str], str | None]:
    return [one.code for one in reading.warnings], reading.problem.code if reading.problem else None


@given(SPACED, triple, triple, triple)
@example("{} {} {}", "602", "123", "456")
@example("{}{}{}", "706", "012", "345")
@example("{}{}{}", "609", "012", "345")
def test_the_short_way_to_a_czech_number_agrees_with_phonenumbers(
    form: str, one: str, two: str, three: str
) -> None:
    text = form.format(one, two, three)
    parsed = phonenumbers.parse(text, "CZ")
    reading = phone.read(text)
    if phonenumbers.is_valid_number(parsed):
        assert reading.clean
        assert reading.value == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    else:
        assert not reading.clean


label = st.from_regex(r"[a-z0-9-]{0,3}|x{62,64}|xn--[a-z]{2}|[A-Z]ab", fullmatch=True)
before_at = st.from_regex(
    r"(e-?mail[. :]|mailto:)?[a-z0-9._+-]{1,9}|Info|info|'[a-z]+|x{240}", fullmatch=True
)
ending = st.sampled_from(
    ["cz", "example", "invalid", "test", "local", "arpa", "c1", "1c", "x", "рф", "cz.", "cz>"]
)


@given(before_at, st.lists(label, max_size=3), ending)
@example("email.novak", ["firma"], "cz")
@example("novak", ["ab--c"], "cz")
@example("x" * 245, ["firma"], "cz")
def test_the_short_way_to_an_address_agrees_with_the_long_one(
    local: str, labels: list[str], top: str
) -> None:
    text = f"{local}@{'.'.join([*labels, top])}"
    assert email.read(text) == email._read(text)


def test_plain_addresses_take_the_short_way() -> None:
    assert email._is_plain("jan.novak+crm@mail.firma-a.example")


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("602123456", "+420602123456", ([], None)),
        (602123456.0, "+420602123456", ([], None)),
        (420602123456, "+420602123456", ([], None)),
        ("00420 602 123 456", "+420602123456", ([], None)),
        ("(+420) 602-123-456", "+420602123456", ([], None)),
        ("tel.: 602/123456", "+420602123456", ([], None)),
        ("+420\u00a0602\u00a0123\u00a0456", "+420602123456", ([], None)),
        ("224 811 111 kl. 12", "+420224811111;ext=12", ([], None)),
        ("224811111, linka 12", "+420224811111;ext=12", ([], None)),
        ("+420224811111x12", "+420224811111;ext=12", ([], None)),
        ("+421 905 123 456", "+421905123456", ([], None)),
        ("421905123456", "+421905123456", ([], None)),
        ("0905 123 456", "+421905123456", (["country_guessed"], None)),
        ("+49 (0)30 901820", "+4930901820", ([], None)),
        ("602 123 456 (jen ráno)", "+420602123456", (["extra_text"], None)),
        ("222 333 444-6", "+420222333444", (["phone_series"], None)),
        ("123456789", "+420123456789", (["phone_unassigned"], None)),
        ("02/24811111", None, ([], "phone_old")),
        ("602 123 456, 603 111 222", None, ([], "phone_several")),
        ("Eva 602123456 a Jan 603111222", None, ([], "phone_several")),
        ("112", None, ([], "phone_text")),
        ("60212345", None, ([], "phone_text")),
        ("zavolat ráno", None, ([], "phone_text")),
    ],
)
def test_a_phone_is_read_from_any_spelling(text: object, value: str | None, found: object) -> None:
    reading = phone.read(text)
    assert (reading.value, codes(reading)) == (value, found)


def test_a_number_from_before_2002_comes_with_todays_form() -> None:
    problem = phone.read("02/24811111").problem
    assert problem is not None
    assert problem.values["today"] == "+420 224 811 111"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("602 123 456, 603 111 222; +421 905 123 456", ["602 123 456", "603 111 222", "+421 905 123 456"]),
        ("602123456 603111222", ["602123456", "603111222"]),
        ("602123456/603111222", ["602123456", "603111222"]),
        ("602 123 456 nebo 603 111 222\n224 811 111", ["602 123 456", "603 111 222", "224 811 111"]),
        ("224 811 111, kl. 12; 602 123 456", ["224 811 111, kl. 12", "602 123 456"]),
        ("02/24811111", ["02/24811111"]),
        ("602 123 456 (Eva, ráno)", ["602 123 456 (Eva, ráno)"]),
        (602123456, ["602123456"]),
        (None, []),
        (" ; ", []),
    ],
)
def test_several_phones_of_a_cell_are_parted(text: object, pieces: list[str]) -> None:
    assert phone.split_many(text) == pieces


def test_a_phone_is_shown_in_groups() -> None:
    assert phone.format_phone("+420602123456") == "+420 602 123 456"
    assert phone.format_phone("+420224811111;ext=12") == "+420 224 811 111 kl. 12"
    assert phone.format_phone("+421905123456") == "+421 905 123 456"
    assert phone.format_phone("?") == "?"


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("eva@firma.example", "eva@firma.example", ([], None)),
        (" Eva@FIRMA.example ", "Eva@firma.example", ([], None)),
        ("mailto:eva@firma.example?subject=Dotaz", "eva@firma.example", ([], None)),
        ("E-mail: eva@firma.example", "eva@firma.example", ([], None)),
        ("Eva Malá <eva@firma.example>", "eva@firma.example", ([], None)),
        ("eva (at) firma.example", "eva@firma.example", ([], None)),
        ("eva zavináč firma.example", "eva@firma.example", ([], None)),
        ("eva @ firma.example.", "eva@firma.example", ([], None)),
        ("malá@firma.example", "malá@firma.example", (["email_accents"], None)),
        ("eva@žluťoučký.example", "eva@žluťoučký.example", ([], None)),
        ("eva@firma.example; jan@firma.example", None, ([], "email_several")),
        ("www.firma.example", None, ([], "email_no_at")),
        ("eva@firma", None, ([], "email_text")),
        ("eva@@firma.example", None, ([], "email_text")),
        ("eva@firma.example ráno", None, ([], "email_text")),
    ],
)
def test_an_address_is_read_from_any_spelling(text: str, value: str | None, found: object) -> None:
    reading = email.read(text)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a@f.example; b@f.example,c@f.example", ["a@f.example", "b@f.example", "c@f.example"]),
        ("a@f.example b@f.example", ["a@f.example", "b@f.example"]),
        ("a@f.example/b@f.example", ["a@f.example", "b@f.example"]),
        ("a@f.example nebo b@f.example", ["a@f.example", "b@f.example"]),
        ("Eva <a@f.example>, Jan <b@f.example>", ["Eva <a@f.example>", "Jan <b@f.example>"]),
        ("a @ f.example", ["a @ f.example"]),
        ("a@f.example ráno", ["a@f.example ráno"]),
        (None, []),
    ],
)
def test_several_addresses_of_a_cell_are_parted(text: object, pieces: list[str]) -> None:
    assert email.split_many(text) == pieces
