"""Validity and locks of main records, one or a hundred thousand at once (AKCE.md, sections 5 and 8)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import LockedError
from workbench.model.records import record_type
from workbench.store import bulk
from workbench.store.columns import quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def invalidate(cs: "ChangeSet", ids: Sequence[int], note: str | None, entity: str = "client") -> int:
    """Mark records invalid; those that are so already keep their reason.

    Returns:
        how many became invalid.
    """
    return bulk.set_fields(cs, entity, ids, {"valid": False, "invalid_note": note}, where="t.valid")


def restore(cs: "ChangeSet", ids: Sequence[int], entity: str = "client") -> int:
    """Mark invalid records valid.

    Returns:
        how many became valid.
    """
    return bulk.set_fields(cs, entity, ids, {"valid": True, "invalid_note": None}, where="NOT t.valid")


def lock(cs: "ChangeSet", ids: Sequence[int], reason: str | None, entity: str = "client") -> int:
    """Lock records for everybody but the one who writes; one's own locks stay as they are.

    Raises:
        LockedError: somebody else was faster.
    """
    taken = cs.query(
        f"SELECT t.id, t.locked_by FROM db.{quote(entity)} t WHERE t.locked_by <> ? AND t.id IN ({bulk.choose(cs, entity, ids)}) LIMIT 1",
        [cs.user.name],
    )
    if taken:
        raise LockedError(
            "{kind} {id} is locked by {user}. Ask {user} or an administrator to unlock it.",
            kind=record_type(entity).label, id=taken[0][0], user=taken[0][1],
        )  # fmt: skip
    values = {"locked_by": cs.user.name, "locked_at": cs.at, "lock_reason": reason}
    return bulk.set_fields(cs, entity, ids, values, where="t.locked_by IS NULL")


def unlock(cs: "ChangeSet", ids: Sequence[int], entity: str = "client") -> int:
    """Open locks; the change set refuses another's, unless an administrator writes.

    Returns:
        how many were open then.
    """
    values = {"locked_by": None, "locked_at": None, "lock_reason": None}
    return bulk.set_fields(cs, entity, ids, values, where="t.locked_by IS NOT NULL")
