"""The whole of a data file as values, for comparison; read past all rights."""

from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from workbench.model.records import RECORD_TYPES
from workbench.store.columns import columns_of, quote
from workbench.store.journal import Intent
from workbench.store.store import Store
from workbench.store.undo import undo

Row = dict[str, Any]
State = dict[str, dict[int, Row]]
"""Record type -> id -> all columns."""
GOING_ON = ("version", "updated_at", "updated_by")
"""What undo does not set back."""


def state_in(connection: duckdb.DuckDBPyConnection) -> State:
    state: State = {}
    for kind in RECORD_TYPES.values():
        names = list(columns_of(kind))
        listed = ", ".join(map(quote, names))
        rows = connection.execute(f"SELECT {listed} FROM db.{quote(kind.name)}").fetchall()
        state[kind.name] = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
        assert len(state[kind.name]) == len(rows), f"an id stands twice in {kind.name}"
    return state


def state_of(store: Store) -> State:
    return store.engine.read(state_in)


def past_of(store: Store, moment: datetime) -> State:
    sandbox = store.past(moment.replace(tzinfo=UTC))
    sandbox.sql(f"SELECT 1 FROM {', '.join(RECORD_TYPES)} LIMIT 0")  # loads all at once
    state: State = {}
    for name in RECORD_TYPES:
        table = sandbox.table(name).arrow()
        stored = [pa.timestamp("us") if pa.types.is_timestamp(one.type) else one.type for one in table.schema]
        rows = table.cast(pa.schema(zip(table.column_names, stored, strict=True))).to_pylist()
        state[name] = {row["id"]: row for row in rows}
    return state


def data_only(state: State) -> State:
    return {
        name: {key: {k: v for k, v in row.items() if k not in GOING_ON} for key, row in rows.items()}
        for name, rows in state.items()
    }


def differences(one: State, other: State) -> list[tuple[str, int, str, Any, Any]]:
    """Short to read where two states differ: table, id, column, one's value, the other's."""
    found: list[tuple[str, int, str, Any, Any]] = []
    for name in one:
        for key in sorted(one[name].keys() | other[name].keys()):
            mine, theirs = one[name].get(key), other[name].get(key)
            if mine is None or theirs is None:
                found.append((name, key, "*", mine is not None, theirs is not None))
                continue
            found += [
                (name, key, field, mine.get(field), theirs.get(field))
                for field in sorted(mine.keys() | theirs.keys())
                if mine.get(field) != theirs.get(field)
            ]
    return found


def everything(store: Store) -> str:
    """All tables of the file, the journal and the search index too, as one text."""

    def read(connection: duckdb.DuckDBPyConnection) -> str:
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'"
        ).fetchall()
        return "\n".join(
            f"{name}: {row!r}"
            for (name,) in tables
            for row in connection.execute(f"SELECT * FROM db.{quote(name)}").fetchall()
        )

    return store.engine.read(read)


def after_undoing(store: Store, change_set: int) -> State:
    """What would stand after an undo of this change set, which is rolled back again."""

    def rehearse(connection: duckdb.DuckDBPyConnection) -> State:
        intent = Intent("undo", undoes=change_set)
        store.journal._run(connection, store.user_name, intent, lambda cs: undo(cs, change_set), "rehearsal")
        return state_in(connection)

    return store.engine.write(rehearse, keep=False)
