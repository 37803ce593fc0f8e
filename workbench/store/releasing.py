"""Freeing clients from what links to them, so that they can be deleted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.errors import InputError
from workbench.model.fields import RecordType
from workbench.model.records import record_type
from workbench.store import reading
from workbench.store.access import ids_list, visible
from workbench.store.columns import quote

_OTHER_END: Final = {
    ("relation", "client_id"): "other_id",
    ("relation", "other_id"): "client_id",
    ("employment", "client_id"): "person_id",
}

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
    if not points or kind.part:
        raise InputError("{kind} does not link to clients.", kind=kind.label)
    listed, total = ids_list(clients), 0
    for reference in points:
        condition = _condition(cs, kind, reference.name, listed)
        if what == "remove":
            total += cs.delete_from(entity, f"SELECT t.id FROM db.{quote(entity)} t WHERE {condition}")
            continue
        if what == "detach" and reference.required:
            raise InputError(
                "{kind} cannot be without “{field}”. Reassign or remove it.",
                kind=kind.label,
                field=reference.label,
            )
        if heir is not None:
            _drop_doubles(cs, kind, reference.name, condition, heir)
        target = "NULL" if heir is None else str(int(heir))
        total += cs.update_from(
            entity,
            f"SELECT t.id, {target}::BIGINT AS {quote(reference.name)} FROM db.{quote(entity)} t WHERE {condition}",
            ["id", reference.name],
        )
    return total


def _condition(cs: "ChangeSet", kind: RecordType, column: str, listed: str) -> str:
    """Those that link to the clients and that the user sees; what they do not see is not there for them."""
    same_type = "AND t.record_type = 'client'" if "record_type" in kind.by_name else ""
    return f"t.{quote(column)} IN ({listed}) {same_type} AND {visible(cs.user, kind, 't')}"


def _drop_doubles(cs: "ChangeSet", kind: RecordType, column: str, condition: str, heir: int) -> None:
    """A link between two that the heir has already, or that would lead from the heir to itself, goes."""
    other = _OTHER_END.get((kind.name, column))
    if other is None:
        return
    same_kind = "AND h.kind = t.kind" if "kind" in kind.by_name else ""
    cs.delete_from(
        kind.name,
        f"""
        SELECT t.id FROM db.{quote(kind.name)} t WHERE {condition} AND (t.{quote(other)} = {int(heir)} OR EXISTS (
            SELECT 1 FROM db.{quote(kind.name)} h
            WHERE h.{quote(column)} = {int(heir)} AND h.{quote(other)} = t.{quote(other)} {same_kind}))
        """,
    )
