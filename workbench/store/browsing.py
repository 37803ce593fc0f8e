"""The client list narrowed by what was typed and by facets, with a count of each value of each facet.

Search as one types answers first and alone (:mod:`workbench.store.search`); counting over all that fits
takes longer, so it is asked for separately.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from workbench.errors import UnknownNameError
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal
from workbench.store.search import words

SHOWN_VALUES: Final = 30
"""So many values of a facet are counted, those with most clients."""

Only = Mapping[str, Sequence[str]]
"""Facet name -> the values that are let through."""

_PRIMARY_CITY: Final = (
    "SELECT record_id FROM db.address WHERE record_type = 'client' AND is_primary AND city IN ({values})"
)
_NARROWED: Final = {
    "owner": "c.owner IN ({values})",
    "state": "c.state IN ({values})",
    "tag": "list_has_any(c.tags, [{values}])",
    "city": f"c.id IN ({_PRIMARY_CITY})",
}
_COUNTED: Final = {
    "owner": "SELECT owner, count(*) FROM fitting WHERE owner IS NOT NULL GROUP BY 1",
    "state": "SELECT state, count(*) FROM fitting WHERE state IS NOT NULL GROUP BY 1",
    "tag": "SELECT tag, count(*) FROM (SELECT unnest(tags) AS tag FROM fitting) GROUP BY 1",
    "city": "SELECT a.city, count(*) FROM fitting f JOIN db.address a ON a.record_id = f.id "
    "AND a.record_type = 'client' AND a.is_primary WHERE a.city IS NOT NULL GROUP BY 1",
}
FACETS: Final = tuple(_NARROWED)
"""The names of the facets: owner, state, tag, city (of the primary address)."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many clients fit, and how they divide.

    Attributes:
        total: all that fit.
        invalid: those of them that were invalidated.
        counts: facet -> value -> clients, most frequent first.
    """

    total: int
    invalid: int
    counts: Mapping[str, Mapping[str, int]]


def narrowed(
    connection: duckdb.DuckDBPyConnection, user: User, text: str, only: Only, *, limit: int, invalid: bool
) -> list[int]:
    """Ids of the clients that fit the text and the facets, by name; without a text the last changed first.

    Raises:
        UnknownNameError: no such facet.
    """
    order = "e.name_key, c.id" if words(text) else "c.updated_at DESC, c.id"
    rows = connection.execute(f"""
        SELECT c.id FROM db.client c JOIN db.search_entry e USING (id)
        WHERE {_fits(user, text, only, invalid=invalid)} ORDER BY {order} LIMIT {int(limit)}
    """).fetchall()
    return [row[0] for row in rows]


def facets(
    connection: duckdb.DuckDBPyConnection, user: User, text: str, only: Only, *, invalid: bool
) -> Facets:
    """Counts over all clients that fit the text and the facets.

    Raises:
        UnknownNameError: no such facet.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE fitting AS SELECT c.id, c.owner, c.state, c.tags, c.valid
        FROM db.client c JOIN db.search_entry e USING (id) WHERE {_fits(user, text, only, invalid=invalid)}
    """)
    try:
        total, gone = connection.execute(
            "SELECT count(*), count(*) FILTER (NOT valid) FROM fitting"
        ).fetchall()[0]
        counts = {
            name: dict(connection.execute(f"{query} ORDER BY 2 DESC, 1 LIMIT {SHOWN_VALUES}").fetchall())
            for name, query in _COUNTED.items()
        }
    finally:
        connection.execute("DROP TABLE fitting")
    return Facets(total, gone, counts)


def _fits(user: User, text: str, only: Only, *, invalid: bool) -> str:
    conditions = [visible(user, CLIENT, "c")]
    if not invalid:
        conditions.append("c.valid")
    conditions += [f"contains(e.key, {literal(' ' + word)})" for word in dict.fromkeys(words(text))]
    for name, values in only.items():
        if name not in _NARROWED:
            raise UnknownNameError.suggest("facet", name, _NARROWED)
        if values:
            conditions.append(_NARROWED[name].format(values=", ".join(literal(one) for one in values)))
    return " AND ".join(f"({one})" for one in conditions)
