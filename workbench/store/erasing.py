"""Erasure: after it nothing of a record is left but that its id was deleted, by whom and when."""

import json
from typing import TYPE_CHECKING

from workbench.model.fields import RecordType
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import RECORD_TYPES, references_to
from workbench.store import erasures, reading
from workbench.store.access import ids_list
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.changeset import ChangeSet


def erase(cs: "ChangeSet", entity: str, ids: "Sequence[int]") -> None:
    """Delete these records and their parts for good, and blank them in all the journal.

    Also what was merged into them, and the note, options and code of change sets that touched nothing else or
    that hold values (a typed value, a note, a reason), however many other records they touched: a text may
    name anyone, so it goes with the first of them, also from the decisions on others that were made by the same call; what was done to the others, and its counts, remain. The
    change set must have been opened with ``erase``.

    Raises:
        LinkedError: something that is not a part of them still links to them.
        LockedError, NotFoundError: they may not be changed, or are not there.
    """
    listed = ids_list(ids)
    whole = [*ids, *reading.merged_into(cs.connection, listed)]
    family = ids_list(whole)
    run = cs.connection.execute
    run("CREATE OR REPLACE TEMP TABLE erased (entity VARCHAR, id BIGINT)")
    run(f"INSERT INTO erased SELECT {literal(entity)}, unnest(?::BIGINT[])", [whole])
    for hanging in (kind for kind in RECORD_TYPES.values() if kind.anchors):
        _name_hanging(cs, entity, hanging, listed, family)
        if hanging.part:
            cs.delete_from(
                hanging.name,
                f"""
                SELECT DISTINCT id FROM erased WHERE entity = {literal(hanging.name)}
                AND id IN (SELECT id FROM db.{quote(hanging.name)})
                """,
                unseen=True,
            )
    _count_named(cs, entity, whole)
    cs.delete(entity, list(ids))
    _take_back_lent(cs, set(whole))
    _blank_the_journal(cs, entity, family)
    run(f"""
        INSERT INTO db.erasure SELECT DISTINCT entity, id, {literal(cs.at.isoformat())}::TIMESTAMP, {literal(cs.user.name)}, {cs.id} FROM erased
    """)


def erased_by(cs: "ChangeSet", change_set: int) -> int:
    """How many records a change set erased."""
    rows = cs.query("SELECT count(*) FROM db.erasure WHERE change_set = ?", [change_set])
    return int(rows[0][0])


def erased_in(cs: "ChangeSet", change_set: int) -> list[tuple[str, int]]:
    """Records that a change set changed and that were erased since: (record type, id)."""
    return [
        (row[0], row[1])
        for row in cs.query(
            """
            SELECT DISTINCT c.entity, c.record_id FROM db.change c
            JOIN db.erasure e ON e.record_type = c.entity AND e.record_id = c.record_id
            WHERE c.change_set = ? AND c.op = 'update' ORDER BY 1, 2
            """,
            [change_set],
        )
    ]


def _name_hanging(cs: "ChangeSet", entity: str, hanging: RecordType, listed: str, family: str) -> None:
    """Note the parts that hang on the records, and whatever hung on them once and is gone already."""
    name, table = literal(hanging.name), f"db.{quote(hanging.name)}"
    for anchor in (*hanging.anchors, *(["old_id"] if hanging.name == "redirect" else [])):
        same_type = f"AND t.record_type = {literal(entity)}" if hanging.by_name.get("record_type") else ""
        named = f"""
            SELECT {name}, c.record_id FROM db.change c WHERE c.entity = {name} AND contains(c.before, {literal(anchor)})
            AND TRY_CAST(c.before ->> '$.{anchor}' AS BIGINT) IN ({family}) AND c.record_id NOT IN (SELECT id FROM {table})
        """
        if hanging.part:
            named += (
                f" UNION SELECT {name}, t.id FROM {table} t WHERE t.{quote(anchor)} IN ({listed}) {same_type}"
            )
        cs.connection.execute(f"INSERT INTO erased {named}")


def _count_named(cs: "ChangeSet", entity: str, family: "Sequence[int]") -> None:
    """Count for the certificate where else these records are named: in the search, and by number among the exports."""
    if entity == "client":
        found = cs.query(f"SELECT count(*) FROM db.search_entry WHERE id IN ({ids_list(family)})")
        erasures.note(cs, "search", found[0][0])
    named = "SELECT count(*) FROM db.export_log WHERE list_has_any(record_ids, ?::BIGINT[])"
    erasures.note(cs, "exports", cs.query(named, [list(family)])[0][0])


def _take_back_lent(cs: "ChangeSet", gone: set[int]) -> None:
    """Take the erased records' values out of the images of records that they were once merged into.

    From a merge until its undo the survivor bore values of the one that vanished. The fields that it got
    lose their images of that time; what they held before and after stays in the journal.
    """
    redirects = cs.query("""
        SELECT c.record_id, min(c.change_set), max(c.change_set), list(DISTINCT c.change_set),
               list(TRY_CAST(c.before ->> '$.new_id' AS BIGINT)) || list(TRY_CAST(c.after ->> '$.new_id' AS BIGINT))
        FROM db.change c JOIN erased e ON e.entity = c.entity AND e.id = c.record_id WHERE c.entity = 'redirect' GROUP BY 1
    """)
    mains = ", ".join(literal(one.name) for one in MERGED_TYPES)
    for _, start, end, merges, targets in redirects:
        bearers = {one for one in targets if one is not None} - gone
        rows = cs.query(f"""
            SELECT record_id, change_set, step, before, after FROM db.change WHERE entity IN ({mains})
            AND change_set BETWEEN {start} AND {end} AND record_id IN ({ids_list(sorted(bearers))})
        """)
        lent: dict[int, set[str]] = {}
        for one, change_set, _step, _before, after in rows:
            if after is not None and change_set in merges:
                lent.setdefault(one, set()).update(json.loads(after))
        for one, change_set, step, before, after in rows:
            fields = lent.get(one, set())
            erasures.note(cs, "lent", bool(fields))
            cs.connection.execute(
                f"UPDATE db.change SET before = ?, after = ? WHERE change_set = ? AND step = ? AND entity IN ({mains}) AND record_id = ?",
                [
                    before if change_set == start else _without(before, fields),
                    after if change_set == end else _without(after, fields),
                    change_set, step, one,
                ],
            )  # fmt: skip


def _without(image: str | None, fields: set[str]) -> str | None:
    if image is None:
        return None
    kept = {name: value for name, value in json.loads(image).items() if name not in fields}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _blank_the_journal(cs: "ChangeSet", entity: str, family: str) -> None:
    run = cs.connection.execute
    run("""
        CREATE OR REPLACE TEMP TABLE concerned AS
        SELECT DISTINCT c.change_set FROM db.change c JOIN erased e ON e.entity = c.entity AND e.id = c.record_id
    """)
    for holder, reference in references_to(
        entity
    ):  # sets that only let others go from them, or hung them there
        path = literal("$." + reference.name)
        run(f"""
            INSERT INTO concerned SELECT DISTINCT change_set FROM db.change WHERE entity = {literal(holder.name)}
            AND (TRY_CAST(before ->> {path} AS BIGINT) IN ({family}) OR TRY_CAST(after ->> {path} AS BIGINT) IN ({family}))
        """)
    images = cs.query("""
        UPDATE db.change SET before = NULL, after = NULL FROM (SELECT DISTINCT entity, id FROM erased) e
        WHERE e.entity = db.change.entity AND e.id = db.change.record_id
        AND (db.change.before IS NOT NULL OR db.change.after IS NOT NULL)
    """)
    texts = cs.query(f"""
        UPDATE db.change_set SET options = NULL, code = NULL, note = NULL
        WHERE id <> {cs.id} AND id IN (SELECT change_set FROM concerned)
        AND (options IS NOT NULL OR code IS NOT NULL OR note IS NOT NULL)
        AND (holds_values OR id NOT IN (SELECT change_set FROM db.erasure))
        AND (holds_values OR NOT EXISTS (
            SELECT 1 FROM db.change c WHERE c.change_set = db.change_set.id
            AND NOT EXISTS (SELECT 1 FROM db.erasure x WHERE x.record_type = c.entity AND x.record_id = c.record_id)
            AND NOT EXISTS (SELECT 1 FROM erased e WHERE e.entity = c.entity AND e.id = c.record_id)
        ))
    """)
    _blank_reasons(cs)
    erasures.note(cs, "images", images[0][0])
    erasures.note(cs, "texts", texts[0][0])


def _blank_reasons(cs: "ChangeSet") -> None:
    """One reason may stand at several decisions: it goes from all that were made together with one on an erased record."""
    said = ids_list([
        one for (one,) in cs.query("""
            SELECT DISTINCT record_id FROM db.change JOIN concerned USING (change_set)
            WHERE entity = 'decision' AND (op = 'insert' OR json_exists(before, '$.reason') OR json_exists(after, '$.reason'))
        """)
    ])  # fmt: skip
    cs.connection.execute(f"UPDATE db.decision SET reason = NULL WHERE id IN ({said})")
    for change_set, step, one, before, after in cs.query(f"""
        SELECT change_set, step, record_id, before, after FROM db.change
        WHERE entity = 'decision' AND record_id IN ({said}) AND (json_exists(before, '$.reason') OR json_exists(after, '$.reason'))
    """):
        cs.connection.execute(
            "UPDATE db.change SET before = ?, after = ? WHERE change_set = ? AND step = ? AND entity = 'decision' AND record_id = ?",
            [_without(before, {"reason"}), _without(after, {"reason"}), change_set, step, one],
        )
