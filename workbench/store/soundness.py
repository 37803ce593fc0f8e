"""What a whole change set must leave behind: nothing required empty, no link to nothing, no firm above itself.

And records that their writer still sees.
"""

from collections.abc import Collection, Sequence

from workbench.errors import InputError, LinkedError, PermissionRefusedError
from workbench.model.fields import Field, RecordType
from workbench.model.records import RECORD_TYPES, references_to
from workbench.store import hierarchy
from workbench.store.access import ids_list, visible
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
    changed = [RECORD_TYPES[entity] for entity in sorted({one for one, op in cs.touched if op != "delete"})]
    check_required(cs, changed)
    check_references(cs, changed)
    for kind in changed:
        check_sight(cs, kind)
    check_relations(cs)
    check_nothing_dangles(cs, {entity for entity, operation in cs.touched if operation == "delete"})


def check_required(cs: Draft, kinds: Sequence[RecordType]) -> None:
    """Refuse rows of this change set that lack a required value.

    Raises:
        InputError: with the record and the field.
    """
    asked = [
        (kind, one) for kind in kinds for one in kind if one.required and one.name in cs.fields[kind.name]
    ]
    empty = " UNION ALL ".join(
        f"SELECT {place} AS place, t.id FROM db.{quote(kind.name)} t WHERE t.id IN ({_changed(kind)}) "
        f"AND (t.{quote(one.name)} IS NULL OR trim(t.{quote(one.name)}::VARCHAR) = '')"
        for place, (kind, one) in enumerate(asked)
    )
    rows = cs.query(f"{_changes(cs)} {empty} ORDER BY place LIMIT 1") if asked else []
    if rows:
        kind, one = asked[rows[0][0]]
        raise left_empty(kind, rows[0][1], one)


def left_empty(kind: RecordType, record_id: int, field: Field) -> InputError:
    """The error about a required field that would be empty."""
    return InputError(
        "{kind} {id}: “{field}” must not be empty. Fill it in.", kind=kind.label, id=record_id, field=field.label,
    )  # fmt: skip


def unseen(kind: RecordType, record_id: int) -> PermissionRefusedError:
    """The error about a record that its writer would see no more."""
    return PermissionRefusedError(
        "You would not see {kind} {id} afterwards. Choose an owner and a security level within your rights, or ask an administrator.",
        kind=kind.label, id=record_id,
    )  # fmt: skip


def check_references(cs: Draft, kinds: Sequence[RecordType]) -> None:
    """Refuse rows of this change set that point at nothing.

    Raises:
        NotFoundError: with the record, the field and the id that is not there.
    """
    asked = [
        (kind, one) for kind in kinds for one in kind.references
        if {one.name, *({"record_type"} & kind.by_name.keys())} & cs.fields[kind.name]
    ]  # fmt: skip
    if not asked:
        return
    pointing = " UNION ALL ".join(
        f"SELECT {place} AS place, t.id, t.{quote(one.name)} AS target, {_target_type(kind, one)} AS kind "
        f"FROM db.{quote(kind.name)} t WHERE t.id IN ({_changed(kind)}) AND t.{quote(one.name)} IS NOT NULL"
        for place, (kind, one) in enumerate(asked)
    )
    targets = dict.fromkeys(target.name for _, one in asked for target in targets_of(one))
    there = " UNION ALL ".join(
        f"SELECT id, {literal(name)} AS kind FROM db.{quote(name)}" for name in targets
    )
    rows = cs.query(f"""
        {_changes(cs)}
        SELECT p.place, p.id, p.target FROM ({pointing}) p LEFT JOIN ({there}) o ON o.id = p.target
        WHERE o.id IS NULL OR o.kind <> p.kind ORDER BY p.place LIMIT 1
    """)
    if rows:
        kind, one = asked[rows[0][0]]
        raise points_at_nothing(kind, rows[0][1], one, rows[0][2])


def _target_type(kind: RecordType, reference: Field) -> str:
    """SQL of the type of record that a reference of ``t`` has to point at; NULL where any will do."""
    if reference.to != "*":
        return literal(str(reference.to))
    return "t.record_type" if "record_type" in kind.by_name else "NULL::VARCHAR"


def check_nothing_dangles(cs: Draft, entities: Collection[str]) -> None:
    """Refuse deletions of records of these types that would leave links to nothing.

    Raises:
        LinkedError: with the record, and what type of record still links to it.
    """
    asked = [(entity, *link) for entity in sorted(entities) for link in references_to(entity)]
    if not asked:
        return
    gone = " UNION ALL ".join(
        f"SELECT record_id AS id, entity FROM changed WHERE op = 'delete' AND entity = {literal(entity)} "
        f"AND record_id NOT IN (SELECT id FROM db.{quote(entity)})"
        for entity in sorted({entity for entity, _, _ in asked})
    )
    pointing = " UNION ALL ".join(
        f"SELECT {place} AS place, t.{quote(reference.name)} AS target, {literal(entity)} AS entity FROM db.{quote(holder.name)} t"
        + (f" WHERE t.record_type = {literal(entity)}" if "record_type" in holder.by_name else "")
        for place, (entity, holder, reference) in enumerate(asked)
    )
    rows = cs.query(f"""
        {_changes(cs)}, gone AS ({gone})
        SELECT p.place, list(DISTINCT p.target) FROM ({pointing}) p JOIN gone g ON g.id = p.target AND g.entity = p.entity
        GROUP BY p.place ORDER BY p.place LIMIT 1
    """)
    if rows:
        entity, holder, reference = asked[rows[0][0]]
        raise _still_linked(cs, RECORD_TYPES[entity], rows[0][1], holder, reference)


def _still_linked(
    cs: Draft, kind: RecordType, ids: Sequence[int], holder: RecordType, reference: Field
) -> LinkedError:
    """The error about the one of these records to which most links lead that the user sees."""
    record_id, count = cs.query(f"""
        SELECT t.{quote(reference.name)}, count(*) FILTER ({visible(cs.user, holder, "t")}) FROM db.{quote(holder.name)} t
        WHERE t.{quote(reference.name)} IN ({ids_list(ids)}) GROUP BY 1 ORDER BY 2 DESC LIMIT 1
    """)[0]
    if not count:
        return LinkedError(
            "{kind} {id} cannot be deleted. Invalidate it instead, or ask an administrator.",
            kind=kind.label,
            id=record_id,
        )
    return LinkedError(
        "{kind} {id} cannot be deleted: {count} × {holder} links to it. Reassign or delete those first, or invalidate it instead.",
        kind=kind.label, id=record_id, count=count, holder=holder.label,
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
        raise unseen(kind, lost[0][0])


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
    hierarchy.check(cs, written)


def _changes(cs: Draft) -> str:
    """SQL: what this change set did, read once, as ``changed``."""
    return f"WITH changed AS MATERIALIZED (SELECT entity, record_id, op FROM db.change WHERE change_set = {cs.id})"


def _changed(kind: RecordType) -> str:
    """SQL: of ``changed`` the ids of what was not deleted."""
    return f"SELECT record_id FROM changed WHERE entity = {literal(kind.name)} AND op <> 'delete'"
