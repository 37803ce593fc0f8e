"""Writing the addresses of matched rows: each completes one that the client has, or is added beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.model.records import ADDRESS
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

OUTWEIGHS: Final = 10**12
"""More than any number of a row: rows that are directly a client's outweigh those of one merged into it."""
_WHERE: Final = ("street", "house_number", "city")
"""An address that differs in one of these is another address, not a better written one."""


def fields_of(frame: "pd.DataFrame") -> list[str]:
    """The fields of an address that a frame of them has."""
    return [
        name for name in map(str, frame.columns) if name not in ("row", "kind", "is_primary", "record_id")
    ]


def write(cs: "ChangeSet", names: list[str], *, fill_only: bool) -> None:
    """Write the addresses of the clients in ``brought``.

    An address completes the client's address of its kind that is not elsewhere: its filled cells are taken. One
    elsewhere replaces it whole if client and file have one each of the kind; else it is added, so that several of a
    kind stand side by side. A client has one seat: the last row's.

    What only fills goes on until nothing more can be filled: an address that another one was filled before may fill the
    client's next. Else the same file would change something when it is brought in once more.

    Args:
        cs: the change set.
        names: the fields of an address that the file fills.
        fill_only: known addresses keep what they have, and of kinds that the client has none is added.
    """
    _lay_beside(cs, names, fill_only=fill_only)
    _decide(cs, names, fill_only=fill_only)
    while _complete(cs, names, fill_only=fill_only) and fill_only and _is_any_crowded_out(cs):
        _lay_beside(cs, names, fill_only=fill_only)
        _decide(cs, names, fill_only=fill_only)
    _add(cs, names)


def _lay_beside(cs: "ChangeSet", names: list[str], *, fill_only: bool) -> None:
    """Fill ``beside``: each address of the file with the client's that is most like it, else the oldest of its kind."""
    listed = ", ".join(f"a.{quote(name)}" for name in names)
    where = [name for name in _WHERE if name in names]
    kind = "coalesce(a.kind, 'contact')"
    place = "".join(f", CASE WHEN {kind} <> 'seat' THEN a.{quote(name)} END" for name in where)
    filled = " + ".join(f"(a.{quote(name)} IS NOT NULL)::INTEGER" for name in names)
    read = [name for name in names if name != "original"]  # how it was typed alone is no difference
    lacks = "t.{name} IS NULL AND w.{name} IS NOT NULL" if fill_only else "w.{name} <> coalesce(t.{name}, '')"
    differs = " OR ".join(lacks.format(name=quote(name)) for name in read)
    elsewhere = _unlike("w.{name}", "t.{name}", where)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE beside AS
        WITH said AS (
            SELECT b.id AS record_id, {kind} AS kind, b.weight, a.rowid AS place, a.is_primary, {listed}
            FROM in_address a JOIN brought b USING ("row")
            QUALIFY (b.weight >= {OUTWEIGHS} OR max(b.weight) OVER (PARTITION BY b.id, {kind}) < {OUTWEIGHS})
            AND row_number() OVER (PARTITION BY b.id, {kind} {place} ORDER BY b.weight DESC, {filled} DESC, a.rowid) = 1
        ),
        held AS (
            SELECT *, count(*) OVER (PARTITION BY record_id, kind) AS held FROM db.address
            WHERE record_type = 'client' AND record_id IN (SELECT record_id FROM said)
        )
        SELECT w.*, count(*) OVER (PARTITION BY w.record_id, w.kind) AS given
        FROM (
            SELECT w.*, t.id, t.held, coalesce({differs}, FALSE) AS differs, ({elsewhere}) AS elsewhere
            FROM said w LEFT JOIN held t ON t.record_id = w.record_id AND t.kind = w.kind
            QUALIFY row_number() OVER (PARTITION BY w.place ORDER BY ({elsewhere}), coalesce({differs}, FALSE), t.id) = 1
        ) w
    """)


def _decide(cs: "ChangeSet", names: list[str], *, fill_only: bool) -> None:
    """Fill ``wanted_address``: what becomes of each; several that would complete the same one do not mix."""
    where = [name for name in _WHERE if name in names]
    said = " + ".join(["0", *(f"({quote(name)} IS NOT NULL)::INTEGER" for name in where)])
    best = "".join(f", first_value({quote(name)}) OVER one AS {quote('best ' + name)}" for name in where)
    other = _unlike("b.{name}", "b.{best}", where)
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE wanted_address AS
        SELECT b.*, CASE
            WHEN id IS NULL THEN 'new'
            WHEN elsewhere AND {fill_only} THEN 'left'
            WHEN elsewhere AND (kind = 'seat' OR given = 1 AND held = 1) THEN 'replace'
            WHEN elsewhere THEN 'new'
            WHEN turn = 1 THEN 'complete'
            WHEN ({other}) AND NOT {fill_only} THEN 'new'
            ELSE 'left' END AS fate
        FROM (
            SELECT *, row_number() OVER one AS turn {best} FROM beside
            WINDOW one AS (PARTITION BY id, elsewhere ORDER BY {said} DESC, weight DESC, place)
        ) b
    """)


def _is_any_crowded_out(cs: "ChangeSet") -> bool:
    """Whether an address was left because another of the file came first to the same one of the client."""
    return bool(
        cs.query("SELECT count(*) FROM wanted_address WHERE fate = 'left' AND NOT elsewhere AND turn > 1")[0][
            0
        ]
    )


def _complete(cs: "ChangeSet", names: list[str], *, fill_only: bool) -> int:
    """Write what completes or replaces; how many addresses it changed."""
    first, second = ("t", "w") if fill_only else ("w", "t")
    values = ", ".join(
        f"CASE WHEN w.fate = 'replace' THEN {_filled(name, 'w')} "
        f"ELSE coalesce({first}.{quote(name)}, {second}.{quote(name)}) END AS {quote(name)}"
        for name in names
    )
    return cs.update_from(
        "address",
        f"SELECT t.id, {values} FROM wanted_address w JOIN db.address t ON t.id = w.id "
        "WHERE w.differs AND w.fate IN ('replace', 'complete')",
        ["id", *names],
    )


def _add(cs: "ChangeSet", names: list[str]) -> None:
    first = cs.new_ids(cs.query("SELECT count(*) FROM wanted_address WHERE fate = 'new'")[0][0]).start
    mine = ", ".join(f"{_filled(name, 'w')} AS {quote(name)}" for name in names)
    cs.insert_from(
        "address",
        f"""
        SELECT {first} - 1 + row_number() OVER (ORDER BY record_id, kind, place) AS id, 'client' AS record_type, record_id, kind,
               is_primary AND row_number() OVER (PARTITION BY record_id, is_primary ORDER BY kind <> 'seat', place) = 1
               AND NOT EXISTS (
                   SELECT 1 FROM db.address t WHERE t.record_type = 'client' AND t.record_id = w.record_id AND t.is_primary
               ) AS is_primary, {mine}
        FROM wanted_address w WHERE fate = 'new'
        """,
        ["id", "record_type", "record_id", "kind", "is_primary", *names],
    )


def _unlike(one: str, other: str, where: Sequence[str]) -> str:
    """SQL: whether two addresses are at different places, as far as both say."""
    pairs = [f"{one} <> {other}".format(name=quote(name), best=quote("best " + name)) for name in where]
    return f"coalesce({' OR '.join(pairs) or 'FALSE'}, FALSE)"


def _filled(name: str, alias: str) -> str:
    default = ADDRESS.field(name).default
    column = f"{alias}.{quote(name)}"
    if default is None:
        return column
    return f"coalesce({column}, {literal(default) if isinstance(default, str) else default})"
