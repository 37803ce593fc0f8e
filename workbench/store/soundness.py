"""What a whole change set must leave behind: records that their writer still sees, and no firm above itself."""

from typing import TYPE_CHECKING

from workbench.errors import InputError, PermissionRefusedError, RefusedError
from workbench.model.fields import RecordType
from workbench.model.records import MAIN_TYPES
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def owner_of_new(user: User, kind: RecordType) -> str | None:
    """Whose a new record of this type becomes when nobody is named (AKCE.md, section 5).

    Returns:
        the writer, where they see only certain owners' records; ``None`` where they see all of them.
    """
    return None if user.is_administrator or user.rights.scope(kind.name) == "all" else user.name


def give_to_writer(cs: "ChangeSet") -> None:
    """Make new main records without an owner the writer's own, where they would not see them otherwise.

    An insert has no image, so the journal needs no line of its own for it.
    """
    for kind in MAIN_TYPES:
        owner = owner_of_new(cs.user, kind)
        if owner is None or not cs.touched[(kind.name, "insert")]:
            continue
        cs.connection.execute(f"""
            UPDATE db.{quote(kind.name)} SET owner = {literal(owner)} WHERE owner IS NULL AND id IN (
                SELECT record_id FROM db.change
                WHERE change_set = {cs.id} AND entity = {literal(kind.name)} AND op = 'insert' AND version = 1
            )
        """)


def check_sight(cs: "ChangeSet", kind: RecordType) -> None:
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


def check_relations(cs: "ChangeSet") -> None:
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
