"""A statement that was read is not read again, and does on each connection what it says."""

import duckdb
import pytest

from workbench.duplicates import statements


def test_a_statement_is_read_once_and_works_on_what_each_connection_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statements, "_read", {})
    sql = "CREATE OR REPLACE TABLE doubled AS SELECT 2 * x AS y FROM given"
    for value in (1, 21):
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE given AS SELECT {value} AS x")
            for _ in range(2):
                statements.run(connection, sql)
            assert statements.run(connection, "FROM doubled").fetchall() == [(2 * value,)]
    assert set(statements._read) == {sql, "FROM doubled"}
    monkeypatch.setattr(statements, "_KEPT", 2)
    with duckdb.connect() as connection:
        assert statements.run(connection, "SELECT 7").fetchall() == [(7,)]
    assert set(statements._read) == {"SELECT 7"}, "what was kept is let go before it is too much"
