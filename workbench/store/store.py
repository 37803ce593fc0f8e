"""One data file as the floors above see it: open it, read it, write change sets, ask for its past."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb

from workbench.errors import PermissionRefusedError, RefusedError
from workbench.model.merged import merged_type
from workbench.model.record import Dossier, Record
from workbench.model.records import record_type
from workbench.model.rights import Role, User
from workbench.store import (
    access,
    backup,
    comparing,
    drifting,
    erasures,
    flat,
    free,
    links,
    pool,
    reading,
    rules,
    signs,
    timeline,
)
from workbench.store.changeset import ChangeSet
from workbench.store.engine import PATIENCE, Engine
from workbench.store.journal import Intent, Journal, Outcome
from workbench.store.journal_pages import Narrow
from workbench.store.looking_back import LookingBack
from workbench.store.migrations import migrate
from workbench.store.review import Review
from workbench.store.sandbox import Sandbox
from workbench.store.search.index import Facets, Index
from workbench.store.search.query import Only, query

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")


class Store:
    """A data file opened by one user.

    Args:
        path: the file; made when it is not there. Whoever makes it is its administrator.
        user: the account's name.
        patience: seconds to wait while another process holds the file.

    Raises:
        StoreError: the file cannot be used.
        NotFoundError: the file has no such user.
    """

    def __init__(self, path: Path, user: str, *, patience: float = PATIENCE) -> None:
        self.path = path
        self.user_name = user
        self.engine = Engine(path, patience=patience)
        migrate(self.engine)
        self.journal = Journal(self.engine)
        self.back = LookingBack(self.engine, user)
        self.review = Review(self.engine, user)
        self._sandbox = Sandbox(self.engine, user)
        self.index = Index(self.engine, user)
        if not self._read(access.list_users):
            self.engine.write(self._found)
        self.user()

    def _found(self, connection: duckdb.DuckDBPyConnection) -> None:
        if not access.list_users(connection):  # another process may have been faster
            first = access.make_user(self.user_name, Role.ADMINISTRATOR)
            access.save_user(connection, first, by=self.user_name)

    def user(self) -> User:
        """The account as it stands now."""
        return self._read(lambda connection: access.load_user(connection, self.user_name))

    def users(self) -> list[User]:
        """All accounts.

        Raises:
            PermissionRefusedError: only administrators see them.
        """
        self._administrator()
        return self._read(access.list_users)

    def save_user(self, name: str, role: str, **rights: object) -> User:
        """Add an account or change it.

        Raises:
            PermissionRefusedError: only administrators may.
            RefusedError: it would leave the file without an administrator.
            UnknownNameError: no such role, right or record type.
        """
        self._administrator()
        user = access.make_user(name, role, **rights)

        def save(connection: duckdb.DuckDBPyConnection) -> None:
            others = [one for one in access.list_users(connection) if one.name != name]
            if not any(one.is_administrator for one in [*others, user]):
                raise RefusedError(
                    "The file would be left without an administrator. Make somebody else one first."
                )
            access.save_user(connection, user, by=self.user_name)

        self.engine.write(save)
        return user

    def write(self, intent: Intent, work: Callable[[ChangeSet], T]) -> Outcome[T]:
        """Commit a change set; see :meth:`workbench.store.journal.Journal.commit`."""
        return self.journal.commit(self.user_name, intent, work)

    def load(self, tables: "Mapping[str, pd.DataFrame]", intent: Intent) -> Outcome[int]:
        """Fill an empty store with whole tables that carry their own ids; one change set.

        Args:
            tables: record type -> its rows, with ids that are unique among all types.
            intent: what for.

        Raises:
            RefusedError: the store is not empty.
        """

        def work(cs: ChangeSet) -> int:
            if cs.next_id != 1:
                raise RefusedError("The file already holds records. Load whole tables into a new one.")
            cs.new_ids(max(int(frame["id"].max()) for frame in tables.values() if len(frame)))
            ordered = sorted(tables, key=lambda name: not record_type(name).main)
            return sum(cs.insert(name, tables[name]) for name in ordered)

        return self.write(intent, work)

    def rehearse(self, intent: Intent, work: Callable[[ChangeSet], T], *, listed: bool = True) -> Outcome[T]:
        """What a change set would do; see :meth:`workbench.store.journal.Journal.rehearse`."""
        return self.journal.rehearse(self.user_name, intent, work, listed=listed)

    def follow(self, ids: Sequence[int]) -> dict[int, int]:
        """Where ids lead after merges, as far as the user sees; see :func:`workbench.store.reading.followed`."""
        return self._as_user(lambda connection, user: reading.followed(connection, user, ids))

    def record(self, entity: str, record_id: int) -> Record:
        """One record; see :func:`workbench.store.reading.record`."""
        return self._as_user(
            lambda connection, user: reading.record(connection, user, record_type(entity), record_id)
        )

    def records(
        self, entity: str, condition: str = "TRUE", parameters: Sequence[object] = ()
    ) -> list[Record]:
        """The visible records that meet an SQL condition over ``t``; for the rooms of the store's own floor."""
        return self._as_user(
            lambda connection, user: reading.records(
                connection, user, record_type(entity), condition, parameters
            )
        )

    def by_ids(self, entity: str, ids: Sequence[int]) -> list[Record]:
        """The visible records among these ids, by id; merges are not followed."""
        return self.records(entity, f"t.id IN ({access.ids_list(ids)})")

    def check_free(self, entity: str, ids: Sequence[int], *, locked_too: bool = False) -> None:
        """Refuse records that are not there for this user or that somebody else locked; see :func:`free.check`."""
        self._as_user(
            lambda connection, user: free.check(
                connection, user, record_type(entity), ids, locked_too=locked_too
            )
        )

    def hanging(self, entity: str, ids: Sequence[int]) -> list[Record]:
        """The visible records of one hanging type on these main records, by id."""
        return self.records(entity, f"t.record_id IN ({access.ids_list(ids)})")

    def client_table(self, ids: Sequence[int]) -> "pd.DataFrame":
        """Clients as a flat table, each with its primary address and contacts; see :func:`flat.clients`."""
        return self._as_user(lambda connection, user: flat.clients(connection, user, ids))

    def record_export(self, file_format: str, entity: str, ids: Sequence[int]) -> None:
        """Note who exported what, and when."""
        self.engine.write(
            lambda connection: flat.record_export(connection, self.user_name, file_format, entity, ids)
        )

    def exports(self) -> "pd.DataFrame":
        """The register of exports, newest first: made_at (UTC), actor, format, record_type, count, record_ids.

        Administrators see all of it, others what they exported themselves.
        """
        return self._as_user(
            lambda connection, user: flat.exports(connection, None if user.is_administrator else user.name)
        )

    def mains(self, ids: Sequence[int]) -> list[Record]:
        """Main records of any type, without what hangs on them; see :func:`workbench.store.reading.mains`."""
        return self._as_user(lambda connection, user: reading.mains(connection, user, ids))

    def dossiers(self, ids: Sequence[int]) -> list[Dossier]:
        """Records with all that hangs on them; see :func:`workbench.store.reading.dossiers`."""
        return self._as_user(lambda connection, user: reading.dossiers(connection, user, ids))

    def links_to(self, entity: str, ids: Sequence[int]) -> list[links.Link]:
        """What holds these records back from deletion."""
        return self._as_user(
            lambda connection, user: links.holding(connection, user, record_type(entity), ids)
        )

    def search(
        self, text: str, *, only: Only | None = None, limit: int | None = 50, invalid: bool = False
    ) -> list[links.Hit]:
        """Clients as one types, best first; see :func:`workbench.store.search.query.query` and :meth:`Index.search`."""
        return self.index.search(query(text, only=only, limit=limit, invalid=invalid))

    def facets(self, text: str, *, only: Only | None = None, invalid: bool = False) -> Facets:
        """How the fitting clients divide."""
        return self.index.facets(query(text, only=only, invalid=invalid))

    def visible_hits(self, ids: Sequence[int]) -> list[links.Hit]:
        """The list lines of those of these clients that the user sees, in the order of the ids."""
        return self.index.lines(ids)

    def with_signs(self, wanted: signs.Wanted, limit: int) -> tuple[list[int], int, int]:
        """Clients that may have to be mended; see :func:`workbench.store.signs.ids`."""
        return self._as_user(lambda connection, user: signs.ids(connection, user, wanted, limit))

    def sign_counts(self, wanted: signs.Wanted) -> dict[str, int]:
        """How many clients show which sign; see :func:`workbench.store.signs.counts`."""
        return self._as_user(lambda connection, user: signs.counts(connection, user, wanted))

    def same_ico(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """Other visible clients with the same IČO: id -> ids."""
        return self._as_user(lambda connection, user: links.same_ico(connection, user, ids))

    def client_icos(self, ids: Sequence[int]) -> "pa.Table":
        """``given``, ``client`` and its numbers; see :func:`workbench.store.comparing.icos`."""
        return self._as_user(lambda connection, user: comparing.icos(connection, user, ids))

    def compare(self, asked: "pa.Table", said: "pa.Table") -> comparing.Comparison:
        """Clients beside a register; see :func:`workbench.store.comparing.compare`."""
        return self._as_user(lambda connection, user: comparing.compare(connection, user, asked, said))

    def accepted(self) -> list[int]:
        """Clients of which something was accepted from a register; see :func:`workbench.store.drifting.accepted`."""
        return self._as_user(drifting.accepted)

    def drifted(self, compared: comparing.Comparison) -> "pa.Table":
        """Where the register moved on; see :func:`workbench.store.drifting.drifted`."""
        return self._as_user(lambda connection, user: drifting.drifted(connection, user, compared))

    def rules(self, entity: str = "client") -> rules.InForce:
        """The rules of survivorship of this file; see :func:`workbench.store.rules.in_force`."""
        return self._read(lambda connection: rules.in_force(connection, merged_type(entity)))

    def pool(self, entity: str) -> "dict[str, pa.Table]":
        """The records of a type as a search for duplicates takes them; see :func:`workbench.store.pool.pool`."""
        return self._as_user(lambda connection, user: pool.pool(connection, user, record_type(entity)))

    def pool_ids(self, entity: str) -> "pa.Table":
        """The numbers of those records; see :func:`workbench.store.pool.ids`."""
        return self._as_user(lambda connection, user: pool.ids(connection, user, record_type(entity)))

    def history(self, record_id: int, entity: str = "client") -> "pd.DataFrame":
        """What happened to a main record; see :func:`workbench.store.timeline.history`."""
        kind = record_type(entity, main=True)

        def read(connection: duckdb.DuckDBPyConnection, user: User) -> "pd.DataFrame":
            now = reading.followed(connection, user, [record_id])[record_id]
            return timeline.history(connection, user, kind, now)

        return self._as_user(read)

    def change_sets(self, since: datetime | None = None) -> "pd.DataFrame":
        """The journal as a list; see :func:`workbench.store.journal_pages.page`."""
        return self.back.page(Narrow(since=since.astimezone(UTC).replace(tzinfo=None) if since else None))

    def changes_of(self, change_set: int) -> "pd.DataFrame":
        """What a change set did, field by field, as far as this user may see it."""
        return self._as_user(lambda connection, user: timeline.visible_changes(connection, user, change_set))

    def past(self, moment: datetime) -> Sandbox:
        """All record tables as they stood at a moment (aware, or in local time)."""
        utc = moment.astimezone(UTC).replace(tzinfo=None)
        return Sandbox(
            self.engine,
            self.user_name,
            self._read(lambda connection: timeline.change_set_at(connection, utc)),
        )

    @property
    def sandbox(self) -> Sandbox:
        """The user's own SQL over the record tables."""
        return self._sandbox

    def revision(self) -> int:
        """The number of the newest change set, by whomever; changes of accounts and rights have none."""
        return self._read(
            lambda connection: int(connection.execute("SELECT revision FROM db.meta").fetchall()[0][0])
        )

    def backup(self, target: Path) -> Path:
        """Write a consistent copy; see :func:`workbench.store.backup.backup`."""
        self._administrator()
        return backup.backup(self.engine, target)

    def export_all(self, folder: Path) -> list[Path]:
        """Everything as Parquet; see :func:`workbench.store.backup.export_all`."""
        self._administrator()
        return backup.export_all(self.engine, folder)

    def compact(self) -> None:
        """Make the file anew without deleted pages; see :func:`workbench.store.backup.compact`."""
        erased = self._read(erasures.numbers)
        backup.compact(self.engine)
        if erased:
            self.engine.write(lambda connection: erasures.mark_rewritten(connection, erased))

    def close(self) -> None:
        """Give back memory; the file is not held anyway."""
        self.index.close()
        self.engine.close()

    def _read(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        return self.engine.read(work)

    def _as_user(self, work: Callable[[duckdb.DuckDBPyConnection, User], T]) -> T:
        return self.engine.read(
            lambda connection: work(connection, access.load_user(connection, self.user_name))
        )

    def _administrator(self) -> None:
        if not self.user().is_administrator:
            raise PermissionRefusedError(
                "User {user} may not do this (right “{right}”). An administrator can grant it.",
                user=self.user_name, right="administrator",
            )  # fmt: skip
