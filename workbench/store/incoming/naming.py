"""Rows that are about a contact person and only name the client: a person's vCard, a list of persons."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.model.records import CLIENT, PERSON
from workbench.store.access import visible
from workbench.store.columns import quote
from workbench.store.incoming.persons import KNOWN

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

_SAID_WITH_IT: Final = ("name", "legal_form", "is_person")
"""A client's name, and what is read out of it."""
_POINTING: Final = (*_SAID_WITH_IT, "ico", "external_id")


def mark(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> None:
    """Set ``matched.points`` for rows that say of their client only which one it is, and name a person.

    ``named`` are those of them that say it by the name alone.
    """
    others = [str(name) for name in rows["client"].columns if name not in _POINTING]
    silent = " AND ".join(f"{quote(name)} IS NULL" for name in others) or "TRUE"
    hanging = " ".join(
        f'AND "row" NOT IN (SELECT "row" FROM {quote("in_" + name)})'
        for name in ("address", "contact", "consent")
        if len(rows[name])
    )
    cs.connection.execute(f"""
        UPDATE matched SET points = TRUE, named = NOT identified AND name IS NOT NULL
        WHERE "row" IN (SELECT "row" FROM in_client WHERE {silent})
        AND "row" IN (SELECT "row" FROM in_person) {hanging}
    """)


def find(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> None:
    """Find the clients of those names; of several the one where the person is, else the only valid one.

    Where several are left, the row is refused as ``ambiguous``. Names that no client has are new clients, one a name.
    """
    run = cs.connection.execute
    run(f"""
        CREATE OR REPLACE TEMP TABLE namesake AS
        SELECT m."row", c.id, EXISTS (
            SELECT 1 FROM ({KNOWN.format(visible=visible(cs.user, PERSON, "q"))}) k JOIN in_person p ON p."row" = m."row"
            WHERE k.client_id = c.id AND k.first_name IS NOT DISTINCT FROM p.first_name AND k.last_name IS NOT DISTINCT FROM p.last_name
        ) AS has
        FROM matched m JOIN db.client c ON c.name = m.name WHERE m.named AND ({visible(cs.user, CLIENT, "c")})
        QUALIFY rank() OVER (PARTITION BY m."row" ORDER BY has DESC, coalesce(c.valid, TRUE) DESC) = 1
    """)
    run("""
        UPDATE matched SET id = n.id, matched_by = 'name' FROM (
            SELECT "row", min(id) AS id FROM namesake GROUP BY 1 HAVING count(*) = 1
        ) n WHERE n."row" = matched."row"
    """)
    run(
        """UPDATE matched SET refusal = 'ambiguous' WHERE named AND id IS NULL AND "row" IN (SELECT "row" FROM namesake)"""
    )
    run("""
        UPDATE matched SET id = n.id FROM (
            SELECT "row", -min("row") OVER (PARTITION BY name) AS id FROM matched WHERE named AND id IS NULL AND refusal IS NULL
        ) n WHERE n."row" = matched."row"
    """)
    keep(cs, rows)


def keep(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> None:
    """Let clients that we have keep their names, however the rows of their persons spell them."""
    nothing = ", ".join(f"{quote(name)} = NULL" for name in _SAID_WITH_IT if name in rows["client"])
    if nothing:
        cs.connection.execute(
            f'UPDATE in_client SET {nothing} WHERE "row" IN (SELECT "row" FROM matched WHERE points AND id > 0)'
        )
