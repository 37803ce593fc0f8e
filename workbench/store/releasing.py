"""Freeing clients from what links to them, so that they can be deleted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.model.records import record_type
from workbench.store import reading
from workbench.store.access import ids_list
from workbench.store.columns import quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def survivors(cs: "ChangeSet", ids: Sequence[int]) -> list[int]:
    """Where these ids lead after merges, each once."""
    return list(dict.fromkeys(reading.follow(cs.connection, ids).values()))


def release(cs: "ChangeSet", entity: str, clients: Sequence[int], *, what: str, heir: int | None) -> int:
    """Reassign, detach or remove the records of one type that link to these clients.

    Args:
        cs: the change set.
        entity: their record type.
        clients: ids of the clients.
        what: ``"reassign"``, ``"detach"`` or ``"remove"``.
        heir: the client that takes them over.

    Returns:
        how many records were concerned.

    Raises:
        InputError: the type does not link to clients, or its link is required and cannot be emptied.
    """
    kind = record_type(entity)
    points = [one for one in kind.references if one.to in ("client", "*")]
    if not points:
        raise InputError("{kind} does not link to clients.", kind=kind.label)
    listed, total = ids_list(clients), 0
    same_type = "AND t.record_type = 'client'" if "record_type" in kind.by_name else ""
    for reference in points:
        column = quote(reference.name)
        condition = f"t.{column} IN ({listed}) {same_type}"
        if what == "remove":
            total += cs.delete_from(entity, f"SELECT t.id FROM db.{quote(entity)} t WHERE {condition}")
            continue
        if what == "detach" and reference.required:
            raise InputError(
                "{kind} cannot be without “{field}”. Reassign or remove it.",
                kind=kind.label,
                field=reference.label,
            )
        target = "NULL" if what == "detach" else str(int(heir or 0))
        total += cs.update_from(
            entity,
            f"SELECT t.id, {target}::BIGINT AS {column} FROM db.{quote(entity)} t WHERE {condition}",
            ["id", reference.name],
        )
    return total
