from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.importing.cleaning import Result
from workbench.importing.columnwise import read_column
from workbench.importing.scalars import currency_of, read_amount, read_date, read_flag, read_integer


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020-01-31", date(2020, 1, 31)),
        ("31. 1. 2020", date(2020, 1, 31)),
        ("31/01/2020", date(2020, 1, 31)),
        ("31.1.20", date(2020, 1, 31)),
        ("20200131", date(2020, 1, 31)),
        ("2020-01-31 00:00:00", date(2020, 1, 31)),
        ("43861", date(2020, 1, 31)),
        ("30.2.2020", None),
        ("2020", None),
    ],
)
def test_dates_are_read_as_czechs_and_spreadsheets_write_them(text: str, value: date | None) -> None:
    result = read_date(text)
    assert result.value == value
    assert (result.problem is None) == (value is not None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,50 Kč", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234 567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("-5,5", "-5.50"),
        ("0,125", "0.12"),
        ("100,- Kč", "100.00"),
        ("€ 12", "12.00"),
        ("dvanáct", None),
        ("1,2,3", None),
        ("9" * 30, None),
    ],
)
def test_amounts_are_read_with_either_decimal_sign(text: str, value: str | None) -> None:
    assert read_amount(text).value == (None if value is None else Decimal(value))


def test_the_currency_beside_an_amount_is_known() -> None:
    assert [currency_of(text) for text in ("5 Kč", "€ 5", "5", "5 usd")] == ["CZK", "EUR", None, "USD"]


def test_yes_and_no_come_in_many_shapes() -> None:
    assert [read_flag(text).value for text in ("Ano", "x", "1", "TRUE", "✓")] == [True] * 5
    assert [read_flag(text).value for text in ("ne", "0", "false", "NEPRAVDA")] == [False] * 4
    assert read_flag("možná").problem is not None


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (read_date, read_amount, read_integer, read_flag):
        result = read(text)
        assert result.value is None or result.problem is None


def test_equal_cells_are_read_once() -> None:
    seen: list[str] = []

    def read(text: str) -> Result:
        seen.append(text)
        return Result(text.upper())

    column = read_column(pd.Series(["a", "b", "a", None, "a"], dtype="str"), read)
    assert seen == ["a", "b"]
    assert list(column.values()) == ["A", "B", "A", None, "A"]
