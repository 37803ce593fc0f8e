"""One primary address with each owner, however the change set left them."""

from workbench.store.changeset import ChangeSet
from workbench.store.columns import quote
from workbench.store.upkeep import PRIMARY_OF


def keep_one(cs: ChangeSet) -> None:
    """Leave exactly one primary address with each touched owner.

    The repair is a step of the change set like any other, so undo takes it back too.
    """
    for table in PRIMARY_OF:
        _one_primary(cs, table)


def _one_primary(cs: ChangeSet, table: str) -> None:
    """The address made primary last wins; without any, the seat, else the oldest."""
    if "touched_owner" not in cs.remembered:
        return
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE repair AS
        WITH mine AS (
            SELECT a.id, a.is_primary, row_number() OVER (
                PARTITION BY a.record_id
                ORDER BY coalesce(a.is_primary, FALSE) DESC,
                         CASE WHEN a.is_primary THEN coalesce(c.step, 0) ELSE 0 END DESC, a.kind = 'seat' DESC, a.id
            ) = 1 AS should
            FROM db.{quote(table)} a
            LEFT JOIN (
                SELECT record_id, max(step) AS step FROM db.change
                WHERE change_set = {cs.id} AND entity = '{table}' GROUP BY 1
            ) c ON c.record_id = a.id
            WHERE a.record_id IN (SELECT id FROM touched_owner)
        )
        SELECT id, should FROM mine WHERE should IS DISTINCT FROM coalesce(is_primary, FALSE)
    """)
    cs.remembered.discard("touched_owner")
    if cs.query("SELECT 1 FROM repair LIMIT 1"):
        cs.update_from(
            table, "SELECT id, should AS is_primary FROM repair", ["id", "is_primary"], unseen=True
        )
