"""Pairs of clients inside a transaction: as they stand there, and those that a person told apart."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import duckdb

from workbench.model.record import Dossier
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store import reading
from workbench.store.access import ids_list

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_KEY_FIELDS: Final = ("name", "ico", "dic", "birthday")


def dossiers(cs: "ChangeSet", ids: Sequence[int]) -> list[Dossier]:
    """Clients with what hangs on them, as they stand inside the change set.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    return reading.dossiers(cs.connection, cs.user, ids, depth=0)


def follow(cs: "ChangeSet", record_id: int) -> int:
    """Where an id leads after merges."""
    return reading.follow(cs.connection, [record_id])[record_id]


def tell_apart(cs: "ChangeSet", client: int, other: int, reason: str | None) -> int:
    """Remember that two clients are distinct; again if their key fields changed since.

    Returns:
        id of the distinction, or 0 if it was known.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    pair = dossiers(cs, [client, other])
    first, second = sorted(one.id for one in pair)
    mark = fingerprint(sorted(pair, key=lambda one: one.id))
    known = cs.query(
        "SELECT id, fingerprint FROM db.distinction WHERE client_id = ? AND other_id = ?", [first, second]
    )
    if known and known[0][1] == mark:
        return 0
    if known:
        cs.update("distinction", [{"id": known[0][0], "fingerprint": mark, "reason": reason}])
        return int(known[0][0])
    new = cs.new_ids(1)[0]
    cs.insert(
        "distinction",
        [{"id": new, "client_id": first, "other_id": second, "reason": reason, "fingerprint": mark}],
    )
    return new


def fingerprint(pair: Sequence[Dossier]) -> str:
    """A digest of both clients' key fields and towns; it changes when one of them does."""
    keys = [
        "\x1f".join(str(one.record[name] or "") for name in _KEY_FIELDS)
        + "\x1f".join(sorted(str(address["city"] or "") for address in one.addresses))
        for one in pair
    ]
    return hashlib.sha256("\x1e".join(keys).encode()).hexdigest()[:32]


def told_apart(connection: duckdb.DuckDBPyConnection, user: User) -> set[tuple[int, int]]:
    """The pairs of visible clients that a person told apart and whose key fields are as they were then.

    Returns:
        pairs of ids, the smaller first.
    """
    pairs = [
        (row[0], row[1], row[2])
        for row in connection.execute(
            "SELECT client_id, other_id, fingerprint FROM db.distinction"
        ).fetchall()
    ]
    involved = sorted({one for first, second, _ in pairs for one in (first, second)})
    seen = reading.records(connection, user, CLIENT, f"t.id IN ({ids_list(involved)})")
    known = {one.id: one for one in reading.dossiers(connection, user, [one.id for one in seen], depth=0)}
    return {
        (min(first, second), max(first, second))
        for first, second, mark in pairs
        if first in known
        and second in known
        and mark == fingerprint([known[min(first, second)], known[max(first, second)]])
    }
