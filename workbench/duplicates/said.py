"""Said: who is one record by what people said, by whatever chain of pairs they said it.

That A is B and B is C says that A is C as well, however little they look alike. It does not where something forbids two of
them: two valid IČO, two dates of birth, the elder and the younger of one name, or another decision; nobody who joined A to B
was told that of C. Of two numbers that stand in two records that people joined somebody was told; these forbid nothing more among
all whom their words connect, nor do two of which each was so overruled by a third.
"""

from typing import Final

import duckdb
import numpy as np

from workbench.duplicates import clustering
from workbench.duplicates.arrays import Floats, Whole, shown
from workbench.duplicates.odds import DECIDED, FORBIDDEN

_PLACE_BITS: Final = 32
_PLACE: Final = (1 << _PLACE_BITS) - 1
_DIFFER: Final = {
    "ident": "x.ident_valid AND y.ident_valid AND x.ident <> y.ident",
    "birthday": "x.birthday <> y.birthday",
    "generation": "x.generation <> y.generation",
}
"""What two records x and y cannot have and be one -> SQL: they have it."""
CONTRADICTING: Final = f"""
    SELECT x.r AS a, y.r AS b FROM worded v JOIN worded w ON v.j = w.j AND v.r < w.r JOIN rec x ON x.r = v.r JOIN rec y ON y.r = w.r
    WHERE {" OR ".join(f"({differ})" for differ in _DIFFER.values())}
"""
"""SQL: the pairs among those whom words connect that may forbid each other; table ``worded`` is laid."""


def lay(connection: duckdb.DuckDBPyConnection, count: int) -> None:
    """Table ``worded`` (r, j): the records that people joined to others, and the number of those whom their words connect.

    Args:
        connection: with the table ``decision`` (a, b, same).
        count: how many records there are.
    """
    _keep(connection, "worded", clustering.groups(count, *_said(connection)))


def unite(connection: duckdb.DuckDBPyConnection, count: int) -> Whole:
    """Make one what people joined: the pairs of ``scored`` that follow from their words weigh as much as those they decided.

    Args:
        connection: with the tables ``worded``, ``decision`` and ``scored``, in which what is forbidden among the worded weighs so.
        count: how many records there are.

    Returns:
        for each record the lowest number of those that people joined it to, itself included; table ``united`` (r, j) keeps it of those that are several.
    """
    a, b = _said(connection)
    forbidden = f"SELECT a, b FROM scored JOIN worded v ON v.r = a JOIN worded w ON w.r = b WHERE v.j = w.j AND weight <= {FORBIDDEN}"
    x, y = _numbers(connection, f"{forbidden} EXCEPT ({_overruled(connection, forbidden)})")
    weight = np.concatenate([np.ones(len(a)), np.full(len(x), -np.inf)])
    label = clustering.cluster(count, np.concatenate([a, x]), np.concatenate([b, y]), weight, against=0.0)
    _keep(connection, "united", label)
    connection.execute(f"""
        UPDATE scored SET weight = {DECIDED} FROM united v JOIN united w USING (j) WHERE v.r = scored.a AND w.r = scored.b AND weight < {DECIDED}
    """)
    return label


def cluster(united: Whole, a: Whole, b: Whole, weight: Floats, against: float) -> Whole:
    """Divide records into clusters: as if no word had been said, and then those of one word are put together.

    Where something forbids that, words go first and of the rest what is likeliest.

    Args:
        united: for each record the lowest number of those that people joined it to.
        a: one record of each pair.
        b: the other.
        weight: log odds of the pair over those of the threshold: above 0 speaks for it, −∞ forbids it.
        against: the most that a pair says against its group.

    Returns:
        for each record the lowest number of a record in its cluster.
    """
    count = len(united)
    alone = np.bincount(united, minlength=count)[united] == 1
    if alone.all():
        return clustering.cluster(count, a, b, weight, against)
    forbidden = np.isneginf(weight)
    x, y = united[a], united[b]
    key = _key(x, y)
    weight = np.where(np.isin(key, key[forbidden]), -np.inf, np.where(x == y, 0.0, weight))
    label = clustering.cluster(count, a, b, weight, against)
    near, unsaid = label[a] == label[b], alone[a] & alone[b]
    both = near & unsaid  # those of one word may go elsewhere: what holds without them
    node = np.where(alone, clustering.cluster(count, a[both], b[both], weight[both], against), united)
    x, y = node[a], node[b]
    some = (x != y) & (forbidden | (near & ~unsaid & (weight > 0)))
    pairs, place = np.unique(_key(x, y)[some], return_inverse=True)
    loudest = np.full(len(pairs), -np.inf)
    np.maximum.at(loudest, place, weight[some])
    loudest[place[forbidden[some]]] = -np.inf
    together = clustering.cluster(count, pairs >> _PLACE_BITS, pairs & _PLACE, loudest, against=0.0)[node]
    return _first(together)


def on(connection: duckdb.DuckDBPyConnection, a: int, b: int) -> bool | None:
    """What people said of two records, of the pair or by what they said of others: the same, not the same, or nothing."""
    decided = connection.execute("SELECT same FROM decision WHERE a = ? AND b = ?", [a, b]).fetchall()
    if decided:
        return None if decided[0][0] is None else bool(decided[0][0])
    united = connection.execute(
        "SELECT 1 FROM united v JOIN united w USING (j) WHERE v.r = ? AND w.r = ?", [a, b]
    ).fetchall()
    return True if united else None


def _overruled(connection: duckdb.DuckDBPyConnection, forbidden: str) -> str:
    """SQL: those of the forbidden pairs of whose every contradiction people were told, and of which they said nothing else.

    Table ``overruled`` (j, kind, value, g) keeps the values that people overruled among those whom their words connect, and which of them
    by one another.
    """
    told = connection.execute(
        f"SELECT j, kind, one, other FROM ({_contradicted('SELECT a, b FROM decision WHERE same')})"
    ).fetchall()
    if not told:
        return "SELECT a, b FROM decision WHERE FALSE"
    node: dict[tuple[int, str, str], int] = {}
    ends = np.array([[node.setdefault((j, kind, one), len(node)) for one in both] for j, kind, *both in told])
    j, kind, value = map(list, zip(*node, strict=True))
    group = clustering.groups(len(node), ends[:, 0], ends[:, 1])
    with shown(connection, "listed", j=j, kind=kind, value=value, g=group):
        connection.execute("CREATE OR REPLACE TABLE overruled AS SELECT j, kind, value, g FROM listed")
    return f"""
        SELECT a, b FROM ({_contradicted(forbidden)}) c ANTI JOIN decision USING (a, b)
        LEFT JOIN overruled p ON p.j = c.j AND p.kind = c.kind AND p.value = one LEFT JOIN overruled q ON q.j = c.j AND q.kind = c.kind AND q.value = other
        GROUP BY a, b HAVING bool_and(coalesce(p.g = q.g, FALSE))
    """


def _contradicted(pairs: str) -> str:
    """SQL: what keeps each of some pairs of joined records apart: a, b, the number j of those who are connected, its kind, and the two values."""
    return " UNION ALL ".join(
        f"""
        SELECT a, b, j, '{kind}' AS kind, x.{kind}::VARCHAR AS one, y.{kind}::VARCHAR AS other
        FROM ({pairs}) JOIN worded ON worded.r = a JOIN rec x ON x.r = a JOIN rec y ON y.r = b WHERE {differ}
        """
        for kind, differ in _DIFFER.items()
    )


def _key(x: Whole, y: Whole) -> Whole:
    """A pair of numbers as one."""
    return (np.minimum(x, y) << _PLACE_BITS) | np.maximum(x, y)


def _first(label: Whole) -> Whole:
    """For each record the lowest number of those in its cluster."""
    first = np.full(len(label), len(label), dtype=np.int64)
    np.minimum.at(first, label, np.arange(len(label)))
    return first[label]


def _said(connection: duckdb.DuckDBPyConnection) -> tuple[Whole, Whole]:
    return _numbers(connection, "SELECT a, b FROM decision WHERE same")


def _numbers(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Whole, Whole]:
    rows = connection.execute(query).fetchnumpy()
    return np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, label: Whole) -> None:
    """A table of the records that are not alone: r, j."""
    some = np.flatnonzero(np.bincount(label, minlength=1)[label] > 1) if len(label) else label
    with shown(connection, "listed", r=some.astype(np.uint32), j=label[some]):
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM listed")
