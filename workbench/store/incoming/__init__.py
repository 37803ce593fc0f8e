"""Rows of a file on their way into the store: which clients they are, what they change, all in SQL.

    matching, changes = bring_in(cs, rows)

A second import of the same rows changes nothing. That is why rows are recognised stage by stage, each against what
the stages before it will have left in the store:

1. rows that something identifies (external id, IČO) are found or numbered (:mod:`.matching`), and written;
2. rows that nothing but their values identifies are known if a client has all these values by then (:mod:`.same`),
   else they are new, and written;
3. where that is asked for, rows that are about a contact person and only name the client belong to the client of that
   name (:mod:`.naming`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.model.records import CLIENT
from workbench.store.incoming import changes, matching, naming, persons, refusing, same, writing
from workbench.store.incoming.laying import Rows, lay_out
from workbench.store.incoming.matching import Matching

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

__all__ = ["Matching", "Rows", "bring_in"]


def bring_in(
    cs: "ChangeSet", rows: Rows, *, fill_only: bool = False, by_name: bool = False
) -> tuple[Matching, "pd.DataFrame"]:
    """Find the clients of all rows and write what the rows say.

    Args:
        cs: the change set.
        rows: the tables, see :data:`Rows`.
        fill_only: clients that we had keep what they have; only what is empty is filled.
        by_name: rows of a contact person that only name the client belong to the client of that name.

    Returns:
        what became of each row, and what changed in clients that we had: row, client_id, table, field, ours, file.
    """
    persons_only = by_name and len(rows["person"]) > 0
    lay_out(cs, rows)
    matching.identify(cs)
    if persons_only:
        naming.mark(cs, rows)
        naming.keep(cs, rows)
    _settle(cs, rows, "identified", fill_only=fill_only)
    same.find(cs, rows)
    _settle(cs, rows, "NOT identified AND NOT named AND matched_by IS NULL", fill_only=fill_only)
    if persons_only:
        naming.find(cs, rows)
        _settle(cs, rows, "named", fill_only=fill_only)
    return matching.outcomes(cs), changes.of_known(cs)


def _settle(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"], condition: str, *, fill_only: bool) -> None:
    """Refuse, number and write the rows under this condition."""
    refusing.refuse(cs, rows, condition)
    matching.number(cs, condition)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE brought AS
        SELECT "row", id, matched_by, "row" + CASE WHEN matched_by = 'redirect' THEN 0 ELSE {writing.OUTWEIGHS} END AS weight
        FROM matched WHERE refusal IS NULL AND id IS NOT NULL AND ({condition})
    """)
    if not cs.query("SELECT 1 FROM brought LIMIT 1"):
        return
    names = {"owner", *map(str, rows["client"].columns)}
    writing.write_clients(cs, [one for one in CLIENT if one.name in names], fill_only=fill_only)
    writing.write_parts(cs, rows, fill_only=fill_only)
    if len(rows["person"]):
        persons.write(cs, rows, fill_only=fill_only)
