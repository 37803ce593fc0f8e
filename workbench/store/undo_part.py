"""Undoing a part of a change set: one group of clients out of many that were merged together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def narrow(cs: "ChangeSet", target: int, clients: Sequence[int]) -> None:
    """Leave in the tables ``net`` and ``undone`` only what concerns these clients and those merged with them.

    Args:
        cs: the change set that undoes; the tables are gathered.
        target: the change set that merged them.
        clients: survivors, or clients that vanished.

    Raises:
        InputError: the change set did not merge one of them.
    """
    merged: dict[int, int] = dict(cs.query(
        """
        SELECT r.old_id, r.new_id FROM db.redirect r JOIN db.change c ON c.entity = 'redirect' AND c.record_id = r.id AND c.op = 'insert'
        WHERE c.change_set = ?
        """,
        [target],
    ))  # fmt: skip
    survivors = {merged.get(one, one) for one in clients}
    part = survivors | {old for old, new in merged.items() if new in survivors}
    for one in clients:
        if merged.get(one, one) not in merged.values():
            raise InputError(
                "Change set {number} did not merge client {id}. See desk.change({number}).",
                number=target,
                id=one,
            )
    cs.connection.execute("CREATE OR REPLACE TEMP TABLE part (id BIGINT)")
    cs.connection.executemany("INSERT INTO part VALUES (?)", [[one] for one in sorted(part)])
    for (entity,) in cs.query("SELECT DISTINCT entity FROM net"):
        cs.connection.execute(f"CREATE OR REPLACE TEMP TABLE concerned AS {_concerned(str(entity))}")
        for table in ("undone", "net"):
            cs.connection.execute(
                f"DELETE FROM {table} WHERE entity = {literal(str(entity))} AND record_id NOT IN (SELECT id FROM concerned WHERE id IS NOT NULL)"
            )


def _concerned(entity: str) -> str:
    """SQL: ids of the records of a type that are these clients, or point or pointed at them."""
    kind = RECORD_TYPES[entity]
    if entity == "client":
        return "SELECT id FROM part"
    found = []
    for one in kind.references:
        name = one.name
        found += [
            f"SELECT t.id FROM db.{quote(entity)} t WHERE t.{quote(name)} IN (SELECT id FROM part)",
            f"SELECT u.record_id AS id FROM undone u WHERE u.entity = {literal(entity)} AND u.field = {literal(name)} AND (TRY_CAST(u.before ->> '$' AS BIGINT) IN (SELECT id FROM part) OR TRY_CAST(u.after ->> '$' AS BIGINT) IN (SELECT id FROM part))",
            f"SELECT n.record_id AS id FROM net n WHERE n.entity = {literal(entity)} AND TRY_CAST(n.image ->> '$.{name}' AS BIGINT) IN (SELECT id FROM part)",
        ]
    return " UNION ".join(found) or "SELECT NULL::BIGINT AS id"
