"""Search as you type: accent-free word prefixes over name, IČO, DIČ, obec, contacts and id.

Three side tables. ``search_entry`` holds each client's words as one accent-free text, in order of the names.
``search_token`` lists every word with the clients that have it, laid down in order of the words, so that the
prefix of a word is a short range; behind the word stand ``0`` (it is in the name) or ``1`` and the beginning of
the name, so that the best of a range are known without a look at the clients. It is a hint only: words that went
out of date stay there until :func:`rebuild`, and each hit is checked against ``search_line``. That one holds what
a line of a list shows, with an index by id: fifty scattered clients are found in 7 ms, by a scan in 40 ms.
"""

from collections.abc import Sequence
from typing import Final

import duckdb

from workbench.model._fold import fold
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store import links
from workbench.store.access import ids_list, visible
from workbench.store.columns import literal

SOURCES: Final = ("client", "address", "contact")
"""Record types whose searchable fields make up a client's words."""

_LAST: Final = "\U0010ffff"
"""Comes after every sign that a word may go on with."""
_RARE: Final = 200_000
"""Of words that all have more clients than this, names that begin with them and the first found are enough."""
_HEAD: Final = 8
"""So many signs of the name stand behind each word: enough to choose the first of many by name."""

_Read = dict[int, links.Hit]
"""Lines that were read already, by id."""

_LINES: Final = (
    "CREATE TABLE IF NOT EXISTS db.search_line (id BIGINT, name_key VARCHAR, key VARCHAR, name VARCHAR, ico VARCHAR, city VARCHAR)",
    "CREATE INDEX IF NOT EXISTS search_line_id ON db.search_line (id)",
)

_KEYS: Final = """
    WITH mine AS (SELECT DISTINCT id FROM ({ids})),
    city AS (
        SELECT record_id AS id, string_agg(DISTINCT city, ' ') AS text, any_value(city) FILTER (is_primary) AS shown FROM db.address
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
               {rest} AS rest, c.name, c.ico, city.shown AS city
        FROM db.client c JOIN mine USING (id) LEFT JOIN city USING (id) LEFT JOIN contact USING (id)
    )
    SELECT id, name_key, ' ' || name_key || ' ' || rest AS key, name, ico, city FROM folded
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
    run(
        f"CREATE OR REPLACE TEMP TABLE stale AS SELECT id, name_key, key FROM db.search_entry WHERE id IN ({ids})"
    )
    for statement in _LINES:
        run(statement)
    _drop_lines(connection, "SELECT id FROM stale")
    run("INSERT INTO db.search_entry SELECT id, name_key, key FROM fresh ORDER BY name_key")
    run("INSERT INTO db.search_line SELECT id, name_key, key, name, ico, city FROM fresh ORDER BY id")
    run(f"INSERT INTO db.search_token FROM ({_tokens('fresh')} EXCEPT {_tokens('stale')}) ORDER BY token")


def _tokens(table: str) -> str:
    """A query of the words of these clients as ``search_token`` holds them."""
    return f"""
        SELECT DISTINCT token || CASE WHEN place <= words THEN ' 0' ELSE ' 1' END || head AS token, id FROM (
            SELECT id, left(name_key, {_HEAD}) AS head, len(string_split(name_key, ' ')) AS words,
                   unnest(string_split(key[2:], ' ')) AS token, generate_subscripts(string_split(key[2:], ' '), 1) AS place
            FROM {table}
        ) WHERE length(token) > 1
    """


def _drop_lines(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    connection.execute(f"DELETE FROM db.search_entry WHERE id IN ({ids})")
    connection.execute(f"DELETE FROM db.search_line WHERE id IN ({ids})")


def forget(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove every word of these clients (after an erasure)."""
    for statement in _LINES:
        connection.execute(statement)
    _drop_lines(connection, ids)
    connection.execute(f"DELETE FROM db.search_token WHERE id IN ({ids})")


def prune(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove the words that these clients no longer have."""
    connection.execute(f"""
        DELETE FROM db.search_token WHERE id IN ({ids}) AND (token, id) NOT IN (
            {_tokens(f"(SELECT * FROM db.search_entry WHERE id IN ({ids}))")}
        )
    """)


def rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    """Make both tables anew, in order: after a very large import, or many changes."""
    _drop_lines(connection, "SELECT id FROM db.search_entry")
    connection.execute("DELETE FROM db.search_token")
    refresh(connection, "SELECT id FROM db.client")


def words(text: str) -> list[str]:
    """A query's accent-free words."""
    return fold(text).split()


def find(
    connection: duckdb.DuckDBPyConnection, user: User, text: str, *, limit: int, invalid: bool
) -> list[links.Hit]:
    """The clients that have a word beginning with each word of the text, best first.

    Names that begin with the text come first, then those with all words in the name, then the rest; among
    equals by name.

    Args:
        connection: the file attached.
        user: who looks.
        text: what was typed.
        limit: how many at most.
        invalid: also clients that were invalidated.
    """
    typed = words(text)
    if not typed:
        return links.hits(connection, _recent(connection, user, limit=limit, invalid=invalid))
    read: _Read = {}
    found = _with_words(connection, user, typed, read, limit=limit, invalid=invalid)
    joined = "".join(typed)
    if len(typed) > 1 and joined.isdigit() and len(found) < limit:  # "601 234 567", "270 74 358"
        more = _with_words(connection, user, [joined], read, limit=limit, invalid=invalid)
        found = list(dict.fromkeys([*more, *found]))[:limit]
    unread = [one for one in found if one not in read]
    read |= {hit.id: hit for hit in links.hits(connection, unread)}
    return [read[one] for one in found if one in read]


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
    connection: duckdb.DuckDBPyConnection, user: User, typed: list[str], read: _Read, *, limit: int, invalid: bool,
) -> list[int]:  # fmt: skip
    """The best of a generous choice; only if too few of them stand the test, all that come into question."""
    different = list(dict.fromkeys(typed))
    choice = limit + limit // 5 + 5
    begins = _ids(
        connection,
        f"SELECT id FROM db.search_entry WHERE {_range('name_key', ' '.join(typed))} ORDER BY name_key, id LIMIT {choice}",
    )
    # Enough names begin with it: what else has the words comes after them, unless it is a number.
    enough = len(begins) == choice and not any(map(str.isdigit, " ".join(typed)))
    chosen = [] if enough else _having(connection, different, choice)
    candidates = list(dict.fromkeys([*begins, *(chosen or [])]))
    found = _tested(connection, user, typed, candidates, read, limit=limit, invalid=invalid)
    if len(found) < limit and (chosen is None or len(chosen) == choice or len(begins) == choice):
        found = _all(connection, user, typed, found, limit=limit, invalid=invalid, ranked=chosen is not None)
    return found


def _having(connection: duckdb.DuckDBPyConnection, typed: Sequence[str], choice: int) -> list[int] | None:
    """Clients that have the rarest word, and probably the others; ``None`` if no word is rare enough."""
    counts = {
        word: connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM db.search_token WHERE {_range('token', word)} LIMIT {_RARE + 1})"
        ).fetchall()[0][0]
        for word in typed
        if len(word) > 1
    }
    rarest = min(counts, key=lambda word: counts[word], default=None)
    if rarest is None or counts[rarest] > _RARE:
        return None
    others = " ".join(
        f"AND id IN (SELECT id FROM db.search_token WHERE {_range('token', word)})"
        for word in counts
        if word != rarest
    )
    order = f"ORDER BY substr(token, strpos(token, ' ')), id LIMIT {choice}"
    return _ids(
        connection, f"SELECT id FROM db.search_token WHERE {_range('token', rarest)} {others} {order}"
    )


def _tested(
    connection: duckdb.DuckDBPyConnection, user: User, typed: Sequence[str], ids: Sequence[int], read: _Read, *,
    limit: int, invalid: bool,
) -> list[int]:  # fmt: skip
    """Those of these clients that have all the words and that the user sees, best first; ``read`` gets their lines."""
    if not ids:
        return []
    states = {
        row[0]: row[1:]
        for row in connection.execute(
            f"SELECT c.id, c.owner, c.valid, c.locked_by FROM {links.chosen(ids)} JOIN db.client c USING (id) WHERE {_seen(user, invalid=invalid)}"
        ).fetchall()
    }
    if not states:
        return []
    # Nothing but ids in the condition: with any other the engine leaves the index and reads all rows (8 → 220 ms).
    rows = connection.execute(
        f"SELECT id, name_key, key, name, ico, city FROM db.search_line WHERE id IN ({ids_list(list(states))})"
    ).fetchall()
    needed = [f" {word}" for word in typed]
    fitting = [row for row in rows if all(word in row[2] for word in needed)]
    fitting = sorted(fitting, key=lambda row: _place(typed, *row[:3]))[:limit]
    read.update((row[0], links.Hit(row[0], *row[3:], *states[row[0]])) for row in fitting)
    return [row[0] for row in fitting]


def _place(typed: Sequence[str], one: int, name_key: str, key: str) -> tuple[int, str, int]:
    """Where a client stands in the list; the same as :func:`_order`."""
    phrase = " ".join(typed)
    in_name = all(f" {word}" in f" {name_key}" for word in typed)
    if name_key == phrase or (f" {phrase} " in f"{key} " and not in_name):
        rank = 0
    elif name_key.startswith(phrase):
        rank = 1
    else:
        rank = 2 if in_name else 3
    return rank, name_key, one


def _all(
    connection: duckdb.DuckDBPyConnection, user: User, typed: Sequence[str], found: list[int], *, limit: int, invalid: bool, ranked: bool,
) -> list[int]:  # fmt: skip
    """Every client is looked at; where the words are everywhere, the first that have them will do."""
    order = f"ORDER BY {_order(typed)}" if ranked else ""
    more = _ids(
        connection,
        f"""
        SELECT e.id FROM db.search_entry e JOIN db.client c USING (id)
        WHERE {_all_words(typed)} AND {_seen(user, invalid=invalid)} {order} LIMIT {int(limit)}
        """,
    )
    return more if ranked else list(dict.fromkeys([*found, *more]))[:limit]


def _all_words(typed: Sequence[str]) -> str:
    return " AND ".join(f"contains(e.key, {literal(' ' + word)})" for word in dict.fromkeys(typed))


def _order(typed: Sequence[str]) -> str:
    phrase = " ".join(typed)
    in_name = " AND ".join(
        f"contains(' ' || e.name_key, {literal(' ' + word)})" for word in dict.fromkeys(typed)
    )
    return f"""
        CASE WHEN e.name_key = {literal(phrase)} OR contains(e.key || ' ', {literal(" " + phrase + " ")}) AND NOT ({in_name}) THEN 0
             WHEN starts_with(e.name_key, {literal(phrase)}) THEN 1 WHEN {in_name} THEN 2 ELSE 3 END, e.name_key, e.id
    """


def _ids(connection: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    return [row[0] for row in connection.execute(query).fetchall()]
