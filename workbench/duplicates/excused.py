"""Excused: what follows where a person says that two are one, though their identifiers differ.

One of the two numbers is wrong then. Whose it is, is told by the others of that firm: records that have the same number and a name alike. Where
only one of the two has such company, the number of the other is wrong, and it keeps these others apart from it no more; that they are one
follows from what was said. Where both have company, or neither, nothing follows, and nothing ever does for records of which nobody spoke.
"""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates.arrays import shown
from workbench.duplicates.comparing import level, unpack
from workbench.duplicates.labelling import IDENTIFIERS, NAME_ALIKE
from workbench.duplicates.learning import Model
from workbench.duplicates.odds import FORBIDDEN

_NONE: Final = "SELECT NULL::UINTEGER AS a, NULL::UINTEGER AS b WHERE FALSE"
_APART: Final = {name: f"coalesce({level(name)} IN (1, 2), FALSE)" for name in IDENTIFIERS}
"""Identifier -> SQL: a pattern says that it differs, be it by a slip."""
_SAID: Final = " UNION ALL ".join(
    f"SELECT {one} AS r, {other} AS other, '{name}' AS kind FROM said WHERE {apart}"
    for name, apart in _APART.items()
    for one, other in ("ab", "ba")
)
_BESIDE: Final = " UNION ALL ".join(
    f"SELECT {one} AS r, {other} AS fellow, '{name}' AS kind FROM near WHERE {level(name)} = {same}"
    for name, (same, _) in IDENTIFIERS.items()
    for one, other in ("ab", "ba")
)
_OTHERWISE: Final = " OR ".join(f"(kind <> '{name}' AND {apart})" for name, apart in _APART.items())


def pairs(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL: those pairs of a table (a, b, pattern) that are one by what was said of two others, and of which no person said anything.

    Args:
        connection: with the tables ``rec`` and ``decision``.
        table: compared or scored pairs, those of ``decision`` among them.
    """
    said = f"SELECT a, b, pattern FROM decision JOIN {table} USING (a, b) WHERE same AND ({' OR '.join(_APART.values())})"
    if not connection.execute(f"{said} LIMIT 1").fetchall():
        return _NONE
    alike = f"SELECT a, b, pattern FROM {table} WHERE {level('name')} >= {NAME_ALIKE}"
    return f"""
        WITH said AS ({said}), word AS ({_SAID}),
        near AS (
            FROM ({alike} AND a IN (SELECT r FROM word) UNION {alike} AND b IN (SELECT r FROM word))
            ANTI JOIN (SELECT a, b FROM decision WHERE same IS NOT TRUE) USING (a, b)
        ),
        beside AS ({_BESIDE}),
        follows AS (
            SELECT least(f.fellow, w.other) AS a, greatest(f.fellow, w.other) AS b, kind FROM word w JOIN beside f USING (r, kind)
            WHERE NOT EXISTS (FROM beside g WHERE g.r = w.other AND g.kind = w.kind) AND NOT EXISTS (
                FROM beside h JOIN decision d ON d.a = least(h.fellow, w.other) AND d.b = greatest(h.fellow, w.other)
                WHERE h.r = w.r AND h.kind = w.kind AND d.same IS NOT TRUE
            )
        )
        SELECT DISTINCT a, b FROM follows JOIN near USING (a, b) JOIN rec x ON x.r = a JOIN rec y ON y.r = b ANTI JOIN decision USING (a, b)
        WHERE NOT ({_OTHERWISE}) AND coalesce(x.generation = y.generation, TRUE)
    """


def free(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Weigh what is excused among the forbidden pairs of ``scored`` by all that does not identify, if that speaks for it and was learned."""
    rows = connection.execute(
        f"SELECT a, b, pattern FROM scored SEMI JOIN ({pairs(connection, 'scored')}) e USING (a, b) WHERE weight <= {FORBIDDEN} ORDER BY a, b"
    ).fetchnumpy()
    weight = model.without_identifiers(unpack(np.asarray(rows["pattern"], dtype=np.uint64)))
    some = (weight > 0) & model.is_learned
    with shown(connection, "freed", a=rows["a"][some], b=rows["b"][some], weight=weight[some]):
        connection.execute(
            "UPDATE scored SET weight = freed.weight FROM freed WHERE freed.a = scored.a AND freed.b = scored.b"
        )


def holds(connection: duckdb.DuckDBPyConnection, a: int, b: int) -> bool:
    """Whether a pair of ``scored`` is one by what was said of two others."""
    found = connection.execute(
        f"SELECT 1 FROM ({pairs(connection, 'scored')}) WHERE a = ? AND b = ?", [a, b]
    ).fetchall()
    return bool(found)
