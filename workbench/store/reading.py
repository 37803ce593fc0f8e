"""Records as values: one with all that hangs on it, or many as a table; always what this user may see."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

import duckdb

from workbench.errors import NotFoundError
from workbench.model.fields import RecordType
from workbench.model.record import Dossier, Record, RowInfo
from workbench.model.records import MAIN_TYPES, PERSON, RECORD_TYPES, record_type
from workbench.model.rights import User
from workbench.store.access import NOBODY, ids_list, visible
from workbench.store.columns import columns_of, from_stored, literal, quote

_POINTING: Final[Mapping[str, tuple[str, ...]]] = {
    kind.name: names
    for kind in RECORD_TYPES.values()
    if (
        names := tuple(
            one.name for one in kind.references if (kind.name, one.name) != ("client", "origin_lead_id")
        )
    )
}
"""Record types that hang on others -> the fields that say on which; where a client came from is no such field."""


def follow(connection: duckdb.DuckDBPyConnection, ids: Iterable[int]) -> dict[int, int]:
    """Where these ids lead after merges: through any chain, to the record that stands now."""
    now = {int(one): int(one) for one in ids}
    merged = f"SELECT old_id, new_id FROM db.redirect WHERE old_id IN ({ids_list(list(now))})"
    if not connection.execute(f"{merged} LIMIT 1").fetchall():
        return now
    return now | dict(
        connection.execute(f"""
            WITH RECURSIVE chain(start, now) AS (
                {merged}
                UNION SELECT c.start, r.new_id FROM chain c JOIN db.redirect r ON r.old_id = c.now
            )
            SELECT start, now FROM chain WHERE now NOT IN (SELECT old_id FROM db.redirect)
        """).fetchall()
    )


def merged_into(connection: duckdb.DuckDBPyConnection, ids: str) -> list[int]:
    """Ids that lead to these records through any chain of merges.

    Args:
        connection: the file attached.
        ids: the inside of an SQL ``IN (…)``: ids, or a query of ids.
    """
    rows = connection.execute(f"""
        WITH RECURSIVE chain(id) AS (
            SELECT old_id FROM db.redirect WHERE new_id IN ({ids})
            UNION SELECT r.old_id FROM chain c JOIN db.redirect r ON r.new_id = c.id
        ) SELECT id FROM chain
    """).fetchall()
    return [row[0] for row in rows]


def followed(connection: duckdb.DuckDBPyConnection, user: User, ids: Iterable[int]) -> dict[int, int]:
    """As :func:`follow`; an id that leads out of this user's sight stays as it is, so that no error names the survivor."""
    now = follow(connection, ids)
    moved = ids_list([new for old, new in now.items() if new != old])
    if moved == NOBODY:
        return now
    seen = " UNION ALL ".join(
        f"SELECT t.id FROM db.{quote(kind.name)} t WHERE t.id IN ({moved}) AND ({visible(user, kind, 't')})"
        for kind in MAIN_TYPES
    )
    known = {row[0] for row in connection.execute(seen).fetchall()}
    return {old: new if new in known else old for old, new in now.items()}


def records(
    connection: duckdb.DuckDBPyConnection,
    user: User,
    kind: RecordType,
    condition: str,
    parameters: Sequence[object] = (),
) -> list[Record]:
    """The visible records of a type that meet a condition over the table ``t``, by id."""
    columns = list(columns_of(kind))
    listed = ", ".join(f"t.{quote(name)}" for name in columns)
    rows = connection.execute(
        f"SELECT {listed} FROM db.{quote(kind.name)} t WHERE ({condition}) AND ({visible(user, kind, 't')})",
        list(parameters),
    ).fetchall()
    rows.sort(key=lambda row: row[0])  # the id; planning it would cost more than most reads
    return [_record(kind, dict(zip(columns, row, strict=True))) for row in rows]


def record(connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType, record_id: int) -> Record:
    """One record; a merged one's id leads to the survivor.

    Raises:
        NotFoundError: no such record for this user.
    """
    now = follow(connection, [record_id])[record_id]
    found = records(connection, user, kind, "t.id = ?", [now])
    if not found:
        raise NotFoundError.of(kind.label, record_id)
    return found[0]


def dossiers(
    connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int], *, depth: int = 1
) -> list[Dossier]:
    """Clients (or other main records) with all that hangs on them, in the order of the ids.

    Args:
        connection: the file attached.
        user: who looks.
        ids: ids of main records; merged ones lead to their survivor.
        depth: 1 also reads contact persons as dossiers of their own.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    return _with_all(connection, user, mains(connection, user, ids), depth=depth)


def mains(connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]) -> list[Record]:
    """Main records of any type, in the order of the ids; merged ones lead to their survivor.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    now = follow(connection, ids)
    wanted = ids_list(list(dict.fromkeys(now.values())))
    found = {
        one.id: one
        for name in having(connection, {kind.name: f"t.id IN ({wanted})" for kind in MAIN_TYPES})
        for one in records(connection, user, RECORD_TYPES[name], f"t.id IN ({wanted})")
    }
    for given, target in now.items():
        if target not in found:
            raise NotFoundError(
                "There is no record {id}. Check the number; it may have been deleted or merged.", id=given
            )
    return [found[one] for one in dict.fromkeys(now.values())]


def having(connection: duckdb.DuckDBPyConnection, conditions: Mapping[str, str]) -> list[str]:
    """Those record types of which any row meets its condition over ``t``, whoever sees it.

    Most types have none, and one narrow question about all of them costs no more than one wide read that finds nothing.
    """
    found = connection.execute(
        " UNION ALL ".join(
            f"(SELECT {literal(name)} FROM db.{quote(name)} t WHERE {condition} LIMIT 1)"
            for name, condition in conditions.items()
        )
    ).fetchall()
    return [name for name in conditions if (name,) in found]


def _with_all(
    connection: duckdb.DuckDBPyConnection, user: User, found: Sequence[Record], *, depth: int
) -> list[Dossier]:
    """These records with all that hangs on them, in their order."""
    hanging = _hanging(connection, user, [one.id for one in found])
    people: dict[int, Dossier] = {}
    if depth:
        person_ids = {link["person_id"] for kinds in hanging.values() for link in kinds.get("employment", [])}
        listed = ids_list(sorted(person_ids.difference(hanging)))
        seen = [] if listed == NOBODY else records(connection, user, PERSON, f"t.id IN ({listed})")
        people = {one.id: one for one in _with_all(connection, user, seen, depth=0)} if seen else {}
    names = _names(connection, user, hanging, employers=bool(depth))
    return [
        Dossier(
            one,
            {kind: tuple(rows) for kind, rows in hanging[one.id].items()},
            {
                link["person_id"]: people[link["person_id"]]
                for link in hanging[one.id].get("employment", ())
                if link["person_id"] in people
            },
            names,
        )
        for one in found
    ]


def _hanging(
    connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]
) -> dict[int, dict[str, list[Record]]]:
    """Records of each type that point at these records, by the record pointed at."""
    result: dict[int, dict[str, list[Record]]] = {one: {} for one in ids}
    listed = ids_list(ids)
    conditions = {
        kind: " OR ".join(f"t.{quote(name)} IN ({listed})" for name in names)
        for kind, names in _POINTING.items()
    }
    for kind in having(connection, conditions):
        for one in records(connection, user, RECORD_TYPES[kind], conditions[kind]):
            for target in {one[name] for name in _POINTING[kind] if one[name] in result}:
                result[target].setdefault(kind, []).append(one)
    return result


def _names(
    connection: duckdb.DuckDBPyConnection, user: User, hanging: dict[int, dict[str, list[Record]]], *, employers: bool
) -> dict[int, str]:  # fmt: skip
    """Names of the clients that relations point at, and with ``employers`` of those that links of persons do."""
    others = {
        link["client_id"]
        for one, kinds in hanging.items()
        for link in kinds.get("employment", [])
        if employers and link["client_id"] not in hanging
    } | {
        one[name]
        for kinds in hanging.values()
        for one in kinds.get("relation", [])
        for name in ("client_id", "other_id")
    }
    if not others:
        return {}
    client = record_type("client")
    return {
        row[0]: row[1]
        for row in connection.execute(
            f"SELECT t.id, t.name FROM db.client t WHERE t.id IN ({ids_list(sorted(others))}) AND ({visible(user, client, 't')})"
        ).fetchall()
    }


def _record(kind: RecordType, row: dict[str, Any]) -> Record:
    info = RowInfo(
        row["version"],
        row["created_at"].replace(tzinfo=UTC),
        row["created_by"],
        row["updated_at"].replace(tzinfo=UTC),
        row["updated_by"],
    )
    values = {one.name: from_stored(one, row[one.name]) for one in kind}
    return Record(kind, row["id"], values, info)
