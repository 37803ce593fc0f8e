"""Whose new records become: a writer who sees certain owners' records only must go on seeing what they made."""

from workbench.model.fields import RecordType
from workbench.model.records import MAIN_TYPES
from workbench.model.rights import User
from workbench.store.columns import literal, quote
from workbench.store.draft import Draft


def owner_of_new(user: User, kind: RecordType) -> str | None:
    """Whose a new record of this type becomes when nobody is named (AKCE.md, section 5).

    Returns:
        the writer, where they see only certain owners' records; ``None`` where they see all of them.
    """
    return None if user.is_administrator or user.rights.scope(kind.name) == "all" else user.name


def give_to_writer(cs: Draft) -> None:
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
