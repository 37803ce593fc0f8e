"""Rows that cannot be brought in: the rest goes in without them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.model.records import CLIENT, PERSON
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.incoming.persons import known_persons
from workbench.store.ownership import owner_of_new

if TYPE_CHECKING:
    import pandas as pd

    from workbench.model.fields import RecordType
    from workbench.store.changeset import ChangeSet


def refuse(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"], condition: str) -> None:
    """Mark the rows under this condition that must not be written.

    ``locked``: somebody else locked the client; ``person_locked``: or the contact person. ``nameless``: a new client
    without a name. ``unseen``: the user would not see the client, or the person, any more, by owner or security level.
    New clients of a user who sees only certain owners' become that user's own.
    """
    run = cs.connection.execute
    me = literal(cs.user.name)
    run(f"""
        UPDATE matched SET refusal = 'locked', locker = c.locked_by FROM db.client c
        WHERE c.id = matched.id AND c.locked_by <> {me} AND ({condition})
    """)
    run(f"""
        UPDATE matched SET refusal = 'nameless' WHERE refusal IS NULL AND id < 0 AND ({condition})
        AND id NOT IN (SELECT id FROM matched WHERE id < 0 AND trim(coalesce(name, '')) <> '')
    """)
    if len(rows["person"]):
        run(f"""
            UPDATE matched SET refusal = 'person_locked', locker = q.locked_by
            FROM ({known_persons(cs, "matched")}) k JOIN db.person q ON q.id = k.id
            WHERE k."row" = matched."row" AND q.locked_by <> {me} AND refusal IS NULL AND ({condition})
        """)
    if cs.user.is_administrator:
        return
    _own(cs, CLIENT, f'SELECT "row" FROM matched WHERE id < 0 AND ({condition})')
    _refuse_unseen(cs, CLIENT, 'SELECT "row", CASE WHEN id > 0 THEN id END AS id FROM matched', condition)
    if len(rows["person"]):
        known = known_persons(cs, "matched")
        _own(cs, PERSON, f'SELECT "row" FROM in_person WHERE "row" NOT IN (SELECT "row" FROM ({known}))')
        _refuse_unseen(
            cs,
            PERSON,
            f'SELECT p."row", k.id FROM in_person p LEFT JOIN ({known}) k USING ("row")',
            condition,
        )


def _own(cs: "ChangeSet", kind: "RecordType", rows: str) -> None:
    if owner := owner_of_new(cs.user, kind):
        cs.connection.execute(f"""
            UPDATE {quote("in_" + kind.name)} SET owner = {literal(owner)} WHERE owner IS NULL AND "row" IN ({rows})
        """)


def _refuse_unseen(cs: "ChangeSet", kind: "RecordType", ids: str, condition: str) -> None:
    cs.connection.execute(f"""
        UPDATE matched SET refusal = 'unseen' WHERE refusal IS NULL AND ({condition}) AND id IS NOT NULL AND "row" IN (
            SELECT a."row" FROM (
                SELECT i."row", coalesce(i.owner, t.owner) AS owner, coalesce(i.security_level, t.security_level) AS security_level
                FROM {quote("in_" + kind.name)} i JOIN ({ids}) n USING ("row") LEFT JOIN db.{quote(kind.name)} t ON t.id = n.id
            ) a WHERE ({visible(cs.user, kind, "a")}) IS NOT TRUE
        )
    """)
