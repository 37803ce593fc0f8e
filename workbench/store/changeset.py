"""One change set in the making: every write of workbench goes through :class:`ChangeSet`.

Each step is set-based and the same for one row or a million: stage the new values, refuse what this user
may not touch, write the images of what changes, change it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import duckdb

from workbench.model.fields import RecordType
from workbench.model.records import LOCK_FIELDS, record_type
from workbench.store import guard, upkeep
from workbench.store.columns import BOOKKEEPING, columns_of, literal, quote, to_image
from workbench.store.draft import Draft
from workbench.store.images import differs, image
from workbench.store.staging import stage

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_REWORDED: Final = "SELECT id FROM delta WHERE reworded"


class ChangeSet(Draft):
    """A draft that can be written to; made by :class:`workbench.store.journal.Journal`."""

    def insert(self, entity: str, rows: "Sequence[Mapping[str, Any]] | pd.DataFrame | pa.Table") -> int:
        """Insert rows that carry an ``id`` from :meth:`new_ids`; fields not given take their default.

        Returns:
            the number of rows inserted.
        """
        if not len(rows):
            return 0
        kind = record_type(entity)
        names = stage(self.connection, kind, rows, name="wanted", extra={"id": "BIGINT"})
        return self._insert(kind, "SELECT * FROM wanted", names)

    def insert_from(
        self,
        entity: str,
        select: str,
        names: Sequence[str],
        parameters: Sequence[object] = (),
        *,
        unseen: bool = False,
    ) -> int:
        """Insert what a query gives; its columns are ``names``, ``id`` among them.

        With ``unseen`` also rows that hang on records this user does not see, as :meth:`update_from` moves them.
        """
        return self._insert(record_type(entity), select, list(names), parameters, unseen=unseen)

    def restore(self, entity: str, select: str, names: Sequence[str]) -> int:
        """Insert rows that stood here before, with their old id and bookkeeping columns (for undo)."""
        return self._insert(record_type(entity), select, list(names), restoring=True, unseen=True)

    def update(
        self,
        entity: str,
        rows: "Sequence[Mapping[str, Any]] | pd.DataFrame | pa.Table",
        *,
        unseen: bool = False,
    ) -> int:
        """Change the rows with these ids; a column ``expected_version`` refuses newer versions.

        Rows that already hold the values are left alone and get no new version.

        Returns:
            the number of rows that really changed.
        """
        if not len(rows):
            return 0
        kind = record_type(entity)
        extra = {"id": "BIGINT", "expected_version": "INTEGER"}
        names = stage(self.connection, kind, rows, name="wanted", extra=extra)
        return self._update(kind, names, unseen=unseen)

    def update_from(
        self,
        entity: str,
        select: str,
        names: Sequence[str],
        parameters: Sequence[object] = (),
        *,
        unseen: bool = False,
    ) -> int:
        """Change rows to what a query gives; its columns are ``names``, ``id`` among them.

        Args:
            entity: the record type.
            select: the query; it reads ``db.…`` and temporary tables.
            names: its columns.
            parameters: its parameters.
            unseen: also rows this user does not see, e.g. links that move with a merge; locks still hold.
        """
        if not self._want(select, parameters):
            return 0
        return self._update(record_type(entity), list(names), unseen=unseen)

    def delete(
        self,
        entity: str,
        ids: "Sequence[int] | pa.Array",
        *,
        expected_version: int | None = None,
        unseen: bool = False,
    ) -> int:
        """Delete the rows with these ids; the journal keeps them whole, unless the set erases.

        With ``expected_version`` rows that have another version by now are refused.
        """
        if not len(ids):
            return 0
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only writing needs it

        kind = record_type(entity)
        columns = {
            "id": pa.array(ids, pa.int64()),
            "expected_version": pa.array([expected_version] * len(ids), pa.int32()),
        }
        extra = {"id": "BIGINT", "expected_version": "INTEGER"}
        stage(self.connection, kind, pa.table(columns), name="wanted", extra=extra)
        return self._delete(kind, unseen=unseen, versions=expected_version is not None)

    def delete_from(
        self, entity: str, select: str, parameters: Sequence[object] = (), *, unseen: bool = False
    ) -> int:
        """Delete the rows whose ids a query gives."""
        return self._delete(record_type(entity), unseen=unseen) if self._want(select, parameters) else 0

    def _want(self, select: str, parameters: Sequence[object]) -> int:
        """Lay what a query gives out as the temporary table ``wanted``; how many rows it is."""
        return _count(
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS {select}", list(parameters))
        )

    def _insert(
        self,
        kind: RecordType,
        select: str,
        names: list[str],
        parameters: Sequence[object] = (),
        *,
        restoring: bool = False,
        unseen: bool = False,
    ) -> int:
        run = self.connection.execute
        if not restoring:
            added = self._added(kind, names)
            select = f"SELECT *, {', '.join(f'{value} AS {quote(name)}' for name, value in added.items())} FROM ({select})"
            names = [*names, *added]
        if not _count(run(f"CREATE OR REPLACE TEMP TABLE delta AS {select}", list(parameters))):
            return 0
        step = self.next_step()
        if not restoring:
            guard.check_ids(self, "delta")
        if not unseen:
            guard.check_pointed_at(self, kind, "delta", names, new=True)
        guard.check_anchors(self, kind, "delta", names, unseen=unseen)
        columns = ", ".join(map(quote, names))
        count = _count(run(f"INSERT INTO db.{quote(kind.name)} ({columns}) SELECT {columns} FROM delta"))
        run(
            f"INSERT INTO db.change SELECT {self.id}, {literal(kind.name)}, id, 'insert', {step}, version, NULL, NULL FROM delta"
        )
        self.touched[(kind.name, "insert")] += count
        self._note(kind, kind.by_name)
        upkeep.remember(self, kind, "SELECT id FROM delta")
        return count

    def _update(self, kind: RecordType, names: list[str], *, unseen: bool) -> int:
        run = self.connection.execute
        values = [name for name in names if name not in ("id", "expected_version")]
        guard.check_targets(self, kind, "wanted", versions="expected_version" in names, unseen=unseen)
        table = f"db.{quote(kind.name)}"
        different = run(f"""
            CREATE OR REPLACE TEMP TABLE delta AS
            SELECT w.* {"EXCLUDE (expected_version)" if "expected_version" in names else ""}, t.version + 1 AS version,
                   {image(kind, "t", "w", values)} AS before, {image(kind, "w", "t", values)} AS after,
                   {differs(upkeep.searched(kind, values))} AS reworded
            FROM wanted w JOIN {table} t USING (id) WHERE {differs(values)}
        """)
        if not _count(different):
            return 0
        step = self.next_step()
        guard.check_locks(self, kind, "delta", only_lock=set(values) <= set(LOCK_FIELDS))
        if not unseen:
            guard.check_pointed_at(self, kind, "delta", values, new=False)
        anchors = [name for name in kind.anchors if name in values]
        if anchors:
            guard.check_anchors(self, kind, "delta", values, unseen=unseen)
            upkeep.remember(self, kind, "SELECT id FROM delta", values, reworded=_REWORDED)
        run(
            f"INSERT INTO db.change SELECT {self.id}, {literal(kind.name)}, id, 'update', {step}, version, before, after FROM delta"
        )
        assignments = ", ".join(f"{quote(name)} = d.{quote(name)}" for name in values)
        count = _count(
            run(f"""
            UPDATE {table} SET {assignments}, version = d.version, updated_by = {literal(self.user.name)},
                   updated_at = {literal(self.at.isoformat())}::TIMESTAMP
            FROM delta d WHERE {table}.id = d.id
        """)
        )
        self.touched[(kind.name, "update")] += count
        self._note(kind, values)
        upkeep.remember(self, kind, "SELECT id FROM delta", values, reworded=_REWORDED)
        return count

    def _delete(self, kind: RecordType, *, unseen: bool, versions: bool = False) -> int:
        run = self.connection.execute
        step = self.next_step()
        guard.check_targets(self, kind, "wanted", versions=versions, unseen=unseen)
        guard.check_locks(self, kind, "wanted", only_lock=False)
        if not unseen:
            guard.check_reach(self, kind, "wanted")
        upkeep.remember(self, kind, "SELECT id FROM wanted")
        table = f"db.{quote(kind.name)}"
        kept = [
            name for name in columns_of(kind) if name not in ("id", "version", "updated_at", "updated_by")
        ]
        columns = columns_of(kind)
        pairs = ", ".join(f"{literal(name)}, {to_image(f't.{quote(name)}', columns[name])}" for name in kept)
        whole = "NULL" if self.erase else f"json_object({pairs})"
        run(f"""
            INSERT INTO db.change SELECT {self.id}, {literal(kind.name)}, t.id, 'delete', {step}, t.version + 1, {whole}, NULL
            FROM {table} t WHERE t.id IN (SELECT id FROM wanted)
        """)
        count = _count(run(f"DELETE FROM {table} WHERE id IN (SELECT id FROM wanted)"))
        self.touched[(kind.name, "delete")] += count
        return count

    def _note(self, kind: RecordType, values: Collection[str]) -> None:
        """Remember which fields were set; who holds what locked may be otherwise now."""
        self.fields[kind.name] |= set(values)
        if "locked_by" in values:
            self.locking = None

    def _added(self, kind: RecordType, names: Sequence[str]) -> dict[str, str]:
        """SQL of the columns that new rows get besides those given: defaults and bookkeeping."""
        columns = columns_of(kind)
        defaults = {
            one.name: f"{literal(str(one.default))}::{columns[one.name]}"
            for one in kind
            if one.name not in names and one.default is not None
        }
        moment, who = literal(self.at.isoformat()) + "::TIMESTAMP", literal(self.user.name)
        marks = dict(zip(BOOKKEEPING, ("1", moment, who, moment, who), strict=True))
        return {**defaults, **marks}


def _count(result: duckdb.DuckDBPyConnection) -> int:
    rows = result.fetchall()
    return int(rows[0][0]) if rows else 0
