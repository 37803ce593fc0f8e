"""The journal page by page: change sets narrowed by who, what, when, text or record, and what one did to its first records."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from workbench.model.rights import User
from workbench.store.columns import folded
from workbench.store.hindsight import hidden, veiled
from workbench.store.search.query import words
from workbench.store.timeline import concerning, told, visible_changes

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which change sets are meant; what is ``None`` does not narrow.

    Attributes:
        actor: the account that made them.
        action: the name of the action.
        text: words that stand in the note, or in a value that was changed; accents and case do not matter.
        record: id of a client, a contact person or any other record that they concern, itself or what hangs on it.
        since: made at this moment or later (UTC without zone).
        until: made at this moment or earlier (UTC without zone).
    """

    actor: str | None = None
    action: str | None = None
    text: str | None = None
    record: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(
    connection: duckdb.DuckDBPyConnection,
    user: User,
    narrow: Narrow,
    *,
    limit: int | None = None,
    before: int | None = None,
) -> "pd.DataFrame":
    """The newest of these change sets, or the newest before one of them.

    Args:
        connection: the file attached.
        user: who looks; of others' work only what touched records they see.
        narrow: which are meant.
        limit: how many at most; all where it is left out.
        before: the number of the last one of the page before.

    Returns:
        columns id, made_at (UTC), actor, action, note, records, undoes, undone_by (where that undo stands), code, part_of (of which change
        set this took back only some merged groups), newest first; no note and no code of others' change sets that also concern records this user does not see.
    """
    condition, parameters = _condition(user, narrow)
    if before is not None:
        condition += f" AND s.id < {int(before)}"
    first = "" if limit is None else f"LIMIT {int(limit)}"
    frame = connection.execute(
        f"""
        WITH fitting AS ({_fitting(user, condition)} ORDER BY s.id DESC {first}),
        veiled AS ({veiled(user, "c.change_set IN (SELECT id FROM fitting)")}),
        touched AS (
            SELECT s.id, count(DISTINCT c.record_id) AS records FROM fitting s JOIN db.change c ON c.change_set = s.id
            WHERE {told(user)} GROUP BY s.id
        )
        SELECT s.id, s.made_at, s.actor, s.action, CASE WHEN v.change_set IS NULL THEN s.note END AS note, t.records,
               s.undoes, CASE WHEN v.change_set IS NULL THEN s.code END AS code,
               CASE WHEN s.action = 'undo' AND s.undoes IS NULL THEN TRY_CAST(s.options ->> '$.change_set' AS BIGINT) END AS part_of
        FROM fitting s JOIN touched t USING (id) LEFT JOIN veiled v ON v.change_set = s.id
        ORDER BY s.id DESC
        """,
        parameters,
    ).df()
    undone = undone_by(connection)
    frame.insert(7, "undone_by", frame["id"].map(undone).astype("Int64"))
    return frame


def undone_by(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Change sets that are undone as things stand: their number -> that of the undo, unless it was itself undone."""
    rows = connection.execute(
        "SELECT id, undoes FROM db.change_set WHERE undoes IS NOT NULL ORDER BY id DESC"
    ).fetchall()
    found: dict[int, int] = {}
    for number, target in rows:  # newest first, so what stands against an undo is known before it is met
        if number not in found:
            found.setdefault(target, number)
    return found


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is of the journal.

    Attributes:
        count: how many change sets.
        first: when the first of them was made (UTC without zone); ``None`` if there is none.
        last: when the last one was made.
        actors: account -> how many of them it made.
        actions: name of the action -> how many of them it made.
    """

    count: int
    first: datetime | None
    last: datetime | None
    actors: dict[str, int]
    actions: dict[str, int]


def extent(connection: duckdb.DuckDBPyConnection, user: User, narrow: Narrow) -> Extent:
    """How many change sets are meant, and by whom and by which actions those without that narrowing were made."""
    condition, parameters = _condition(user, narrow)
    count, first, last = connection.execute(
        f"SELECT count(*), min(made_at), max(made_at) FROM ({_fitting(user, condition)})", parameters
    ).fetchall()[0]
    found = {}
    for name in ("actor", "action"):
        condition, parameters = _condition(user, replace(narrow, **{name: None}))
        found[name] = dict(
            connection.execute(
                f"SELECT {name}, count(*) FROM ({_fitting(user, condition)}) GROUP BY 1 ORDER BY 2 DESC, 1",
                parameters,
            ).fetchall()
        )
    return Extent(count, first, last, found["actor"], found["action"])


def neighbours(
    connection: duckdb.DuckDBPyConnection, user: User, moment: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the change sets next to the newest one at a moment were made (UTC without zone): the one before, the one after."""
    rows = connection.execute(
        f"""
        WITH told AS ({_fitting(user, "TRUE")}), now AS (SELECT max(made_at) AS at FROM told WHERE made_at <= ?)
        SELECT max(made_at) FILTER (made_at < now.at), min(made_at) FILTER (made_at > ?) FROM told, now
        """,
        [moment, moment],
    ).fetchall()
    return rows[0]


def first_changes(
    connection: duckdb.DuckDBPyConnection, user: User, change_set: int, *, records: int
) -> "tuple[pd.DataFrame, int]":
    """What a change set did to its first records, and to how many it did anything that this user sees.

    Returns:
        as :func:`workbench.store.timeline.visible_changes`, and the number of records.
    """
    sight = "TRUE" if user.is_administrator else f"NOT ({hidden(user)})"
    touched = (
        f"SELECT DISTINCT c.record_id FROM db.change c WHERE c.change_set = {int(change_set)} AND {sight}"
    )
    count = int(connection.execute(f"SELECT count(*) FROM ({touched})").fetchall()[0][0])
    ids = [
        row[0]
        for row in connection.execute(f"{touched} ORDER BY c.record_id LIMIT {int(records)}").fetchall()
    ]
    return visible_changes(connection, user, change_set, ids), count


def touched(
    connection: duckdb.DuckDBPyConnection, user: User, change_set: int
) -> tuple[list[tuple[str, int]], int]:
    """How much a change set did anything to, of what this user sees.

    Returns:
        how many records of each type, the most first, and how many values of fields it changed in them.
    """
    sight = "TRUE" if user.is_administrator else f"NOT ({hidden(user)})"
    mine = f"db.change c WHERE c.change_set = {int(change_set)} AND {sight}"
    records = connection.execute(
        f"SELECT c.entity, count(DISTINCT c.record_id) FROM {mine} GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    values = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT c.entity, c.record_id, unnest(json_keys(c.before)) FROM {mine} AND c.op = 'update')"
    ).fetchall()
    return records, int(values[0][0])


def _fitting(user: User, condition: str) -> str:
    return f"""
        SELECT s.* FROM db.change_set s
        WHERE {condition} AND EXISTS (SELECT 1 FROM db.change c WHERE c.change_set = s.id AND {told(user)})
    """


def _condition(user: User, narrow: Narrow) -> tuple[str, list[object]]:
    """SQL over ``s``, a change set, and its parameters."""
    given = {
        "s.actor = ?": narrow.actor, "s.action = ?": narrow.action,
        "s.made_at >= ?": narrow.since, "s.made_at <= ?": narrow.until,
    }  # fmt: skip
    parts = ["TRUE", *(part for part, value in given.items() if value is not None)]
    parameters: list[object] = [value for value in given.values() if value is not None]
    seen = "TRUE" if user.is_administrator else f"NOT ({hidden(user)})"
    if narrow.record is not None:
        parts.append(
            f"s.id IN (SELECT c.change_set FROM db.change c WHERE ({concerning([narrow.record])}) AND {seen})"
        )
    for word in words(narrow.text or ""):
        parts.append(
            f"(contains({folded('s.note')}, ?) AND s.id NOT IN ({veiled(user)}) OR s.id IN (SELECT c.change_set FROM db.change c "
            f"WHERE (contains({folded('c.before')}, ?) OR contains({folded('c.after')}, ?)) AND {seen}))"
        )
        parameters += [word, word, word]
    return " AND ".join(parts), parameters
