"""Who sees what the journal tells of: records as they stand, and those that are gone, as they stood last.

Sight is judged by the present (AKCE.md, section 5); of a record that is gone its last image says whose it was.
"""

from typing import Final

from workbench.model.fields import RecordType
from workbench.model.records import MAIN_TYPES, RECORD_TYPES
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal, quote

ORDER: Final = "change_set * 1000000 + step"
"""One number that orders all changes; a change set has far fewer than a million steps."""


def seen(user: User, kind: RecordType) -> str:
    """SQL: the ids of the main records of this type that the user sees, standing or gone.

    Of an erased record nothing is left that could be hidden: its id counts as seen.
    """
    name, table = literal(kind.name), f"db.{quote(kind.name)}"
    return f"""
        SELECT m.id FROM {table} m WHERE {visible(user, kind, "m")}
        UNION ALL
        SELECT m.id FROM (
            SELECT id, image ->> '$.owner' AS owner, TRY_CAST(image ->> '$.security_level' AS BIGINT) AS security_level FROM (
                SELECT record_id AS id, arg_max(before, {ORDER}) AS image FROM db.change
                WHERE entity = {name} AND op = 'delete' AND before IS NOT NULL AND record_id NOT IN (SELECT id FROM {table})
                GROUP BY record_id
            )
        ) m WHERE {visible(user, kind, "m")}
        UNION ALL
        SELECT record_id FROM db.erasure WHERE record_type = {name}
    """


def targets(kind: RecordType, anchor: str) -> tuple[RecordType, ...]:
    """The main types that an anchor may point at."""
    to = kind.field(anchor).to
    return MAIN_TYPES if to == "*" else (RECORD_TYPES[str(to)],)


def hidden(user: User) -> str:
    """SQL: the row ``c`` of the journal tells of a record that this user does not see.

    What stands now is judged as it stands; what is gone, as it was when it went, or by what it hung on then.
    """
    conditions = []
    for kind in RECORD_TYPES.values():
        name, table = literal(kind.name), f"db.{quote(kind.name)} t"
        if not kind.anchors:
            conditions.append(f"(c.entity = {name} AND c.record_id NOT IN ({seen(user, kind)}))")
            continue
        ids = f"SELECT t.id FROM {table}"
        gone = " OR ".join(
            f"c.record_id NOT IN (SELECT g.record_id FROM db.change g WHERE g.entity = {name} AND g.op = 'delete' "
            f"AND TRY_CAST(g.before ->> '$.{anchor}' AS BIGINT) IN ({_seen_targets(user, kind, anchor)}))"
            for anchor in kind.anchors
        )
        erased = f"SELECT e.record_id FROM db.erasure e WHERE e.record_type = {name}"
        conditions.append(
            f"(c.entity = {name} AND c.record_id NOT IN ({ids} WHERE {visible(user, kind, 't')}) "
            f"AND (c.record_id IN ({ids}) OR (c.record_id NOT IN ({erased}) AND ({gone}))))"
        )
    return " OR ".join(conditions)


def veiled(user: User, among: str = "TRUE") -> str:
    """SQL: the numbers of others' change sets that concern any record this user does not see.

    Their note and their line of Python may tell of it.

    Args:
        user: who looks.
        among: a condition on ``c``, the rows of the journal that matter.
    """
    if user.is_administrator:
        return "SELECT NULL::BIGINT AS change_set WHERE FALSE"
    return f"""
        SELECT DISTINCT c.change_set FROM db.change c JOIN db.change_set o ON o.id = c.change_set
        WHERE o.actor <> {literal(user.name)} AND ({among}) AND ({hidden(user)})
    """


def _seen_targets(user: User, kind: RecordType, anchor: str) -> str:
    return " UNION ALL ".join(seen(user, one) for one in targets(kind, anchor))
