"""Tables that cannot be searched are refused with what is wrong; what can be left empty is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from workbench.duplicates import Settings, find
from workbench.duplicates.elsewhere import bring
from workbench.duplicates.taking import number_records, take
from workbench.duplicates.updating import update
from workbench.errors import InputError

COLUMNS = {"id": "BIGINT", "name": "VARCHAR", "birthday": "DATE"}


def taken(table: Any) -> list[tuple[Any, ...]]:
    connection = duckdb.connect()
    take(connection, "main", table, COLUMNS)
    number_records(connection)
    return connection.execute(
        "FROM given_main JOIN numbered USING (id) SELECT id, r, name, birthday ORDER BY r"
    ).fetchall()


@pytest.mark.parametrize(
    "table",
    [None, pd.DataFrame(), pa.table({}), pd.DataFrame({"foo": []}), pd.DataFrame({"id": [], "name": []})],
)
def test_a_table_of_none_of_the_columns_counts_as_empty(table: Any) -> None:
    assert taken(table) == []


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"foo": [1]})])
def test_an_address_book_that_says_nothing_known_is_none(table: pd.DataFrame) -> None:
    connection = duckdb.connect()
    take(connection, "address", table, {"record_id": "BIGINT", "city": "VARCHAR"})
    assert connection.execute("FROM given_address").fetchall() == []


@pytest.mark.parametrize(
    "make",
    [pl.DataFrame, pa.table, lambda rows: pa.table(rows).to_batches()[0], lambda rows: pa.table(rows).to_reader(), lambda rows: duckdb.arrow(pa.table(rows))],
)  # fmt: skip
def test_any_table_that_hands_over_its_rows_is_taken(make: Callable[[dict[str, list[Any]]], Any]) -> None:
    table = make({"id": [7, 5], "name": ["Řízek", None], "birthday": [None, date(1960, 1, 2)]})
    assert taken(table) == [(5, 0, None, date(1960, 1, 2)), (7, 1, "Řízek", None)]


@pytest.mark.parametrize(
    "table",
    [[{"id": 1}], {"id": [1]}, "clients.csv", 3, pd.Series([1]), pl.Series([1]), pl.LazyFrame({"id": [1]}), pa.chunked_array([[1]])],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_what_is(table: Any) -> None:
    with pytest.raises(InputError, match=rf"main.*pandas.*polars.*Arrow.*{type(table).__name__}"):
        taken(table)


@pytest.mark.parametrize(
    ("tables", "error"),
    [
        (pd.DataFrame({"id": [1]}), "podle jejich názvů"),
        ([(1, 2)], "podle jejich názvů"),
        ({"pairs": pd.DataFrame({"first": [1], "second": [2]})}, "Neznámý název „pairs“"),
    ],
)
def test_tables_without_the_names_of_a_search_are_refused(tables: Any, error: str) -> None:
    with pytest.raises(InputError, match=error):
        find(tables)


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        ([7, 7, 8], "7"),
        ([1.2, 1.4, 2.0], "1.2"),
        (["1", "x"], "x"),
        ([-1, 1], "nezáporné číslo: 1, například „-1“"),
        ([1.0, None], "id"),
        ([True, False], "true|false"),
        (np.array([2**63, 1], dtype=np.uint64), "9223372036854775808"),
        ([float("inf"), 1.0], "inf"),
        ([pd.Timestamp("2000-01-01")], "2000-01-01"),
        ([[1], [2]], "1"),
    ],
)  # fmt: skip
def test_records_that_cannot_be_told_apart_are_refused_and_one_is_named(ids: Any, named: str) -> None:
    with pytest.raises(InputError, match=named):
        taken(pd.DataFrame({"id": ids, "name": "Alfa"}))


def test_records_without_a_column_of_ids_or_with_a_column_twice_are_refused() -> None:
    with pytest.raises(InputError, match="name"):
        taken(pd.DataFrame({"name": ["Alfa"]}))
    for twice in (
        pd.DataFrame([[1, "a", "b"]], columns=["id", "name", "name"]),
        pa.table([[1], ["a"], ["b"]], ["id", "name", "name"]),
    ):
        with pytest.raises(InputError, match="name"):
            taken(twice)


@pytest.mark.parametrize("ids", [["3", " 1 "], [3.0, 1.0], pd.Series([3, 1], dtype="Int64"), [0, 2**63 - 1]])
def test_whole_numbers_are_ids_however_they_are_written(ids: Any) -> None:
    rows = taken(pd.DataFrame({"id": ids, "name": "Alfa"}))
    assert [row[0] for row in rows] == sorted(int(one) for one in ids)
    assert [row[1] for row in rows] == [0, 1]


def test_a_day_without_end_is_none() -> None:
    days = ["infinity", "-infinity", "2000-01-02", "31.2.2000"]
    rows = taken(pd.DataFrame({"id": range(4), "birthday": days}))
    assert [str(row[3]) for row in rows] == ["None", "None", "2000-01-02", "None"]
    assert len(find({"main": pd.DataFrame({"id": range(4), "birthday": days})}).ids) == 4


def test_a_search_of_any_kind_says_what_to_do_where_there_is_no_room() -> None:
    rows = {"main": pd.DataFrame({"id": range(20_000), "name": [f"Firma {at}" for at in range(20_000)]})}
    none = {"main": rows["main"][:2]}
    narrow = Settings(memory="1KB")
    earlier = replace(find(none), settings=narrow)
    pairs = pd.DataFrame({"first": [0], "second": [1], "probability": [0.9]})
    with pytest.raises(InputError, match="1KB"):
        find(rows, narrow)
    with pytest.raises(InputError, match="1KB"):
        bring(rows, pairs, narrow)
    with pytest.raises(InputError, match="1KB"):
        update(earlier, rows)
