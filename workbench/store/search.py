"""Search as you type: accent-free word prefixes over name, IČO, DIČ, obec, contacts and id.

Two side tables. ``search_entry`` holds each client's words as one accent-free text; ``search_token`` lists
every word with the clients that have it, laid down in order of the words, so that the prefix of a word is a
short range. The second is a hint only: words that went out of date stay there until :func:`rebuild`, and
each hit is checked against the first.
"""

from typing import Final

import duckdb

from workbench.model._fold import fold
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal

SOURCES: Final = ("client", "address", "contact")
"""Record types whose searchable fields make up a client's words."""

_LAST: Final = "\U0010ffff"
"""Comes after every sign that a word may go on with."""
_RARE: Final = 20_000
"""A word with more clients than this is not looked through whole; names that begin with it come first."""

_KEYS: Final = """
    WITH mine AS (SELECT DISTINCT id FROM ({ids})),
    city AS (
        SELECT record_id AS id, string_agg(DISTINCT city, ' ') AS text FROM db.address
        WHERE record_type = 'client' AND record_id IN (SELECT id FROM mine) GROUP BY 1
    ),
    contact AS (
        SELECT record_id AS id, string_agg(
            CASE WHEN kind IN ('phone', 'mobile', 'fax')
                 THEN regexp_replace(value, '[^0-9]', '', 'g') || ' ' || regexp_replace(regexp_replace(value, '^\\+42[01]', ''), '[^0-9]', '', 'g')
                 ELSE value END, ' ') AS text
        FROM db.contact WHERE record_type = 'client' AND record_id IN (SELECT id FROM mine) GROUP BY 1
    ),
    folded AS (
        SELECT c.id, {name} AS name_key,
               {rest} AS rest
        FROM db.client c JOIN mine USING (id) LEFT JOIN city USING (id) LEFT JOIN contact USING (id)
    )
    SELECT id, name_key, ' ' || name_key || ' ' || rest AS key FROM folded
"""


def folded(expression: str) -> str:
    """SQL of a text's accent-free lower-case words, one space between them."""
    return rf"trim(regexp_replace(strip_accents(lower({expression})), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"


def refresh(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Bring the keys of these clients up to date, inside the transaction that changed them.

    Args:
        connection: in that transaction.
        ids: a query of client ids; those that are gone lose their entry.
    """
    if not connection.execute(f"SELECT 1 FROM ({ids}) LIMIT 1").fetchall():
        return
    select = _KEYS.format(
        ids=ids,
        name=folded("c.name"),
        rest=folded("concat_ws(' ', c.ico, c.dic, c.id::VARCHAR, city.text, contact.text)"),
    )
    run = connection.execute
    run(f"CREATE OR REPLACE TEMP TABLE fresh AS {select}")
    run(f"CREATE OR REPLACE TEMP TABLE stale AS SELECT id, key FROM db.search_entry WHERE id IN ({ids})")
    run("DELETE FROM db.search_entry WHERE id IN (SELECT id FROM stale)")
    run("INSERT INTO db.search_entry SELECT id, name_key, key FROM fresh ORDER BY name_key")
    run("""
        INSERT INTO db.search_token
        SELECT token, id FROM (
            SELECT unnest(string_split(key, ' ')) AS token, id FROM fresh
            EXCEPT SELECT unnest(string_split(key, ' ')), id FROM stale
        ) WHERE length(token) > 1 ORDER BY token
    """)


def forget(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove every word of these clients (after an erasure)."""
    connection.execute(f"DELETE FROM db.search_entry WHERE id IN ({ids})")
    connection.execute(f"DELETE FROM db.search_token WHERE id IN ({ids})")


def prune(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove the words that these clients no longer have."""
    connection.execute(f"""
        DELETE FROM db.search_token WHERE id IN ({ids}) AND NOT EXISTS (
            SELECT 1 FROM db.search_entry e
            WHERE e.id = db.search_token.id AND contains(e.key || ' ', ' ' || db.search_token.token || ' ')
        )
    """)


def rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    """Make both tables anew, in order: after a very large import, or many changes."""
    connection.execute("DELETE FROM db.search_entry")
    connection.execute("DELETE FROM db.search_token")
    refresh(connection, "SELECT id FROM db.client")


def words(text: str) -> list[str]:
    """A query's accent-free words."""
    return fold(text).split()


def find(
    connection: duckdb.DuckDBPyConnection, user: User, text: str, *, limit: int, invalid: bool
) -> list[int]:
    """Ids of the clients that have a word beginning with each word of the text, best first.

    Names that begin with the text come first, then those with all words in the name, then the rest; among
    equals by name.

    Args:
        connection: the file attached.
        user: who looks.
        text: what was typed.
        limit: how many ids at most.
        invalid: also clients that were invalidated.
    """
    typed = words(text)
    if not typed:
        return _recent(connection, user, limit=limit, invalid=invalid)
    found = _with_words(connection, user, typed, limit=limit, invalid=invalid)
    joined = "".join(typed)
    if len(typed) > 1 and joined.isdigit() and len(found) < limit:  # "601 234 567", "270 74 358"
        more = _with_words(connection, user, [joined], limit=limit, invalid=invalid)
        found = list(dict.fromkeys([*more, *found]))[:limit]
    return found


def _seen(user: User, *, invalid: bool) -> str:
    return visible(user, CLIENT, "c") + ("" if invalid else " AND c.valid")


def _recent(connection: duckdb.DuckDBPyConnection, user: User, *, limit: int, invalid: bool) -> list[int]:
    rows = connection.execute(f"""
        SELECT c.id FROM db.client c WHERE {_seen(user, invalid=invalid)} ORDER BY c.updated_at DESC, c.id LIMIT {int(limit)}
    """).fetchall()
    return [row[0] for row in rows]


def _range(column: str, word: str) -> str:
    return f"{column} >= {literal(word)} AND {column} < {literal(word + _LAST)}"


def _with_words(
    connection: duckdb.DuckDBPyConnection, user: User, typed: list[str], *, limit: int, invalid: bool
) -> list[int]:
    phrase = " ".join(typed)
    all_words = " AND ".join(f"contains(e.key, {literal(' ' + word)})" for word in dict.fromkeys(typed))
    in_name = " AND ".join(
        f"contains(' ' || e.name_key, {literal(' ' + word)})" for word in dict.fromkeys(typed)
    )
    order = f"""
        CASE WHEN e.name_key = {literal(phrase)} OR contains(e.key || ' ', {literal(" " + phrase + " ")}) AND NOT {in_name} THEN 0
             WHEN starts_with(e.name_key, {literal(phrase)}) THEN 1 WHEN {in_name} THEN 2 ELSE 3 END, e.name_key, e.id
    """
    seen = _seen(user, invalid=invalid)
    long_words = [word for word in dict.fromkeys(typed) if len(word) > 1]
    counts = {
        word: connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM db.search_token WHERE {_range('token', word)} LIMIT {_RARE + 1})"
        ).fetchall()[0][0]
        for word in long_words
    }
    rarest = min(counts, key=lambda word: counts[word], default=None)
    if rarest is not None and counts[rarest] <= _RARE:
        rows = connection.execute(f"""
            SELECT e.id FROM db.search_entry e JOIN db.client c USING (id)
            WHERE e.id IN (SELECT id FROM db.search_token WHERE {_range("token", rarest)}) AND {all_words} AND {seen}
            ORDER BY {order} LIMIT {int(limit)}
        """).fetchall()
        return [row[0] for row in rows]
    rows = connection.execute(f"""
        SELECT e.id FROM db.search_entry e JOIN db.client c USING (id)
        WHERE {_range("e.name_key", typed[0])} AND {all_words} AND {seen} ORDER BY {order} LIMIT {int(limit)}
    """).fetchall()
    found = [row[0] for row in rows]
    if len(found) < limit:
        rows = connection.execute(f"""
            SELECT e.id FROM db.search_entry e JOIN db.client c USING (id) WHERE {all_words} AND {seen} LIMIT {int(limit)}
        """).fetchall()
        found = list(dict.fromkeys([*found, *(row[0] for row in rows)]))[:limit]
    return found
