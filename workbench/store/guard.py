"""What no step of a change set may do: touch the unseen, the locked, the newer, or link to what is not there."""

from collections.abc import Sequence

from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    StaleVersionError,
)
from workbench.model.fields import Field, RecordType
from workbench.model.records import MAIN_TYPES, RECORD_TYPES
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.draft import Draft
from workbench.store.ownership import give_to_writer
from workbench.store.reading import having


def check_targets(cs: Draft, kind: RecordType, table: str, *, versions: bool, unseen: bool) -> None:
    """Refuse ids that are named twice, do not exist for this user, or were saved anew meanwhile.

    Raises:
        InputError: an id is named twice.
        NotFoundError: no such record for this user.
        StaleVersionError: the stored version is newer than the expected one.
    """
    seen = "TRUE" if unseen else visible(cs.user, kind, "t")
    joined = f"FROM {table} w LEFT JOIN db.{quote(kind.name)} t ON t.id = w.id AND ({seen})"
    newer = "w.expected_version IS NOT NULL AND w.expected_version <> t.version" if versions else "FALSE"
    named, different, there, stale = cs.query(
        f"SELECT count(*), count(DISTINCT w.id), count(t.id), count(*) FILTER ({newer}) {joined}"
    )[0]
    if different < named:
        twice = cs.query(f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 LIMIT 1")
        if twice:
            raise InputError("Record {id} is named twice. Name each record once.", id=twice[0][0])
    if there < named:
        absent = cs.query(f"SELECT w.id {joined} WHERE t.id IS NULL LIMIT 1")
        raise NotFoundError.of(kind.label, absent[0][0])
    if stale:
        found = cs.query(
            f"SELECT t.id, w.expected_version, t.version, t.updated_by {joined} WHERE {newer} LIMIT 1"
        )[0]
        raise StaleVersionError(
            "{kind} {id} was changed meanwhile by {user} (version {now}, you have {yours}). Refresh it and decide again.",
            kind=kind.label, id=found[0], yours=found[1], now=found[2], user=found[3],
        )  # fmt: skip


def check_locks(cs: Draft, kind: RecordType, table: str, *, only_lock: bool) -> None:
    """Refuse to change what somebody else locked, whatever the way in.

    Args:
        cs: the change set.
        kind: the type of the rows that are about to change.
        table: a temporary table with their ids.
        only_lock: the step changes nothing but the lock; an administrator may.

    Raises:
        LockedError: with the record and who locked it.
    """
    if only_lock and cs.user.is_administrator:
        return
    if kind.main:
        _refuse_locked(cs, [kind], f"SELECT id FROM {table}")
    for anchor in kind.anchors:
        rows = f"SELECT t.{quote(anchor)} FROM db.{quote(kind.name)} t WHERE t.id IN (SELECT id FROM {table})"
        _refuse_locked(cs, targets_of(kind.field(anchor)), rows)


def check_anchors(
    cs: Draft, kind: RecordType, table: str, names: Sequence[str], *, unseen: bool = False
) -> None:
    """Refuse to hang rows on records that the user does not see or that somebody locked.

    Args:
        cs: the change set.
        kind: the type of the rows.
        table: a temporary table with them.
        names: its columns.
        unseen: records that the user does not see are no obstacle, only locks are.

    Raises:
        NotFoundError: a hanging record points at nothing this user sees.
        LockedError: what it points at is locked.
    """
    give_to_writer(cs)
    for anchor in kind.anchors:
        if anchor not in names:
            continue
        targets = targets_of(kind.field(anchor))
        _refuse_locked(cs, targets, f"SELECT {quote(anchor)} FROM {table}")
        if unseen:
            continue
        seen = " UNION ALL ".join(
            f"SELECT t.id FROM db.{quote(one.name)} t WHERE {visible(cs.user, one, 't')}" for one in targets
        )
        lost = cs.query(
            f"SELECT d.{quote(anchor)} FROM {table} d ANTI JOIN ({seen}) s ON s.id = d.{quote(anchor)} WHERE d.{quote(anchor)} IS NOT NULL LIMIT 1"
        )
        if lost:
            raise NotFoundError(
                "{kind} cannot be hung on record {id}: there is no such record. Check the number.",
                kind=kind.label,
                id=lost[0][0],
            )


def check_ids(cs: Draft, table: str) -> None:
    """Refuse ids that this change set did not hand out for these very rows: no index keeps them unique.

    Raises:
        InputError: an id is missing, named twice, taken, or made up.
    """
    wrong = cs.query(f"""
        SELECT id FROM {table} WHERE id IS NULL OR id NOT BETWEEN {cs.next_id} AND {cs.next_id + cs.ids_used - 1}
        UNION ALL SELECT id FROM {table} GROUP BY id HAVING count(*) > 1
        UNION ALL SELECT id FROM {table} WHERE id IN (SELECT record_id FROM db.change WHERE change_set = {cs.id} AND op = 'insert')
        LIMIT 1
    """)
    if wrong:
        raise InputError("{id} is no free record id. Take new ids from the change set.", id=wrong[0][0])


def check_pointed_at(cs: Draft, kind: RecordType, table: str, names: Sequence[str], *, new: bool) -> None:
    """Refuse links to records that the user does not see; to them those are not there.

    Raises:
        NotFoundError: with the field and the id.
    """
    if cs.user.is_administrator:
        return
    give_to_writer(cs)
    for reference in kind.references:
        if reference.name not in names or reference.name in kind.anchors:
            continue
        column = quote(reference.name)
        seen = " UNION ALL ".join(
            f"SELECT t.id FROM db.{quote(one.name)} t WHERE {visible(cs.user, one, 't')}"
            for one in targets_of(reference)
        )
        moved = (
            ""
            if new
            else f"JOIN db.{quote(kind.name)} t ON t.id = d.id AND t.{column} IS DISTINCT FROM d.{column}"
        )
        lost = cs.query(
            f"SELECT d.id, d.{column} FROM {table} d {moved} WHERE d.{column} IS NOT NULL AND d.{column} NOT IN ({seen}) LIMIT 1"
        )
        if lost:
            raise points_at_nothing(kind, lost[0][0], reference, lost[0][1])


def check_reach(cs: Draft, kind: RecordType, table: str) -> None:
    """Refuse to delete main records that the user's right to delete does not reach.

    Raises:
        PermissionRefusedError: with the right that is lacking.
    """
    if not kind.main or cs.user.is_administrator or cs.user.rights.delete == "all":
        return
    mine = (
        "FALSE"
        if cs.user.rights.delete == "none"
        else f"t.owner IS NOT DISTINCT FROM {literal(cs.user.name)}"
    )
    if cs.query(
        f"SELECT 1 FROM db.{quote(kind.name)} t WHERE t.id IN (SELECT id FROM {table}) AND NOT ({mine}) LIMIT 1"
    ):
        raise PermissionRefusedError(
            "User {user} may not do this (right “{right}”). An administrator can grant it.",
            user=cs.user.name,
            right="delete",
        )


def _refuse_locked(cs: Draft, kinds: Sequence[RecordType], ids: str) -> None:
    among = " UNION ALL ".join(
        f"SELECT {literal(kind.name)}, t.id, t.locked_by FROM db.{quote(kind.name)} t "
        f"WHERE {_of_another(cs)} AND t.id IN ({ids})"
        for kind in kinds
        if kind.name in locking(cs)
    )
    rows = cs.query(f"{among} LIMIT 1") if among else []
    for entity, record_id, locker in rows:
        kind = RECORD_TYPES[entity]
        if not cs.query(
            f"SELECT 1 FROM db.{quote(entity)} t WHERE t.id = {record_id} AND {visible(cs.user, kind, 't')}"
        ):
            raise LockedError("A record that this would change is locked. Ask an administrator.")
        raise LockedError(
            "{kind} {id} is locked by {user}. Ask {user} or an administrator to unlock it.",
            kind=kind.label,
            id=record_id,
            user=locker,
        )


def locking(cs: Draft) -> frozenset[str]:
    """The types of which somebody else holds any record locked; looked up anew only after this change set set a lock."""
    if cs.locking is None:
        among = {one.name: _of_another(cs) for one in MAIN_TYPES}
        cs.locking = frozenset(having(cs.connection, among))
    return cs.locking


def _of_another(cs: Draft) -> str:
    return f"t.locked_by <> {literal(cs.user.name)}"


def targets_of(reference: Field) -> Sequence[RecordType]:
    """The record types that a reference may point at."""
    return MAIN_TYPES if reference.to == "*" else (RECORD_TYPES[str(reference.to)],)


def points_at_nothing(kind: RecordType, record_id: int, reference: Field, target: int) -> NotFoundError:
    """The error about a link to a record that is not there."""
    return NotFoundError(
        "{kind} {id} would point at record {target} (“{field}”), which is not there. Choose another.",
        kind=kind.label, id=record_id, target=target, field=reference.label,
    )  # fmt: skip
