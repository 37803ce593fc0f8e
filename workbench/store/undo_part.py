"""Undoing a part of a change set: one group of clients, or of contact persons, out of many that were merged together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.errors import InputError
from workbench.model.fields import Field, RecordType
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import DECISION, RECORD_TYPES, references_to
from workbench.store import bulk
from workbench.store.columns import literal, quote
from workbench.store.merged_groups import made

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

DELETED: Final = "first_op <> 'insert' AND last_op = 'delete'"
"""SQL over ``net``: what the change set took away."""
BACK: Final = f"SELECT record_id FROM net WHERE {DELETED} AND entity IN ({', '.join(literal(one.name) for one in MERGED_TYPES)})"
"""SQL: the ids of the clients and persons that this undo brings back."""


def narrow(cs: "ChangeSet", target: int, chosen: Sequence[int]) -> None:
    """Leave in the tables ``net`` and ``undone`` only what concerns these records and those merged with them.

    Args:
        cs: the change set that undoes; the tables are gathered.
        target: the change set that merged them.
        chosen: survivors, or records that vanished.

    Raises:
        InputError: the change set merged nothing, not one of them, or it was taken apart already.
    """
    merged: dict[int, int] = dict(cs.query(
        """
        SELECT r.old_id, r.new_id FROM db.redirect r JOIN db.change c ON c.entity = 'redirect' AND c.record_id = r.id AND c.op = 'insert'
        WHERE c.change_set = ?
        """,
        [target],
    ))  # fmt: skip
    keeping = set(merged.values())
    survivors = {merged.get(one, one) for one in chosen}
    part = survivors | {old for old, new in merged.items() if new in survivors}
    for one in chosen:
        if merged.get(one, one) not in keeping:
            raise _not_merged(cs, one, target)
    bulk.lay(cs, "part", {"id": sorted(part)})
    for (entity,) in cs.query("SELECT DISTINCT entity FROM net"):
        cs.connection.execute(f"CREATE OR REPLACE TEMP TABLE concerned AS {_concerned(str(entity))}")
        for table in ("undone", "net"):
            cs.connection.execute(
                f"DELETE FROM {table} WHERE entity = {literal(str(entity))} AND record_id NOT IN (SELECT id FROM concerned WHERE id IS NOT NULL)"
            )
    lead_on(cs)
    touched = {row[0] for row in cs.query("SELECT DISTINCT entity FROM net")}
    if DECISION.name in touched:  # what went on by other merges waits (undo_waiting)
        cs.connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE lead_within AS SELECT l.* FROM lead_on l
            JOIN ({made(cs.connection, target)}) m ON l.start = m.old_id AND l.now = m.new_id
        """)
    for holder, field in merged_links():
        if holder.name in touched:
            _leave_others(cs, holder.name, field.name, "lead_within" if holder is DECISION else "lead_on")


def _not_merged(cs: "ChangeSet", record: int, target: int) -> InputError:
    """Why a record names no group of a change set that could be taken apart."""
    groups = cs.query(f"SELECT old_id, new_id FROM ({made(cs.connection, target)})")
    if not groups:
        return InputError(
            "Change set {number} merged nothing, so it is undone only as a whole: desk.undo({number}).",
            number=target,
        )
    return InputError(
        "The group of record {id} was taken apart already. Those that still stand: desk.journal.merged({number})."
        if any(record in pair for pair in groups)
        else "Record {id} is in none of the groups that change set {number} merged. Those there are: desk.journal.merged({number}).",
        number=target,
        id=record,
    )


def revive(cs: "ChangeSet") -> None:
    """What this change set deleted and an undo of a part of it brought back: let the rest of its links go back too.

    A relation of two groups comes back with the first of them that is undone, and leads to the survivor of the
    other one until that is undone as well.

    Args:
        cs: the change set that undoes; the tables ``net`` and ``undone`` are gathered, and narrowed.
    """
    fields: dict[str, list[str]] = {}
    for holder, field in merged_links():
        fields.setdefault(holder.name, []).append(field.name)
    run = cs.connection.execute
    for entity, names in fields.items():
        back = f"FROM net n JOIN db.{quote(entity)} t ON t.id = n.record_id WHERE n.entity = {literal(entity)} AND n.last_op = 'delete' AND n.first_op <> 'insert'"
        if not cs.query(f"SELECT 1 {back} LIMIT 1"):
            continue
        lead_on(cs)
        for name in names:
            then = f"TRY_CAST(n.image ->> '$.{name}' AS BIGINT)"
            run(f"""
                INSERT INTO undone
                SELECT n.entity, n.record_id, {literal(name)}, n.image -> '$.{name}', to_json(t.{quote(name)}) {back}
                AND t.{quote(name)} = (SELECT now FROM lead_on l WHERE l.start = {then}) AND {then} IN ({BACK})
            """)
        run(f"""
            UPDATE net SET first_op = 'update', last_op = 'update' WHERE entity = {literal(entity)} AND last_op = 'delete' AND first_op <> 'insert'
            AND record_id IN (SELECT t.id FROM db.{quote(entity)} t) AND record_id IN (SELECT u.record_id FROM undone u WHERE u.entity = {literal(entity)})
        """)


def let_go(cs: "ChangeSet") -> None:
    """Keep no redirect of a record that comes back, though a later merge led it on: nobody stands beside a redirect.

    Args:
        cs: the change set that undoes; ``kept`` holds what stays as it is now.
    """
    cs.connection.execute(f"""
        DELETE FROM kept WHERE entity = 'redirect' AND id IN (SELECT id FROM db.redirect WHERE old_id IN ({BACK} AND image IS NOT NULL))
    """)


def merged_links() -> list[tuple[RecordType, Field]]:
    """The fields that may point at records that are merged, each with the type that has it."""
    return list(dict.fromkeys(link for kind in MERGED_TYPES for link in references_to(kind.name)))


def lead_on(cs: "ChangeSet") -> None:
    """Table ``lead_on``: start, now: where the ids of records that vanished lead at present."""
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE lead_on AS
        WITH RECURSIVE chain(start, now) AS (
            SELECT old_id, new_id FROM db.redirect
            UNION SELECT c.start, r.new_id FROM chain c JOIN db.redirect r ON r.old_id = c.now
        )
        SELECT start, now FROM chain ANTI JOIN db.redirect r ON r.old_id = chain.now
    """)


def _leave_others(cs: "ChangeSet", entity: str, field: str, leads: str) -> None:
    """Of what also points at records of other groups, only the link to this part goes back; the other one stays where it leads."""
    run = cs.connection.execute
    run(f"""
        DELETE FROM undone WHERE entity = {literal(entity)} AND field = {literal(field)}
        AND TRY_CAST(before ->> '$' AS BIGINT) NOT IN (SELECT id FROM part)
    """)
    run(f"""
        UPDATE net SET image = json_merge_patch(image, json_object({literal(field)}, l.now)) FROM {leads} l
        WHERE net.entity = {literal(entity)} AND net.image IS NOT NULL AND l.start = TRY_CAST(net.image ->> '$.{field}' AS BIGINT)
        AND l.start NOT IN (SELECT id FROM part)
    """)


def _concerned(entity: str) -> str:
    """SQL: ids of the records of a type that are these, or point or pointed at them."""
    kind = RECORD_TYPES[entity]
    if kind in MERGED_TYPES:
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
