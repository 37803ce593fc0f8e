"""What the journal knows of erasures: enough for a certificate, and no value of what was erased."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from workbench.errors import NotFoundError
from workbench.model.erasure import Erasure
from workbench.model.records import MAIN_TYPES
from workbench.model.rights import User
from workbench.store.access import ids_list
from workbench.store.columns import literal

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

CLEARED = "cleared"
"""Under this name the journal keeps what an erasure cleared, beside its options."""
_REWRITTEN = "rewritten"
_MAIN = ", ".join(literal(kind.name) for kind in MAIN_TYPES)


def listed(connection: duckdb.DuckDBPyConnection, user: User) -> "pd.DataFrame":
    """Erased main records, the newest first; administrators are told of all, others of what they erased themselves.

    Returns:
        columns change_set, made_at (UTC), actor, record_type, record_id.
    """
    return connection.execute(
        f"""
        SELECT e.change_set, e.made_at, e.actor, e.record_type, e.record_id FROM db.erasure e
        WHERE {_of(user)} AND e.record_type IN ({_MAIN}) AND {_STOOD} ORDER BY e.change_set DESC, e.record_id
        """
    ).df()


def one(connection: duckdb.DuckDBPyConnection, user: User, change_set: int) -> Erasure:
    """What a change set erased.

    Raises:
        NotFoundError: it erased nothing that this user is told of.
    """
    rows = connection.execute(
        f"SELECT e.record_type, e.record_id, {_STOOD} FROM db.erasure e WHERE e.change_set = ? AND {_of(user)} ORDER BY 1, 2",
        [change_set],
    ).fetchall()
    if not rows:
        raise NotFoundError(
            "Change set {number} erased nothing that you may be told of. desk.erasures() lists what was erased.",
            number=change_set,
        )
    made_at, actor, text = connection.execute(
        "SELECT made_at, actor, options FROM db.change_set WHERE id = ?", [change_set]
    ).fetchall()[0]
    kept = json.loads(text) if text else {}
    main = {kind.name for kind in MAIN_TYPES}
    parts: dict[str, int] = {}
    for entity, _, _ in rows:
        if entity not in main:
            parts[entity] = parts.get(entity, 0) + 1
    rewritten = kept.get(_REWRITTEN)
    return Erasure(
        change_set=change_set,
        made_at=made_at.replace(tzinfo=UTC),
        actor=actor,
        records=tuple((entity, number) for entity, number, stood in rows if entity in main and stood),
        merged=tuple((entity, number) for entity, number, stood in rows if entity in main and not stood),
        parts=parts,
        cleared=kept.get(CLEARED, {}),
        rewritten_at=datetime.fromisoformat(rewritten) if rewritten else None,
    )


def note(cs: "ChangeSet", place: str, count: int) -> None:
    """Remember for the certificate that so many entries of a place were cleared."""
    cleared = cs.remarks.setdefault(CLEARED, {})
    cleared[place] = cleared.get(place, 0) + count


def numbers(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The change sets that erased anything."""
    return [
        row[0]
        for row in connection.execute("SELECT DISTINCT change_set FROM db.erasure ORDER BY 1").fetchall()
    ]


def mark_rewritten(connection: duckdb.DuckDBPyConnection, change_sets: list[int]) -> None:
    """Note of these erasures, where it is not noted yet, that the file was written anew since."""
    mark = json.dumps({_REWRITTEN: datetime.now(UTC).isoformat(timespec="seconds")})
    connection.execute(
        f"""
        UPDATE db.change_set SET options = json_merge_patch(coalesce(options, '{{}}'), ?)::VARCHAR
        WHERE id IN ({ids_list(change_sets)}) AND (options IS NULL OR NOT json_exists(options, '$.{_REWRITTEN}'))
        """,
        [mark],
    )


def _of(user: User) -> str:
    return "TRUE" if user.is_administrator else f"e.actor = {literal(user.name)}"


_STOOD = """EXISTS (
    SELECT 1 FROM db.change c WHERE c.change_set = e.change_set AND c.entity = e.record_type AND c.record_id = e.record_id AND c.op = 'delete'
)"""
"""It was there until then; else it had been merged away before, or removed."""
