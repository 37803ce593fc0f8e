"""Writing matched rows: a filled cell replaces what we have, or fills only what is empty; an empty one erases nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.model.fields import Field, Kind, Merge
from workbench.store.columns import literal, quote
from workbench.store.incoming import addresses
from workbench.store.united import united

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

OUTWEIGHS: Final = addresses.OUTWEIGHS
_IDENTITY: Final = ("external_id", "ico")


def write_clients(cs: "ChangeSet", fields: list[Field], *, fill_only: bool = False) -> None:
    """Insert the new clients of the table ``brought`` and change the known ones.

    Several rows of one client count together, later cells winning; tags are united; own fields are laid over each
    other. What a row says that leads here by a redirect yields to the client's own rows, and never changes its IČO
    and external id. With ``fill_only`` known clients take what they have nothing of, and keep the rest.
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
    how = under if fill_only else _over
    over = ", ".join(f"{how(one)} AS {quote(one.name)}" for one in fields)
    cs.update_from(
        "client", f"SELECT t.id, {over} FROM db.client t JOIN whole w USING (id) WHERE NOT w.is_new", names
    )


def write_parts(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"], *, fill_only: bool = False) -> None:
    """Write the addresses (:mod:`.addresses`), contacts and legal titles of the clients in ``brought``.

    Contacts and legal titles are added where the client has no such one; with ``fill_only``, contacts where it has
    none of the kind.
    """
    if len(rows["address"]):
        addresses.write(cs, addresses.fields_of(rows["address"]), fill_only=fill_only)
    if len(rows["contact"]):
        fields = ["kind", "value", "label", "is_primary"]
        add(cs, "contact", "in_contact", fields, ("kind", "value"), fill_only=fill_only)
    if len(rows["consent"]):
        names = [str(name) for name in rows["consent"].columns if name != "row"]
        add(cs, "consent", "in_consent", names, tuple(names))


def holds_custom(ours: str, file: str) -> str:
    """SQL: whether own fields hold all that others say."""
    pointer = "'/' || replace(replace(one, '~', '~0'), '/', '~1')"
    return f"len(list_filter(json_keys({file}), lambda one: json_extract({file}, {pointer}) IS DISTINCT FROM json_extract({ours}, {pointer}))) = 0"


def under(field: Field) -> str:
    """SQL: ours (``t``), and the file's (``w``) where we have nothing; the stricter of flags that protect people."""
    ours, theirs = f"t.{quote(field.name)}", f"w.{quote(field.name)}"
    if field.kind is Kind.TAGS:
        return f"CASE WHEN len({ours}) > 0 THEN {ours} ELSE coalesce({theirs}, {ours}) END"
    if field.kind is Kind.CUSTOM:
        return f"""CASE WHEN {theirs} IS NULL OR list_has_all(json_keys({ours}), json_keys({theirs})) THEN {ours}
                   WHEN {ours} IS NULL THEN {theirs} ELSE json_merge_patch({theirs}, {ours})::VARCHAR END"""
    if field.merge is Merge.STRICTEST and field.kind is Kind.FLAG:
        return f"coalesce({ours} OR {theirs}, {ours}, {theirs})"
    if field.name in _IDENTITY:
        return f"coalesce({ours}, {theirs}, w.{quote('old_' + field.name)})"
    return f"coalesce({ours}, {theirs})"


def _default(field: Field) -> str:
    return literal(field.default) if isinstance(field.default, str) else str(field.default)


def _together(field: Field) -> str:
    column = f"i.{quote(field.name)}"
    if field.name in _IDENTITY:
        return f"arg_max({column}, b.weight) FILTER ({column} IS NOT NULL AND b.weight >= {OUTWEIGHS})"
    return united(field, column, "b.weight") or _last(field)


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


def add(
    cs: "ChangeSet",
    entity: str,
    source: str,
    names: list[str],
    same: tuple[str, ...],
    *,
    owners: str = "brought",
    owner_type: str = "client",
    fill_only: bool = False,
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
        fill_only: only on owners that have none of the row's kind.
    """
    hangs = f"t.record_type = {literal(owner_type)} AND t.record_id = o.id"
    alike = ("kind",) if fill_only else same
    equal = " AND ".join(f"t.{quote(name)} IS NOT DISTINCT FROM s.{quote(name)}" for name in alike)
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
