"""What a register changed since it was last accepted, and what of that a person turned down.

Both are marks in the journaled table of provenance, beside those of accepted values: ``seen:ceased_on`` is what was
known of a client's standing when it was last copied, ``dismissed:seat`` the register's value that nobody wants to
hear of again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.errors import NotFoundError
from workbench.model.records import CLIENT, record_type
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import literal
from workbench.store.comparing import VAT_AS_OF, VAT_SOURCE, Comparison

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from workbench.store.changeset import ChangeSet

SEEN: Final = "seen:"
DISMISSED: Final = "dismissed:"
STANDING: Final = ("insolvent", "unreliable_vat_payer")
"""What is no field of a client, and drifts all the same."""
CEASED: Final = "ceased_on"
_MARK: Final = ("accepted", "source", "as_of")
_ORIGINS: Final = {
    CEASED: "source, as_of",
    "insolvent": "source, as_of",
    "unreliable_vat_payer": f"{VAT_SOURCE} AS source, {VAT_AS_OF} AS as_of",
}
"""SQL: which source says how a client stands, and the day it vouches for."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A value of the register that was turned down.

    Attributes:
        client: the client's id.
        field: the field, or one of :data:`STANDING`.
        value: the register's value as text.
        source: where it comes from.
        as_of: the day it vouches for.
    """

    client: int
    field: str
    value: str
    source: str
    as_of: date | None = None


def accepted(connection: "duckdb.DuckDBPyConnection", user: User) -> list[int]:
    """The visible, valid clients of which something was accepted from a register, by id."""
    rows = connection.execute(f"""
        SELECT t.id FROM db.client t WHERE t.valid AND ({visible(user, CLIENT, "t")}) AND t.id IN (
            SELECT record_id FROM db.provenance WHERE record_type = 'client' AND NOT contains(field, ':'))
        ORDER BY t.id
    """).fetchall()
    return [row[0] for row in rows]


def drifted(connection: "duckdb.DuckDBPyConnection", user: User, compared: Comparison) -> "pa.Table":
    """Where the register moved on: ``client, field, ours, register, accepted, state, source, as_of``, in no order.

    A field drifts when something else of it was accepted; the end of the subject, insolvency and unreliability when
    they were not so when the client was last copied. Older states of the register than the accepted one, and what
    was dismissed, are left out.
    """
    connection.register("drift_rows", compared.rows)
    connection.register("drift_seen", compared.seen)
    flags = " UNION ALL ".join(
        f"SELECT client, {literal(name)} AS field, NULL AS ours, {name}::VARCHAR AS register, NULL AS accepted, "
        f"'standing' AS state, {_ORIGINS[name]} FROM drift_seen WHERE {name} IS NOT NULL"
        for name in STANDING
    )
    try:
        return connection.sql(f"""
            WITH marks AS MATERIALIZED (
                SELECT record_id AS client, field, arg_max(coalesce(accepted, ''), id) AS accepted, arg_max(as_of, id) AS as_of
                FROM db.provenance t WHERE record_type = 'client' AND record_id IN (SELECT client FROM drift_seen)
                AND {visible(user, record_type("provenance"), "t")} GROUP BY ALL),
            given AS (SELECT client, field, ours, register, accepted, state, source, as_of FROM drift_rows WHERE state <> 'equal'
                      UNION ALL {flags}),
            judged AS (
                SELECT g.* REPLACE (coalesce(g.accepted, s.accepted) AS accepted), coalesce(m.as_of, s.as_of) AS last
                FROM given g LEFT JOIN marks m ON m.client = g.client AND m.field = g.field
                LEFT JOIN marks s ON s.client = g.client AND s.field = {literal(SEEN)} || g.field
                LEFT JOIN marks d ON d.client = g.client AND d.field = {literal(DISMISSED)} || g.field
                WHERE d.accepted IS DISTINCT FROM g.register
                AND g.client IN (SELECT client FROM marks WHERE NOT contains(field, ':')))
            SELECT client, field, ours, register, accepted, state, source, as_of FROM judged
            WHERE (last IS NULL OR as_of IS NULL OR as_of >= last) AND CASE
                WHEN field IN ({", ".join(map(literal, STANDING))}) THEN register <> coalesce(accepted, 'false')
                WHEN field = {literal(CEASED)} THEN accepted IS DISTINCT FROM register
                ELSE accepted <> register END
        """).to_arrow_table()
    finally:
        connection.unregister("drift_rows")
        connection.unregister("drift_seen")


def remember_standing(cs: "ChangeSet") -> None:
    """Mark what is known of the standing of the clients that are being copied (``copies``), as far as it matters."""
    each = " UNION ALL ".join(
        f"SELECT client, {literal(SEEN + name)} AS field, {name}::VARCHAR AS accepted, {origin} FROM copies "
        f"WHERE {name} IS NOT NULL"
        for name, origin in _ORIGINS.items()
    )
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE standing_marks AS
        SELECT p.id, n.* FROM ({each}) n LEFT JOIN (
            SELECT record_id, field, max(id) AS id FROM db.provenance WHERE record_type = 'client' AND starts_with(field, {literal(SEEN)})
            AND record_id IN (SELECT client FROM copies) GROUP BY ALL) p ON p.record_id = n.client AND p.field = n.field
        WHERE p.id IS NOT NULL OR n.accepted <> 'false'
    """)
    _put(cs, "standing_marks")


def dismiss(cs: "ChangeSet", dismissals: Sequence[Dismissal]) -> int:
    """Remember values of the register that are not to be listed any more; how many clients they are about.

    Raises:
        NotFoundError: one of the clients does not exist for this user.
    """
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only tables need it

    clients = sorted({one.client for one in dismissals})
    known = (
        f"SELECT id FROM db.client t WHERE id IN ({ids_list(clients)}) AND ({visible(cs.user, CLIENT, 't')})"
    )
    gone = set(clients) - {row[0] for row in cs.query(known)}
    if gone:
        raise NotFoundError.of(CLIENT.label, min(gone))
    columns = {
        "client": pa.array([one.client for one in dismissals], pa.int64()),
        "field": pa.array([DISMISSED + one.field for one in dismissals], pa.string()),
        "accepted": pa.array([one.value for one in dismissals], pa.string()),
        "source": pa.array([one.source for one in dismissals], pa.string()),
        "as_of": pa.array([one.as_of for one in dismissals], pa.date32()),
    }
    cs.connection.register("dismissal_rows", pa.table(columns))
    try:
        cs.connection.execute("""
            CREATE OR REPLACE TEMP TABLE dismissal_marks AS
            SELECT p.id, n.* FROM dismissal_rows n LEFT JOIN (
                SELECT record_id, field, max(id) AS id FROM db.provenance WHERE record_type = 'client'
                AND record_id IN (SELECT client FROM dismissal_rows) GROUP BY ALL) p ON p.record_id = n.client AND p.field = n.field
        """)
    finally:
        cs.connection.unregister("dismissal_rows")
    _put(cs, "dismissal_marks")
    return len(clients)


def forget_dismissals(cs: "ChangeSet") -> None:
    """What is taken over now (``taken_rows``) is dismissed no more."""
    gone = f"""
        SELECT p.id FROM db.provenance p JOIN taken_rows t ON t.client = p.record_id AND p.field = {literal(DISMISSED)} || t.field
        WHERE p.record_type = 'client'
    """
    if cs.query(f"SELECT 1 FROM ({gone}) LIMIT 1"):
        cs.delete_from("provenance", gone)


def _put(cs: "ChangeSet", table: str) -> None:
    """Write marks: those with an id are there already."""
    listed = ", ".join(_MARK)
    if cs.query(f"SELECT 1 FROM {table} WHERE id IS NOT NULL LIMIT 1"):
        cs.update_from("provenance", f"SELECT id, {listed} FROM {table} WHERE id IS NOT NULL", ["id", *_MARK])
    count = int(cs.query(f"SELECT count(*) FROM {table} WHERE id IS NULL")[0][0])
    if count:
        first = cs.new_ids(count).start
        cs.insert_from(
            "provenance",
            f"SELECT {first} - 1 + row_number() OVER () AS id, 'client' AS record_type, client AS record_id, field, "
            f"{listed} FROM {table} WHERE id IS NULL",
            ["id", "record_type", "record_id", "field", *_MARK],
        )
