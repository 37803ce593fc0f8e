"""The groups that a change set merged, as a user who may take some of them back reads them."""

from typing import TYPE_CHECKING

import duckdb

from workbench.errors import NotFoundError
from workbench.model.fields import RecordType
from workbench.model.merged import MERGED_TYPES
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.timeline import state

if TYPE_CHECKING:
    import pandas as pd


def merged_groups(connection: duckdb.DuckDBPyConnection, user: User, change_set: int) -> "pd.DataFrame":
    """The groups of a change set whose survivors this user sees.

    Args:
        connection: the file attached.
        user: who looks.
        change_set: its number.

    Returns:
        columns survivor (where the group is now, should it have been merged on), entity (its record type), name, absorbed (a list
        of ids that vanished), apart (whether it was taken apart since), by name; no rows if nothing was merged.

    Raises:
        NotFoundError: there is no such change set.
    """
    if not connection.execute("SELECT 1 FROM db.change_set WHERE id = ?", [change_set]).fetchall():
        raise NotFoundError("There is no change set {id}. See desk.changes() for the numbers.", id=change_set)
    standing = " UNION ALL ".join(
        f"SELECT t.id, {literal(kind.name)} AS entity, {_name(kind)} AS name FROM db.{quote(kind.name)} t WHERE {visible(user, kind, 't')}"
        for kind in MERGED_TYPES
    )
    return connection.execute(
        f"""
        WITH gone AS (
            SELECT coalesce(r.new_id, m.new_id) AS survivor, m.old_id AS old, r.id IS NULL AS apart
            FROM ({made(connection, change_set)}) m LEFT JOIN db.redirect r USING (id)
        )
        SELECT g.survivor, s.entity, s.name, list(g.old ORDER BY g.old) AS absorbed, bool_and(g.apart) AS apart
        FROM gone g JOIN ({standing}) s ON s.id = g.survivor GROUP BY ALL ORDER BY s.name, g.survivor
        """
    ).df()


def made(connection: duckdb.DuckDBPyConnection, change_set: int) -> str:
    """SQL: the redirects that a change set left, as it left them; those are gone whose groups were taken apart."""
    return f"""
        SELECT m.* FROM ({state(connection, "redirect", change_set)}) m
        WHERE m.id IN (SELECT record_id FROM db.change WHERE change_set = {int(change_set)} AND entity = 'redirect' AND op = 'insert')
    """


def _name(kind: RecordType) -> str:
    """SQL: how people call a record, as :func:`workbench.akce.typed.name_of` says it."""
    if "name" in kind.by_name:
        return "coalesce(t.name, '')"
    return "concat_ws(' ', t.first_name, t.last_name)"
