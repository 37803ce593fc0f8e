"""Whether nothing stands against changing these records: asked of a hundred thousand at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import LockedError, NotFoundError
from workbench.store.access import ids_list, visible
from workbench.store.columns import literal, quote
from workbench.store.reading import follow

if TYPE_CHECKING:
    import duckdb

    from workbench.model.fields import RecordType
    from workbench.model.rights import User


def check(
    connection: "duckdb.DuckDBPyConnection",
    user: "User",
    kind: "RecordType",
    ids: Sequence[int],
    *,
    locked_too: bool = False,
) -> None:
    """Refuse records that are not there for this user, and those that somebody else locked.

    Args:
        connection: the file attached.
        user: who asks.
        kind: the records' type, one of the main ones.
        ids: the records; merged ones lead to their survivors.
        locked_too: others' locks do not matter.

    Raises:
        NotFoundError: with the first that is not there.
        LockedError: with the first that somebody else locked.
    """
    now = follow(connection, ids)
    wanted = set(now.values())
    seen = f"FROM db.{quote(kind.name)} t WHERE t.id IN ({ids_list(sorted(wanted))}) AND {visible(user, kind, 't')}"
    count = connection.execute(f"SELECT count(*) {seen}").fetchall()[0][0]
    if count < len(wanted):
        there = {row[0] for row in connection.execute(f"SELECT t.id {seen}").fetchall()}
        raise NotFoundError.of(kind.label, next(given for given, one in now.items() if one not in there))
    if locked_too:
        return
    locked = connection.execute(
        f"SELECT t.id, t.locked_by {seen} AND t.locked_by <> {literal(user.name)} ORDER BY t.id LIMIT 1"
    ).fetchall()
    for record_id, locker in locked:
        raise LockedError(
            "{kind} {id} is locked by {user}. Ask {user} or an administrator to unlock it.",
            kind=kind.label, id=record_id, user=locker,
        )  # fmt: skip
