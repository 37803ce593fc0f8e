"""What the store knows about one person beside the records themselves: origins, history, exports, records that look the same."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Final

import duckdb

from workbench.model.personal_data import Source, is_about_person
from workbench.model.record import Dossier
from workbench.model.records import CLIENT, MAIN_TYPES, record_type
from workbench.model.rights import User
from workbench.store import reading
from workbench.store.access import ids_list, visible
from workbench.store.columns import BOOKKEEPING, folded, literal
from workbench.store.hindsight import hidden, veiled
from workbench.store.timeline import concerning

_KINDS: Final[Mapping[str, str]] = {
    "copy_from_registry": "register", "import_file": "file", "create": "person", "edit": "person", "together": "person",
    "merge": "merge", "merge_clusters": "merge",
}  # fmt: skip
"""Action -> the kind of source that its values have; any other action is “other”."""

_PEOPLE: Final = f"""
    SELECT 'person' AS entity, t.id, {folded("concat_ws(' ', t.first_name, t.last_name)")} AS name, t.birthday FROM db.person t WHERE [person]
    UNION ALL
    SELECT 'lead', t.id, {folded("concat_ws(' ', t.first_name, t.last_name)")}, t.birthday FROM db.lead t WHERE [lead]
    UNION ALL
    SELECT 'client', t.id, {folded("coalesce(nullif(concat_ws(' ', t.first_name, t.last_name), ''), t.name)")}, t.birthday
    FROM db.client t WHERE t.is_person AND [client]
"""


def origins(
    connection: duckdb.DuckDBPyConnection, user: User, entity: str, ids: Sequence[int]
) -> dict[int, dict[str, Source]]:
    """Where the fields of records come from, as the journal tells it.

    Returns:
        id -> field -> source; under ``"*"`` that of the fields that were never changed since the record was made.
    """
    rows = connection.execute(
        f"""
        WITH mine AS (SELECT * FROM db.change WHERE entity = ? AND record_id IN ({ids_list(ids)})),
        fields AS (
            SELECT record_id, unnest(json_keys(after)) AS field, change_set FROM mine WHERE op = 'update' AND after IS NOT NULL
            UNION ALL SELECT record_id, '*', change_set FROM mine WHERE op = 'insert'
        ),
        last AS (SELECT record_id, field, max(change_set) AS change_set FROM fields GROUP BY ALL),
        closed AS ({veiled(user, "c.change_set IN (SELECT change_set FROM last)")})
        SELECT l.record_id, l.field, s.id, s.made_at, s.actor, s.action,
               CASE WHEN s.id NOT IN (SELECT change_set FROM closed) THEN s.options ->> '$.file' END
        FROM last l JOIN db.change_set s ON s.id = l.change_set
        """,
        [entity],
    ).fetchall()
    found: dict[int, dict[str, Source]] = {}
    for number, field, change_set, at, actor, action, file in rows:
        found.setdefault(number, {})[field] = Source(
            _KINDS.get(action, "other"), file or action, None, at.replace(tzinfo=UTC), actor, change_set
        )
    return found


def history(
    connection: duckdb.DuckDBPyConnection, user: User, entity: str, ids: Sequence[int]
) -> list[dict[str, Any]]:
    """All that the journal keeps about records and what hangs or once hung on them, the newest first.

    Args:
        connection: the file attached.
        user: who looks; rows of records that they do not see are left out.
        entity: the record type.
        ids: the records, and what was merged into them.

    Returns:
        change_set, made_at (UTC), actor, action, note, entity, id, operation, field, before, after. No note of a change set
        that concerned others' records too: it may name them. Of what was removed, all that was kept of it.
    """
    main = ", ".join(literal(one.name) for one in MAIN_TYPES)
    seen = "" if user.is_administrator else f"AND NOT ({hidden(user)})"
    kept_by_journal = ", ".join(literal(name) for name in ("id", *BOOKKEEPING))
    rows = connection.execute(f"""
        WITH mine AS (SELECT * FROM db.change c WHERE ({concerning(ids)}) {seen}),
        others AS (
            SELECT DISTINCT c.change_set FROM db.change c WHERE c.change_set IN (SELECT change_set FROM mine)
            AND c.entity IN ({main}) AND NOT (c.entity = {literal(entity)} AND c.record_id IN ({ids_list(ids)}))
        ),
        fields AS (
            SELECT *, unnest(CASE WHEN op = 'insert' OR coalesce(after, before) IS NULL THEN ['*'] ELSE json_keys(coalesce(after, before)) END) AS field
            FROM mine
        )
        SELECT s.id AS change_set, s.made_at, s.actor, s.action,
               CASE WHEN o.change_set IS NULL THEN s.note END AS note, f.entity, f.record_id AS id, f.op AS operation, f.field,
               f.before ->> ('$."' || nullif(f.field, '*') || '"') AS before, f.after ->> ('$."' || nullif(f.field, '*') || '"') AS after
        FROM fields f JOIN db.change_set s ON s.id = f.change_set LEFT JOIN others o ON o.change_set = s.id
        WHERE f.op <> 'delete' OR f.field = '*'
           OR (f.field NOT IN ({kept_by_journal}) AND (f.before ->> ('$."' || f.field || '"')) IS NOT NULL)
        ORDER BY s.id DESC, f.step, f.record_id, f.field
    """)
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def exported(connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Who took any of these records out, the newest first: made_at (UTC), actor, format; others than administrators see their own."""
    actor = None if user.is_administrator else user.name
    rows = connection.execute(
        """
        SELECT made_at, actor, format FROM db.export_log
        WHERE list_has_any(record_ids, ?::BIGINT[]) AND actor = coalesce(?, actor) ORDER BY made_at DESC
        """,
        [list(ids), actor],
    ).fetchall()
    return [dict(zip(("made_at", "actor", "format"), row, strict=True)) for row in rows]


def merged(connection: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> list[tuple[int, int]]:
    """What was merged into these records through any chain: (id that is gone, id of the record that stands)."""
    gone = reading.merged_into(connection, ids_list(ids))
    now = reading.follow(connection, gone)
    return [(one, now[one]) for one in gone]


def organisations(
    connection: duckdb.DuckDBPyConnection, user: User, dossiers: Sequence[Dossier]
) -> dict[int, str]:
    """Names of the clients that records mention and that are no natural persons, by id; whom this user does not see, has none."""
    ids = {
        row[field.name]
        for one in dossiers
        for rows in one.hanging.values()
        for row in rows
        for field in row.type.references
        if field.to == "client" and row[field.name]
    }
    found = reading.records(connection, user, CLIENT, f"t.id IN ({ids_list(sorted(ids))})")
    return {one.id: str(one["name"]) for one in found if not is_about_person(one)}


def alike(
    connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]
) -> list[tuple[str, int, str]]:
    """Other records that this user sees and that may be the same person's.

    Args:
        connection: the file attached.
        user: who looks.
        ids: the person's records.

    Returns:
        (record type, id, ``"contact"``, ``"birthday"`` or ``"name"``), each record once, the strongest reason first:
        the same phone or e-mail, the same name and birthday, the same name.
    """
    people = _PEOPLE
    for name in ("person", "lead", "client"):
        people = people.replace(f"[{name}]", f"({visible(user, record_type(name), 't')})")
    mine = ids_list(ids)
    rows = connection.execute(f"""
        WITH people AS ({people}),
        mine AS (SELECT * FROM people WHERE id IN ({mine})),
        others AS (SELECT * FROM people WHERE id NOT IN ({mine})),
        reached AS (
            SELECT record_type AS entity, record_id AS id, lower(value) AS value FROM db.contact WHERE kind IN ('phone', 'mobile', 'email')
        ),
        found AS (
            SELECT o.entity, o.id, 1 AS strength FROM others o JOIN reached r ON r.entity = o.entity AND r.id = o.id
            WHERE r.value IN (SELECT r.value FROM reached r WHERE r.id IN ({mine}))
            UNION ALL
            SELECT o.entity, o.id, CASE WHEN o.birthday = m.birthday THEN 2 ELSE 3 END
            FROM others o JOIN mine m ON o.name = m.name AND contains(m.name, ' ')
            WHERE o.birthday IS NULL OR o.birthday IN (SELECT birthday FROM mine) OR (SELECT count(birthday) FROM mine) = 0
        )
        SELECT entity, id, min(strength) FROM found GROUP BY ALL ORDER BY 3, 1, 2
    """).fetchall()
    return [(entity, number, _REASONS[strength]) for entity, number, strength in rows]


_REASONS: Final = {1: "contact", 2: "birthday", 3: "name"}
