"""Many clients beside what a register says of them, in one query: the rules of :mod:`workbench.model.comparison` as SQL.

A property test holds that both say the same. The comparison keeps versions, so that what is accepted later
is refused when somebody changed a client meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.errors import NotFoundError
from workbench.model.comparison import SEAT, TAKEN
from workbench.model.fields import Register
from workbench.model.records import CLIENT, record_type
from workbench.model.rights import User
from workbench.model.subject import Seat
from workbench.store.access import visible
from workbench.store.columns import folded, literal, quote

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

COPIED: Final = tuple((one.name, one.register.value) for one in CLIENT if one.register)
"""Client's field and column of what was said, in order of declaration."""
SEAT_PARTS: Final = tuple(Seat.__dataclass_fields__)
_SPACES: Final = literal(" \t\n\v\f\r\xa0")
_OWN_FORM: Final = "^(svj|spolecenstvi)( |$)"
_INVISIBLE: Final = r"[\x{AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]"
"""Names with these :func:`workbench.model.names.company_key` gives another first word."""

VAT_SOURCE: Final = "coalesce(vat_source, source)"
"""SQL over what was said of a subject: which source says how it stands with the VAT."""
VAT_AS_OF: Final = "CASE WHEN vat_source IS NULL THEN as_of ELSE vat_as_of END"
"""The same for the day that it vouches for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, and what came of it.

    Attributes:
        seen: one row a client that the register knows: ``client``, ``version``, ``locker`` (somebody else), ``seat_id``, ``seat_version``, and
            the columns of ``said``, the seat's as ``seat_…``.
        rows: one row a field that the register gives: ``client, field, ours, register, accepted, state, source,
            as_of``, by client and declaration. ``state`` is the code of a reason, ``equal``, or ``form?`` for
            names whose first word is the same, which may differ in nothing but the legal form.
    """

    seen: "pa.Table"
    rows: "pa.Table"


def icos(connection: "duckdb.DuckDBPyConnection", user: User, ids: Sequence[int]) -> "pa.Table":
    """``given``, ``client`` (where a merged one leads), ``ico``, ``dic`` and ``bank_account`` of these clients, in their order.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only tables need it

    connection.register("given_ids", pa.table({"given": pa.array(ids, pa.int64())}))
    found = connection.sql(f"""
        WITH RECURSIVE numbered AS (SELECT given, row_number() OVER () AS place FROM given_ids),
        chain(start, now) AS (
            SELECT old_id, new_id FROM db.redirect WHERE old_id IN (SELECT given FROM given_ids)
            UNION SELECT c.start, r.new_id FROM chain c JOIN db.redirect r ON r.old_id = c.now
        ),
        ends AS (SELECT start, now FROM chain WHERE now NOT IN (SELECT old_id FROM db.redirect))
        SELECT n.given, t.id AS client, t.ico, t.dic, t.bank_account FROM numbered n LEFT JOIN ends e ON e.start = n.given
        LEFT JOIN db.client t ON t.id = coalesce(e.now, n.given) AND {visible(user, CLIENT, "t")}
        ORDER BY n.place
    """).to_arrow_table()
    connection.unregister("given_ids")
    if found["client"].null_count:
        absent = next(row for row in found.to_pylist() if row["client"] is None)
        raise NotFoundError.of(CLIENT.label, absent["given"])
    return found


def compare(
    connection: "duckdb.DuckDBPyConnection", user: User, asked: "pa.Table", said: "pa.Table"
) -> Comparison:
    """Compare clients with what the register said.

    Args:
        connection: the file attached.
        user: who looks.
        asked: ``client`` and the ``ico`` that it is compared with; each client once.
        said: one row a subject, the columns of :data:`workbench.registry.said.SAID`.
    """
    run = connection.execute
    connection.register("asked_rows", asked)
    connection.register("said_rows", said)
    try:
        run(f"CREATE OR REPLACE TEMP TABLE sight AS {_sight(user)}")
        # A query that is fetched as columns is planned twice; this one costs more to plan than to keep.
        run(f"CREATE OR REPLACE TEMP TABLE judged AS {_judged(user)}")
        rows = connection.sql("SELECT * FROM judged").to_arrow_table()
        seen = connection.sql(
            "SELECT client, version, locker, seat_id, seat_version, s.* FROM sight JOIN said_rows s USING (ico) ORDER BY client"
        ).to_arrow_table()
        run("DROP TABLE sight")
        run("DROP TABLE judged")
    finally:
        connection.unregister("asked_rows")
        connection.unregister("said_rows")
    return Comparison(seen, rows)


def _sight(user: User) -> str:
    """SQL: each client known to the register, its own values and those that were said, side by side."""
    address = record_type("address")
    mine = ", ".join(f"t.{quote(name)}::VARCHAR AS mine_{name}" for name, _ in COPIED)
    said = ", ".join(f"s.{quote(given)}::VARCHAR AS said_{name}" for name, given in COPIED)
    held = ", ".join(
        f"a.{quote(part)} AS held_{part}, s.seat_{part} AS said_seat_{part}" for part in SEAT_PARTS
    )
    return f"""
        SELECT k.client, k.ico, t.version, CASE WHEN t.locked_by <> {literal(user.name)} THEN t.locked_by END AS locker, a.id AS seat_id, a.version AS seat_version, s.has_seat, {mine}, {said}, {held},
            s.source, s.as_of, s.rest_fields, s.rest_source, s.rest_as_of, s.vat_source, s.vat_as_of
        FROM asked_rows k JOIN db.client t ON t.id = k.client JOIN said_rows s ON s.ico = k.ico
        LEFT JOIN (
            SELECT * FROM db.address t WHERE id IN (
                SELECT min(id) FROM db.address t WHERE record_type = 'client' AND kind = 'seat'
                AND record_id IN (SELECT client FROM asked_rows) AND {visible(user, address, "t")} GROUP BY record_id)
        ) a ON a.record_id = k.client
        WHERE {visible(user, CLIENT, "t")}
    """


def _judged(user: User) -> str:
    """SQL: one row a field that the register gives, with its state."""
    kind = record_type("provenance")
    fields = ", ".join(
        [_field(place, name, given) for place, (name, given) in enumerate(COPIED)] + [_seat(len(COPIED))]
    )
    taken = ", ".join(literal(name) for name, given in COPIED if given in TAKEN)
    keys = ", ".join(
        f"CASE WHEN g.field = 'name' AND NOT g.same THEN {folded(f'g.{side}')} END AS {side}_key"
        for side in ("ours", "register")
    )
    return f"""
        WITH listed AS (SELECT client, unnest([{fields}], recursive := true) FROM sight),
        given AS MATERIALIZED (
            SELECT client, place, field, {_stripped("mine")} AS ours, {_stripped("said")} AS register,
                coalesce(alike, coalesce(ours, '') = register) AS same, elsewhere, source, as_of
            FROM listed WHERE said IS NOT NULL),
        marks AS (SELECT record_id, field, arg_max(coalesce(accepted, chr(0)), id) AS accepted FROM db.provenance t
                  WHERE record_type = 'client' AND record_id IN (SELECT client FROM sight) AND {visible(user, kind, "t")} GROUP BY ALL),
        joined AS (SELECT g.* REPLACE (coalesce(g.ours, '') AS ours), g.ours IS NULL AS absent, nullif(m.accepted, chr(0)) AS accepted, {keys}
                   FROM given g LEFT JOIN marks m ON m.record_id = g.client AND m.field = g.field
                   WHERE g.register <> '' OR (g.field = '{SEAT}' AND g.ours IS NOT NULL))
        SELECT client, field, CASE WHEN NOT absent THEN ours END AS ours, register, accepted,
            CASE WHEN same THEN 'equal'
                 WHEN accepted IS NOT NULL AND ours <> {_stripped("accepted")} THEN 'by_hand'
                 WHEN ours = '' THEN 'fill'
                 WHEN field = '{SEAT}' THEN CASE WHEN elsewhere THEN 'take' ELSE 'seat_details' END
                 WHEN field = 'ico' THEN 'other_subject'
                 WHEN field <> 'name' THEN CASE WHEN field IN ({taken}) THEN 'take' ELSE 'differs' END
                 WHEN ours_key = register_key THEN 'spelling'
                 WHEN split_part(ours_key, ' ', 1) = split_part(register_key, ' ', 1) OR
                      regexp_matches(ours_key, '{_OWN_FORM}') OR regexp_matches(register_key, '{_OWN_FORM}') OR
                      regexp_matches(ours || register, '{_INVISIBLE}') THEN 'form?'
                 ELSE 'take' END AS state, source, as_of
        FROM joined g ORDER BY client, place
    """


def _field(place: int, name: str, given: str) -> str:
    """SQL of a row about a field: what we have and what was said; whether that is the same is yet to be seen."""
    return (
        f"{{place: {place}, field: {literal(name)}, mine: mine_{name}, said: said_{name}, "
        f"alike: NULL::BOOLEAN, elsewhere: false, {_origin(given)}}}"
    )


def _seat(place: int) -> str:
    """SQL of such a row about the seat; ``elsewhere`` when a part that we have differs, not only one that we lack."""
    pairs = [(f"said_seat_{part}", f"held_{part}") for part in SEAT_PARTS]
    unlike = " OR ".join(f"({given} <> '' AND {given} IS DISTINCT FROM {held})" for given, held in pairs)
    other = " OR ".join(
        f"coalesce({given} <> '' AND {held} <> '' AND {given} <> {held}, false)" for given, held in pairs
    )
    return (
        f"{{place: {place}, field: '{SEAT}', mine: CASE WHEN seat_id IS NOT NULL THEN {line_sql('held_')} END, "
        f"said: CASE WHEN has_seat THEN {line_sql('said_seat_')} END, "
        f"alike: NOT coalesce({unlike}, false), elsewhere: ({other}), {_origin(SEAT)}}}"
    )


def _origin(given: str) -> str:
    """SQL of the rest of such a row: which source gave the value, and the day it vouches for."""
    if given == Register.VAT_PAYER:
        return f"source: {VAT_SOURCE}, as_of: {VAT_AS_OF}"
    rest = f"coalesce(list_contains(rest_fields, {literal(given)}), false)"
    return (
        f"source: CASE WHEN {rest} THEN rest_source ELSE source END, "
        f"as_of: CASE WHEN {rest} THEN rest_as_of ELSE as_of END"
    )


def line_sql(prefix: str) -> str:
    """SQL of a seat on one line, exactly as :func:`workbench.model.comparison.seat_text` writes it."""
    street, part, city, postcode = (
        f"nullif({prefix}{name}, '')" for name in ("street", "part", "city", "postcode")
    )
    house = f"nullif({prefix}house_number, '')"
    part = f"CASE WHEN {part} IS DISTINCT FROM {city} THEN {part} END"
    named = f"({street} IS NOT NULL OR ({part}) IS NOT NULL)"
    number = (
        f"concat_ws('/', CASE WHEN {prefix}house_number_kind = 'cev' THEN 'č.ev. ' || {house} "
        f"WHEN NOT {named} THEN 'č.p. ' || {house} ELSE {house} END, "
        f"nullif(concat({prefix}orientation_number, {prefix}orientation_letter), ''))"
    )
    code = f"CASE WHEN length({postcode}) = 5 THEN left({postcode}, 3) || ' ' || right({postcode}, 2) ELSE {postcode} END"
    pieces = (
        f"concat(coalesce({street}, {part}), ' ', {number})",
        f"CASE WHEN {street} IS NOT NULL THEN {part} END",
        f"concat({code}, ' ', {city})",
        f"CASE WHEN {prefix}country <> 'CZ' THEN {prefix}country END",
    )
    stripped = f"list_transform([{', '.join(pieces)}], lambda piece: {_stripped('piece')})"
    return f"array_to_string(list_filter({stripped}, lambda piece: piece <> ''), ', ')"


def _stripped(text: str) -> str:
    """SQL of the text of a column without spaces at its ends; to look before trimming takes a fifth of the time."""
    ends = (f"contains({_SPACES}, {text}[{place}])" for place in (1, -1))
    return f"CASE WHEN {' OR '.join(ends)} THEN trim({text}, {_SPACES}) ELSE {text} END"
