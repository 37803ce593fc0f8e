"""Who may undo what: sight, the right to edit and to delete, locks (AKCE.md, section 5 and "Undo").

A change set is undone by those who see all that it concerned. What moved along with a record that was merged
(a deal that this user does not see) moves back along with it, unseen as it came.
"""

from typing import TYPE_CHECKING

from workbench.errors import NotFoundError, PermissionRefusedError
from workbench.model.records import LOCK_FIELDS, MAIN_TYPES, RECORD_TYPES
from workbench.store import guard
from workbench.store.columns import literal, quote
from workbench.store.hindsight import ORDER, seen

if TYPE_CHECKING:
    from workbench.model.fields import RecordType
    from workbench.store.changeset import ChangeSet


def check_right(cs: "ChangeSet", target: int) -> None:
    """Undoing takes the right to edit, unless nothing but locks was set.

    Raises:
        PermissionRefusedError: the user lacks it.
    """
    listed = ", ".join(literal(name) for name in LOCK_FIELDS)
    other = cs.query(f"""
        SELECT 1 FROM db.change WHERE change_set = {int(target)}
        AND (op <> 'update' OR len(list_filter(json_keys(before), lambda field: field NOT IN ({listed}))) > 0) LIMIT 1
    """)
    if other and not cs.user.rights.edit:
        raise _refused(cs, "edit")


def check_sight(cs: "ChangeSet", target: int) -> None:
    """Gather what a change set did (tables ``net``, ``undone``) and refuse what this user does not wholly see.

    Leaves in ``blind`` the records that the user does not see and that only moved along with one that they do.

    Raises:
        NotFoundError: there is no such change set, or none for this user.
    """
    there = cs.query("SELECT 1 FROM db.change_set WHERE id = ?", [target])
    if there:
        _gather(cs, target)
        _find_blind(cs)
        there = [] if cs.query("SELECT 1 FROM blind WHERE NOT along LIMIT 1") else there
    if not there:
        raise NotFoundError("There is no change set {id}. See desk.changes() for the numbers.", id=target)


def check_locks(cs: "ChangeSet", target: int) -> None:
    """Refuse to bring back a lock in somebody else's name, unless an administrator does it.

    Reads ``net``, ``undone`` and ``kept``.

    Raises:
        PermissionRefusedError: with the record and whose lock it was.
    """
    if cs.user.is_administrator:
        return
    for kind in MAIN_TYPES:
        rows = cs.query(f"""
            SELECT n.record_id, coalesce(u.before, n.image -> '$.locked_by') ->> '$' AS holder
            FROM net n LEFT JOIN undone u ON u.entity = n.entity AND u.record_id = n.record_id AND u.field = 'locked_by'
            LEFT JOIN db.{quote(kind.name)} t ON t.id = n.record_id
            WHERE n.entity = {literal(kind.name)} AND n.first_op <> 'insert' AND holder <> {literal(cs.user.name)}
            AND t.locked_by IS DISTINCT FROM holder AND (t.id IS NOT NULL OR n.last_op = 'delete')
            AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.entity = n.entity AND k.id = n.record_id AND k.field IN ('locked_by', '*'))
            LIMIT 1
        """)
        if rows:
            raise PermissionRefusedError(
                "Undoing change set {id} would lock {kind} {record} in the name of {holder}. Only {holder} or an administrator may do that; ask them.",
                id=target, kind=kind.label, record=rows[0][0], holder=rows[0][1],
            )  # fmt: skip


def check_removal(cs: "ChangeSet", kind: "RecordType", select: str, target: int) -> None:
    """Taking back somebody else's new records is deleting them; one's own, anyone may who may edit.

    Args:
        cs: the change set that undoes.
        kind: the type of the records.
        select: a query of their ids.
        target: the change set that created them.

    Raises:
        PermissionRefusedError: the right to delete does not reach them.
    """
    if cs.query("SELECT 1 FROM db.change_set WHERE id = ? AND actor = ?", [target, cs.user.name]):
        return
    guard.check_reach(cs, kind, f"({select})")


def _gather(cs: "ChangeSet", target: int) -> None:
    run = cs.connection.execute
    run(f"""
        CREATE OR REPLACE TEMP TABLE net AS
        SELECT entity, record_id, arg_min(op, step) AS first_op, arg_max(op, step) AS last_op,
               arg_max(before, step) FILTER (op = 'delete') AS image, arg_max(version, step) AS version
        FROM db.change WHERE change_set = {int(target)} GROUP BY ALL
    """)
    run(f"""
        CREATE OR REPLACE TEMP TABLE undone AS
        WITH long AS (
            SELECT entity, record_id, step, before, after, unnest(json_keys(before)) AS field FROM db.change
            WHERE change_set = {int(target)} AND op = 'update'
        )
        SELECT entity, record_id, field, arg_min(before -> ('$."' || field || '"'), step) AS before,
               arg_max(after -> ('$."' || field || '"'), step) AS after
        FROM long GROUP BY ALL
    """)


def _find_blind(cs: "ChangeSet") -> None:
    """What of ``net`` the user does not see, and whether it only moved along with something they see.

    Moved along: a hanging record that hung, before or after, on a seen record that came, went or took over in
    this change set; a main record of which nothing but links between seen records changed, such a one among them.
    """
    run = cs.connection.execute
    run("CREATE OR REPLACE TEMP TABLE blind (entity VARCHAR, id BIGINT, along BOOLEAN)")
    if cs.user.is_administrator:
        return
    run("CREATE OR REPLACE TEMP TABLE point (entity VARCHAR, record_id BIGINT, field VARCHAR, target BIGINT)")
    _name_points(cs, [RECORD_TYPES[entity] for (entity,) in cs.query("SELECT DISTINCT entity FROM net")])
    run(f"""
        CREATE OR REPLACE TEMP TABLE sighted AS SELECT DISTINCT id FROM ({" UNION ALL ".join(seen(cs.user, one) for one in MAIN_TYPES)})
        WHERE id IN (SELECT target FROM point)
    """)
    mains = ", ".join(literal(one.name) for one in MAIN_TYPES)
    run(f"""
        CREATE OR REPLACE TEMP TABLE turning AS
        SELECT id FROM sighted WHERE id IN (SELECT record_id FROM net WHERE entity IN ({mains}) AND (first_op = 'insert' OR last_op = 'delete'))
        OR id IN (SELECT target FROM point WHERE entity = 'redirect')
    """)
    run("""
        CREATE OR REPLACE TEMP TABLE judged AS
        SELECT entity, record_id, field, target IN (SELECT id FROM sighted) AS lit, target IN (SELECT id FROM turning) AS turns FROM point
    """)
    run(f"""
        INSERT INTO blind SELECT entity, record_id, bool_or(turns) FROM judged
        WHERE entity NOT IN ({mains}) GROUP BY ALL HAVING NOT bool_and(lit)
    """)
    links = " OR ".join(
        f"(u.entity = {literal(one.name)} AND u.field IN ({', '.join(literal(field.name) for field in one.references)}))"
        for one in MAIN_TYPES
        if one.references
    )
    run(f"""
        INSERT INTO blind
        SELECT n.entity, n.record_id, n.first_op = 'update' AND n.last_op = 'update' AND o.record_id IS NULL
               AND coalesce(j.lit AND j.turns, FALSE)
        FROM net n
        LEFT JOIN (SELECT DISTINCT entity, record_id FROM undone u WHERE NOT ({links})) o USING (entity, record_id)
        LEFT JOIN (
            SELECT entity, record_id, bool_and(lit) AS lit, bool_or(turns) AS turns FROM judged WHERE field <> 'id' GROUP BY ALL
        ) j USING (entity, record_id)
        WHERE n.entity IN ({mains}) AND n.record_id NOT IN (SELECT id FROM sighted)
    """)


def _name_points(cs: "ChangeSet", kinds: "list[RecordType]") -> None:
    """Note by which main records the rows of ``net`` are judged."""
    run = cs.connection.execute
    mains = ", ".join(literal(one.name) for one in MAIN_TYPES)
    run(f"INSERT INTO point SELECT entity, record_id, 'id', record_id FROM net WHERE entity IN ({mains})")
    for kind, anchor in [(one, anchor) for one in kinds for anchor in one.anchors]:
        name, table, path = literal(kind.name), f"db.{quote(kind.name)}", literal(f"$.{anchor}")
        rows = f"SELECT record_id FROM net WHERE entity = {name}"
        run(f"""
            INSERT INTO point
            SELECT {name}, t.id, {literal(anchor)}, t.{quote(anchor)} FROM {table} t WHERE t.id IN ({rows})
            UNION ALL
            SELECT {name}, record_id, {literal(anchor)}, TRY_CAST(image ->> {path} AS BIGINT) FROM (
                SELECT record_id, arg_max(before, {ORDER}) AS image FROM db.change WHERE entity = {name} AND op = 'delete'
                AND before IS NOT NULL AND record_id IN ({rows}) AND record_id NOT IN (SELECT id FROM {table}) GROUP BY 1
                UNION ALL
                SELECT record_id, image FROM net WHERE entity = {name} AND image IS NOT NULL
            )
        """)
    moved = " OR ".join(
        f"entity = {literal(kind.name)} AND field IN ({', '.join(map(literal, names))})"
        for kind in kinds
        if (names := kind.anchors or tuple(one.name for one in kind.references))
    )
    for side in ("before", "after") if moved else ():
        run(f"""
            INSERT INTO point
            SELECT entity, record_id, field, TRY_CAST({side} ->> '$' AS BIGINT) FROM undone WHERE {moved}
        """)
    run("DELETE FROM point WHERE target IS NULL")


def _refused(cs: "ChangeSet", right: str) -> PermissionRefusedError:
    return PermissionRefusedError(
        "User {user} may not do this (right “{right}”). An administrator can grant it.",
        user=cs.user.name,
        right=right,
    )
