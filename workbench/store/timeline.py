"""Readings of the journal: what a change set did, a record's history, the list of change sets, the past."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

import duckdb

from workbench.errors import NotFoundError
from workbench.model.fields import RecordType
from workbench.model.records import MAIN_TYPES, RECORD_TYPES, record_type
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import BOOKKEEPING, columns_of, from_image, literal, quote, to_image

if TYPE_CHECKING:
    import pandas as pd

_ORDER: Final = "change_set * 1000000 + step"
"""One number that orders all changes; a change set has far fewer than a million steps."""


def changes_of(connection: duckdb.DuckDBPyConnection, change_set: int | None) -> "pd.DataFrame":
    """What one change set did, one row a changed field.

    Returns:
        columns entity, id, operation, field, before, after (text); a created record has its values as
        ``after``, a deleted one as ``before``, as long as they are kept.
    """
    number = int(change_set or 0)
    parts = [
        f"""
        SELECT entity, record_id AS id, op AS operation, key AS field, before ->> ('$."' || key || '"') AS before,
               after ->> ('$."' || key || '"') AS after, step
        FROM (SELECT *, unnest(json_keys(coalesce(before, after))) AS key FROM db.change WHERE change_set = {number})
        WHERE op <> 'delete' OR (before ->> ('$."' || key || '"')) IS NOT NULL
        """
    ]
    hidden = ", ".join(literal(name) for name in ("id", *BOOKKEEPING))
    inserted = connection.execute(
        f"SELECT DISTINCT entity FROM db.change WHERE change_set = {number} AND op = 'insert'"
    ).fetchall()
    for (entity,) in inserted:
        columns = columns_of(record_type(entity))
        row = ", ".join(f"{quote(name)} := {to_image(f't.{quote(name)}', columns[name])}" for name in columns)
        parts.append(f"""
            SELECT {literal(entity)}, id, 'insert', key, NULL, image ->> ('$."' || key || '"'), 0
            FROM (
                SELECT t.id, to_json(struct_pack({row})) AS image, unnest(json_keys(image)) AS key FROM db.{quote(entity)} t
                WHERE t.id IN (SELECT record_id FROM db.change WHERE change_set = {number} AND op = 'insert')
            ) WHERE key NOT IN ({hidden}) AND (image ->> ('$."' || key || '"')) IS NOT NULL
        """)
    hidden_created = "operation = 'delete' AND field IN ('created_at', 'created_by')"
    return connection.execute(
        f"SELECT * EXCLUDE (step) FROM ({' UNION ALL '.join(parts)}) WHERE NOT ({hidden_created}) ORDER BY step, id, field"
    ).df()


def visible_changes(connection: duckdb.DuckDBPyConnection, user: User, change_set: int) -> "pd.DataFrame":
    """What a change set did, as far as this user sees the records it touched (as they stand now)."""
    frame = changes_of(connection, change_set)
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
    keep = [pair in seen for pair in zip(frame["entity"], frame["id"], strict=True)]
    return frame[keep]


def history(
    connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType, record_id: int
) -> "pd.DataFrame":
    """All that ever happened to a record and to what hangs on it, newest first.

    Returns:
        columns change_set, made_at (UTC), actor, action, note, entity, id, operation, field, before, after.

    Raises:
        NotFoundError: no such record for this user.
    """
    table = f"db.{quote(kind.name)}"
    seen = connection.execute(
        f"SELECT 1 FROM {table} t WHERE t.id = ? AND ({visible(user, kind, 't')})", [record_id]
    ).fetchall()
    if not seen:
        raise NotFoundError(
            "There is no {kind} {id}. Check the number; it may have been deleted or merged.",
            kind=kind.label,
            id=record_id,
        )
    mine = [f"(entity = {literal(kind.name)} AND record_id = {int(record_id)})"]
    for hanging in RECORD_TYPES.values():
        for anchor in hanging.anchors:
            column = quote(anchor)
            # A row that hung here once says so in an image; one that hangs here now, in its table.
            once = " OR ".join(
                f"TRY_CAST({image} ->> '$.{anchor}' AS BIGINT) = {int(record_id)}"
                for image in ("before", "after")
            )
            mine.append(f"""(entity = {literal(hanging.name)} AND (
                record_id IN (SELECT id FROM db.{quote(hanging.name)} WHERE {column} = {int(record_id)})
                OR record_id IN (SELECT record_id FROM db.change WHERE entity = {literal(hanging.name)} AND ({once}))))""")
    hidden = "" if user.is_administrator else f"AND NOT ({_hidden(user)})"
    return connection.execute(f"""
        WITH mine AS (SELECT * FROM db.change c WHERE ({" OR ".join(mine)}) {hidden}),
        fields AS (
            SELECT *, unnest(CASE WHEN op = 'update' THEN json_keys(after) ELSE ['*'] END) AS field FROM mine
        )
        SELECT s.id AS change_set, s.made_at, s.actor, s.action, s.note, f.entity, f.record_id AS id, f.op AS operation, f.field,
               f.before ->> ('$."' || nullif(f.field, '*') || '"') AS before, f.after ->> ('$."' || nullif(f.field, '*') || '"') AS after
        FROM fields f JOIN db.change_set s ON s.id = f.change_set ORDER BY s.id DESC, f.step, f.record_id, f.field
    """).df()


def _hidden(user: User) -> str:
    """SQL: the row ``c`` of the journal tells of a record that this user does not see.

    What stands now is judged as it stands; what is gone, by what it hung on when it went.
    """
    conditions = []
    for kind in RECORD_TYPES.values():
        table = f"db.{quote(kind.name)} t"
        ids = f"SELECT t.id FROM {table}"
        gone = "TRUE"
        if kind.anchors:
            gone = " OR ".join(
                f"c.record_id NOT IN (SELECT g.record_id FROM db.change g WHERE g.entity = {literal(kind.name)} AND g.op = 'delete' "
                f"AND TRY_CAST(g.before ->> '$.{anchor}' AS BIGINT) IN ({_seen_targets(user, kind, anchor)}))"
                for anchor in kind.anchors
            )
        conditions.append(
            f"(c.entity = {literal(kind.name)} AND c.record_id NOT IN ({ids} WHERE {visible(user, kind, 't')}) "
            f"AND (c.record_id IN ({ids}) OR {gone}))"
        )
    return " OR ".join(conditions)


def _seen_targets(user: User, kind: RecordType, anchor: str) -> str:
    to = kind.field(anchor).to
    targets = MAIN_TYPES if to == "*" else (RECORD_TYPES[str(to)],)
    return " UNION ALL ".join(
        f"SELECT m.id FROM db.{quote(one.name)} m WHERE {visible(user, one, 'm')}" for one in targets
    )


def change_sets(
    connection: duckdb.DuckDBPyConnection, user: User, *, since: datetime | None = None
) -> "pd.DataFrame":
    """The journal as a list, newest first; of others' work only what touched records this user sees.

    Returns:
        columns id, made_at (UTC), actor, action, note, records, undoes, undone_by, code.
    """
    condition = "TRUE" if since is None else f"s.made_at >= {literal(since.isoformat())}::TIMESTAMP"
    mine = "TRUE"
    if not user.is_administrator:
        seen = " OR ".join(
            f"(c.entity = {literal(kind.name)} AND c.record_id IN "
            f"(SELECT t.id FROM db.{quote(kind.name)} t WHERE {visible(user, kind, 't')}))"
            for kind in RECORD_TYPES.values()
        )
        mine = f"(s.actor = {literal(user.name)} OR {seen})"
    return connection.execute(f"""
        SELECT s.id, s.made_at, s.actor, s.action, any_value(s.note) AS note, count(DISTINCT c.record_id) AS records,
               any_value(s.undoes) AS undoes, any_value(u.id) AS undone_by, any_value(s.code) AS code
        FROM db.change_set s JOIN db.change c ON c.change_set = s.id
        LEFT JOIN db.change_set u ON u.undoes = s.id
        WHERE {condition} AND {mine} GROUP BY s.id, s.made_at, s.actor, s.action ORDER BY s.id DESC
    """).df()


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
    later = f"SELECT *, {_ORDER} AS place FROM db.change WHERE entity = {literal(entity)} AND change_set > {int(change_set)}"
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
