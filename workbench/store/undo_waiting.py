"""What a merge folded away, when the merge is taken back and the other end was merged on since.

A link comes back to where the other end is now. A decision does not: nobody said it of that record, which may be the very
one that is taken apart here. It waits, and comes back with the undo that brings the record back.
"""

from typing import TYPE_CHECKING

from workbench.model.merged import MERGED_TYPES
from workbench.model.records import DECISION
from workbench.store.columns import literal, quote
from workbench.store.decisions import FINGERPRINT
from workbench.store.hindsight import ORDER
from workbench.store.undo_part import BACK, DELETED, lead_on, merged_links

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_FIRST, _SECOND = (f"TRY_CAST(image ->> '$.{end}' AS BIGINT)" for end in DECISION.anchors)


def lead(cs: "ChangeSet") -> None:
    """Lead links that come back to where their other ends are, and leave out the decisions that wait.

    What was taken apart by itself and merged into something else since stays there.

    Args:
        cs: the change set that undoes; the tables ``net`` and ``undone`` are gathered, and narrowed.
    """
    run = cs.connection.execute
    elsewhere = "SELECT old_id FROM db.redirect WHERE id NOT IN (SELECT record_id FROM net WHERE entity = 'redirect' AND first_op = 'insert')"
    run(f"DELETE FROM net WHERE record_id IN ({BACK} AND record_id IN ({elsewhere}))")
    holders = {row[0] for row in cs.query(f"SELECT DISTINCT entity FROM net WHERE {DELETED}")}
    if not holders or not cs.query("SELECT 1 FROM db.redirect LIMIT 1"):
        return
    lead_on(cs)
    run(f"DELETE FROM lead_on WHERE start IN ({BACK})")
    if DECISION.name in holders:
        away = "SELECT start FROM lead_on"
        waiting = f"SELECT record_id FROM net WHERE entity = '{DECISION.name}' AND {DELETED} AND ({_FIRST} IN ({away}) OR {_SECOND} IN ({away}))"
        run(f"CREATE OR REPLACE TEMP TABLE waiting AS {waiting}")
        for table in ("undone", "net"):
            run(f"DELETE FROM {table} WHERE entity = '{DECISION.name}' AND record_id IN (FROM waiting)")
    for holder, field in merged_links():
        if holder.name in holders:
            run(f"""
                UPDATE net SET image = json_merge_patch(image, json_object({literal(field.name)}, l.now)) FROM lead_on l
                WHERE net.entity = {literal(holder.name)} AND {DELETED} AND l.start = TRY_CAST(net.image ->> '$.{field.name}' AS BIGINT)
            """)


def call(cs: "ChangeSet") -> None:
    """Let come back the decisions that waited for what this undo brings back, unless their pair was decided about since.

    One of a merge of which a part still stands at either record goes on waiting, as does one on a record that
    somebody else locked: undoing that merge once more brings it back.

    Args:
        cs: the change set that undoes; ``net`` and ``undone`` are told of them.
    """
    run = cs.connection.execute
    if not cs.query(f"{BACK} LIMIT 1"):
        return
    free = " UNION ALL ".join(
        f"SELECT id FROM db.{quote(one.name)} WHERE coalesce(locked_by, {literal(cs.user.name)}) = {literal(cs.user.name)}"
        for one in MERGED_TYPES
    )
    run(f"""
        CREATE OR REPLACE TEMP TABLE called AS
        WITH gone AS (
            SELECT record_id AS id, change_set, before AS image, version, {_FIRST} AS first, {_SECOND} AS second FROM db.change
            WHERE entity = '{DECISION.name}' AND op = 'delete' AND record_id NOT IN (SELECT id FROM db.decision)
            AND record_id NOT IN (SELECT record_id FROM net WHERE entity = '{DECISION.name}')
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY {ORDER} DESC) = 1
        ),
        made AS (SELECT change_set, record_id AS id FROM db.change WHERE entity = 'redirect' AND op = 'insert'),
        back AS ({BACK}),
        here AS ({free} UNION ALL FROM back)
        SELECT g.* FROM gone g
        WHERE (first IN (FROM back) OR second IN (FROM back)) AND first IN (FROM here) AND second IN (FROM here)
        AND change_set IN (SELECT change_set FROM made)
        AND NOT EXISTS (
            SELECT 1 FROM made m JOIN db.redirect r USING (id) WHERE m.change_set = g.change_set AND r.new_id IN (g.first, g.second)
            AND r.id NOT IN (SELECT record_id FROM net WHERE entity = 'redirect' AND first_op = 'insert')
        )
        AND NOT EXISTS (
            SELECT 1 FROM db.decision d
            WHERE least(d.record_id, d.other_id) = least(g.first, g.second) AND greatest(d.record_id, d.other_id) = greatest(g.first, g.second)
        )
    """)
    run(f"""
        INSERT INTO undone SELECT '{DECISION.name}', w.id, '{FINGERPRINT}', c.before -> '$.{FINGERPRINT}', c.after -> '$.{FINGERPRINT}'
        FROM called w JOIN db.change c ON c.change_set = w.change_set AND c.entity = '{DECISION.name}' AND c.record_id = w.id
        WHERE c.op = 'update' AND json_exists(c.before, '$.{FINGERPRINT}')
    """)
    run(f"INSERT INTO net SELECT '{DECISION.name}', id, 'update', 'delete', image, version FROM called")
