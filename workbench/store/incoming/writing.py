"""Writing matched rows: a filled cell replaces what we have, an empty one erases nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.model.fields import Field, Kind
from workbench.model.records import ADDRESS
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

OUTWEIGHS: Final = 10**12
"""More than any number of a row: rows that are directly a client's outweigh those of one merged into it."""
_IDENTITY: Final = ("external_id", "ico")
_WHERE: Final = ("street", "house_number", "city")
"""An address that differs in one of these is another address, not a better written one."""


def write_clients(cs: "ChangeSet", fields: list[Field]) -> None:
    """Insert the new clients of the table ``brought`` and change the known ones.

    Several rows of one client count together, later cells winning; tags are united; own fields are laid over each
    other. What a row says that leads here by a redirect yields to the client's own rows, and never changes its IČO
    and external id.
    """
    together = ", ".join(f"{_together(one)} AS {quote(one.name)}" for one in fields)
    old = ", ".join(f"{_last(one)} AS {quote('old_' + one.name)}" for one in fields if one.name in _IDENTITY)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE whole AS
        SELECT b.id, bool_or(b.matched_by IS NULL) AS is_new, {together} {", " + old if old else ""}
        FROM brought b JOIN in_client i USING ("row") GROUP BY b.id
    """)
    names = ["id", *(one.name for one in fields)]
    values = ", ".join(
        f"coalesce({quote(one.name)}, {_default(one)}) AS {quote(one.name)}"
        if one.default is not None
        else quote(one.name)
        for one in fields
    )
    if cs.query("SELECT 1 FROM whole WHERE is_new LIMIT 1"):
        cs.insert_from("client", f"SELECT id, {values} FROM whole WHERE is_new ORDER BY id", names)
    over = ", ".join(f"{_over(one)} AS {quote(one.name)}" for one in fields)
    cs.update_from(
        "client", f"SELECT t.id, {over} FROM db.client t JOIN whole w USING (id) WHERE NOT w.is_new", names
    )


def write_parts(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> None:
    """Write the addresses, contacts and legal titles of the clients in ``brought``.

    An address changes the client's address of its kind: one elsewhere replaces it whole, else its filled cells are
    taken. Contacts and legal titles are added where the client has no such one.
    """
    if len(rows["address"]):
        _write_addresses(cs, address_fields(rows["address"]))
    if len(rows["contact"]):
        add(cs, "contact", "in_contact", ["kind", "value", "label", "is_primary"], ("kind", "value"))
    if len(rows["consent"]):
        names = [str(name) for name in rows["consent"].columns if name != "row"]
        add(cs, "consent", "in_consent", names, tuple(names))


def address_fields(frame: "pd.DataFrame") -> list[str]:
    """The fields of an address that a frame of them has."""
    return [
        name for name in map(str, frame.columns) if name not in ("row", "kind", "is_primary", "record_id")
    ]


def holds_custom(ours: str, file: str) -> str:
    """SQL: whether own fields hold all that others say."""
    pointer = "'/' || replace(replace(one, '~', '~0'), '/', '~1')"
    return f"len(list_filter(json_keys({file}), lambda one: json_extract({file}, {pointer}) IS DISTINCT FROM json_extract({ours}, {pointer}))) = 0"


def _default(field: Field) -> str:
    return literal(field.default) if isinstance(field.default, str) else str(field.default)


def _together(field: Field) -> str:
    column = f"i.{quote(field.name)}"
    given = f"FILTER ({column} IS NOT NULL)"
    if field.kind is Kind.TAGS:
        return f"list_sort(list_distinct(flatten(list({column}) {given})))"
    if field.kind is Kind.CUSTOM:
        return f"list_reduce(list({column} ORDER BY b.weight) {given}, lambda one, more: json_merge_patch(one, more)::VARCHAR)"
    if field.name in _IDENTITY:
        return f"arg_max({column}, b.weight) FILTER ({column} IS NOT NULL AND b.weight >= {OUTWEIGHS})"
    return _last(field)


def _last(field: Field) -> str:
    column = f"i.{quote(field.name)}"
    return f"arg_max({column}, b.weight) FILTER ({column} IS NOT NULL)"


def _over(field: Field) -> str:
    """The file's value over ours; an empty one leaves ours."""
    ours, theirs = f"t.{quote(field.name)}", f"w.{quote(field.name)}"
    if field.kind is Kind.TAGS:
        return f"""CASE WHEN {theirs} IS NULL OR list_has_all(coalesce({ours}, []), {theirs}) THEN {ours}
                   ELSE list_sort(list_distinct(list_concat(coalesce({ours}, []), {theirs}))) END"""
    if field.kind is Kind.CUSTOM:
        return f"""CASE WHEN {theirs} IS NULL THEN {ours} WHEN {ours} IS NULL THEN {theirs}
                   WHEN {holds_custom(ours, theirs)} THEN {ours} ELSE json_merge_patch({ours}, {theirs})::VARCHAR END"""
    if field.name in _IDENTITY:
        return f"coalesce({theirs}, {ours}, w.{quote('old_' + field.name)})"
    return f"coalesce({theirs}, {ours})"


def _write_addresses(cs: "ChangeSet", names: list[str]) -> None:
    listed = ", ".join(f"a.{quote(name)}" for name in names)
    read = [name for name in names if name != "original"]  # how it was typed alone is no difference
    differs = " OR ".join(f"w.{quote(name)} <> coalesce(t.{quote(name)}, '')" for name in read)
    elsewhere = " OR ".join(f"w.{quote(name)} <> t.{quote(name)}" for name in _WHERE if name in names)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE wanted_address AS
        WITH last AS (
            SELECT b.id AS record_id, b.matched_by IS NULL AS is_new, coalesce(a.kind, 'contact') AS kind, a.is_primary, {listed}
            FROM in_address a JOIN brought b USING ("row")
            QUALIFY row_number() OVER (PARTITION BY b.id, coalesce(a.kind, 'contact') ORDER BY b.weight DESC, a.rowid) = 1
        )
        -- Of several addresses of that kind: the one that says the same already, else the oldest.
        SELECT w.*, t.id, coalesce({differs}, FALSE) AS differs, coalesce({elsewhere or "FALSE"}, FALSE) AS elsewhere
        FROM last w LEFT JOIN db.address t ON t.record_type = 'client' AND t.record_id = w.record_id AND t.kind = w.kind
        QUALIFY row_number() OVER (PARTITION BY w.record_id, w.kind ORDER BY coalesce({differs}, FALSE), t.id) = 1
    """)
    values = ", ".join(
        f"CASE WHEN w.elsewhere THEN {_filled(name, 'w')} ELSE coalesce(w.{quote(name)}, t.{quote(name)}) END AS {quote(name)}"
        for name in names
    )
    cs.update_from(
        "address",
        f"SELECT t.id, {values} FROM wanted_address w JOIN db.address t ON t.id = w.id WHERE w.differs",
        ["id", *names],
    )
    first = cs.new_ids(cs.query("SELECT count(*) FROM wanted_address WHERE id IS NULL")[0][0]).start
    mine = ", ".join(f"{_filled(name, 'w')} AS {quote(name)}" for name in names)
    cs.insert_from(
        "address",
        f"""
        SELECT {first} - 1 + row_number() OVER (ORDER BY record_id, kind) AS id, 'client' AS record_type, record_id, kind,
               is_primary AND NOT EXISTS (
                   SELECT 1 FROM db.address t WHERE t.record_type = 'client' AND t.record_id = w.record_id AND t.is_primary
               ) AS is_primary, {mine}
        FROM wanted_address w WHERE id IS NULL
        """,
        ["id", "record_type", "record_id", "kind", "is_primary", *names],
    )


def _filled(name: str, alias: str) -> str:
    field = ADDRESS.field(name)
    column = f"{alias}.{quote(name)}"
    return column if field.default is None else f"coalesce({column}, {_default(field)})"


def add(
    cs: "ChangeSet",
    entity: str,
    source: str,
    names: list[str],
    same: tuple[str, ...],
    *,
    owners: str = "brought",
    owner_type: str = "client",
) -> None:
    """Hang those rows on their owners that have no equal one yet.

    Args:
        cs: the change set.
        entity: the record type of the rows.
        source: the temporary table they stand in.
        names: their fields; ``is_primary`` goes to the first of each kind where the owner has no primary one.
        same: rows equal in these are one.
        owners: the temporary table that gives each row the id of its owner.
        owner_type: the owners' record type.
    """
    hangs = f"t.record_type = {literal(owner_type)} AND t.record_id = o.id"
    equal = " AND ".join(f"t.{quote(name)} IS NOT DISTINCT FROM s.{quote(name)}" for name in same)
    plain = ", ".join(f"s.{quote(name)}" for name in names if name != "is_primary")
    primary = f""", NOT EXISTS (SELECT 1 FROM db.{quote(entity)} t WHERE {hangs} AND t.kind = s.kind AND t.is_primary)
        AS vacant, s.kind AS of_kind""" if "is_primary" in names else ""  # fmt: skip
    keys = ", ".join(f"s.{quote(name)}" for name in same)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE wanted_part AS
        SELECT o.id AS record_id, s."row", s.rowid AS place, {plain} {primary} FROM {source} s JOIN {owners} o USING ("row")
        WHERE NOT EXISTS (SELECT 1 FROM db.{quote(entity)} t WHERE {hangs} AND {equal})
        QUALIFY row_number() OVER (PARTITION BY o.id, {keys} ORDER BY s.rowid) = 1
    """)
    first = cs.new_ids(cs.query("SELECT count(*) FROM wanted_part")[0][0]).start
    values = ", ".join(
        'vacant AND row_number() OVER (PARTITION BY record_id, of_kind ORDER BY "row", place) = 1 AS is_primary'
        if name == "is_primary"
        else quote(name)
        for name in names
    )
    cs.insert_from(
        entity,
        f"""
        SELECT {first} - 1 + row_number() OVER (ORDER BY "row", place) AS id, {literal(owner_type)} AS record_type, record_id, {values}
        FROM wanted_part
        """,
        ["id", "record_type", "record_id", *names],
    )
