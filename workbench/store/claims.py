"""Who has which pair of clients or persons in hand, so that several analysts never get the same one (AKCE.md, section 6).

A claim is no data: it is not journaled, holds ids only, and ends by itself. It is taken in a transaction on the
file, which is what makes two processes take turns.
"""

from collections.abc import Sequence
from typing import Final

import duckdb

from workbench.model.fields import RecordType
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store import decisions
from workbench.store.access import visible
from workbench.store.columns import literal, quote

MINUTES: Final = 10
"""A pair that was neither decided nor given back after so long is anybody's."""
Group = tuple[Sequence[int], tuple[int, int]]
_NOW: Final = "(now() AT TIME ZONE 'UTC')::TIMESTAMP"


def take(
    connection: duckdb.DuckDBPyConnection,
    user: User,
    session: str,
    groups: Sequence[Group],
    minutes: float = MINUTES,
    *,
    kind: RecordType = CLIENT,
) -> int | None:
    """Claim the first group of records that is free; what this session had claimed before is given back.

    Free are groups of valid records that the user sees and nobody else locked, of whose pairs nobody else has one in
    hand, none was told apart, and the one on which it depends is undecided. Nothing is free for who may not decide.

    Args:
        connection: the file, in a transaction that writes.
        user: who asks.
        session: one person at one panel; each has one group at a time.
        groups: ids, and the pair on which they depend, in the order of preference.
        minutes: how long the claim holds.
        kind: the records' type.

    Returns:
        the place of the group, or ``None`` if no group is free.
    """
    release(connection, session)
    if not user.rights.edit:
        return None
    connection.execute(f"DELETE FROM db.review_claim WHERE until < {_NOW}")
    taken = {
        (row[0], row[1])
        for row in connection.execute("SELECT first_id, second_id FROM db.review_claim").fetchall()
    }
    held = decisions.held(connection, user, kind)
    decided, apart = {one[:2] for one in held}, {one[:2] for one in held if one.verdict != "same"}
    listed = ", ".join(str(int(one)) for one in {one for group, _ in groups for one in group}) or "NULL"
    there = {
        row[0]
        for row in connection.execute(f"""
            SELECT t.id FROM db.{quote(kind.name)} t WHERE t.id IN ({listed}) AND t.valid AND {visible(user, kind, "t")}
            AND coalesce(t.locked_by, {literal(user.name)}) = {literal(user.name)}
        """).fetchall()
    }
    for place, (group, link) in enumerate(groups):
        pairs = pairs_of(group)
        open_still = pairs.isdisjoint(taken | apart) and pairs_of(link).isdisjoint(decided)
        if open_still and there.issuperset(group):
            rows = ", ".join(
                f"({first}, {second}, {literal(user.name)}, {literal(session)}, {_NOW} + INTERVAL '{float(minutes)} minutes')"
                for first, second in sorted(pairs)
            )
            connection.execute(f"INSERT INTO db.review_claim VALUES {rows}")
            return place
    return None


def release(connection: duckdb.DuckDBPyConnection, session: str) -> None:
    """Give back what a session has in hand."""
    connection.execute("DELETE FROM db.review_claim WHERE session = ?", [session])


def pairs_of(group: Sequence[int]) -> set[tuple[int, int]]:
    """All pairs of a group, the smaller id first."""
    ids = sorted({int(one) for one in group})
    return {(first, second) for at, first in enumerate(ids) for second in ids[at + 1 :]}
