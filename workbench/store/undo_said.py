"""What people said of pairs since a merge, when the merge is taken back.

A decision about a vanishing record follows it to its survivor, and goes back with it. What somebody said of the
survivors since then was said of them: it stays with them as a decision of its own, and what was merged goes back as it
was. Where the later word contradicts the earlier one that is a collision: ``"keep"`` leaves both, each with its own
pair, ``"restore"`` takes the later one away. And what held goes on to hold, for a merge that is taken back changes
key fields no more than the merge did (:mod:`workbench.store.decisions`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import CollisionError
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import DECISION
from workbench.store import decisions, undo_part
from workbench.store.columns import columns_of, from_image, literal, quote
from workbench.store.decisions import FINGERPRINT
from workbench.store.hindsight import ORDER

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

VERDICT: Final = "verdict"
_WORD: Final = (VERDICT, "reason", "decided_by", "decided_at")
"""The fields that say what was said, by whom and when."""
_SET: Final = (*_WORD, FINGERPRINT)
_ENDS: Final = DECISION.anchors
_COLUMNS: Final = columns_of(DECISION)
WHOLE: Final = "*"
"""Stands for the whole record where a field is named."""


def find(cs: "ChangeSet", target: int) -> None:
    """Find the decisions that go back to another pair than that of which somebody said something since.

    They are noted as the temporary table ``reworded`` (id, the pair and the word as they are now, whether it went back
    in part, and what was said before as ``then``); ``undone`` is told to give them back their earlier word.

    Args:
        cs: the change set that undoes; the tables ``net`` and ``undone`` are gathered.
        target: the change set to undo.
    """
    run = cs.connection.execute
    moving = " OR ".join(
        f"(u.field = {literal(end)} AND TRY_CAST(u.before ->> '$' AS BIGINT) <> t.{quote(end)})"
        for end in _ENDS
    )
    paths = {name: literal(f"$.{name}") for name in _SET}
    then = ", ".join(
        f"arg_min(before -> {path}, {ORDER}) FILTER (json_exists(before, {path})) AS {quote(name)}"
        for name, path in paths.items()
    )
    new = " OR ".join(
        f"(s.{name} IS NOT NULL AND t.{name} IS DISTINCT FROM {from_image(f's.{name}', _COLUMNS[name])})"
        for name in _WORD
    )
    gone = " UNION ALL ".join(
        f"SELECT record_id FROM net WHERE entity = {literal(one.name)} AND first_op = 'insert' AND last_op <> 'delete'"
        for one in MERGED_TYPES
    )
    moved = " OR ".join(f"json_exists(c.before, '$.{end}') AND {literal(end)} NOT IN (SELECT u.field FROM undone u WHERE u.entity = 'decision' AND u.record_id = t.id)" for end in _ENDS)  # fmt: skip
    run(f"""
        CREATE OR REPLACE TEMP TABLE reworded AS
        WITH moving AS (
            SELECT DISTINCT u.record_id AS id FROM undone u JOIN net n USING (entity, record_id) JOIN db.decision t ON t.id = u.record_id
            WHERE u.entity = 'decision' AND n.first_op = 'update' AND n.last_op = 'update' AND ({moving})
        ),
        since AS (
            SELECT record_id AS id, {then} FROM db.change WHERE entity = 'decision' AND op = 'update'
            AND change_set > {int(target)} AND record_id IN (SELECT id FROM moving) GROUP BY 1
        )
        SELECT t.*, {", ".join(f"s.{name} AS {quote('then ' + name)}" for name in _SET)},
               EXISTS (SELECT 1 FROM db.change c WHERE c.change_set = {int(target)} AND c.entity = 'decision' AND c.record_id = t.id AND ({moved})) AS partly
        FROM db.decision t JOIN since s USING (id) WHERE ({new}) AND t.record_id NOT IN ({gone}) AND t.other_id NOT IN ({gone})
    """)
    for name in _SET if cs.query("SELECT 1 FROM reworded LIMIT 1") else ():
        then, mine = quote("then " + name), f"u.entity = 'decision' AND u.field = {literal(name)}"
        run(
            f"UPDATE undone u SET after = to_json(r.{name}) FROM reworded r WHERE {mine} AND u.record_id = r.id"
        )
        run(f"""
            INSERT INTO undone SELECT 'decision', r.id, {literal(name)}, r.{then}, to_json(r.{name}) FROM reworded r
            WHERE r.{then} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM undone u WHERE {mine} AND u.record_id = r.id)
        """)


def collide(cs: "ChangeSet", target: int) -> None:
    """Add to ``collision`` where later words contradict earlier ones, and take from it what only holds on.

    Notes which decisions hold and shall go on to hold: those that this change set or a later one marked. Those whose
    mark later merges brought up to date (the temporary table ``upheld``) keep it until then: nobody decided that.
    """
    run = cs.connection.execute
    then = from_image(f"r.{quote('then ' + VERDICT)}", "VARCHAR")
    run(f"""
        INSERT INTO collision SELECT 'decision', r.id, '{VERDICT}', {then}, {then}, r.verdict, 'changed'
        FROM reworded r WHERE r.verdict IS DISTINCT FROM {then} AND r.{quote("then " + VERDICT)} IS NOT NULL
    """)
    carried = f"entity = 'decision' AND field = '{FINGERPRINT}' "
    run(f"CREATE OR REPLACE TEMP TABLE upheld AS SELECT DISTINCT id FROM collision WHERE {carried}")
    run(f"DELETE FROM collision WHERE {carried}")
    marked = (
        f"SELECT record_id FROM db.change WHERE entity = 'decision' AND change_set >= {int(target)} "
        f"AND (op = 'insert' OR json_exists(before, '$.{FINGERPRINT}')) AND EXISTS (SELECT 1 FROM net WHERE entity = 'redirect')"
    )
    decisions.note_holding(cs, f"id IN (SELECT id FROM upheld UNION ALL {marked})")
    _note_folded(cs, target)


def _note_folded(cs: "ChangeSet", target: int) -> None:
    """Note as ``folded`` (id) the decisions that went since another one on their pair said as much, and that held then.

    They hold on once they are back, if that other one does and nobody said anything of the pair since.
    """
    run = cs.connection.execute
    run(f"""
        CREATE OR REPLACE TEMP TABLE folded AS
        SELECT n.record_id AS id, {", ".join(f"TRY_CAST(n.image ->> '$.{end}' AS BIGINT) AS {end}" for end in _ENDS)}
        FROM net n JOIN undone u USING (entity, record_id) WHERE n.entity = 'decision' AND n.last_op = 'delete' AND u.field = '{FINGERPRINT}'
    """)
    if not cs.query("SELECT 1 FROM folded LIMIT 1"):
        return
    undo_part.lead_on(cs)
    first, second = (
        f"coalesce((SELECT now FROM lead_on WHERE start = folded.{end}), folded.{end})" for end in _ENDS
    )
    said_since = f"SELECT record_id FROM db.change WHERE entity = 'decision' AND change_set > {int(target)} AND (op = 'insert' OR json_exists(before, '$.decided_at'))"
    decisions.note_holding(cs, "TRUE", name="still_holding")
    run(f"""
        DELETE FROM folded WHERE NOT EXISTS (
            SELECT 1 FROM db.decision d WHERE d.id IN (SELECT id FROM still_holding) AND d.id NOT IN ({said_since})
            AND least(d.record_id, d.other_id) = least({first}, {second}) AND greatest(d.record_id, d.other_id) = greatest({first}, {second})
        )
    """)


def explain(cs: "ChangeSet", row: Mapping[Any, Any], target: int, count: int) -> CollisionError | None:
    """What to tell of a collision of two words on two pairs; ``None`` for any other collision."""
    if (row["entity"], row["field"]) != (DECISION.name, VERDICT):
        return None
    back = ", ".join(
        f"coalesce((SELECT TRY_CAST(u.before ->> '$' AS BIGINT) FROM undone u WHERE u.entity = 'decision' AND u.record_id = r.id AND u.field = {literal(end)}), r.{end})"
        for end in _ENDS
    )
    found = cs.query(
        f"SELECT record_id, other_id, decided_by, {back} FROM reworded r WHERE id = ?", [row["id"]]
    )
    if not found:
        return None
    one, other, who, *pair = found[0]
    words = {choice.value: choice.label for choice in DECISION.by_name[VERDICT].choices}
    first, second = sorted((one, other))
    third, fourth = sorted(pair)
    return CollisionError(
        "Change set {id} cannot be undone whole: {count} later changes stand against it. Since then {user} said of {first} and {second}: “{now}”; "
        'of {third} and {fourth} it was said before: “{before}”. Undo it with on_collision="keep" (both stay, each with its own records), '
        'or take the later word away with "restore".',
        id=target, count=count, user=who or "?", first=first, second=second, now=words[row["now"]],
        third=third, fourth=fourth, before=words[row["before"]],
    )  # fmt: skip


def settle(cs: "ChangeSet") -> None:
    """Tell ``kept`` what was decided of these collisions, and note as ``said_on`` the later words that stay with the survivors."""
    run = cs.connection.execute
    ends = ", ".join(map(literal, _ENDS))
    run(f"INSERT INTO kept SELECT 'decision', id, '{FINGERPRINT}' FROM upheld")
    run(f"""
        INSERT INTO kept SELECT 'decision', id, '{WHOLE}' FROM reworded r WHERE NOT EXISTS (
            SELECT 1 FROM undone u WHERE u.entity = 'decision' AND u.record_id = r.id AND u.field IN ({ends})
            AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.entity = u.entity AND k.id = u.record_id AND k.field IN (u.field, '{WHOLE}'))
        )
    """)
    about = "entity = 'decision' AND field = "
    run(f"DELETE FROM reworded WHERE id IN (SELECT id FROM kept WHERE {about} '{WHOLE}')")
    run(f"""
        CREATE OR REPLACE TEMP TABLE said_on AS SELECT r.*, r.id IN (SELECT id FROM holding) AS held FROM reworded r
        WHERE r.id NOT IN (SELECT id FROM collision WHERE {about} '{VERDICT}') OR r.id IN (SELECT id FROM kept WHERE {about} '{VERDICT}')
    """)
    run(f"DELETE FROM kept WHERE {about} '{VERDICT}' AND id IN (SELECT id FROM said_on)")
    # What goes back as it was holds if its records are as they were.
    run("DELETE FROM holding WHERE id IN (SELECT id FROM reworded WHERE NOT partly)")


def give(cs: "ChangeSet") -> None:
    """After all else went back: say again of the survivors what stays with them, and let what held go on to hold."""
    run = cs.connection.execute
    run("""
        CREATE OR REPLACE TEMP TABLE said_there AS SELECT s.* EXCLUDE (id), d.id FROM said_on s LEFT JOIN db.decision d
        ON least(d.record_id, d.other_id) = least(s.record_id, s.other_id) AND greatest(d.record_id, d.other_id) = greatest(s.record_id, s.other_id)
        QUALIFY row_number() OVER (PARTITION BY least(s.record_id, s.other_id), greatest(s.record_id, s.other_id), d.id ORDER BY s.decided_at DESC, s.id) = 1
    """)
    names = ["id", *_SET]
    cs.update_from(
        DECISION.name, f"SELECT {', '.join(names)} FROM said_there WHERE id IS NOT NULL", names, unseen=True
    )
    fresh = cs.query("SELECT count(*) FROM said_there WHERE id IS NULL")[0][0]
    first = cs.new_ids(fresh).start
    run(f"UPDATE said_there SET id = {first} + n.place FROM (SELECT rowid AS at, row_number() OVER (ORDER BY record_id, other_id) - 1 AS place FROM said_there WHERE id IS NULL) n WHERE n.at = said_there.rowid")  # fmt: skip
    names = [*names, "record_type", *_ENDS]
    cs.insert_from(
        DECISION.name, f"SELECT {', '.join(names)} FROM said_there WHERE id >= {first}", names, unseen=True
    )
    run("INSERT INTO holding SELECT id FROM said_there WHERE held UNION SELECT id FROM folded")
    decisions.hold_as_said(
        cs, f"id IN (SELECT record_id FROM net WHERE entity = 'decision' AND {undo_part.DELETED})"
    )
    decisions.carry_over(cs)
