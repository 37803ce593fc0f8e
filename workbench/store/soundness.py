"""What a whole change set must leave behind: nothing required empty, no link to nothing, no firm above itself.

And records that their writer still sees.
"""

from workbench.errors import InputError, LinkedError, PermissionRefusedError, RefusedError
from workbench.model.fields import RecordType
from workbench.model.records import RECORD_TYPES, references_to
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.draft import Draft
from workbench.store.guard import points_at_nothing, targets_of
from workbench.store.ownership import give_to_writer


def check(cs: Draft) -> None:
    """Check the change set as a whole, before it is committed.

    Raises:
        RefusedError, InputError, NotFoundError: what it would leave behind is not sound.
    """
    if not cs.touched:
        return
    give_to_writer(cs)
    changed = {entity for entity, operation in cs.touched if operation != "delete"}
    for entity in changed:
        check_required(cs, RECORD_TYPES[entity])
        check_references(cs, RECORD_TYPES[entity])
        check_sight(cs, RECORD_TYPES[entity])
    check_relations(cs)
    for entity in {entity for entity, operation in cs.touched if operation == "delete"}:
        check_nothing_dangles(cs, RECORD_TYPES[entity])


def check_required(cs: Draft, kind: RecordType) -> None:
    """Refuse rows of this change set that lack a required value.

    Raises:
        InputError: with the record and the field.
    """
    for one in kind:
        if not one.required or one.name not in cs.fields[kind.name]:
            continue
        empty = f"trim(t.{quote(one.name)}::VARCHAR) = ''"
        rows = cs.query(f"""
            SELECT t.id FROM db.{quote(kind.name)} t WHERE t.id IN ({_changed(cs, kind)})
            AND (t.{quote(one.name)} IS NULL OR {empty}) LIMIT 1
        """)
        if rows:
            raise InputError(
                "{kind} {id}: “{field}” must not be empty. Fill it in.",
                kind=kind.label,
                id=rows[0][0],
                field=one.label,
            )


def check_references(cs: Draft, kind: RecordType) -> None:
    """Refuse rows of this change set that point at nothing.

    Raises:
        NotFoundError: with the record, the field and the id that is not there.
    """
    typed = "record_type" in kind.by_name
    for reference in kind.references:
        if not {reference.name, *(["record_type"] if typed else [])} & cs.fields[kind.name]:
            continue
        column = f"t.{quote(reference.name)}"
        there = " UNION ALL ".join(
            f"SELECT id, {literal(one.name)} AS kind FROM db.{quote(one.name)}"
            for one in targets_of(reference)
        )
        same_type = "AND o.kind = t.record_type" if typed else ""
        rows = cs.query(f"""
            SELECT t.id, {column} FROM (SELECT * FROM db.{quote(kind.name)} WHERE id IN ({_changed(cs, kind)})) t
            LEFT JOIN ({there}) o ON o.id = {column} {same_type} WHERE {column} IS NOT NULL AND o.id IS NULL LIMIT 1
        """)
        if rows:
            raise points_at_nothing(kind, rows[0][0], reference, rows[0][1])


def check_nothing_dangles(cs: Draft, kind: RecordType) -> None:
    """Refuse deletions that would leave links to nothing.

    Raises:
        LinkedError: with the record, and what type of record still links to it.
    """
    gone = f"SELECT record_id FROM db.change WHERE change_set = {cs.id} AND entity = {literal(kind.name)} AND op = 'delete'"
    gone = f"SELECT record_id FROM ({gone}) WHERE record_id NOT IN (SELECT id FROM db.{quote(kind.name)})"
    for holder, reference in references_to(kind.name):
        same_type = f"AND t.record_type = {literal(kind.name)}" if holder.by_name.get("record_type") else ""
        rows = cs.query(f"""
            SELECT t.{quote(reference.name)}, count(*) FILTER ({visible(cs.user, holder, "t")}) FROM db.{quote(holder.name)} t
            WHERE t.{quote(reference.name)} IN ({gone}) {same_type} GROUP BY 1 ORDER BY 2 DESC LIMIT 1
        """)
        if rows and not rows[0][1]:
            raise LinkedError(
                "{kind} {id} cannot be deleted. Invalidate it instead, or ask an administrator.",
                kind=kind.label,
                id=rows[0][0],
            )
        if rows:
            raise LinkedError(
                "{kind} {id} cannot be deleted: {count} × {holder} links to it. Reassign or delete those first, or invalidate it instead.",
                kind=kind.label, id=rows[0][0], count=rows[0][1], holder=holder.label,
            )  # fmt: skip


def check_sight(cs: Draft, kind: RecordType) -> None:
    """Refuse main records that vanish from the one who writes: new ones, and those seen until now.

    Raises:
        PermissionRefusedError: with the first of them.
    """
    if not kind.main or cs.user.is_administrator or not {"owner", "security_level"} & cs.fields[kind.name]:
        return
    lost = cs.query(f"""
        WITH mine AS (
            SELECT record_id AS id, bool_or(op = 'insert') AS new,
                   arg_min(before, step) FILTER (json_exists(before, '$.owner')) AS owner_image,
                   arg_min(before, step) FILTER (json_exists(before, '$.security_level')) AS level_image
            FROM db.change WHERE change_set = {cs.id} AND entity = {literal(kind.name)}
            AND (op = 'insert' AND version = 1
                 OR op = 'update' AND (json_exists(before, '$.owner') OR json_exists(before, '$.security_level')))
            GROUP BY record_id
        ),
        earlier AS (
            SELECT t.id, m.new,
                   CASE WHEN m.owner_image IS NULL THEN t.owner ELSE m.owner_image ->> '$.owner' END AS owner,
                   CASE WHEN m.level_image IS NULL THEN t.security_level
                        ELSE TRY_CAST(m.level_image ->> '$.security_level' AS BIGINT) END AS security_level
            FROM db.{quote(kind.name)} t JOIN mine m USING (id)
        )
        SELECT t.id FROM db.{quote(kind.name)} t JOIN earlier e USING (id)
        WHERE (e.new OR ({visible(cs.user, kind, "e")})) AND ({visible(cs.user, kind, "t")}) IS NOT TRUE
        ORDER BY t.id LIMIT 1
    """)
    if lost:
        raise PermissionRefusedError(
            "You would not see {kind} {id} afterwards. Choose an owner and a security level within your rights, or ask an administrator.",
            kind=kind.label, id=lost[0][0],
        )  # fmt: skip


def check_relations(cs: Draft) -> None:
    """Refuse relations of a client to itself, and those after which a firm would be above itself.

    Only the relations that this change set wrote are looked at, and what is above them.

    Raises:
        InputError: a relation leads from a client to itself.
        RefusedError: a client would become its own parent company, directly or through others.
    """
    if not {"client_id", "other_id", "kind"} & cs.fields["relation"]:
        return
    written = f"""
        SELECT record_id FROM db.change WHERE change_set = {cs.id} AND entity = 'relation' AND op <> 'delete'
    """
    itself = cs.query(
        f"SELECT id, client_id FROM db.relation WHERE client_id = other_id AND id IN ({written}) LIMIT 1"
    )
    if itself:
        raise InputError(
            "Relation {id} would lead from client {client} to itself. Choose another client.",
            id=itself[0][0],
            client=itself[0][1],
        )
    rows = cs.query(f"""
        WITH RECURSIVE above(id, child, parent) AS (
            SELECT id, CASE kind WHEN 'parent' THEN other_id ELSE client_id END,
                   CASE kind WHEN 'parent' THEN client_id ELSE other_id END
            FROM db.relation WHERE kind IN ('parent', 'child')
        ),
        climb(start, now) AS (
            SELECT child, parent FROM above WHERE id IN ({written})
            UNION SELECT c.start, a.parent FROM climb c JOIN above a ON a.child = c.now
        )
        SELECT start FROM climb WHERE start = now ORDER BY start LIMIT 1
    """)
    if rows:
        raise RefusedError(
            "Client {id} would become its own parent company, directly or through others. "
            'Change or remove a relation in between first: desk.akce.remove("relation", …).',
            id=rows[0][0],
        )


def _changed(cs: Draft, kind: RecordType) -> str:
    return f"SELECT record_id FROM db.change WHERE change_set = {cs.id} AND entity = {literal(kind.name)} AND op <> 'delete'"
