"""Freeing clients from what links to them, so that they can be deleted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from workbench.errors import InputError
from workbench.model.fields import RecordType
from workbench.model.records import record_type
from workbench.store import bulk, merging, reading, twins
from workbench.store.access import ids_list, visible
from workbench.store.columns import quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

Way = Literal["reassign", "detach", "remove"]
"""What becomes of a record that links to a client."""


def survivors(cs: "ChangeSet", ids: Sequence[int]) -> list[int]:
    """Where these ids lead after merges, each once."""
    return list(dict.fromkeys(reading.follow(cs.connection, ids).values()))


def release(
    cs: "ChangeSet",
    entity: str,
    clients: Sequence[int],
    *,
    way: Way,
    heir: int | None,
    only: Sequence[int] | None = None,
) -> int:
    """Reassign, detach or remove the records of one type that link to these clients.

    Args:
        cs: the change set.
        entity: their record type.
        clients: ids of the clients.
        way: ``"reassign"``, ``"detach"`` or ``"remove"``.
        heir: the client that takes them over.
        only: ids of the records meant, where not all that link are.

    Returns:
        how many records were changed or removed; doubles that went on the way are not counted.

    Raises:
        InputError: the type does not link to clients, or its link is required and cannot be emptied.
    """
    kind = record_type(entity)
    points = [one for one in kind.references if one.to in ("client", "*")]
    if not points or kind.part:
        raise InputError("{kind} does not link to clients.", kind=kind.label)
    listed, total = ids_list(clients), 0
    chosen = "TRUE" if only is None else f"t.id IN ({ids_list(only)})"
    if heir is not None:
        _drop_doubles(cs, kind, clients, heir, chosen)
    for reference in points:
        condition = f"{_condition(cs, kind, reference.name, listed)} AND {chosen}"
        if way == "remove":
            total += cs.delete_from(entity, f"SELECT t.id FROM db.{quote(entity)} t WHERE {condition}")
            continue
        if way == "detach" and reference.required:
            raise InputError(
                "{kind} cannot be without “{field}”. Reassign or remove it.",
                kind=kind.label,
                field=reference.label,
            )
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


def _drop_doubles(cs: "ChangeSet", kind: RecordType, clients: Sequence[int], heir: int, chosen: str) -> None:
    """Links that the heir would have twice, or that would lead from the heir to itself, go."""
    if kind.name not in ("relation", "employment"):
        return
    bulk.lay(cs, "absorb", {"id": clients, "keep": [heir] * len(clients)})
    if kind.name == "relation":
        merging.drop_inner_links(cs, ["relation"], where=chosen)
    # The heir's own links stay as they stood.
    where = f"{visible(cs.user, kind, 't')} AND ({chosen} OR {_owned(kind, heir)})"
    twins.collapse(cs, [kind.name], twins.Moving(where=where, own_stay=True))


def _owned(kind: RecordType, heir: int) -> str:
    """SQL over ``t``: the heir has it already, so that what comes to it may be a double of it."""
    return " OR ".join(f"t.{quote(one.name)} = {int(heir)}" for one in kind.references if one.to == "client")
