"""Fillers: values that were typed because a field had to be filled, and that say nothing of any record.

One rule for numbers, data boxes, accounts and dates: what far more records have than chance and the habits of the base explain, and whose names begin in
many ways, is nobody's; and so is a data box or an account of several firms. A firm or person that was entered often is different: whatever was mistyped, most of its names begin alike.
"""

from typing import Final

import duckdb
import numpy as np

KINDS: Final = {"ident": "ident_valid = FALSE", "birthday": "", "founded": "", "box": "", "account": ""}
"""Columns of ``attributes`` that fillers stand in -> what is set beside them when they are emptied."""
_OFTEN: Final = 20
_OFTEN_IF_VALID: Final = 200
"""A number that passes the check digit may be that of a firm with many branches, and has to stand with more."""
_ABOVE_CHANCE: Final = 8
"""A filler stands with so many times as many records as the commoner values of its kind: of 100,000 persons, three to ten share a birthday by chance."""
_COMMONER: Final = 0.95
_YEAR: Final = 365
"""No kind is taken to have fewer values that are usual: a base of pupils born in one year has so many dates of birth."""
_BEGINNINGS: Final = 4
"""Of the names with a filler, no more than one in so many begins alike."""
_BIN: Final = 44
"""Values are counted by the highest 20 bits of their hash first: that takes a third of what it takes to group them."""

_OF_ONE_OWNER: Final = ("box", "account")
_FILLERS: Final = f"""
    WITH many AS (
        SELECT {{kind}} AS value, left(nm, 4) AS beginning, ident_valid AND NOT abroad AS checked FROM attributes
        WHERE {{kind}} IS NOT NULL AND (hash({{kind}}) >> {_BIN})::INTEGER IN (SELECT unnest($bins::INTEGER[]))
    ), started AS (
        SELECT value, count(*) AS n, bool_and(checked) AS checked FROM many GROUP BY value, beginning
    )
    SELECT value::VARCHAR FROM started GROUP BY value
    HAVING sum(n) >= greatest($often, CASE WHEN '{{kind}}' = 'ident' AND bool_and(checked) THEN {_OFTEN_IF_VALID} ELSE 0 END)
       AND max(n) * {_BEGINNINGS} <= sum(n)
"""
_SHARED: Final = """
    SELECT {kind} FROM attributes WHERE {kind} IS NOT NULL AND ident_valid AND NOT abroad
    GROUP BY {kind} HAVING min(ident) <> max(ident) AND min(srt) <> max(srt)
"""
"""Firms of several names and valid numbers: it is that of their manager or accountant, and identifies none of them."""


def empty_fillers(connection: duckdb.DuckDBPyConnection) -> int:
    """Empty the fillers in table ``attributes``, and keep in table ``filler`` (kind, n) how many there are of each kind.

    Returns:
        how many there are in all.
    """
    found = {kind: _empty(connection, kind) for kind in KINDS}
    connection.execute("CREATE OR REPLACE TABLE filler (kind VARCHAR, n BIGINT)")
    connection.executemany("INSERT INTO filler VALUES (?, ?)", [*found.items()])
    return sum(found.values())


def _empty(connection: duckdb.DuckDBPyConnection, kind: str) -> int:
    """Empty those of one kind; how many there are."""
    connection.execute("CREATE OR REPLACE TEMP TABLE nobodys (value VARCHAR)")
    bins, often = _crowded(connection, kind)
    if bins:
        connection.execute(
            f"INSERT INTO nobodys {_FILLERS.format(kind=kind)}", {"bins": bins, "often": often}
        )
    if kind in _OF_ONE_OWNER:
        connection.execute(f"INSERT INTO nobodys {_SHARED.format(kind=kind)}")
    count = int(connection.execute("SELECT count(DISTINCT value) FROM nobodys").fetchall()[0][0])
    if count:
        beside = f", {KINDS[kind]}" if KINDS[kind] else ""
        connection.execute(
            f"UPDATE attributes SET {kind} = NULL{beside} WHERE {kind}::VARCHAR IN (SELECT value FROM nobodys)"
        )
    connection.execute("DROP TABLE nobodys")
    return count


def _crowded(connection: duckdb.DuckDBPyConnection, kind: str) -> tuple[list[int], float]:
    """The bins that hold enough records for a filler, and how many are enough."""
    each = connection.execute(
        f"SELECT (hash({kind}) >> {_BIN})::INTEGER AS bin FROM attributes WHERE {kind} IS NOT NULL"
    ).fetchnumpy()["bin"]
    held = np.bincount(np.asarray(each, dtype=np.int64))
    if not len(each) or held.max() < _OFTEN:
        return [], _OFTEN
    usual = min(float(np.quantile(held[held > 0], _COMMONER)), len(each) / _YEAR)
    often = max(float(_OFTEN), _ABOVE_CHANCE * usual)
    return np.flatnonzero(held >= often).tolist(), often
