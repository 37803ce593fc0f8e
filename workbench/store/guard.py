"""What a change set must not do: touch the unseen, the locked, the newer, or leave links to nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import InputError, LinkedError, LockedError, NotFoundError, StaleVersionError
from workbench.model.fields import Field, RecordType
from workbench.model.records import MAIN_TYPES, RECORD_TYPES, references_to
from workbench.store.access import visible
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def check_targets(cs: "ChangeSet", kind: RecordType, table: str, *, versions: bool, unseen: bool) -> None:
    """Refuse ids that are named twice, do not exist for this user, or were saved anew meanwhile.

    Raises:
        InputError: an id is named twice.
        NotFoundError: no such record for this user.
        StaleVersionError: the stored version is newer than the expected one.
    """
    twice = cs.query(f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 LIMIT 1")
    if twice:
        raise InputError("Record {id} is named twice. Name each record once.", id=twice[0][0])
    seen = "TRUE" if unseen else visible(cs.user, kind, "t")
    absent = cs.query(f"""
        SELECT w.id FROM {table} w LEFT JOIN db.{quote(kind.name)} t ON t.id = w.id AND ({seen})
        WHERE t.id IS NULL LIMIT 1
    """)
    if absent:
        raise NotFoundError(
            "There is no {kind} {id}. Check the number; it may have been deleted or merged.",
            kind=kind.label,
            id=absent[0][0],
        )
    if versions:
        stale = cs.query(f"""
            SELECT t.id, w.expected_version, t.version, t.updated_by FROM {table} w JOIN db.{quote(kind.name)} t USING (id)
            WHERE w.expected_version IS NOT NULL AND w.expected_version <> t.version LIMIT 1
        """)
        if stale:
            raise StaleVersionError(
                "{kind} {id} was changed meanwhile by {user} (version {now}, you have {yours}). Refresh it and decide again.",
                kind=kind.label, id=stale[0][0], yours=stale[0][1], now=stale[0][2], user=stale[0][3],
            )  # fmt: skip


def check_locks(cs: "ChangeSet", kind: RecordType, table: str, *, only_lock: bool) -> None:
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
    rows = f"SELECT id FROM {table}"
    if kind.main:
        _refuse_locked(cs, kind, rows)
    for anchor in kind.anchors:
        rows = f"SELECT t.{quote(anchor)} FROM db.{quote(kind.name)} t WHERE t.id IN (SELECT id FROM {table})"
        for target in _targets(kind.field(anchor)):
            _refuse_locked(cs, target, rows)


def check_anchors(cs: "ChangeSet", kind: RecordType, table: str, *, unseen: bool = False) -> None:
    """Refuse to hang rows on records that the user does not see or that somebody locked.

    Raises:
        NotFoundError: a hanging record points at nothing this user sees.
        LockedError: what it points at is locked.
    """
    present = {row[0] for row in cs.query(f"SELECT column_name FROM (DESCRIBE {table})")}
    for anchor in kind.anchors:
        if anchor not in present:
            continue
        targets = _targets(kind.field(anchor))
        for target in targets:
            _refuse_locked(cs, target, f"SELECT {quote(anchor)} FROM {table}")
        if unseen:
            continue
        seen = " UNION ALL ".join(
            f"SELECT t.id FROM db.{quote(one.name)} t WHERE {visible(cs.user, one, 't')}" for one in targets
        )
        lost = cs.query(f"SELECT {quote(anchor)} FROM {table} WHERE {quote(anchor)} NOT IN ({seen}) LIMIT 1")
        if lost:
            raise NotFoundError(
                "{kind} cannot be hung on record {id}: there is no such record. Check the number.",
                kind=kind.label,
                id=lost[0][0],
            )


def check_new(cs: "ChangeSet", kind: RecordType, table: str) -> None:
    """Refuse new rows that hang on what the user may not change."""
    if kind.anchors:
        check_anchors(cs, kind, table)


def check_required(cs: "ChangeSet", kind: RecordType) -> None:
    """Refuse rows of this change set that lack a required value.

    Raises:
        InputError: with the record and the field.
    """
    for one in kind:
        if not one.required:
            continue
        empty = f"trim(t.{quote(one.name)}::VARCHAR) = ''"
        rows = cs.query(f"""
            SELECT t.id FROM db.{quote(kind.name)} t WHERE t.id IN ({_changed(cs, kind)})
            AND (t.{quote(one.name)} IS NULL OR {empty}) LIMIT 1
        """)
        if rows:
            raise InputError(
                "{kind} {id}: “{field}” must not be empty. Fill it in.",
                kind=kind.label,
                id=rows[0][0],
                field=one.label,
            )


def check_references(cs: "ChangeSet", kind: RecordType) -> None:
    """Refuse rows of this change set that point at nothing.

    Raises:
        NotFoundError: with the record, the field and the id that is not there.
    """
    for reference in kind.references:
        column = f"t.{quote(reference.name)}"
        there = " UNION ALL ".join(f"SELECT id FROM db.{quote(one.name)}" for one in _targets(reference))
        rows = cs.query(f"""
            SELECT t.id, {column} FROM db.{quote(kind.name)} t WHERE t.id IN ({_changed(cs, kind)})
            AND {column} IS NOT NULL AND {column} NOT IN ({there}) LIMIT 1
        """)
        if rows:
            raise NotFoundError(
                "{kind} {id} would point at record {target} (“{field}”), which is not there. Choose another.",
                kind=kind.label, id=rows[0][0], target=rows[0][1], field=reference.label,
            )  # fmt: skip


def check_nothing_dangles(cs: "ChangeSet", kind: RecordType) -> None:
    """Refuse deletions that would leave links to nothing.

    Raises:
        LinkedError: with the record, and what type of record still links to it.
    """
    gone = f"SELECT record_id FROM db.change WHERE change_set = {cs.id} AND entity = {literal(kind.name)} AND op = 'delete'"
    gone = f"SELECT record_id FROM ({gone}) WHERE record_id NOT IN (SELECT id FROM db.{quote(kind.name)})"
    for holder, reference in references_to(kind.name):
        same_type = f"AND t.record_type = {literal(kind.name)}" if holder.by_name.get("record_type") else ""
        rows = cs.query(f"""
            SELECT t.{quote(reference.name)}, count(*) FROM db.{quote(holder.name)} t
            WHERE t.{quote(reference.name)} IN ({gone}) {same_type} GROUP BY 1 LIMIT 1
        """)
        if rows:
            raise LinkedError(
                "{kind} {id} cannot be deleted: {count} × {holder} links to it. Reassign or delete those first, or invalidate it instead.",
                kind=kind.label, id=rows[0][0], count=rows[0][1], holder=holder.label,
            )  # fmt: skip


def _refuse_locked(cs: "ChangeSet", kind: RecordType, ids: str) -> None:
    rows = cs.query(f"""
        SELECT t.id, t.locked_by, {visible(cs.user, kind, "t")} FROM db.{quote(kind.name)} t
        WHERE t.locked_by IS NOT NULL AND t.locked_by <> ? AND t.id IN ({ids}) LIMIT 1
    """, [cs.user.name])  # fmt: skip
    if rows and rows[0][2]:
        raise LockedError(
            "{kind} {id} is locked by {user}. Ask {user} or an administrator to unlock it.",
            kind=kind.label,
            id=rows[0][0],
            user=rows[0][1],
        )
    if rows:
        raise LockedError("A record that this would change is locked. Ask an administrator.")


def _targets(reference: Field) -> Sequence[RecordType]:
    return MAIN_TYPES if reference.to == "*" else (RECORD_TYPES[str(reference.to)],)


def _changed(cs: "ChangeSet", kind: RecordType) -> str:
    return f"SELECT record_id FROM db.change WHERE change_set = {cs.id} AND entity = {literal(kind.name)} AND op <> 'delete'"


def finish(cs: "ChangeSet") -> None:
    """Check the change set as a whole, before it is committed.

    Raises:
        RefusedError, InputError, NotFoundError: what it would leave behind is not sound.
    """
    if not cs.touched:
        return
    changed = {entity for entity, operation in cs.touched if operation != "delete"}
    for entity in changed:
        check_required(cs, RECORD_TYPES[entity])
        check_references(cs, RECORD_TYPES[entity])
    for entity in {entity for entity, operation in cs.touched if operation == "delete"}:
        check_nothing_dangles(cs, RECORD_TYPES[entity])
