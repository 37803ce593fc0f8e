"""The side tables by which names are found as one types.

``db.name`` holds one row a named subject, living ones first, then by folded name; its ``rowid`` is the
place in that order, so the smallest of a set are the best to offer. ``number`` is the subject's IČO as a
number; with name, legal form and ``place`` it is what a suggestion shows. ``db.word`` says which words a name
(its ``rowid``, here ``id``) has, sorted by word; a word that a name has twice stands there twice. ``db.vocabulary``
has each word once, in the same order, and says how many rows it has in ``db.word``. ``db.place`` numbers the towns as
they are spelled. Sorted tables need no index: DuckDB keeps the smallest and largest value of each block and skips the
blocks where a prefix cannot stand.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from workbench.store.columns import folded
from workbench.store.snapshot._derived import derived

if TYPE_CHECKING:
    import duckdb

_SHORTEST_WORD: Final = 2

_TABLES: Final = (
    f"""
    CREATE TABLE db.place AS
        SELECT row_number() OVER (ORDER BY town)::INTEGER AS id, town, {folded("town")} AS folded
        FROM (SELECT DISTINCT {derived("city")} AS town FROM db.subject) WHERE town IS NOT NULL
    """,
    f"""
    CREATE TABLE db.name AS
        SELECT name, {derived("legal_form")} AS legal_form, ico::UINTEGER AS number, id AS place, {folded("name")} AS folded
        FROM db.subject LEFT JOIN db.place ON town = {derived("city")}
        WHERE name IS NOT NULL
        ORDER BY ceased_on IS NOT NULL, folded, number
    """,
    f"""
    CREATE TABLE db.word AS
        SELECT word, id, place
        FROM (SELECT unnest(string_split(folded, ' ')) AS word, rowid::INTEGER AS id, place FROM db.name)
        WHERE length(word) >= {_SHORTEST_WORD}
        ORDER BY word, id
    """,
    "ALTER TABLE db.name DROP COLUMN folded",
    "CREATE TABLE db.vocabulary AS SELECT word, count(*) AS count FROM db.word GROUP BY word ORDER BY word",
)
_REACHED: Final = (0.01, 0.70, 0.99, 0.99, 1.0)
"""Which share of the time it takes is over after each of them."""


def build_index(connection: "duckdb.DuckDBPyConnection", next_ends_at: Callable[[float], None]) -> None:
    """Make ``db.place``, ``db.name``, ``db.word`` and ``db.vocabulary`` from ``db.subject``.

    Args:
        connection: the new file attached as ``db``.
        next_ends_at: is told before each step which share of the whole will be done after it.
    """
    for statement, reached in zip(_TABLES, _REACHED, strict=True):
        next_ends_at(reached)
        connection.execute(statement)
