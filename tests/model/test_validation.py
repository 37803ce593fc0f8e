"""One value for one field: normalised, or refused with the reason; never anything else."""

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from effort import examples
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.model.fields import Field, Kind
from workbench.model.ids import spell_value
from workbench.model.records import CLIENT, RECORD_TYPES, record_type
from workbench.model.validation import check_value, check_values
from workbench.store.columns import to_stored

FIELDS = [(kind.name, field.name) for kind in RECORD_TYPES.values() for field in kind]
TAKES: dict[Kind, type | tuple[type, ...]] = {
    Kind.INTEGER: int,
    Kind.REFERENCE: int,
    Kind.AMOUNT: Decimal,
    Kind.DATE: date,
    Kind.MOMENT: datetime,
    Kind.FLAG: bool,
    Kind.TAGS: tuple,
    Kind.CUSTOM: dict,
}
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=20) | st.binary(max_size=4)
    | st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()) | st.complex_numbers() | st.times()
    | st.sampled_from(["1e400", "-1", "9" * 40, "NaN", "inf", "31. 2. 2026", "29.2.1900", "1.1.0001", "\ud800", "x\x00y", "١٢", "1 234,50 Kč",
                       "ano", "NE", "a;b,c", "2026-11-23T10:30+01:00", "0001-01-01T00:00+14:00", "+420 601 000 001", object(), float, b"\xff"])
)  # fmt: skip
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3) | st.integers() | st.none() | st.binary(max_size=2), inner, max_size=3
        )
        | st.tuples(inner)
        | st.frozensets(st.text(max_size=3), max_size=2)
    ),
    max_leaves=6,
)


@examples(200)
@given(place=st.sampled_from(FIELDS), value=junk)
@example(place=("client", "custom"), value={"a": {1, 2}})
@example(place=("client", "custom"), value={"a": math.nan})
@example(place=("client", "name"), value="\ud800")
@example(place=("client", "tags"), value=[["a"]])
@example(place=("client", "turnover"), value=Decimal("sNaN"))
@example(place=("client", "birthday"), value=datetime(1, 1, 1, tzinfo=UTC))
@example(place=("activity", "happened_at"), value="0001-01-01T00:00+14:00")
@example(place=("client", "payment_term"), value="1e999999999")
def test_whatever_is_given_becomes_a_storable_value_or_is_refused_in_words(
    place: tuple[str, str], value: Any
) -> None:
    kind = record_type(place[0])
    field = kind.field(place[1])
    try:
        checked = check_values(kind, {field.name: value})[field.name]
    except (ValueRejectedError, UnknownNameError) as refused:
        str(refused).encode()
        return
    assert checked is None or isinstance(checked, TAKES.get(field.kind, str))
    stored = to_stored(field, checked)
    if isinstance(stored, str):
        stored.encode()
        assert "\x00" not in stored
    if field.kind is Kind.CUSTOM and stored is not None:
        json.loads(stored, parse_constant=pytest.fail)
    if isinstance(stored, int):
        assert -(2**63) <= stored < 2**63
    if isinstance(stored, datetime):
        assert stored.tzinfo is None


@examples(100)
@given(place=st.sampled_from(FIELDS), value=junk)
def test_a_checked_value_is_taken_again_as_it_is_and_as_it_is_spelled_in_code(
    place: tuple[str, str], value: Any
) -> None:
    kind = record_type(place[0])
    try:
        once = check_value(kind.field(place[1]), value)
    except (ValueRejectedError, UnknownNameError):
        return
    assert check_value(kind.field(place[1]), once) == once
    spelled = spell_value(once)
    assert "\n" not in spelled
    assert check_value(kind.field(place[1]), eval(spelled, {})) == once  # noqa: S307 - our own spelling


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("ico", "9000 0006", "90000006"),
        ("ico", 90000006.0, "90000006"),
        ("birthday", "1. 2. 1990", date(1990, 2, 1)),
        ("birthday", "1990-02-01", date(1990, 2, 1)),
        ("birthday", datetime(1990, 2, 1, 12, tzinfo=UTC), date(1990, 2, 1)),
        ("turnover", "1 234 567,5 Kč", Decimal("1234567.50")),
        ("turnover", "1.234,50", Decimal("1234.50")),
        ("payment_term", "14", 14),
        ("payment_term", 14.0, 14),
        ("vat_payer", "Ano", True),
        ("do_not_contact", "x", True),
        ("vat_payer", 0, False),
        ("state", "Potenciální", "potential"),
        ("legal_form", "Společnost s ručením omezeným", "112"),
        ("legal_form", 112, "112"),
        ("tags", "b; a, b", ("a", "b")),
        ("tags", ["b", " a "], ("a", "b")),
        ("name", "  Alfa\x07 s.r.o. ", "Alfa s.r.o."),
        ("notice", "první\nřádek\tb", "první\nřádek\tb"),
        ("name", "   ", None),
        ("name", math.nan, None),
        ("custom", {"a": 1, 2: "b"}, {"a": 1, "2": "b"}),
        ("security_level", "3", 3),
    ],
)
def test_a_value_is_normalised_as_people_type_it(name: str, given: object, expected: object) -> None:
    assert check_values(CLIENT, {name: given}) == {name: expected}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("ico", "neznámé"), ("birthday", "31. 2. 2026"), ("payment_term", "1,5"), ("payment_term", True), ("turnover", "mnoho"),
        ("vat_payer", "možná"), ("security_level", 10), ("security_level", -1), ("name", ["a"]), ("name", "x" * 100_000),
        ("tags", 5), ("custom", "a=b"), ("name", True), ("category", b"x"), ("custom", {"a": object()}), ("rating", "D"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(name: str, given: object) -> None:
    with pytest.raises((ValueRejectedError, UnknownNameError)) as refused:
        check_values(CLIENT, {name: given})
    assert len(str(refused.value)) < 400


def test_an_unknown_field_is_refused_with_the_closest_one() -> None:
    with pytest.raises(UnknownNameError, match="notice"):
        check_values(CLIENT, {"notise": "x"})


@pytest.mark.parametrize("kind", ["phone", "mobile", "fax"])
def test_a_contact_is_normalised_by_its_kind(kind: str) -> None:
    contact = record_type("contact")
    assert check_values(contact, {"kind": kind, "value": "601 000 001"})["value"] == "+420601000001"
    with pytest.raises(ValueRejectedError):
        check_values(contact, {"kind": kind, "value": "není"})
    with pytest.raises(ValueRejectedError):
        check_values(contact, {"kind": "email", "value": "není"})
    assert check_values(contact, {"kind": "web", "value": " x.example "})["value"] == "x.example"


def test_a_required_field_of_the_declaration_is_of_a_kind_that_has_a_check() -> None:
    made: list[Field] = [field for kind in RECORD_TYPES.values() for field in kind]
    for field in made:
        assert check_value(field, None) is None
