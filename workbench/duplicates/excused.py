"""Excused: numbers that differ and forbid nothing any more.

A person who says that two records are one, though both have a valid IČO and not the same, says that one of the two numbers is wrong. Then
these two numbers keep no other records of that firm apart either that look like one, and tell no more who is two. Dates of birth are treated alike.
"""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates.arrays import shown
from workbench.duplicates.comparing import unpack
from workbench.duplicates.learning import Model
from workbench.duplicates.odds import FORBIDDEN

_SIDES: Final = "JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b"
_APART: Final = {
    "ident": "coalesce(x.ident <> y.ident AND x.ident_valid AND y.ident_valid, FALSE)",
    "birthday": "coalesce(x.birthday <> y.birthday, FALSE)",
}
"""What two records cannot have and be one -> SQL: they have it."""
_BOTH: Final = {
    name: (f"least(x.{name}, y.{name})::VARCHAR", f"greatest(x.{name}, y.{name})::VARCHAR") for name in _APART
}
_TOLD: Final = " UNION ".join(
    f"SELECT '{name}' AS kind, {_BOTH[name][0]} AS one, {_BOTH[name][1]} AS other FROM decision s {_SIDES} WHERE s.same AND {apart}"
    for name, apart in _APART.items()
)
_BEARERS: Final = " UNION ".join(
    f"SELECT r FROM rec WHERE {name}::VARCHAR IN (SELECT unnest([one, other]) FROM told WHERE kind = '{name}')"
    for name in _APART
)
_STILL: Final = " OR ".join(
    f"({apart} AND ('{name}', {', '.join(_BOTH[name])}) NOT IN (SELECT (kind, one, other) FROM told))"
    for name, apart in _APART.items()
)


def lay(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``told`` (kind, one, other): the numbers and dates that people called those of one.

    Args:
        connection: with the tables ``rec`` and ``decision``.
    """
    connection.execute(f"CREATE OR REPLACE TABLE told AS {_TOLD}")


def pairs(table: str) -> str:
    """SQL: the pairs of a table (a, b) that only excused numbers tell apart, and of which no person said anything."""
    return f"""
        SELECT s.a, s.b FROM (FROM {table} SEMI JOIN ({_BEARERS}) v ON v.r = a SEMI JOIN ({_BEARERS}) w ON w.r = b) s {_SIDES}
        ANTI JOIN decision d ON d.a = s.a AND d.b = s.b
        WHERE ({" OR ".join(_APART.values())}) AND NOT ({_STILL}) AND coalesce(x.generation = y.generation, TRUE)
    """


def free(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Weigh the pairs of the table ``scored`` that are excused by all that does not identify.

    Only of those that look like one: the firm whose number somebody else was given has records with it, too, and stays apart from these.
    """
    rows = connection.execute(
        f"SELECT a, b, pattern FROM scored SEMI JOIN ({pairs('scored')}) e USING (a, b) WHERE weight <= {FORBIDDEN} ORDER BY a, b"
    ).fetchnumpy()
    weight = model.without_identifiers(unpack(np.asarray(rows["pattern"], dtype=np.uint64)))
    alike = weight > 0
    with shown(connection, "freed", a=rows["a"][alike], b=rows["b"][alike], weight=weight[alike]):
        connection.execute(
            "UPDATE scored SET weight = freed.weight FROM freed WHERE freed.a = scored.a AND freed.b = scored.b"
        )
