"""Writing matched rows: a filled cell replaces what we have, an empty one erases nothing."""

from typing import TYPE_CHECKING, Final

from workbench.model.fields import Field, Kind
from workbench.model.records import CLIENT, RECORD_TYPES
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet
    from workbench.store.incoming.matching import Rows

_COMPOSED: Final = ("row", "kind", "is_primary", "record_id")


def bring_in(cs: "ChangeSet", rows: "Rows") -> "pd.DataFrame":
    """Write the rows laid out and matched by :func:`workbench.store.incoming.match`.

    Several rows of one client count together, later cells winning; tags are united; a client's own fields are
    laid over each other. An address replaces the client's address of its kind; contacts, persons and legal titles
    are added where the client has no such one.

    Returns:
        what changed in clients that we had: row, client_id, table, field, ours, file.
    """
    cs.connection.execute(
        'CREATE OR REPLACE TEMP TABLE known AS SELECT id, min("row") AS "row" FROM brought WHERE matched_by IS NOT NULL GROUP BY 1'
    )
    _clients(cs, [one for one in CLIENT if one.name in rows["client"]])
    if len(rows["address"]):
        _addresses(cs, [name for name in _columns(rows["address"]) if name not in _COMPOSED])
    if len(rows["contact"]):
        _add(cs, "contact", "in_contact", ["kind", "value", "label", "is_primary"], ("kind", "value"))
    if len(rows["consent"]):
        names = [name for name in _columns(rows["consent"]) if name != "row"]
        _add(cs, "consent", "in_consent", names, tuple(names))
    if len(rows["person"]):
        _persons(
            cs,
            [name for name in _columns(rows["person"]) if name in RECORD_TYPES["person"].by_name],
            "position" in rows["person"],
        )
    return _changes(cs)


def _columns(frame: "pd.DataFrame") -> list[str]:
    return [str(name) for name in frame.columns]


def _clients(cs: "ChangeSet", fields: list[Field]) -> None:
    together = ", ".join(f"{_last(one)} AS {quote(one.name)}" for one in fields)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE whole AS
        SELECT b.id, bool_or(b.matched_by IS NULL) AS is_new, {together}
        FROM brought b JOIN in_client i USING ("row") GROUP BY b.id
    """)
    names = ["id", *(one.name for one in fields)]
    # Fields that a row leaves empty must take their default, so rows are inserted by which of those are empty.
    defaulted = [one.name for one in fields if one.default is not None]
    groups = cs.query(
        f"SELECT DISTINCT {', '.join(f'{quote(name)} IS NULL' for name in defaulted) or 'TRUE'} FROM whole WHERE is_new"
    )
    for group in groups:
        empty = {name for name, is_empty in zip(defaulted, group, strict=False) if is_empty}
        condition = " AND ".join(f"({quote(name)} IS NULL) = {name in empty}" for name in defaulted) or "TRUE"
        given = [name for name in names if name not in empty]
        cs.insert_from(
            "client",
            f"SELECT {', '.join(map(quote, given))} FROM whole WHERE is_new AND {condition} ORDER BY id",
            given,
        )
    values = ", ".join(f"{_over(one)} AS {quote(one.name)}" for one in fields)
    cs.update_from(
        "client", f"SELECT t.id, {values} FROM db.client t JOIN whole w USING (id) WHERE NOT w.is_new", names
    )


def _last(field: Field) -> str:
    column = f"i.{quote(field.name)}"
    if field.kind is Kind.TAGS:
        return f"list_sort(list_distinct(flatten(list({column}) FILTER ({column} IS NOT NULL))))"
    return f'arg_max({column}, b."row") FILTER ({column} IS NOT NULL)'


def _over(field: Field) -> str:
    """The file's value over ours; an empty one leaves ours."""
    ours, theirs = f"t.{quote(field.name)}", f"w.{quote(field.name)}"
    if field.kind is Kind.TAGS:
        return f"CASE WHEN {theirs} IS NULL THEN {ours} ELSE list_sort(list_distinct(list_concat(coalesce({ours}, []), {theirs}))) END"
    if field.kind is Kind.CUSTOM:
        return f"CASE WHEN {theirs} IS NULL THEN {ours} WHEN {ours} IS NULL THEN {theirs} WHEN json_contains({ours}, {theirs}) THEN {ours} ELSE json_merge_patch({ours}, {theirs})::VARCHAR END"
    return f"coalesce({theirs}, {ours})"


def _addresses(cs: "ChangeSet", names: list[str]) -> None:
    """The last address of each kind and client: over the one we have of that kind, or new."""
    listed = ", ".join(f"a.{quote(name)}" for name in names)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE wanted_address AS
        WITH last AS (
            SELECT b.id AS record_id, b.matched_by IS NULL AS is_new, coalesce(a.kind, 'contact') AS kind, a.is_primary, {listed}
            FROM in_address a JOIN brought b USING ("row")
            QUALIFY row_number() OVER (PARTITION BY b.id, coalesce(a.kind, 'contact') ORDER BY a."row" DESC) = 1
        ),
        ours AS (SELECT record_id, kind, min(id) AS id FROM db.address WHERE record_type = 'client' GROUP BY 1, 2)
        SELECT last.*, ours.id FROM last LEFT JOIN ours USING (record_id, kind)
    """)
    over = ", ".join(f"w.{quote(name)}" for name in names if name != "original")
    kept = [name for name in names if name != "original"]
    # Only an address that reads differently replaces ours; how it was typed alone is no difference.
    differs = " OR ".join(
        f"(w.{quote(name)} IS NOT NULL AND w.{quote(name)} IS DISTINCT FROM t.{quote(name)})" for name in kept
    )
    original = ", w.original" if "original" in names else ""
    cs.update_from(
        "address",
        f"SELECT t.id, {over}{original} FROM wanted_address w JOIN db.address t ON t.id = w.id WHERE {differs}",
        ["id", *kept, *(["original"] if original else [])],
    )
    first = cs.new_ids(cs.query("SELECT count(*) FROM wanted_address WHERE id IS NULL")[0][0]).start
    mine = ", ".join(map(quote, names))
    cs.insert_from(
        "address",
        f"""
        SELECT {first} - 1 + row_number() OVER (ORDER BY record_id, kind) AS id, 'client' AS record_type, record_id, kind,
               is_primary AND (is_new OR record_id NOT IN (SELECT record_id FROM db.address WHERE is_primary)) AS is_primary, {mine}
        FROM wanted_address WHERE id IS NULL
        """,
        ["id", "record_type", "record_id", "kind", "is_primary", *names],
    )


def _add(
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
        names: their fields.
        same: rows equal in these are one.
        owners: the temporary table that gives each row the id of its owner.
        owner_type: the owners' record type.
    """
    equal = " AND ".join(f"t.{quote(name)} IS NOT DISTINCT FROM s.{quote(name)}" for name in same)
    listed = ", ".join(f"s.{quote(name)}" for name in names)
    keys = ", ".join(f"s.{quote(name)}" for name in same)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE wanted_part AS
        SELECT o.id AS record_id, {listed} FROM {source} s JOIN {owners} o USING ("row")
        WHERE NOT EXISTS (
            SELECT 1 FROM db.{quote(entity)} t WHERE t.record_type = {literal(owner_type)} AND t.record_id = o.id AND {equal}
        )
        QUALIFY row_number() OVER (PARTITION BY o.id, {keys} ORDER BY s."row") = 1
    """)
    if "is_primary" in names:
        cs.connection.execute(f"""
            UPDATE wanted_part SET is_primary = FALSE WHERE EXISTS (
                SELECT 1 FROM db.{quote(entity)} t WHERE t.record_id = wanted_part.record_id AND t.kind = wanted_part.kind AND t.is_primary)
        """)
    first = cs.new_ids(cs.query("SELECT count(*) FROM wanted_part")[0][0]).start
    cs.insert_from(
        entity,
        f"SELECT {first} - 1 + row_number() OVER () AS id, {literal(owner_type)} AS record_type, * FROM wanted_part",
        ["id", "record_type", "record_id", *names],
    )


def _persons(cs: "ChangeSet", names: list[str], has_position: bool) -> None:
    """Contact persons: known by first and last name among the client's persons, else new and linked."""
    first_name = "p.first_name" if "first_name" in names else "NULL"
    last_name = "p.last_name" if "last_name" in names else "NULL"
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE person_of AS
        SELECT p."row", b.id AS client_id, {first_name}::VARCHAR AS first_name, {last_name}::VARCHAR AS last_name, min(k.id) AS id, min(k.id) IS NULL AS is_new
        FROM in_person p JOIN brought b USING ("row")
        LEFT JOIN (
            SELECT e.client_id, q.id, q.first_name, q.last_name FROM db.employment e JOIN db.person q ON q.id = e.person_id
        ) k ON k.client_id = b.id AND k.first_name IS NOT DISTINCT FROM {first_name} AND k.last_name IS NOT DISTINCT FROM {last_name}
        GROUP BY ALL
    """)
    count = cs.query("SELECT count(DISTINCT (client_id, first_name, last_name)) FROM person_of WHERE is_new")[
        0
    ][0]
    first = cs.new_ids(count).start
    cs.connection.execute(f"""
        UPDATE person_of SET id = n.id FROM (
            SELECT "row", {first} - 1 + dense_rank() OVER (ORDER BY client_id, first_name, last_name) AS id FROM person_of WHERE is_new
        ) n WHERE n."row" = person_of."row"
    """)
    listed = ", ".join(f"any_value(p.{quote(name)}) AS {quote(name)}" for name in names)
    cs.insert_from(
        "person",
        f'SELECT o.id, {listed} FROM person_of o JOIN in_person p USING ("row") WHERE o.is_new GROUP BY o.id',
        ["id", *names],
    )
    links = cs.new_ids(count).start
    position = ", any_value(p.position) AS position" if has_position else ""
    cs.insert_from(
        "employment",
        f"""
        SELECT {links} - 1 + row_number() OVER (ORDER BY o.id) AS id, o.id AS person_id, any_value(o.client_id) AS client_id {position}
        FROM person_of o JOIN in_person p USING ("row") WHERE o.is_new GROUP BY o.id
        """,
        ["id", "person_id", "client_id", *(["position"] if has_position else [])],
    )
    if cs.query("SELECT 1 FROM in_person_contact LIMIT 1"):
        _add(
            cs,
            "contact",
            "in_person_contact",
            ["kind", "value", "label", "is_primary"],
            ("kind", "value"),
            owners="person_of",
            owner_type="person",
        )


def _changes(cs: "ChangeSet") -> "pd.DataFrame":
    """What this change set did to clients that we had."""
    return cs.connection.execute(f"""
        WITH mine AS (SELECT * FROM db.change WHERE change_set = {cs.id}),
        fields AS (
            SELECT entity, record_id, before, after, unnest(json_keys(after)) AS field FROM mine WHERE op = 'update' AND entity IN ('client', 'address')
        ),
        edited AS (
            SELECT CASE f.entity WHEN 'client' THEN f.record_id ELSE a.record_id END AS client_id, f.entity AS "table", f.field,
                   f.before ->> ('$."' || f.field || '"') AS ours, f.after ->> ('$."' || f.field || '"') AS file
            FROM fields f LEFT JOIN db.address a ON f.entity = 'address' AND a.id = f.record_id
        ),
        added AS (
            SELECT a.record_id AS client_id, 'address' AS "table", a.kind AS field, NULL AS ours, concat_ws(' ', a.street, a.house_number, a.city, a.postcode) AS file
            FROM db.address a JOIN mine m ON m.op = 'insert' AND m.entity = 'address' AND m.record_id = a.id
            UNION ALL SELECT a.record_id, 'contact', a.kind, NULL, a.value
            FROM db.contact a JOIN mine m ON m.op = 'insert' AND m.entity = 'contact' AND m.record_id = a.id WHERE a.record_type = 'client'
            UNION ALL SELECT a.record_id, 'consent', a.title, NULL, a.purpose
            FROM db.consent a JOIN mine m ON m.op = 'insert' AND m.entity = 'consent' AND m.record_id = a.id
            UNION ALL SELECT e.client_id, 'person', 'name', NULL, concat_ws(' ', p.first_name, p.last_name)
            FROM db.employment e JOIN mine m ON m.op = 'insert' AND m.entity = 'employment' AND m.record_id = e.id JOIN db.person p ON p.id = e.person_id
        )
        SELECT k."row", c.client_id, c."table", c.field, c.ours, c.file
        FROM (FROM edited UNION ALL FROM added) c JOIN known k ON k.id = c.client_id ORDER BY k."row", c."table", c.field
    """).df()
