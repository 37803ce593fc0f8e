"""The blocks of the peers: size-adaptive keys that stay bounded, each a column, so that any tool can join on them.

A value that few records share is a key as it is; one that more share is refined by a second attribute, and what is
still large after that is no key at all. So the pairs grow with the records, not with their square.
"""

from typing import Final

import duckdb

_FEW: Final = 12
_REFINED: Final = 25
"""Up to so many records share a value as it is, or a refined one. At 100,000 clients Splink's F1 is best with these:
without a bound there are six times the pairs and its F1 is lower."""
_CLIENTS: Final = {
    "k_ident": ("ident", "head"), "k_phone": ("phone", "head"), "k_mail": ("mail", "head"), "k_name": ("srt", "town"),
    "k_begin": ("left(nm, 6)", "left(town, 4)"), "k_place": ("place", "head"), "k_host": ("host", "left(nm, 3)"),
}  # fmt: skip
_PERSONS: Final = {
    "k_ident": ("ident", "head"), "k_birthday": ("birthday", "head"), "k_name": ("srt", "town"), "k_place": ("place", "head"),
    "k_begin": ("hash(left(w1, 3), left(wz, 3))", "town"), "k_town": ("hash(psc, left(wz, 3))", "w1"),
    "k_house": ("hash(house, psc)", "left(nm, 1)"),
}  # fmt: skip
ALL_PAIRS: Final = (
    "SELECT x.unique_id AS a, y.unique_id AS b FROM keyed x JOIN keyed y ON x.unique_id < y.unique_id"
)
"""The query of all pairs, for small bases."""


def make_keys(connection: duckdb.DuckDBPyConnection, *, persons: bool) -> list[str]:
    """Make the table ``keyed``: the prepared records with ``unique_id`` and their keys.

    Args:
        connection: where our prepared records are.
        persons: they are persons.

    Returns:
        the names of the keys that some record has.
    """
    keys = _PERSONS if persons else _CLIENTS
    listed = ", ".join(f"{_key(*parts)} AS {name}" for name, parts in keys.items())
    connection.execute(f"""
        CREATE TABLE keyed AS
        SELECT r AS unique_id, nullif(nm, '') AS nm, srt, w1 AS first_name, wz AS last_name, rare, dg, form, phone, mail, host, place, street, house, town, psc,
               account, box, founded, birthday::VARCHAR AS birthday, CASE WHEN ident_valid THEN ident END AS ident, {listed}
        FROM rec
    """)
    return present(connection, keys)


def present(
    connection: duckdb.DuckDBPyConnection, columns: dict[str, tuple[str, str]] | list[str]
) -> list[str]:
    """Those columns of ``keyed`` that some record has a value in."""
    counted = connection.execute(
        f"SELECT {', '.join(f'count({name})' for name in columns)} FROM keyed"
    ).fetchall()[0]
    return [name for name, count in zip(columns, counted, strict=True) if count]


def pairs(keys: list[str]) -> str:
    """The query of the pairs a, b that share one of these keys, each pair once."""
    return " UNION ".join(
        f"SELECT x.unique_id AS a, y.unique_id AS b FROM keyed x JOIN keyed y ON x.{key} = y.{key} AND x.unique_id < y.unique_id"
        for key in keys
    )


def _key(one: str, more: str) -> str:
    return (
        f"CASE WHEN {one} IS NULL THEN NULL WHEN count(*) OVER (PARTITION BY {one}) <= {_FEW} THEN hash({one}) "
        f"WHEN {more} IS NOT NULL AND count(*) OVER (PARTITION BY {one}, {more}) <= {_REFINED} THEN hash({one}, {more}) END"
    )
