"""The client list as it stood once, a page of it, and how it differs from the present.

Only records that changed since can differ, so the differences cost as much as what happened, not as much as the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store import reading, timeline
from workbench.store.access import ids_list, visible
from workbench.store.columns import columns_of, folded, from_stored, quote
from workbench.store.hindsight import seen
from workbench.store.links import Hit
from workbench.store.search.query import words

_NOT_SHOWN = frozenset({"version", "created_at", "created_by", "updated_at", "updated_by"})


@dataclass(frozen=True, slots=True)
class Then:
    """A page of the list as it stood.

    Attributes:
        valid: how many of the clients that fit were valid then.
        invalid: how many were not.
        lines: the first of them by name; the town is not told.
    """

    valid: int
    invalid: int
    lines: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """A client that stands otherwise now.

    Attributes:
        id: its id.
        name: as it was then, or is now if it was not there.
        there: whether it was there then.
        here: whether it is here now.
        merged_into: the client that it was merged into since, if the user sees that one.
        then: the values of the fields that differ, as they were.
        now: the same fields, as they are.
    """

    id: int
    name: str
    there: bool
    here: bool
    merged_into: int | None
    then: Mapping[str, Any]
    now: Mapping[str, Any]


def clients(
    connection: duckdb.DuckDBPyConnection,
    user: User,
    change_set: int,
    *,
    text: str = "",
    limit: int,
    invalid: bool,
) -> Then:
    """The clients right after a change set, those whose name, IČO or number has all words of the text.

    Args:
        connection: the file attached.
        user: who looks; sight is judged by the present.
        change_set: the moment.
        text: words; accents and case do not matter.
        limit: how many lines at most.
        invalid: whether the lines have the invalid ones too.
    """
    typed = words(text)
    key = "' ' || " + folded("concat_ws(' ', p.name, p.ico, p.id::VARCHAR)")
    fits = " AND ".join([_sight(user), *(f"contains({key}, ?)" for _ in typed)])
    past = timeline.state(connection, "client", change_set)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE then_fits AS SELECT id, name, ico, owner, valid, locked_by FROM ({past}) p WHERE {fits}",
        [f" {word}" for word in typed],
    )
    counts = connection.execute(
        "SELECT count(*) FILTER (valid), count(*) FILTER (NOT valid) FROM then_fits"
    ).fetchall()[0]
    rows = connection.execute(f"""
        SELECT id, name, ico, NULL, owner, valid, locked_by FROM then_fits WHERE valid OR {"TRUE" if invalid else "FALSE"}
        ORDER BY strip_accents(lower(name)), id LIMIT {int(limit)}
    """).fetchall()
    connection.execute("DROP TABLE then_fits")
    return Then(counts[0], counts[1], tuple(Hit(*row) for row in rows))


def differences(
    connection: duckdb.DuckDBPyConnection, user: User, change_set: int, *, limit: int
) -> tuple[int, list[Since]]:
    """How many clients stand otherwise now than right after a change set, and the first of them, changed last first.

    What was erased since is gone from the past too, so it does not count.
    """
    touched = f"""
        SELECT c.record_id AS id, max(c.change_set) AS last FROM db.change c
        WHERE c.entity = 'client' AND c.change_set > {int(change_set)}
        AND c.record_id NOT IN (SELECT record_id FROM db.erasure WHERE record_type = 'client') GROUP BY 1
    """
    past = timeline.state(connection, "client", change_set)
    compared = [name for name in columns_of(CLIENT) if name not in _NOT_SHOWN and name != "id"]
    differs = " OR ".join(f"p.{quote(name)} IS DISTINCT FROM t.{quote(name)}" for name in compared)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE then_differs AS
        WITH touched AS ({touched}),
        p AS (SELECT q.* FROM ({past}) q WHERE q.id IN (SELECT id FROM touched))
        SELECT k.id, k.last FROM touched k LEFT JOIN p ON p.id = k.id LEFT JOIN db.client t ON t.id = k.id
        WHERE (p.id IS NOT NULL OR t.id IS NOT NULL) AND (p.id IS NULL OR t.id IS NULL OR {differs})
        AND k.id IN ({seen(user, CLIENT)})
    """)
    count = int(connection.execute("SELECT count(*) FROM then_differs").fetchall()[0][0])
    ids = [
        row[0]
        for row in connection.execute(
            f"SELECT id FROM then_differs ORDER BY last DESC, id LIMIT {int(limit)}"
        ).fetchall()
    ]
    connection.execute("DROP TABLE then_differs")
    return count, _compared(connection, user, past, ids)


def _compared(
    connection: duckdb.DuckDBPyConnection, user: User, past: str, ids: Sequence[int]
) -> list[Since]:
    names = [one.name for one in CLIENT]
    listed = ", ".join(quote(name) for name in ["id", *names])
    then = {
        row[0]: {one.name: from_stored(one, value) for one, value in zip(CLIENT, row[1:], strict=True)}
        for row in connection.execute(
            f"SELECT {listed} FROM ({past}) WHERE id IN ({ids_list(ids)})"
        ).fetchall()
    }
    now = {
        one.id: one.values for one in reading.records(connection, user, CLIENT, f"t.id IN ({ids_list(ids)})")
    }
    merged = dict(
        connection.execute(
            f"SELECT old_id, new_id FROM db.redirect WHERE old_id IN ({ids_list(ids)}) AND new_id IN ({seen(user, CLIENT)})"
        ).fetchall()
    )
    found = []
    for one in ids:
        before, after = then.get(one, {}), now.get(one, {})
        differing = [name for name in names if before and after and before[name] != after[name]]
        found.append(
            Since(
                one, str((before or after)["name"]), bool(before), bool(after), merged.get(one),
                {name: before[name] for name in differing}, {name: after[name] for name in differing},
            )
        )  # fmt: skip
    return found


def _sight(user: User) -> str:
    """SQL over ``p``, a past row: this user sees it as it was, and sees its record now, or did when it went."""
    if user.is_administrator:
        return "TRUE"
    return f"({visible(user, CLIENT, 'p')}) AND p.id IN ({seen(user, CLIENT)})"
