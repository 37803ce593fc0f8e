"""Firms above firms: no firm may become its own parent, and which groups of clients, merged, would make one so."""

from typing import TYPE_CHECKING, Any, Final

from workbench.errors import RefusedError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from workbench.store.draft import Draft

    Ids = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

ABOVE: Final = """
    SELECT id, CASE kind WHEN 'parent' THEN other_id ELSE client_id END AS child, CASE kind WHEN 'parent' THEN client_id ELSE other_id END AS parent
    FROM db.relation WHERE kind IN ('parent', 'child')
"""
"""SQL of the relations that say who is above whom: id, child, parent."""
_EFFORT: Final = 20_000_000
"""So many relations are looked through at most to tell who closes a circle alone."""


_DEEPEST: Final = 40
"""So many steps upwards are climbed one by one; of what is deeper, or written in such numbers, the whole is looked at."""
_MANY: Final = 500


def check(cs: "Draft", written: str) -> None:
    """Refuse relations after which a firm would be above itself.

    Args:
        cs: the change set.
        written: SQL of the ids of the relations that it wrote.

    Raises:
        RefusedError: with the client.
    """
    asked = cs.query(f"SELECT id FROM ({ABOVE}) WHERE id IN ({written}) LIMIT {_MANY}")
    if not asked:
        return
    rows = [(None, _DEEPEST)] if len(asked) == _MANY else cs.query(f"""
        WITH RECURSIVE above AS ({ABOVE}),
        climb(start, now, depth) AS (
            SELECT child, parent, 1 FROM above WHERE id IN ({written})
            UNION SELECT c.start, a.parent, c.depth + 1 FROM climb c JOIN above a ON a.child = c.now WHERE c.depth < {_DEEPEST}
        )
        SELECT min(start) FILTER (start = now), max(depth) FROM climb
    """)  # fmt: skip
    first, deepest = rows[0]
    if first is None and deepest == _DEEPEST:
        found: dict[str, Any] = cs.connection.execute(
            f"SELECT child, parent, id IN ({written}) AS closing FROM ({ABOVE})"
        ).fetchnumpy()
        first = min(_circles(found["child"], found["parent"], found["closing"]), default=None)
    if first is not None:
        raise own_parent(first)


def own_parent(client: int) -> RefusedError:
    """The error about a client that would be above itself."""
    return RefusedError(
        "Client {id} would become its own parent company, directly or through others. "
        'Change or remove a relation in between first: desk.akce.remove("relation", …).',
        id=client,
    )


def circular(cs: "Draft") -> set[int]:
    """The survivors of those groups in ``member`` that would be above themselves after the merge.

    Those that would be so by themselves; and where several close a circle only together, all that would lie on it. Without
    them the others can be merged.
    """
    if not cs.query(
        f"SELECT 1 FROM ({ABOVE}) a JOIN member m ON m.place > 0 AND m.id IN (a.child, a.parent) LIMIT 1"
    ):
        return set()
    found: dict[str, Any] = cs.connection.execute(f"""
        SELECT a.child, a.parent, coalesce(c.keep, a.child) AS child_keep, coalesce(p.keep, a.parent) AS parent_keep,
               coalesce(c.place > 0, FALSE) AS child_moves, coalesce(p.place > 0, FALSE) AS parent_moves
        FROM ({ABOVE}) a LEFT JOIN member c ON c.id = a.child LEFT JOIN member p ON p.id = a.parent
    """).fetchnumpy()
    survivors = {int(keep) for (keep,) in cs.query("SELECT DISTINCT keep FROM member")}
    lying = _merged(found, survivors)
    together, inner = survivors & lying, _among(found, lying)
    if len(together) * len(inner["child"]) > _EFFORT:
        return together
    alone = {one for one in together if one in _merged(inner, {one})}
    return alone | survivors & _merged(found, survivors - alone)


def _among(found: dict[str, Any], firms: set[int]) -> dict[str, Any]:
    """The relations that lead from one of these firms to another, counted as merged."""
    import numpy as np  # noqa: PLC0415

    here = np.isin(found["child_keep"], list(firms)) & np.isin(found["parent_keep"], list(firms))
    return {name: column[here] for name, column in found.items()}


def _merged(found: dict[str, Any], merged: set[int]) -> set[int]:
    """The firms that a relation which moves would put above themselves if these groups were merged."""
    import numpy as np  # noqa: PLC0415

    wanted = list(merged)
    moves = np.zeros(len(found["child"]), dtype=np.bool_)
    ends: list[Ids] = []
    for end in ("child", "parent"):
        goes: Flags = np.isin(found[f"{end}_keep"], wanted)
        ends.append(np.where(goes, found[f"{end}_keep"], found[end]))
        moves |= goes & found[f"{end}_moves"]
    apart = ends[0] != ends[1]
    return _circles(ends[0][apart], ends[1][apart], moves[apart])


def _circles(child: "Ids", parent: "Ids", closing: "Flags") -> set[int]:
    """The firms on circles on which one of these relations lies."""
    import numpy as np  # noqa: PLC0415 - these only where many parents are written
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    firms, places = np.unique(np.concatenate([child, parent]), return_inverse=True)
    below, above = places[: len(child)], places[len(child) :]
    graph = coo_array((np.ones(len(below), dtype=np.int8), (below, above)), shape=(len(firms), len(firms)))
    _, circle = connected_components(graph, connection="strong")
    closed = circle[below[closing & (circle[below] == circle[above])]]
    return {int(one) for one in firms[np.isin(circle, closed)]}
