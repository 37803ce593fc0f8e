"""Replies of registers, kept so that nothing is asked twice: a DuckDB file of its own, beside the snapshot.

What stands here comes from public registers and can be asked again, so the file may be deleted at any
time. Whoever keeps a reply decides what of it is fit to be kept; replies about natural persons are not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.errors import BrokenFileError
from workbench.store.engine import Engine
from workbench.store.snapshot import default_snapshot_path

if TYPE_CHECKING:
    import duckdb

FORMAT: Final = 1
"""Number of the table's layout; a file of another number is refused, for it can simply be deleted."""
PATIENCE: Final = 5.0
"""Seconds to wait for the file; asking the register again is better than waiting longer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One kept reply.

    Attributes:
        key: what was asked for, e.g. an IČO.
        asked_at: when the register said so; an aware time.
        body: what it said, as it came; ``None`` when it said that there is no such thing.
    """

    key: str
    asked_at: datetime
    body: str | None


def default_replies_path() -> Path:
    """Where replies are kept: beside the register snapshot, in the user's data folder."""
    return default_snapshot_path().with_name("replies.duckdb")


class Replies:
    """The kept replies of all registers.

    Args:
        path: the file; it is made by the first :meth:`keep`.
        patience: seconds to wait while another process writes.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._engine = Engine(path, patience=patience)

    @property
    def path(self) -> Path:
        """The file."""
        return self._engine.path

    def fetch(self, resource: str, keys: Sequence[str], *, since: datetime) -> dict[str, Reply]:
        """The kept replies that are young enough, by key.

        Args:
            resource: which register and which of its answers, e.g. ``"ares/ekonomicke-subjekty"``.
            keys: what is asked for.
            since: older replies are left out; an aware time.

        Raises:
            StoreError: the file cannot be read now.
            BrokenFileError: it is something else; delete it.
        """
        if not keys or not self._engine.stamp().inode:
            return {}

        def read(connection: "duckdb.DuckDBPyConnection") -> list[tuple[str, datetime, str | None]]:
            self._check(connection)
            return connection.execute(
                "SELECT key, asked_at, body FROM db.reply WHERE resource = ? AND asked_at >= ? AND key IN (SELECT unnest(?))",
                [resource, _utc(since), list(keys)],
            ).fetchall()

        return {
            key: Reply(key, asked_at.replace(tzinfo=UTC), body)
            for key, asked_at, body in self._engine.read(read)
        }

    def keep(self, resource: str, replies: Iterable[Reply]) -> None:
        """Keep these replies instead of those kept for the same keys before.

        Raises:
            StoreError: the file cannot be written now.
            BrokenFileError: it is something else; delete it.
        """
        rows = [(one.key, _utc(one.asked_at), one.body) for one in {one.key: one for one in replies}.values()]
        if not rows:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)

        def write(connection: "duckdb.DuckDBPyConnection") -> None:
            self._lay_out(connection)
            keys, times, bodies = (list(column) for column in zip(*rows, strict=True))
            connection.execute(
                "DELETE FROM db.reply WHERE resource = ? AND key IN (SELECT unnest(?))", [resource, keys]
            )
            connection.execute(
                "INSERT INTO db.reply SELECT ?, unnest(?::VARCHAR[]), unnest(?::TIMESTAMP[]), unnest(?::VARCHAR[])",
                [resource, keys, times, bodies],
            )

        self._engine.write(write, create=True)

    def forget(self, *, before: datetime | None = None, keys: Sequence[str] | None = None) -> None:
        """Delete what is older than ``before``, what was kept under ``keys``, or, given neither, everything.

        Raises:
            StoreError: the file cannot be written now.
            BrokenFileError: it is something else; delete it.
        """
        if not self._engine.stamp().inode:
            return

        def write(connection: "duckdb.DuckDBPyConnection") -> None:
            self._lay_out(connection)
            if before is not None:
                connection.execute("DELETE FROM db.reply WHERE asked_at < ?", [_utc(before)])
            if keys is not None:
                connection.execute("DELETE FROM db.reply WHERE key IN (SELECT unnest(?))", [list(keys)])
            if before is None and keys is None:
                connection.execute("DELETE FROM db.reply")

        self._engine.write(write)

    def close(self) -> None:
        """Give back the connection; the file is not held anyway."""
        self._engine.close()

    def _lay_out(self, connection: "duckdb.DuckDBPyConnection") -> None:
        if not _tables(connection):
            connection.execute("CREATE TABLE db.layout AS SELECT ?::INTEGER AS format", [FORMAT])
            connection.execute(
                "CREATE TABLE db.reply (resource VARCHAR, key VARCHAR, asked_at TIMESTAMP, body VARCHAR)"
            )
        self._check(connection)

    def _check(self, connection: "duckdb.DuckDBPyConnection") -> None:
        known = _tables(connection) >= {"layout", "reply"}
        if not known or connection.execute("SELECT format FROM db.layout").fetchall() != [(FORMAT,)]:
            raise BrokenFileError(
                "{path} holds no register replies of this workbench version. Delete it; the replies are asked again.",
                path=str(self.path),
            )


def _tables(connection: "duckdb.DuckDBPyConnection") -> set[str]:
    found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'").fetchall()
    return {name for (name,) in found}


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
