"""What the store keeps in order by itself, inside each change set: one primary address, and search keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.model.fields import RecordType
from workbench.store.columns import quote
from workbench.store.search import entries

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_PRIMARY_OF: Final = ("address",)


def begin(cs: "ChangeSet") -> None:
    """Make room to remember whose search keys and primary address may need mending."""
    cs.connection.execute("CREATE OR REPLACE TEMP TABLE touched_client (id BIGINT)")
    cs.connection.execute("CREATE OR REPLACE TEMP TABLE touched_owner (id BIGINT)")


def searched(kind: RecordType, values: Sequence[str]) -> list[str]:
    """Those of these fields whose values make up the search keys of clients."""
    by = {one.name for one in kind if one.search} | {"record_type", "record_id", "is_primary", "kind"}
    return [name for name in values if name in by] if kind.name in entries.SOURCES else []


def remember(
    cs: "ChangeSet",
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
    if kind.name in _PRIMARY_OF and (values is None or {"is_primary", "record_id"} & set(values)):
        cs.connection.execute(
            f"INSERT INTO touched_owner SELECT record_id FROM db.{quote(kind.name)} WHERE id IN ({ids})"
        )
    if values is not None and not searched(kind, values):
        return
    ids = reworded or ids
    if kind.name == "client":
        cs.connection.execute(f"INSERT INTO touched_client {ids}")
    elif kind.name in entries.SOURCES:
        cs.connection.execute(
            f"INSERT INTO touched_client SELECT record_id FROM db.{quote(kind.name)} WHERE record_type = 'client' AND id IN ({ids})"
        )


def finish(cs: "ChangeSet") -> None:
    """Leave exactly one primary address with each touched owner, and its search keys as its data.

    The repair of primaries is a step of the change set like any other, so undo takes it back too.
    """
    for table in _PRIMARY_OF:
        _one_primary(cs, table)
    entries.refresh(cs.connection, "SELECT id FROM touched_client", cs.id)


def _one_primary(cs: "ChangeSet", table: str) -> None:
    """The address made primary last wins; without any, the seat, else the oldest."""
    if not cs.query("SELECT 1 FROM touched_owner LIMIT 1"):
        return
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE repair AS
        WITH mine AS (
            SELECT a.id, a.is_primary, row_number() OVER (
                PARTITION BY a.record_id
                ORDER BY coalesce(a.is_primary, FALSE) DESC,
                         CASE WHEN a.is_primary THEN coalesce(c.step, 0) ELSE 0 END DESC, a.kind = 'seat' DESC, a.id
            ) = 1 AS should
            FROM db.{quote(table)} a
            LEFT JOIN (
                SELECT record_id, max(step) AS step FROM db.change
                WHERE change_set = {cs.id} AND entity = '{table}' GROUP BY 1
            ) c ON c.record_id = a.id
            WHERE a.record_id IN (SELECT id FROM touched_owner)
        )
        SELECT id, should FROM mine WHERE should IS DISTINCT FROM coalesce(is_primary, FALSE)
    """)
    cs.connection.execute("DELETE FROM touched_owner")
    if cs.query("SELECT 1 FROM repair LIMIT 1"):
        cs.update_from(
            table, "SELECT id, should AS is_primary FROM repair", ["id", "is_primary"], unseen=True
        )
