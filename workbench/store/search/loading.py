"""What search keeps in memory, read from the file: all lines, or those that changed since a change set."""

from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb
import numpy as np

from workbench.store.search.words import BLOCK

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa


class Mark(NamedTuple):
    """A state of the file: the number of its newest change set, and the mark that no other change set has."""

    revision: int
    operation: str | None


_FILLED: Final = (
    f"' ' || {{0}} || repeat(' ', (1 + ({2 * BLOCK - 2} - strlen({{0}}) % {BLOCK}) % {BLOCK})::INTEGER)"
)
"""SQL of words as :class:`workbench.store.search.words.Words` takes them."""

_LINES: Final = f"""
    SELECT e.id, {_FILLED.format("e.name_key")} AS name_words, {_FILLED.format("e.rest")} AS rest_words,
           c.name, c.ico, e.city, c.owner, c.state, c.tags, c.locked_by, coalesce(c.valid, FALSE)::TINYINT AS valid,
           least(greatest(coalesce(c.security_level, 0), -1), 99)::TINYINT AS level,
           coalesce(epoch_us(c.updated_at), 0) AS changed
    FROM db.search_entry e JOIN db.client c USING (id) {{which}} ORDER BY e.name_key, e.id
"""


def lines(connection: duckdb.DuckDBPyConnection, ids: "npt.NDArray[np.int64] | None" = None) -> "pa.Table":
    """A row a client, in order of name and id.

    Args:
        connection: the file attached.
        ids: of these clients only; those that are not there have no row.

    Returns:
        the columns id, name_words, rest_words, name, ico, city (of the primary address), owner, state, tags, locked_by,
        valid (0 or 1), level (of security), changed (microseconds).
    """
    if ids is None:
        return connection.sql(_LINES.format(which="")).to_arrow_table()
    connection.register("asked_for", {"id": ids})
    try:
        return connection.sql(
            _LINES.format(which="WHERE c.id IN (SELECT id FROM asked_for)")
        ).to_arrow_table()
    finally:
        connection.unregister("asked_for")


def count(connection: duckdb.DuckDBPyConnection) -> int:
    """How many lines there are."""
    return int(connection.execute("SELECT count(*) FROM db.search_entry").fetchall()[0][0])


def mark(connection: duckdb.DuckDBPyConnection) -> Mark:
    """The state of the file."""
    rows = connection.execute(
        "SELECT revision, (SELECT operation FROM db.change_set WHERE id = revision) FROM db.meta"
    ).fetchall()
    return Mark(*rows[0])


def goes_on(connection: duckdb.DuckDBPyConnection, earlier: Mark) -> bool:
    """Whether the file was once in that state: it is neither another one, nor an older copy put in its place."""
    rows = connection.execute(
        "SELECT operation FROM db.change_set WHERE id = ?", [earlier.revision]
    ).fetchall()
    return rows == [(earlier.operation,)]


def changed(connection: duckdb.DuckDBPyConnection, since: int) -> "npt.NDArray[np.int64]":
    """The clients that changed after that change set, in whatever is searched or shown of them."""
    found = connection.execute(
        """
        SELECT record_id AS id FROM db.change WHERE change_set > $since AND entity = 'client'
        UNION SELECT id FROM db.search_entry WHERE revision > $since
        """,
        {"since": since},
    ).fetchnumpy()["id"]
    return np.asarray(found, np.int64)
