"""Values survive the journal: change, undo and the past give back exactly what stood there."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import store_moves as moves
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from store_dump import data_only, differences, past_of, state_of

from workbench.store import undo
from workbench.store.journal import Intent
from workbench.store.store import Store

HARD: dict[str, list[Any]] = {
    "turnover": [Decimal("9999999999999999.99"), Decimal("-0.01"), Decimal("1234567890123456.78"), Decimal(0), None],
    "tags": [["a,b", 'uv"oz', "čárka, 'a' \\ lomítko", "[x]", "null"], ["b", "a"], [" "], None],
    "custom": [{"b": 1, "a": [1, None, {"č": "ř"}], "": ""}, {"velké": 2**53 + 1, "zlomek": "0.10"}, None],
    "locked_at": [datetime(2026, 3, 29, 1, 30, 0, 123456, UTC), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), None],
    "founded_on": [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), None],
    "notice": ["", None, "null", "😀👩‍👩‍👧 \u202e\u0301", "\x01\x02\x1f\x7f\t\r\n", "x" * 1_000_000, "\\u0041", '"', "$.name", " "],
    "payment_term": [2**63 - 1, -(2**63), 0, None],
    "vat_payer": [True, False, None],
}  # fmt: skip


def edit(store: Store, *rows: dict[str, Any]) -> int | None:
    return store.write(Intent("edit"), lambda cs: cs.update("client", list(rows))).change_set


def take_back(store: Store, number: int) -> None:
    store.write(Intent("undo", undoes=number), lambda cs: undo.undo(cs, number))


ROUNDS = [
    {field: values[at % len(values)] for field, values in HARD.items()}
    for at in range(max(map(len, HARD.values())))
]
"""All fields at once: each value stands in a round at least, and another follows it in the next one."""


def test_a_value_comes_back_from_undo_and_the_past_as_it_was(store: Store) -> None:
    def create(cs: Any) -> list[int]:
        return [moves.create_client(cs, "X", ["Brno"], []) for _ in ROUNDS]

    clients = store.write(Intent("create"), create).result
    edit(store, *({"id": one, **values} for one, values in zip(clients, ROUNDS, strict=True)))
    before = state_of(store)
    moment = store.change_sets()["made_at"].iloc[0].to_pydatetime()
    others = [*ROUNDS[1:], ROUNDS[0]]
    number = edit(
        store,
        *({"id": one, **values, "category": "jiné"} for one, values in zip(clients, others, strict=True)),
    )
    assert number is not None
    assert differences(past_of(store, moment), before) == []
    take_back(store, number)
    assert differences(data_only(state_of(store)), data_only(before)) == []


@pytest.mark.slow  # the same values: above
def test_values_are_read_as_they_were_given(store: Store) -> None:
    client = store.write(Intent("create"), lambda cs: moves.create_client(cs, "X", [], [])).result
    for values in ROUNDS:
        edit(store, {"id": client, **values})
        read = store.record("client", client)
        for field, value in values.items():
            assert read[field] == (tuple(sorted(value)) if field == "tags" and value else value), field


@examples(2)
@given(rows=st.lists(moves.edits, min_size=1, max_size=4))
def test_any_values_come_back_from_undo(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(Path(tmp_path_factory.mktemp("images")) / "c.duckdb", "ana")
    client = store.write(Intent("create"), lambda cs: moves.create_client(cs, "X", [], [])).result
    states = [state_of(store)]
    for row in rows:
        edit(store, {"id": client, **row})
        states.append(state_of(store))
    for number in reversed(range(2, store.revision() + 1)):
        take_back(store, number)
    assert differences(data_only(state_of(store)), data_only(states[0])) == []
    store.close()


def test_a_table_of_many_rows_is_one_change_set_and_is_undone_as_one(store: Store) -> None:
    many = 20_000

    def create(cs: Any) -> None:
        ids = cs.new_ids(many)
        names = [f"Firma {one}" for one in ids]
        cs.insert("client", pa.table({"id": pa.array(ids), "name": names}))

    store.write(Intent("import"), create)
    before = state_of(store)
    gone = pa.table(
        {
            "id": pa.array(range(1, many, 2)),
            "valid": pa.array([False] * (many // 2)),
            "invalid_note": pa.array(["zanikl"] * (many // 2)),
        }
    )
    outcome = store.write(Intent("invalidate"), lambda cs: cs.update("client", gone))
    assert (outcome.rows, outcome.change_set) == (many // 2, 2)
    assert sum(not row["valid"] for row in state_of(store)["client"].values()) == many // 2
    again = store.write(Intent("invalidate"), lambda cs: cs.update("client", gone))
    assert (again.rows, again.change_set) == (0, None)
    select = "SELECT id, 'B' AS rating FROM db.client WHERE NOT valid"
    assert (
        store.write(Intent("rate"), lambda cs: cs.update_from("client", select, ["id", "rating"])).rows
        == many // 2
    )
    for number in (3, 2):
        take_back(store, number)
    assert differences(data_only(state_of(store)), data_only(before)) == []
    assert len(store.search("firma 9999", limit=many)) == 1
