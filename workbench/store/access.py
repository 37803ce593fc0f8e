"""Who sees which rows, as SQL conditions (AKCE.md, section 5).

In an embedded file this guides and protects from mistakes; whoever can read the file can read it all.
"""

import json
from collections.abc import Callable, Sequence
from typing import Final

import duckdb

from workbench.errors import NotFoundError, UnknownNameError
from workbench.model.fields import RecordType
from workbench.model.records import MAIN_TYPES, RECORD_TYPES
from workbench.model.rights import ROLE_RIGHTS, Rights, Role, User
from workbench.store.columns import literal, quote

_FEW: Final = 100
NOBODY: Final = "NULL"
"""What :func:`ids_list` gives for no ids."""


def stored(table: str) -> str:
    """Where a record type's rows stand: its table in the attached file."""
    return f"db.{quote(table)}"


def visible(user: User, kind: RecordType, alias: str, source: Callable[[str], str] = stored) -> str:
    """The SQL condition under which this user sees a row of this type.

    Args:
        user: who looks.
        kind: the row's record type; a hanging record is as visible as all it hangs on.
        alias: the table's alias in the query.
        source: gives the relation of a record type, where it is not the present table.
    """
    if user.is_administrator:
        return "TRUE"
    if kind.main:
        return _visible_main(user, kind, alias)
    conditions = []
    for anchor in kind.anchors:
        reference = kind.field(anchor)
        column = f"{alias}.{quote(anchor)}"
        targets = MAIN_TYPES if reference.to == "*" else (RECORD_TYPES[str(reference.to)],)
        seen = " UNION ALL ".join(
            f"SELECT m.id FROM {source(one.name)} m WHERE {_visible_main(user, one, 'm')}" for one in targets
        )
        conditions.append(f"{column} IN ({seen})")
    return " AND ".join(conditions) or "TRUE"


def _visible_main(user: User, kind: RecordType, alias: str) -> str:
    scope = user.rights.scope(kind.name)
    if user.is_administrator:
        return "TRUE"
    if scope == "none":
        return "FALSE"
    level = f"coalesce({alias}.security_level, 0) <= {int(user.rights.clearance)}"
    if scope == "all":
        return level
    owners = (user.name,) if scope == "own" else scope
    listed = ", ".join(literal(one) for one in owners) or "NULL"
    return f"{level} AND {alias}.owner IN ({listed})"


def load_user(connection: duckdb.DuckDBPyConnection, name: str) -> User:
    """The account of this name.

    Raises:
        NotFoundError: there is no such account.
    """
    rows = connection.execute("SELECT role, rights FROM db.user_account WHERE name = ?", [name]).fetchall()
    if not rows:
        raise NotFoundError(
            "There is no user “{name}” in this file. Name another account with user=…, on the command line with --user, or ask an administrator to add this one.",
            name=name,
        )
    role = Role(rows[0][0])
    return User(name, role, Rights.from_dict(json.loads(rows[0][1])))


def list_users(connection: duckdb.DuckDBPyConnection) -> list[User]:
    """All accounts by name."""
    rows = connection.execute("SELECT name, role, rights FROM db.user_account ORDER BY name").fetchall()
    return [User(name, Role(role), Rights.from_dict(json.loads(rights))) for name, role, rights in rows]


def make_user(name: str, role: str, **rights: object) -> User:
    """An account with the rights of its role, some of them changed.

    Raises:
        UnknownNameError: no such role, right or record type.
    """
    if role not in set(Role):
        raise UnknownNameError.suggest("role", role, set(Role))
    return User(name, Role(role), ROLE_RIGHTS[Role(role)].changed(**rights))


def save_user(connection: duckdb.DuckDBPyConnection, user: User, *, by: str) -> None:
    """Add the account, or change the role and rights of the one with its name; who added it and when stays."""
    rights = json.dumps(user.rights.as_dict())
    if connection.execute("SELECT 1 FROM db.user_account WHERE name = ?", [user.name]).fetchall():
        connection.execute(
            "UPDATE db.user_account SET role = ?, rights = ? WHERE name = ?",
            [user.role.value, rights, user.name],
        )
        return
    connection.execute(
        "INSERT INTO db.user_account VALUES (?, ?, ?, (now() AT TIME ZONE 'UTC')::TIMESTAMP, ?)",
        [user.name, user.role.value, rights, by],
    )


def ids_list(ids: Sequence[int]) -> str:
    """Ids as the inside of an SQL ``IN (…)``; they are whole numbers, so nothing can be smuggled in.

    Many of them travel as one literal, which is read 40 times as fast as a list of a hundred thousand numbers; few
    stay a list, which finds its rows by the primary key.
    """
    listed = ", ".join(str(int(one)) for one in ids)
    return f"SELECT unnest('[{listed}]'::BIGINT[])" if len(ids) > _FEW else listed or NOBODY
