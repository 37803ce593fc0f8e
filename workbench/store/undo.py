"""Undo: the inverse of a change set, as a change set of its own.

What later changes touched is a collision: it is shown, and the rest can be undone (AKCE.md, "Undo").
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from workbench.errors import CollisionError
from workbench.model.fields import RecordType
from workbench.model.records import RECORD_TYPES, references_to
from workbench.store import decisions, guard, undo_part, undo_rights, undo_said, undo_waiting
from workbench.store.access import visible
from workbench.store.columns import columns_of, from_image, literal, quote
from workbench.store.hindsight import ORDER
from workbench.store.undo_part import DELETED
from workbench.store.undo_said import WHOLE

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

Decision = Literal["refuse", "keep", "restore"]
Decisions = Mapping[tuple[int, str], Decision]
_Columns = dict[str, str]
"""Field -> the type of its column."""
_IMPOSSIBLE: Final = ("gone", "erased", "linked")
"""Reasons against which nothing can be restored: what there is now is kept."""
_CREATED: Final = "first_op = 'insert' AND last_op <> 'delete'"
"""SQL over ``net``: what the change set made."""


def undo(cs: "ChangeSet", target: int, *, on_collision: Decision = "refuse") -> "pd.DataFrame":
    """Take back all of a change set that this user sees; see :func:`take_back`.

    Raises:
        NotFoundError: there is no such change set, or it concerned records that this user does not see.
    """
    undo_rights.check_sight(cs, target)
    return take_back(cs, target, on_collision=on_collision)


def take_back(
    cs: "ChangeSet",
    target: int,
    *,
    on_collision: Decision = "refuse",
    choose: Decisions | None = None,
    only: Sequence[int] | None = None,
) -> "pd.DataFrame":
    """Take back what a change set did, which :func:`workbench.store.undo_rights.check_sight` has gathered.

    Args:
        cs: the change set that undoes.
        target: the number of the one to undo.
        on_collision: what to do where a later change touched the same field: refuse it all, keep what is
            there now and undo the rest, or restore the old value all the same.
        choose: other decisions for single fields: ``{(id, field): "keep"}``; a whole record is ``"*"``.
        only: of a change set that merged many groups, only the groups of these clients.

    Returns:
        the collisions met on records that the user sees: entity, id, field, before, after, now, reason.

    Raises:
        CollisionError: there are collisions that nobody decided.
        PermissionRefusedError: the right to delete does not reach what it created, or a lock in somebody
            else's name would come back.
    """
    run = cs.connection.execute
    if only is not None:
        undo_part.narrow(cs, target, only)
    undo_part.revive(cs)
    undo_waiting.lead(cs)
    undo_waiting.call(cs)
    undo_said.find(cs, target)
    run(
        "CREATE OR REPLACE TEMP TABLE collision (entity VARCHAR, id BIGINT, field VARCHAR, before VARCHAR, after VARCHAR, now VARCHAR, reason VARCHAR)"
    )
    kinds, created, fields = _kinds(cs, "TRUE"), _kinds(cs, _CREATED), _fields(cs)
    for kind in kinds:
        _find_collisions(cs, kind, fields[kind.name])
    for kind in created:
        _find_grown(cs, kind, target)
    undo_said.collide(cs, target)
    collisions = run("SELECT DISTINCT * FROM collision ORDER BY entity, id, field").df()
    kept = _decide(cs, collisions, target, on_collision, choose or {})
    cs.connection.register("kept_rows", kept)
    columns = "entity::VARCHAR AS entity, id::BIGINT AS id, field::VARCHAR AS field"
    run(f"CREATE OR REPLACE TEMP TABLE kept AS SELECT {columns} FROM kept_rows")
    cs.connection.unregister("kept_rows")
    undo_part.let_go(cs)
    undo_said.settle(cs)
    undo_rights.check_locks(cs, target)
    for kind in _kinds(cs, DELETED):
        _reinsert(cs, kind, fields[kind.name])
    for kind in kinds:
        _set_back(cs, kind, fields[kind.name])
    for kind in reversed(created):
        _remove(cs, kind, target)
    undo_said.give(cs)
    return _in_sight(cs, collisions)


def _kinds(cs: "ChangeSet", condition: str) -> list[RecordType]:
    """The types of those records in ``net`` that meet a condition, the main ones first."""
    rows = cs.query(f"SELECT DISTINCT entity FROM net WHERE {condition} ORDER BY entity")
    return sorted((RECORD_TYPES[row[0]] for row in rows), key=lambda kind: not kind.main)


def _in_sight(cs: "ChangeSet", collisions: "pd.DataFrame") -> "pd.DataFrame":
    """Without what moved along unseen: its values, and its ids, are none of this user's business."""
    blind = {(row[0], row[1]) for row in cs.query("SELECT entity, id FROM blind")}
    keep = [pair not in blind for pair in zip(collisions["entity"], collisions["id"], strict=True)]
    return collisions[keep].reset_index(drop=True) if blind else collisions


def _find_collisions(cs: "ChangeSet", kind: RecordType, fields: _Columns) -> None:
    """Changed fields that hold something else by now, and deleted records of which nothing was kept.

    What is back already (a part was undone, or somebody typed it) stands against nothing; nor does a redirect of whoever is back.
    """
    name, table = literal(kind.name), f"db.{quote(kind.name)}"
    found = [
        f"""
        SELECT {name}, u.record_id, u.field, u.before ->> '$', u.after ->> '$', t.{quote(field)}::VARCHAR,
               CASE WHEN t.id IS NULL THEN 'gone' ELSE 'changed' END
        FROM undone u JOIN net n USING (entity, record_id) LEFT JOIN {table} t ON t.id = u.record_id
        WHERE u.entity = {name} AND u.field = {literal(field)} AND n.first_op = 'update' AND n.last_op = 'update'
        AND (t.id IS NULL AND u.entity <> 'redirect' OR t.id IS NOT NULL AND t.{quote(field)} IS DISTINCT FROM {from_image("u.after", column)}
                                AND t.{quote(field)} IS DISTINCT FROM {from_image("u.before", column)})
        """
        for field, column in fields.items()
    ]
    found.append(f"""
        SELECT {name}, record_id, '{WHOLE}', NULL, NULL, NULL, 'erased' FROM net
        WHERE entity = {name} AND {DELETED} AND image IS NULL AND record_id NOT IN (SELECT id FROM {table})
    """)
    cs.connection.execute(f"INSERT INTO collision {' UNION ALL '.join(found)}")


def _find_grown(cs: "ChangeSet", kind: RecordType, target: int) -> None:
    """Created records that were changed, or linked to, since they were created."""
    run = cs.connection.execute
    name, table = literal(kind.name), f"db.{quote(kind.name)}"
    created = f"SELECT record_id FROM net WHERE entity = {name} AND {_CREATED}"
    since = f"entity = {name} AND change_set > {int(target)} AND op = 'update' AND record_id IN ({created})"
    fields = cs.query(f"SELECT DISTINCT unnest(json_keys(before)) FROM db.change WHERE {since}")
    for (field,) in fields:
        if (kind.name, field) == ("decision", decisions.FINGERPRINT):
            continue
        path = literal(f'$."{field}"')
        run(f"""
            INSERT INTO collision
            SELECT {name}, c.record_id, '{WHOLE}', NULL, NULL, {literal(field)}, 'changed'
            FROM (
                SELECT record_id, arg_min(before -> {path}, {ORDER}) AS then FROM db.change
                WHERE {since} AND json_exists(before, {path}) GROUP BY 1
            ) c JOIN {table} t ON t.id = c.record_id
            WHERE t.{quote(field)} IS DISTINCT FROM {from_image("c.then", columns_of(kind)[field])}
        """)
    for holder, reference in references_to(kind.name):
        same_type = f"AND h.record_type = {name}" if holder.by_name.get("record_type") else ""
        run(f"""
            INSERT INTO collision
            SELECT DISTINCT {name}, h.{quote(reference.name)}, '{WHOLE}', NULL, NULL,
                   CASE WHEN {visible(cs.user, holder, "h")} THEN {literal(holder.name)} END, 'linked'
            FROM db.{quote(holder.name)} h WHERE h.{quote(reference.name)} IN ({created}) {same_type}
            AND h.id NOT IN (SELECT record_id FROM net WHERE entity = {literal(holder.name)} AND first_op = 'insert')
            AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.entity = {literal(holder.name)} AND u.record_id = h.id
                            AND u.field = {literal(reference.name)})
        """)


def _decide(
    cs: "ChangeSet", collisions: "pd.DataFrame", target: int, on_collision: Decision, choose: Decisions
) -> "pd.DataFrame":
    """The collisions whose present state is kept.

    Raises:
        CollisionError: some are undecided.
    """
    rows = collisions.to_dict("records")
    decided = [
        choose.get((row["id"], row["field"]), choose.get((row["id"], WHOLE), on_collision)) for row in rows
    ]
    refused = [decision == "refuse" for decision in decided]
    if any(refused):
        undecided = _in_sight(cs, collisions[refused]).to_dict("records")
        if not undecided:
            raise CollisionError(
                "Change set {id} cannot be undone whole: later changes stand against it. "
                'Undo the rest with on_collision="keep", or ask an administrator.',
                id=target,
            )
        first = undecided[0]
        raise undo_said.explain(cs, first, target, len(undecided)) or CollisionError(
            "Change set {id} cannot be undone whole: {count} later changes stand against it, first {entity} {record}, field {field}. "
            'See desk.akce.undo({id}).collisions(); undo the rest with on_collision="keep", or bring the old values back with "restore".',
            id=target, count=len(undecided), entity=RECORD_TYPES[first["entity"]].label, record=first["id"], field=_called(first["entity"], first["field"]),
        )  # fmt: skip
    kept = [
        decision == "keep" or row["reason"] in _IMPOSSIBLE
        for row, decision in zip(rows, decided, strict=True)
    ]
    return collisions.loc[kept, ["entity", "id", "field"]]


def _called(entity: str, name: str) -> object:
    """What people call a field; the whole record, and what is no field, keep their names."""
    field = RECORD_TYPES[entity].by_name.get(name)
    return name if field is None else field.label


def _fields(cs: "ChangeSet") -> defaultdict[str, _Columns]:
    """Record type -> its fields that the change set changed."""
    found: defaultdict[str, _Columns] = defaultdict(dict)
    for entity, field in cs.query("SELECT DISTINCT entity, field FROM undone ORDER BY ALL"):
        columns = columns_of(RECORD_TYPES[entity])
        if field in columns:
            found[entity][field] = columns[field]
    return found


def _set_back(cs: "ChangeSet", kind: RecordType, fields: _Columns) -> None:
    if not fields:
        return
    pivot = ", ".join(
        f"max(u.before::VARCHAR) FILTER (u.field = {literal(field)})::JSON AS {quote('was ' + field)}"
        for field in fields
    )
    values = ", ".join(
        f"CASE WHEN m.{quote('was ' + field)} IS NULL THEN t.{quote(field)} ELSE {_was(field, column)} END AS {quote(field)}"
        for field, column in fields.items()
    )
    select = f"""
        SELECT t.id, {values} FROM db.{quote(kind.name)} t JOIN (
            SELECT u.record_id, {pivot} FROM undone u JOIN net n USING (entity, record_id)
            WHERE u.entity = {literal(kind.name)} AND n.first_op = 'update' AND n.last_op = 'update'
            AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.entity = u.entity AND k.id = u.record_id AND k.field IN (u.field, '{WHOLE}'))
            GROUP BY u.record_id
        ) m ON m.record_id = t.id
    """
    names = list(fields)
    own = (
        f"SELECT * FROM ({select}) WHERE id NOT IN (SELECT id FROM blind WHERE entity = {literal(kind.name)})"
    )
    guard.check_pointed_at(cs, kind, f"({own})", names, new=False)
    # Sight was checked before the first step; what is unseen still moved along with what is seen.
    cs.update_from(kind.name, select, ["id", *names], unseen=True)


def _was(field: str, column: str) -> str:
    return from_image(f"m.{quote('was ' + field)}", column)


def _reinsert(cs: "ChangeSet", kind: RecordType, changed: _Columns) -> None:
    """Rows that the change set deleted come back with the values they had before it."""
    columns = columns_of(kind)
    values = []
    for name, column in columns.items():
        if name in ("id", "version", "updated_at", "updated_by"):
            continue
        path = literal(f'$."{name}"')
        image = f"n.image -> {path}"
        if name in changed:
            earlier = f"SELECT u.before FROM undone u WHERE u.entity = n.entity AND u.record_id = n.record_id AND u.field = {literal(name)}"
            image = f"coalesce(({earlier}), {image})"
        values.append(f"{from_image(f'({image})', column)} AS {quote(name)}")
    select = f"""
        SELECT n.record_id AS id, {", ".join(values)}, n.version + 1 AS version,
               {literal(cs.at.isoformat())}::TIMESTAMP AS updated_at, {literal(cs.user.name)} AS updated_by
        FROM net n WHERE n.entity = {literal(kind.name)} AND {DELETED}
        AND n.image IS NOT NULL AND n.record_id NOT IN (SELECT id FROM db.{quote(kind.name)})
    """
    names = [
        *(name for name in columns if name not in ("version", "updated_at", "updated_by")),
        "version",
        "updated_at",
        "updated_by",
    ]
    cs.restore(kind.name, select, names)


def _remove(cs: "ChangeSet", kind: RecordType, target: int) -> None:
    """Rows that the change set created go again, unless they, or what they hang on, are kept."""
    hangs = (
        " OR ".join(
            f"t.{quote(anchor)} IN (SELECT id FROM kept WHERE field = '{WHOLE}')" for anchor in kind.anchors
        )
        or "FALSE"
    )
    select = f"""
        SELECT t.id FROM db.{quote(kind.name)} t JOIN net n ON n.record_id = t.id AND n.entity = {literal(kind.name)}
        WHERE {_CREATED} AND t.id NOT IN (SELECT id FROM kept WHERE entity = n.entity) AND NOT ({hangs})
    """
    if cs.query(f"{select} LIMIT 1"):
        undo_rights.check_removal(cs, kind, select, target)
        cs.delete_from(kind.name, select, unseen=True)
