"""The same work in plain DuckDB: attach, the statements one would write by hand, detach."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from workbench.model.records import RECORD_TYPES


class Bare:
    """A connection that visits a data file as the store does, and nothing more.

    Args:
        path: the data file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = duckdb.connect()

    @contextlib.contextmanager
    def visit(self, *, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """The file as catalogue ``db``; what is written is one transaction."""
        self.connection.execute(f"ATTACH '{self.path}' AS db{'' if write else ' (READ_ONLY)'}")
        try:
            if write:
                self.connection.execute("BEGIN")
            yield self.connection
            if write:
                self.connection.execute("COMMIT")
        finally:
            self.connection.execute("DETACH db")

    def client(self, client_id: int) -> list[list[tuple[object, ...]]]:
        """A client and all that points at it, a table at a time."""
        with self.visit() as connection:
            found = [connection.execute("SELECT * FROM db.client WHERE id = ?", [client_id]).fetchall()]
            for kind in RECORD_TYPES.values():
                points = [
                    one.name
                    for one in kind.references
                    if (kind.name, one.name) != ("client", "origin_lead_id")
                ]
                if points:
                    where = " OR ".join(f'"{name}" = {int(client_id)}' for name in points)
                    found.append(
                        connection.execute(f'SELECT * FROM db."{kind.name}" WHERE {where}').fetchall()
                    )
            return found

    def edit(self, client_id: int, notice: str) -> None:
        """One field, with the journal's two rows."""
        with self.visit(write=True) as connection:
            connection.execute(
                "UPDATE db.client SET notice = ?, version = version + 1, updated_at = now()::TIMESTAMP, updated_by = 'bare' "
                "WHERE id = ?",
                [notice, client_id],
            )
            connection.execute(
                "INSERT INTO db.change VALUES (?, 'client', ?, 'update', 1, 2, ?, ?)",
                [10**9, client_id, '{"notice": null}', f'{{"notice": "{notice}"}}'],
            )
            connection.execute(
                "INSERT INTO db.change_set (id, made_at, actor, action) VALUES (?, now()::TIMESTAMP, 'bare', 'edit')",
                [10**9],
            )

    def set_valid(self, ids: Sequence[int], *, valid: bool) -> None:
        """One flag of many rows."""
        import pyarrow as pa  # noqa: PLC0415

        with self.visit(write=True) as connection:
            connection.register("chosen", pa.table({"id": ids}))
            connection.execute(
                "UPDATE db.client SET valid = ?, version = version + 1, updated_at = now()::TIMESTAMP, updated_by = 'bare' "
                "WHERE id IN (SELECT id FROM chosen)",
                [valid],
            )
            connection.unregister("chosen")
