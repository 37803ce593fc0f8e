"""What the store keeps in order by itself inside each change set: it remembers whose search keys and primary address to mend."""

from collections.abc import Sequence
from typing import Final

from workbench.model.fields import RecordType
from workbench.store.columns import quote
from workbench.store.draft import Draft
from workbench.store.search import entries

PRIMARY_OF: Final = ("address",)
"""Record types of which each owner has one primary."""


def searched(kind: RecordType, values: Sequence[str]) -> list[str]:
    """Those of these fields whose values make up the search keys of clients."""
    by = {one.name for one in kind if one.search} | {"record_type", "record_id", "is_primary", "kind"}
    return [name for name in values if name in by] if kind.name in entries.SOURCES else []


def remember(
    cs: Draft,
    kind: RecordType,
    ids: str,
    values: Sequence[str] | None = None,
    *,
    reworded: str | None = None,
) -> None:
    """Remember rows of this type before or after they change.

    Args:
        cs: the change set.
        kind: their type.
        ids: a query of their ids.
        values: the fields that change; ``None`` for all.
        reworded: a query of those of them in which a field of :func:`searched` changes; ``None`` for all.
    """
    if kind.name in PRIMARY_OF and (values is None or {"is_primary", "record_id"} & set(values)):
        _add(cs, "touched_owner", f"SELECT record_id AS id FROM db.{quote(kind.name)} WHERE id IN ({ids})")
    if values is not None and not searched(kind, values):
        return
    ids = reworded or ids
    if kind.name == "client":
        _add(cs, "touched_client", ids)
    elif kind.name in entries.SOURCES:
        rows = f"db.{quote(kind.name)} WHERE record_type = 'client' AND id IN ({ids})"
        _add(cs, "touched_client", f"SELECT record_id AS id FROM {rows}")


def _add(cs: Draft, table: str, select: str) -> None:
    """Add ids to a temporary table of the change set, which is made when the first of them come."""
    into = f"INSERT INTO {table}" if table in cs.remembered else f"CREATE OR REPLACE TEMP TABLE {table} AS"
    cs.connection.execute(f"{into} {select}")
    cs.remembered.add(table)


def refresh_keys(cs: Draft) -> None:
    """Bring the search keys of touched clients up to their data."""
    if "touched_client" in cs.remembered:
        entries.refresh(cs.connection, "SELECT id FROM touched_client", cs.id)
