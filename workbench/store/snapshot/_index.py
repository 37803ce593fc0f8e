"""The side tables by which names are found as one types.

``db.name`` holds one row a named subject, living ones first, then by folded name; its ``rowid`` is the
place in that order, so the smallest of a set are the best to offer. ``number`` is the subject's IČO as a
number. ``db.word`` says which words a name (its ``rowid``, here ``id``) has, sorted by word; a word that
a name has twice stands there twice. ``db.vocabulary`` has each word once, in the same order, and says how many rows
it has in ``db.word``. ``db.place`` numbers the towns. Sorted tables need no index: DuckDB keeps the
smallest and largest value of each block and skips the blocks where a prefix cannot stand.
"""

from typing import TYPE_CHECKING, Final

from workbench.store.snapshot._layout import fold_sql

if TYPE_CHECKING:
    import duckdb

_SHORTEST_WORD: Final = 2

_TABLES: Final = (
    f"""
    CREATE TABLE db.place AS
        SELECT row_number() OVER (ORDER BY folded)::INTEGER AS id, folded
        FROM (SELECT DISTINCT {fold_sql("city")} AS folded FROM
            (SELECT DISTINCT city FROM db.subject WHERE city IS NOT NULL))
    """,
    f"""
    CREATE TEMP TABLE town AS
        SELECT city, place.id AS place
        FROM (SELECT DISTINCT city FROM db.subject WHERE city IS NOT NULL) AS given
        JOIN db.place ON place.folded = {fold_sql("given.city")}
    """,
    f"""
    CREATE TABLE db.name AS
        SELECT {fold_sql("name")} AS folded, ico::UINTEGER AS number, place
        FROM db.subject LEFT JOIN town USING (city)
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
    "CREATE TABLE db.vocabulary AS SELECT word, count(*) AS count FROM db.word GROUP BY word ORDER BY word",
    "DROP TABLE town",
)


def build_index(connection: "duckdb.DuckDBPyConnection") -> None:
    """Make ``db.place``, ``db.name``, ``db.word`` and ``db.vocabulary`` from ``db.subject``."""
    for statement in _TABLES:
        connection.execute(statement)
