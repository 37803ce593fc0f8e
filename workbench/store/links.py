"""What is linked to what, and the few columns that lists of clients show."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, references_to
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import literal, quote


@dataclass(frozen=True, slots=True)
class Link:
    """A record that points at another and so holds it back from deletion.

    Attributes:
        target: the record pointed at.
        entity: the record type of the one that points.
        id: its id; ``None`` when the user may not see it.
        field: the field that points.
        part: it is a part of the target and goes with it.
    """

    target: int
    entity: str
    id: int | None
    field: str
    part: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a list of clients."""

    id: int
    name: str
    ico: str | None
    city: str | None
    owner: str | None
    valid: bool
    locked_by: str | None


def holding(
    connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType, ids: Sequence[int]
) -> list[Link]:
    """Everything that points at those of these records that this user sees."""
    found = []
    seen_ones = f"SELECT k.id FROM db.{quote(kind.name)} k WHERE k.id IN ({ids_list(ids)}) AND {visible(user, kind, 'k')}"
    for holder, reference in references_to(kind.name):
        column = f"t.{quote(reference.name)}"
        same_type = f"AND t.record_type = {literal(kind.name)}" if holder.by_name.get("record_type") else ""
        rows = connection.execute(f"""
            SELECT {column}, t.id, {visible(user, holder, "t")} FROM db.{quote(holder.name)} t
            WHERE {column} IN ({seen_ones}) {same_type} ORDER BY t.id
        """).fetchall()
        found += [
            Link(target, holder.name, one if seen else None, reference.name, holder.part)
            for target, one, seen in rows
        ]
    return found


def same_ico(connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]) -> dict[int, list[int]]:
    """Other clients with the same IČO, for those of these clients that have any; this user sees both."""
    rows = connection.execute(f"""
        SELECT c.id, list(o.id ORDER BY o.id) FROM db.client c JOIN (
            SELECT t.id, t.ico FROM db.client t WHERE t.ico IS NOT NULL AND {visible(user, CLIENT, "t")}
        ) o ON o.ico = c.ico AND o.id <> c.id
        WHERE c.id IN ({ids_list(ids)}) AND {visible(user, CLIENT, "c")} GROUP BY c.id
    """).fetchall()
    return dict(rows)
