"""Readings of the journal: what a change set did, a record's history, the past."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from workbench.errors import NotFoundError
from workbench.model.fields import RecordType
from workbench.model.records import RECORD_TYPES, record_type
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import BOOKKEEPING, columns_of, from_image, literal, quote, to_image
from workbench.store.hindsight import ORDER, hidden, veiled

if TYPE_CHECKING:
    import pandas as pd


def changes_of(
    connection: duckdb.DuckDBPyConnection, change_set: int | None, among: Sequence[int] | None = None
) -> "pd.DataFrame":
    """What one change set did, one row a changed field.

    Args:
        connection: the file attached.
        change_set: its number.
        among: ids of the records to tell of, where not of all.

    Returns:
        columns entity, id, operation, field, before, after (text); a created record has the values that it
        was created with as ``after``, a deleted one as ``before``, as long as they are kept.
    """
    number = int(change_set or 0)
    only = "TRUE" if among is None else f"record_id IN ({ids_list(among)})"
    parts = [
        f"""
        SELECT entity, record_id AS id, op AS operation, key AS field, before ->> ('$."' || key || '"') AS before,
               after ->> ('$."' || key || '"') AS after, step
        FROM (SELECT *, unnest(json_keys(coalesce(before, after))) AS key FROM db.change WHERE change_set = {number} AND {only})
        WHERE op <> 'delete' OR (before ->> ('$."' || key || '"')) IS NOT NULL
        """
    ]
    kept_by_journal = ", ".join(literal(name) for name in ("id", *BOOKKEEPING))
    inserted = connection.execute(
        f"SELECT DISTINCT entity FROM db.change WHERE change_set = {number} AND op = 'insert' AND {only}"
    ).fetchall()
    for (entity,) in inserted:
        columns = columns_of(record_type(entity))
        row = ", ".join(f"{quote(name)} := {to_image(f't.{quote(name)}', columns[name])}" for name in columns)
        parts.append(f"""
            SELECT {literal(entity)}, id, 'insert', key, NULL, image ->> ('$."' || key || '"'), 0
            FROM (
                SELECT t.id, to_json(struct_pack({row})) AS image, unnest(json_keys(image)) AS key FROM ({_as_made(connection, entity, number)}) t
                WHERE t.id IN (SELECT record_id FROM db.change WHERE change_set = {number} AND op = 'insert' AND {only})
            ) WHERE key NOT IN ({kept_by_journal}) AND (image ->> ('$."' || key || '"')) IS NOT NULL
        """)
    hidden_created = "operation = 'delete' AND field IN ('created_at', 'created_by')"
    return connection.execute(
        f"SELECT * EXCLUDE (step) FROM ({' UNION ALL '.join(parts)}) WHERE NOT ({hidden_created}) ORDER BY step, id, field"
    ).df()


def _as_made(connection: duckdb.DuckDBPyConnection, entity: str, change_set: int) -> str:
    """SQL of a table as a change set left it; cheap where nothing came later, as in every preview."""
    later = connection.execute(
        "SELECT 1 FROM db.change WHERE entity = ? AND change_set > ? LIMIT 1", [entity, change_set]
    ).fetchall()
    return state(connection, entity, change_set) if later else f"SELECT * FROM db.{quote(entity)}"


def visible_changes(
    connection: duckdb.DuckDBPyConnection, user: User, change_set: int, among: Sequence[int] | None = None
) -> "pd.DataFrame":
    """What a change set did, as far as this user sees the records it touched (as they stand now).

    Args:
        connection: the file attached.
        user: who looks.
        change_set: its number.
        among: ids of the records to tell of, where not of all.
    """
    frame = changes_of(connection, change_set, among)
    if user.is_administrator:
        return frame
    seen: set[tuple[str, int]] = set()
    for entity in frame["entity"].unique():
        kind = record_type(str(entity))
        rows = connection.execute(
            f"SELECT t.id FROM db.{quote(kind.name)} t WHERE ({visible(user, kind, 't')}) AND t.id IN "
            f"(SELECT record_id FROM db.change WHERE change_set = {int(change_set)})"
        ).fetchall()
        seen |= {(kind.name, row[0]) for row in rows}
    seen_ids = {name: [one for entity, one in seen if entity == name] for name, _ in seen}
    keep = frame["id"].isna()
    for entity, ids in seen_ids.items():
        keep |= (frame["entity"] == entity) & frame["id"].isin(ids)
    return frame[keep]


def history(
    connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType, record_id: int
) -> "pd.DataFrame":
    """All that ever happened to a record and to what hangs on it, newest first.

    Returns:
        columns change_set, made_at (UTC), actor, action, note, entity, id, operation, field, before, after;
        no note of others' change sets that also concern records this user does not see.

    Raises:
        NotFoundError: no such record for this user.
    """
    table = f"db.{quote(kind.name)}"
    seen = connection.execute(
        f"SELECT 1 FROM {table} t WHERE t.id = ? AND ({visible(user, kind, 't')})", [record_id]
    ).fetchall()
    if not seen:
        raise NotFoundError.of(kind.label, record_id)
    seen_only = "" if user.is_administrator else f"AND NOT ({hidden(user)})"
    return connection.execute(f"""
        WITH mine AS (SELECT * FROM db.change c WHERE ({concerning([record_id])}) {seen_only}),
        veiled AS ({veiled(user, "c.change_set IN (SELECT change_set FROM mine)")}),
        fields AS (
            SELECT *, unnest(CASE WHEN op = 'update' THEN json_keys(after) ELSE ['*'] END) AS field FROM mine
        )
        SELECT s.id AS change_set, s.made_at, s.actor, s.action,
               CASE WHEN v.change_set IS NULL THEN s.note END AS note, f.entity, f.record_id AS id, f.op AS operation, f.field,
               f.before ->> ('$."' || nullif(f.field, '*') || '"') AS before, f.after ->> ('$."' || nullif(f.field, '*') || '"') AS after
        FROM fields f JOIN db.change_set s ON s.id = f.change_set LEFT JOIN veiled v ON v.change_set = s.id
        ORDER BY s.id DESC, f.step, f.record_id, f.field
    """).df()


def concerning(ids: Sequence[int]) -> str:
    """SQL over the columns of ``db.change``: it tells of these records of any type, or of what hangs or once hung on them."""
    these = ids_list(ids)
    hangs, hung = [], []
    for hanging in RECORD_TYPES.values():
        for anchor in hanging.anchors:
            # A row that hangs here now says so in its table, one that hung here once, in an image.
            hangs.append(
                f"SELECT {literal(hanging.name)}, id FROM db.{quote(hanging.name)} WHERE {quote(anchor)} IN ({these})"
            )
            images = " OR ".join(
                f"TRY_CAST({image} ->> '$.{anchor}' AS BIGINT) IN ({these})" for image in ("before", "after")
            )
            hung.append(f"entity = {literal(hanging.name)} AND ({images})")
    hangs.append(f"SELECT entity, record_id FROM db.change WHERE ({') OR ('.join(hung)})")
    # No two records share an id, so these need no type.
    return f"record_id IN ({these}) OR (entity, record_id) IN ({' UNION ALL '.join(hangs)})"


def told(user: User) -> str:
    """SQL: of the change set ``s`` this user is told by its row ``c``: it is theirs, or concerns what they see."""
    if user.is_administrator:
        return "TRUE"
    seen = " OR ".join(
        f"(c.entity = {literal(kind.name)} AND c.record_id IN "
        f"(SELECT t.id FROM db.{quote(kind.name)} t WHERE {visible(user, kind, 't')}))"
        for kind in RECORD_TYPES.values()
    )
    return f"(s.actor = {literal(user.name)} OR {seen})"


def change_set_at(connection: duckdb.DuckDBPyConnection, moment: datetime) -> int:
    """The newest change set that had landed by this moment (UTC without zone); 0 before the first."""
    rows = connection.execute(
        "SELECT coalesce(max(id), 0) FROM db.change_set WHERE made_at <= ?", [moment]
    ).fetchall()
    return int(rows[0][0])


def state(connection: duckdb.DuckDBPyConnection, entity: str, change_set: int) -> str:
    """SQL of a table as it stood right after a change set, with the columns of today.

    A value is the ``before`` of the first later change to it, or else what stands there now. Records that
    were erased since are gone from the past too.
    """
    kind = record_type(entity)
    later = f"SELECT *, {ORDER} AS place FROM db.change WHERE entity = {literal(entity)} AND change_set > {int(change_set)}"
    keys = [
        row[0]
        for row in connection.execute(f"SELECT DISTINCT unnest(json_keys(before)) FROM ({later})").fetchall()
    ]
    kept = [name for name in columns_of(kind) if name in keys]
    overlay = "".join(
        f""", arg_min(before -> '$."{name}"', place) FILTER (json_exists(before, '$."{name}"')) AS {quote("past " + name)}"""
        for name in kept
    )
    values = []
    for name, column in columns_of(kind).items():
        if name in kept:
            past = f"o.{quote('past ' + name)}"
            values.append(
                f"CASE WHEN {past} IS NOT NULL THEN {from_image(past, column)} ELSE t.{quote(name)} END AS {quote(name)}"
            )
        elif name == "version":
            values.append("coalesce(o.first_version - 1, t.version) AS version")
        elif name == "updated_at":
            values.append("CASE WHEN o.record_id IS NULL THEN t.updated_at ELSE s.made_at END AS updated_at")
        elif name == "updated_by":
            values.append("CASE WHEN o.record_id IS NULL THEN t.updated_by ELSE s.actor END AS updated_by")
        else:
            values.append(f"{'ids' if name == 'id' else 't'}.{quote(name)}")
    return f"""
        WITH later AS ({later}),
        o AS (
            SELECT record_id, arg_min(op, place) AS first_op, arg_min(version, place) AS first_version {overlay}
            FROM later GROUP BY record_id
        ),
        last AS (
            SELECT record_id, max(change_set) AS change_set FROM db.change
            WHERE entity = {literal(entity)} AND change_set <= {int(change_set)} AND record_id IN (SELECT record_id FROM o)
            GROUP BY record_id
        ),
        ids AS (SELECT id FROM db.{quote(entity)} UNION SELECT record_id FROM o)
        SELECT {", ".join(values)}
        FROM ids LEFT JOIN db.{quote(entity)} t ON t.id = ids.id LEFT JOIN o ON o.record_id = ids.id
        LEFT JOIN last ON last.record_id = ids.id LEFT JOIN db.change_set s ON s.id = last.change_set
        WHERE (o.first_op IS NULL OR o.first_op <> 'insert')
        AND ids.id NOT IN (SELECT record_id FROM db.erasure WHERE record_type = {literal(entity)})
    """
