"""Which records hold which values: what sorting tells is what counting by hand tells."""

from collections import defaultdict
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.duplicates.arrays import in_portions
from workbench.duplicates.values import RANKED, Held, cut, hold

_COUNT = 9
_VALUES = (3, 2**30 + 1, 2**39, 2**64 - 1)
"""The last one is cut to 40 bits."""

rows = st.lists(st.tuples(st.integers(0, _COUNT - 1), st.sampled_from(_VALUES)), max_size=30)
numbers = st.lists(st.integers(-1, 2), min_size=_COUNT, max_size=_COUNT)


def _held(told: list[tuple[int, int]], number: list[int]) -> Held:
    record = np.array([one for one, _ in told], dtype=np.uint32)
    value = np.array([one for _, one in told], dtype=np.uint64)
    return hold(record, value, np.array(number, dtype=np.int32))


def _cut(value: int) -> int:
    return int(cut(np.array([value], dtype=np.uint64), _COUNT)[0])


@examples(60)
@given(rows, numbers)
def test_what_is_held_is_what_counting_by_hand_tells(told: list[tuple[int, int]], number: list[int]) -> None:
    holders: dict[int, set[int]] = defaultdict(set)
    values: dict[int, set[int]] = defaultdict(set)
    for record, value in told:
        holders[_cut(value)].add(record)
        values[record].add(_cut(value))

    def owners(value: int) -> int:
        known = [number[one] for one in holders[value] if number[one] >= 0]
        return round(len(set(known)) * len(holders[value]) / len(known)) if known else len(holders[value])

    def by_hand(shared: int) -> int:
        """Alone, up to two others, more; and the same if one of the others is oneself by another name."""
        return 10 * ((shared <= 1) + (shared <= 3)) + (shared <= 2) + (shared <= 4)

    held = _held(told, number)
    frequency, rarest, several = (
        part.to_pylist() for part in (held.frequency(), held.rarest(), held.several((0, 2)))
    )
    for record in range(_COUNT):
        fewest = min((owners(value) for value in values[record]), default=None)
        assert frequency[record] == fewest
        assert rarest[record] in (
            {None} if fewest is None else {v for v in values[record] if owners(v) == fewest}
        )
        ranked = {(100 + by_hand(owners(value))) * RANKED + value for value in values[record]}
        assert set(several[record] or []) == (ranked if len(ranked) > 1 else set())
    for record, row in enumerate(held.rows(*_columns(told)).to_pylist()):
        assert (row is None) == (not values[record])
        assert row is None or (told[row][0], _cut(told[row][1])) == (record, rarest[record])
    assert dict(zip(zip(held.record.tolist(), held.key.tolist(), strict=True), held.shared.tolist(), strict=True)) == {
        (record, value): len(holders[value]) for record, of in values.items() for value in of
    }  # fmt: skip


def _columns(told: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([one for one, _ in told], dtype=np.uint32),
        np.array([one for _, one in told], dtype=np.uint64),
    )


def test_a_firm_that_was_entered_five_times_does_not_make_its_phone_common() -> None:
    told = [(record, 720_111_222) for record in range(7)]
    assert _held(told, [4, 4, 4, 4, 4, -1, -1, -1, -1]).frequency().to_pylist()[:7] == [1] * 7
    assert _held(told, [1, 2, 3, 4, 5, -1, -1, -1, -1]).frequency().to_pylist()[:7] == [7] * 7


def test_what_too_many_share_is_nobodys() -> None:
    held = _held([(0, 5), (1, 5), (2, 5), (2, 6)], [-1] * _COUNT)
    assert held.rarest(2).to_pylist()[:4] == [None, None, 6, None]


@pytest.mark.parametrize("rows", [0, 1, 40_000])
def test_a_table_in_portions_is_the_same_table(rows: int) -> None:
    frame = pd.DataFrame({"id": np.arange(rows), "name": ["Růže"] * rows, "tags": [["a"]] * rows})
    cut_up = in_portions(frame, ["id", "name"])
    assert cut_up.to_pandas().equals(frame[["id", "name"]])
    assert in_portions(pa.Table.from_pandas(frame), ["id"]).column_names == ["id"]
    assert rows <= 1 or cut_up.column("id").num_chunks > 1


MIXED: dict[str, tuple[list[Any], str]] = {
    "a text among numbers": ([91234567] * 3_000 + ["91234567"], "91234567"),
    "a text among fractions": ([91234567.0] * 3_000 + ["x"], "x"),
    "a text among dates": ([date(2000, 1, 1)] * 3_000 + ["31.2.2000"], "31.2.2000"),
    "a number of more than 64 bits": ([5, None, 10**30], str(10**30)),
    "half a pair of surrogates": ([5, "\ud800"], "?"),
}


@pytest.mark.parametrize("kind", MIXED)
def test_a_column_of_mixed_types_becomes_text_that_the_database_reads(kind: str) -> None:
    values, last = MIXED[kind]
    connection = duckdb.connect()
    handed = in_portions(
        pd.DataFrame({"id": range(len(values)), "ico": pd.Series(values, dtype=object)}), ["id", "ico"]
    )
    missing = sum(one is None for one in values)
    assert connection.register("handed", handed).execute(
        "SELECT max_by(ico, id), count(*) - count(ico), typeof(any_value(id)) FROM handed"
    ).fetchall() == [(last, missing, "BIGINT")]


@pytest.mark.parametrize("kind", [pa.float16(), pa.decimal256(60, 0)])
def test_numbers_of_a_type_that_the_database_does_not_know_are_read_all_the_same(kind: pa.DataType) -> None:
    connection = duckdb.connect()
    handed = in_portions(
        pa.table({"ico": pa.array([np.float16(4) if kind == pa.float16() else 4, None], kind)}), ["ico"]
    )
    assert connection.register("handed", handed).execute("SELECT ico::DOUBLE FROM handed").fetchall() == [
        (4.0,),
        (None,),
    ]
