"""Search as you type: accent-free word prefixes over name, IČO, DIČ, obec, contacts and id.

Two side tables. ``search_entry`` holds a line for each client: its words as one accent-free text, what a list shows
and who sees it; it lies in order of the names and has an index by id. ``search_token`` lists every word with the
clients that have it, in order of the words, so that the prefix of a word is a short range; beside the word stand
whether it is in the name and how the name begins, so that the best of a range are known without a look at the
clients. It is a hint only: words that went out of date stay there until :func:`rebuild`, and each hit is checked
against its entry.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import duckdb

from workbench.model._fold import fold
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import literal
from workbench.store.links import Hit

SOURCES: Final = ("client", "address", "contact")
"""Record types whose searchable fields make up a client's words."""
STATE_FIELDS: Final = ("owner", "security_level", "valid", "locked_by")
"""Fields of a client that stand in its entry besides its words."""

_LAST: Final = "\U0010ffff"
"""Comes after every sign that a word may go on with."""
_RARE: Final = 20_000
"""A word with more clients than this is common: the first that have it are enough."""
_HEAD: Final = 8
"""So many signs of the name stand beside each word: enough to choose the first of many by name."""
_SHOWN: Final = "id, name_key, key, name, ico, city, owner, security_level, valid, locked_by"

Entry = tuple[int, str, str, str, str | None, str | None, str | None, int | None, bool, str | None]
"""A row of ``search_entry`` with the columns :data:`_SHOWN`."""

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
        SELECT c.*, {name} AS name_key, {rest} AS rest, city.shown AS city
        FROM db.client c JOIN mine USING (id) LEFT JOIN city USING (id) LEFT JOIN contact USING (id)
    )
    SELECT id, name_key, ' ' || name_key || ' ' || rest AS key, name, ico, city, owner, security_level, valid, locked_by
    FROM folded
"""


def folded(expression: str) -> str:
    """SQL of a text's accent-free lower-case words, one space between them."""
    return rf"trim(regexp_replace(strip_accents(lower({expression})), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"


def refresh(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Bring the entries and words of these clients up to date, inside the transaction that changed them.

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
    run("DELETE FROM db.search_entry WHERE id IN (SELECT id FROM stale)")
    run(f"INSERT INTO db.search_entry ({_SHOWN}) SELECT {_SHOWN} FROM fresh ORDER BY name_key")
    run(f"INSERT INTO db.search_token FROM ({_tokens('fresh')} EXCEPT {_tokens('stale')}) ORDER BY token")


def refresh_states(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Bring owner, level, validity and lock of these clients' entries up to date; their words are as they were."""
    assignments = ", ".join(f"{name} = c.{name}" for name in STATE_FIELDS)
    connection.execute(
        f"UPDATE db.search_entry SET {assignments} FROM db.client c WHERE c.id = db.search_entry.id AND c.id IN ({ids})"
    )


def _tokens(table: str) -> str:
    """A query of the words of these clients as ``search_token`` holds them."""
    return f"""
        SELECT DISTINCT token, place <= words AS in_name, head, id FROM (
            SELECT id, left(name_key, {_HEAD}) AS head, len(string_split(name_key, ' ')) AS words,
                   unnest(string_split(key[2:], ' ')) AS token, generate_subscripts(string_split(key[2:], ' '), 1) AS place
            FROM {table}
        ) WHERE length(token) > 1
    """


def forget(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove every word of these clients (after an erasure)."""
    connection.execute(f"DELETE FROM db.search_entry WHERE id IN ({ids})")
    connection.execute(f"DELETE FROM db.search_token WHERE id IN ({ids})")


def prune(connection: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Remove the words that these clients no longer have."""
    connection.execute(f"""
        DELETE FROM db.search_token WHERE id IN ({ids}) AND (token, in_name, head, id) NOT IN (
            {_tokens(f"(SELECT * FROM db.search_entry WHERE id IN ({ids}))")}
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
) -> list[Hit]:
    """The clients that have a word beginning with each word of the text, best first.

    Names that begin with the text come first, then those with all words in the name, then the rest; among
    equals by name. Where enough names begin with it, the rest is not looked for, unless the text has a digit.

    Args:
        connection: the file attached.
        user: who looks.
        text: what was typed.
        limit: how many at most.
        invalid: also clients that were invalidated.
    """
    typed = list(dict.fromkeys(words(text)))
    if not typed:
        return _hits(entries(connection, _recent(connection, user, limit=limit, invalid=invalid)))
    search = _Search(connection, user, invalid=invalid, limit=limit)
    found = search.with_words(typed, " ".join(words(text)))
    joined = "".join(words(text))
    if len(words(text)) > 1 and joined.isdigit() and len(found) < limit:  # "601 234 567", "270 74 358"
        more = search.with_words([joined], joined)
        found = list({entry[0]: entry for entry in [*more, *found]}.values())[:limit]
    return _hits(found)


def entries(connection: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> list[Entry]:
    """The entries of these clients, in the order of the ids."""
    if not ids:
        return []
    # Nothing but ids in the condition: with any other the engine leaves the index and reads all rows.
    rows = connection.execute(
        f"SELECT {_SHOWN} FROM db.search_entry WHERE id IN ({ids_list(ids)})"
    ).fetchall()
    by_id: dict[int, Entry] = {row[0]: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def lines(connection: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> list[Hit]:
    """What a list shows of these clients, in the order of the ids; whoever asks has checked that they are seen."""
    return _hits(entries(connection, ids))


class _Search:
    """One question, with who asks it."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, user: User, *, invalid: bool, limit: int
    ) -> None:
        self.connection = connection
        self.user = user
        self.invalid = invalid
        self.limit = limit
        self.choice = limit + limit // 5 + 5
        """A generous choice: some of it will not stand the test."""

    def with_words(self, typed: Sequence[str], phrase: str) -> list[Entry]:
        """The best of a generous choice; only if too few of them stand the test, all that come into question."""
        begins: list[Entry] = self.connection.execute(
            f"SELECT {_SHOWN} FROM db.search_entry WHERE {_range('name_key', phrase)} ORDER BY name_key, id LIMIT {self.choice}"
        ).fetchall()
        # Enough names begin with it: what else has the words comes after them, unless it is a number.
        if len(begins) == self.choice and not any(map(str.isdigit, phrase)):
            found = self._best(typed, phrase, begins)
            return found if len(found) == self.limit else self._all(typed, phrase, None)
        if len(phrase) == 1:  # no list of words for one sign; the first that have it come after the names
            found = self._best(typed, phrase, begins)
            more = self._all(typed, phrase, None) if len(found) < self.limit else []
            return list({entry[0]: entry for entry in [*found, *more]}.values())[: self.limit]
        rarest, count = self._rarest(typed)
        chosen = self._having(typed, rarest)
        known = {entry[0] for entry in begins}
        more = entries(self.connection, [one for one in chosen if one not in known])
        found = self._best(typed, phrase, [*begins, *more])
        if len(found) < self.limit and self.choice in (len(chosen), len(begins)):
            found = self._all(typed, phrase, rarest if count <= _RARE else None)
        return found

    def _rarest(self, typed: Sequence[str]) -> tuple[str, int]:
        """The word that the fewest clients have, and how many (counted no further than it matters)."""
        if len(typed) == 1:
            return typed[0], 0
        counts = {
            word: self.connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM db.search_token WHERE {_range('token', word)} LIMIT {_RARE + 1})"
            ).fetchall()[0][0]
            for word in typed
            if len(word) > 1
        }
        return min(counts.items(), key=lambda pair: pair[1], default=(typed[0], _RARE + 1))

    def _having(self, typed: Sequence[str], rarest: str) -> list[int]:
        """The best clients that have the rarest word, and probably the others."""
        others = " ".join(
            f"AND id IN (SELECT id FROM db.search_token WHERE {_range('token', word)})"
            for word in typed
            if word != rarest and len(word) > 1
        )
        rows = self.connection.execute(
            f"""
            SELECT id FROM db.search_token WHERE {_range("token", rarest)} {others}
            ORDER BY in_name DESC, head, id LIMIT {self.choice}
            """
        ).fetchall()
        return list(dict.fromkeys(row[0] for row in rows))

    def _all(self, typed: Sequence[str], phrase: str, rarest: str | None) -> list[Entry]:
        """All clients that have the rarest word are looked at; where all words are common, the first found will do."""
        conditions = [f"contains(key, {literal(' ' + word)})" for word in typed]
        conditions.append(visible(self.user, CLIENT, "e"))
        if not self.invalid:
            conditions.append("valid")
        source, first = "db.search_entry", f"LIMIT {self.choice}"
        if rarest is not None:  # materialised, or the engine would look into all texts before it joins
            chosen = f"SELECT DISTINCT id FROM db.search_token WHERE {_range('token', rarest)}"
            source, first = (
                f"(WITH own AS MATERIALIZED (SELECT e.* FROM ({chosen}) JOIN db.search_entry e USING (id)) FROM own)",
                "",
            )
        rows = self.connection.execute(
            f"SELECT id, name_key, key FROM {source} e WHERE {' AND '.join(conditions)} {first}"
        ).fetchall()
        needed = [f" {word}" for word in typed]
        rows.sort(key=lambda row: _place(needed, phrase, row))
        return self._best(typed, phrase, entries(self.connection, [row[0] for row in rows[: self.limit]]))

    def _best(self, typed: Sequence[str], phrase: str, rows: Iterable[Entry]) -> list[Entry]:
        """Those that have all the words and that the user sees, best first."""
        needed = [f" {word}" for word in typed]
        fitting = [row for row in rows if all(word in row[2] for word in needed) and self._seen(row)]
        return sorted(fitting, key=lambda row: _place(needed, phrase, row))[: self.limit]

    def _seen(self, row: Entry) -> bool:
        return (row[8] or self.invalid) and self.user.sees("client", row[6], row[7])


def _place(needed: Sequence[str], phrase: str, row: Entry | tuple[int, str, str]) -> tuple[int, str, int]:
    """Where a client stands in the list."""
    one, name_key, key = row[:3]
    in_name = all(word in f" {name_key}" for word in needed)
    if name_key == phrase or (f" {phrase} " in f"{key} " and not in_name):
        rank = 0
    elif name_key.startswith(phrase):
        rank = 1
    else:
        rank = 2 if in_name else 3
    return rank, name_key, one


def _hits(rows: Iterable[Entry]) -> list[Hit]:
    return [Hit(row[0], *row[3:7], *row[8:]) for row in rows]


def _recent(connection: duckdb.DuckDBPyConnection, user: User, *, limit: int, invalid: bool) -> list[int]:
    seen = visible(user, CLIENT, "c") + ("" if invalid else " AND c.valid")
    rows = connection.execute(
        f"SELECT c.id FROM db.client c WHERE {seen} ORDER BY c.updated_at DESC, c.id LIMIT {int(limit)}"
    ).fetchall()
    return [row[0] for row in rows]


def _range(column: str, word: str) -> str:
    return f"{column} >= {literal(word)} AND {column} < {literal(word + _LAST)}"
