"""Locks of others that stand against merging a group: on records that link to one that vanishes, or share a link with the group."""

from typing import TYPE_CHECKING, Final

from workbench.model.fields import RecordType
from workbench.model.records import RECORD_TYPES, references_to
from workbench.store import decisions, guard
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.twins import TWINS, Moving, bare_links, doubles

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_NONE: Final = "SELECT NULL::BIGINT AS keep, NULL::VARCHAR AS entity, NULL::BIGINT AS id, NULL::VARCHAR AS locked_by WHERE FALSE"


def locks_beside(cs: "ChangeSet", kind: RecordType) -> str:
    """SQL of what others locked and a merge of the groups in ``member`` would change.

    That is a deal whose client vanishes, a client beside a person's link that moves, and one beside a link that stood
    double with the survivor, since the double goes.

    Args:
        cs: the change set; lays out the tables ``absorb`` and ``holding``.
        kind: the type of the records that are merged.

    Returns:
        a query of keep, entity, id, locked_by (an empty text where the user does not see the record).
    """
    locked = guard.locking(cs)
    if not locked:
        return _NONE
    cs.connection.execute(
        "CREATE OR REPLACE TEMP TABLE absorb AS SELECT id, keep FROM member WHERE place > 0"
    )
    decisions.note_holding(cs)
    found = [
        _found(
            cs,
            holder,
            f"db.{quote(holder.name)} c JOIN member m ON m.id = c.{quote(field.name)} AND m.place > 0",
        )
        for holder, field in references_to(kind.name)
        if holder.name in locked
    ]
    for holder in RECORD_TYPES.values():
        ends = {one: kind.name if (to := holder.field(one).to) == "*" else str(to) for one in holder.anchors}
        found += [
            _found(cs, RECORD_TYPES[ends[other]], _shared(holder, anchor, other, kind, ends[other]))
            for anchor in ends
            for other in ends
            if anchor != other and ends[anchor] == kind.name and ends[other] in locked
        ]
    return " UNION ALL ".join(found) or _NONE


def _shared(holder: RecordType, anchor: str, other: str, kind: RecordType, to: str) -> str:
    """SQL of a group's links of one type that move or go, with the records at their other end as ``c``."""
    going = [doubles(holder.name, Moving(kind))] if holder.name in TWINS else []
    going += [bare_links(Moving(kind))] if holder.name == "employment" else []
    goes = " OR ".join(["m.place > 0", *(f"h.id IN (SELECT id FROM ({one}))" for one in going)])
    same_type = f"AND h.record_type = {literal(kind.name)}" if "record_type" in holder.by_name else ""
    return (
        f"db.{quote(holder.name)} h JOIN member m ON m.id = h.{quote(anchor)} AND ({goes}) {same_type} "
        f"JOIN db.{quote(to)} c ON c.id = h.{quote(other)}"
    )


def _found(cs: "ChangeSet", locked: RecordType, rows: str) -> str:
    seen = visible(cs.user, locked, "c")
    return (
        f"SELECT m.keep, {literal(locked.name)} AS entity, c.id, CASE WHEN {seen} THEN c.locked_by ELSE '' END AS locked_by "
        f"FROM {rows} WHERE c.locked_by <> {literal(cs.user.name)}"
    )
