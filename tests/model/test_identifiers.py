"""What all identifiers share: shape, repairs, messages."""

import ast
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from babel.messages import pofile
from hypothesis import given
from hypothesis import strategies as st

import workbench.model.identifiers as package
from workbench import locale
from workbench.model.identifiers import READERS, Note, Reading, birth_number, ico, psc
from workbench.model.identifiers._reading import shorten

MISSING = [None, "", "  ", "\u00a0", "-", "–", float("nan"), pd.NA, pd.NaT]

anything = st.one_of(
    st.text(),
    st.text(alphabet="0123456789 +-/.,;:@()CZSKczIČOxtel\u00a0\u200b\n", max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(max_size=8),
    st.lists(st.integers(), max_size=2),
    st.decimals(),
)


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("kind", READERS)
@given(given_value=anything)
def test_reading_never_raises_and_says_why_it_fails(kind: str, given_value: object) -> None:
    reading = READERS[kind](given_value)
    assert reading.value is None or reading.problem is None
    assert reading.value != ""
    if isinstance(given_value, str):
        assert reading.original == given_value
    for remark in (*reading.healed, *reading.warnings, *([reading.problem] if reading.problem else [])):
        assert remark.text()


@pytest.mark.parametrize("kind", READERS)
@given(given_value=anything)
def test_a_canonical_value_is_read_as_itself(kind: str, given_value: object) -> None:
    value = READERS[kind](given_value).value
    if value is not None:
        assert READERS[kind](value).value == value


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("blank", MISSING)
def test_a_missing_value_is_empty_and_no_problem(kind: str, blank: object) -> None:
    reading = READERS[kind](blank)
    assert reading.empty
    assert reading.warnings == ()


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("odd", [Unprintable(), True, [1], {"a": 1}, b"\xff", float("inf"), "x" * 5000])
def test_an_object_that_is_no_identifier_is_a_problem(kind: str, odd: object) -> None:
    reading = READERS[kind](odd)
    assert reading.value is None
    assert reading.problem is not None
    assert len(reading.problem.text()) < 200


def test_numbers_of_every_type_are_read_alike() -> None:
    for number in (91234565, 91234565.0, Decimal(91234565), "91234565.0", "91234565,00", "'91234565"):
        assert ico.read(number).value == "91234565"


def test_full_width_digits_and_invisible_signs_are_healed() -> None:
    reading = ico.read("\ufeff９１２３４５６５\u200b")
    assert (reading.value, [remark.code for remark in reading.healed]) == ("91234565", ["spaces"])


def test_clean_means_neither_repair_nor_doubt() -> None:
    assert ico.read("91234565").clean
    assert not ico.read("91234564").clean
    assert not psc.read("602 00").clean
    assert not Reading("", None).clean


def test_a_note_is_rendered_in_the_language_of_the_moment() -> None:
    remark = Note("prefix", "The prefix {prefix} was left out.", {"prefix": "CZ"})
    before = locale.current()
    try:
        locale.use("en")
        assert remark.text() == "The prefix CZ was left out."
        locale.use("cs")
        assert remark.text() == "Vynechána předpona CZ."
    finally:
        locale.use(before)


def test_long_text_is_shortened_for_messages() -> None:
    assert shorten("a  b\nc") == "a b c"
    assert shorten("x" * 50) == "x" * 39 + "…"


def messages_in_code() -> set[str]:
    found = set()
    for source in Path(str(package.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if name in {"heal", "warn", "fail", "_fail", "Note"} and len(texts) == 2:
                    found.add(str(texts[1]))
    return found


def test_the_czech_catalogue_holds_exactly_the_messages_of_the_code() -> None:
    path = Path(locale.__file__).parent / "cs" / "identifiers.po"
    with path.open("rb") as source:
        catalogue = {str(entry.id): str(entry.string) for entry in pofile.read_po(source) if entry.id}
    assert set(catalogue) == messages_in_code()
    assert all(catalogue.values())


@pytest.mark.parametrize(
    "text", ["7103192745", "710319/2745", "RČ 710319 / 2745 ženatý", "7153192740", "450101/123"]
)
def test_a_birth_number_is_found_in_text(text: str) -> None:
    assert birth_number.contains_birth_number(text)


@pytest.mark.parametrize(
    "text", ["7113322741", "7103192746", "91234565", "600101/123", "990230/1234", "", None, 7]
)
def test_other_numbers_are_no_birth_numbers(text: object) -> None:
    assert not birth_number.contains_birth_number(text)


def test_a_number_too_long_to_be_written_out_is_a_problem() -> None:
    assert ico.read(10**5000).problem is not None
