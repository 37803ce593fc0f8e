"""Taking over what a register says: fields, the seat, and a mark of what was accepted, from where and when.

Set-based: what was compared and what is taken lie in temporary tables, the rest is a few statements, however
many clients there are.
"""

from typing import TYPE_CHECKING, Final

from workbench.errors import StaleVersionError
from workbench.model.comparison import SEAT
from workbench.model.records import CLIENT, record_type
from workbench.store import drifting
from workbench.store.columns import columns_of, quote
from workbench.store.comparing import COPIED, SEAT_PARTS, Comparison

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.store.changeset import ChangeSet

_MARK: Final = ("accepted", "source", "as_of")


def accept(cs: "ChangeSet", compared: Comparison, taken: "pa.Table") -> int:
    """Write accepted values of clients.

    What equals the register already is marked as accepted too, so that a later change by hand is known.

    Args:
        cs: the change set.
        compared: what was compared, with the versions that were seen.
        taken: ``client`` and ``field`` of what is taken over.

    Returns:
        how many clients took something over.

    Raises:
        StaleVersionError: a client or its seat was changed since it was compared.
    """
    given = {"seen_rows": compared.seen, "compared_rows": compared.rows, "taken_rows": taken}
    for name, table in given.items():
        cs.connection.register(name, table)
    try:
        flags = ", ".join(
            f"bool_or(field = '{name}') AS take_{name}" for name in (*(one for one, _ in COPIED), SEAT)
        )
        cs.connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE copies AS
            SELECT s.*, t.* EXCLUDE (client) FROM seen_rows s JOIN (SELECT client, {flags} FROM taken_rows GROUP BY client) t USING (client)
        """)
        _refuse_newer(cs)
        _put_values(cs)
        _put_seats(cs)
        _put_marks(cs)
        drifting.remember_standing(cs)
        drifting.forget_dismissals(cs)
        return int(cs.query("SELECT count(*) FROM copies")[0][0])
    finally:
        for name in given:
            cs.connection.unregister(name)


def _refuse_newer(cs: "ChangeSet") -> None:
    for table, seen, version, kind in (
        ("client", "client", "version", CLIENT),
        ("address", "seat_id", "seat_version", record_type("address")),
    ):
        newer = cs.query(f"""
            SELECT c.{seen}, c.{version}, coalesce(t.version, c.{version} + 1), coalesce(t.updated_by, '?')
            FROM copies c LEFT JOIN db.{table} t ON t.id = c.{seen}
            WHERE c.{seen} IS NOT NULL AND t.version IS DISTINCT FROM c.{version} ORDER BY 1 LIMIT 1
        """)
        if newer:
            raise StaleVersionError(
                "{kind} {id} was changed meanwhile by {user} (version {now}, you have {yours}). Refresh it and decide again.",
                kind=kind.label, id=newer[0][0], yours=newer[0][1], now=newer[0][2], user=newer[0][3],
            )  # fmt: skip
    other = cs.query("""
        SELECT c.client FROM copies c LEFT JOIN (
            SELECT record_id, min(id) AS id FROM db.address WHERE record_type = 'client' AND kind = 'seat'
            AND record_id IN (SELECT client FROM copies) GROUP BY record_id) a ON a.record_id = c.client
        WHERE a.id IS DISTINCT FROM c.seat_id ORDER BY 1 LIMIT 1
    """)
    if other:
        raise StaleVersionError(
            "The seat of client {id} was changed meanwhile. Refresh it and decide again.", id=other[0][0]
        )


def _put_values(cs: "ChangeSet") -> None:
    """One update of the fields that anybody takes; who does not take one keeps their own."""
    asked = ", ".join(f"bool_or(take_{name})" for name, _ in COPIED)
    wanted = [
        pair for pair, any_ in zip(COPIED, cs.query(f"SELECT {asked} FROM copies")[0], strict=True) if any_
    ]
    if not wanted:
        return
    types = columns_of(CLIENT)
    values = ", ".join(
        f"CASE WHEN c.take_{name} THEN c.{given}::{types[name]} ELSE t.{quote(name)} END AS {quote(name)}"
        for name, given in wanted
    )
    some = " OR ".join(f"c.take_{name}" for name, _ in wanted)
    cs.update_from(
        "client",
        f"SELECT t.id, {values} FROM copies c JOIN db.client t ON t.id = c.client WHERE {some}",
        ["id", *(name for name, _ in wanted)],
    )


def _put_seats(cs: "ChangeSet") -> None:
    parts = ", ".join(f"seat_{part} AS {quote(part)}" for part in SEAT_PARTS)
    cs.update_from(
        "address",
        f"SELECT seat_id AS id, {parts} FROM copies WHERE take_{SEAT} AND seat_id IS NOT NULL",
        ["id", *SEAT_PARTS],
    )
    new = f"FROM copies WHERE take_{SEAT} AND seat_id IS NULL"
    first = cs.new_ids(int(cs.query(f"SELECT count(*) {new}")[0][0])).start
    cs.insert_from(
        "address",
        f"SELECT {first} - 1 + row_number() OVER () AS id, 'client' AS record_type, client AS record_id, "
        f"'{SEAT}' AS kind, {parts} {new}",
        ["id", "record_type", "record_id", "kind", *SEAT_PARTS],
    )


def _put_marks(cs: "ChangeSet") -> None:
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE marks AS
        SELECT p.id, r.client AS record_id, r.field, r.source, r.as_of,
            CASE WHEN t.client IS NULL THEN coalesce(r.ours, '') ELSE r.register END AS accepted
        FROM compared_rows r JOIN copies c USING (client) LEFT JOIN taken_rows t ON t.client = r.client AND t.field = r.field
        LEFT JOIN (SELECT record_id, field, max(id) AS id FROM db.provenance WHERE record_type = 'client'
                   AND record_id IN (SELECT client FROM copies) GROUP BY ALL) p ON p.record_id = r.client AND p.field = r.field
        WHERE t.client IS NOT NULL OR r.state = 'equal'
    """)
    listed = ", ".join(_MARK)
    cs.update_from("provenance", f"SELECT id, {listed} FROM marks WHERE id IS NOT NULL", ["id", *_MARK])
    first = cs.new_ids(int(cs.query("SELECT count(*) FROM marks WHERE id IS NULL")[0][0])).start
    cs.insert_from(
        "provenance",
        f"SELECT {first} - 1 + row_number() OVER () AS id, 'client' AS record_type, record_id, field, "
        f"{listed} FROM marks WHERE id IS NULL",
        ["id", "record_type", "record_id", "field", *_MARK],
    )
