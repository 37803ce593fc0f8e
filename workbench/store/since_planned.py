"""What was changed in records since somebody looked at them, or planned their merge."""

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Final

import duckdb

from workbench.errors import StaleVersionError
from workbench.model.fields import RecordType
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.records import LOCK_FIELDS
from workbench.store import decisions
from workbench.store.access import ids_list
from workbench.store.columns import literal, quote
from workbench.store.pool import HANGING

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

PLANNED: Final = "workbench_planned"
"""Under this name a plan keeps, among its ``attrs``, the newest change set that it knew."""


def changed_since(cs: "ChangeSet", kind: RecordType, planned: int | None) -> list[int]:
    """The survivors of those groups in ``member`` of which a record was changed since, or an address or contact of one came, changed or went.

    Nothing where the plan is unknown. Locks do not count: whether one stands against the merge is asked anew.

    Args:
        cs: the change set that merges.
        kind: the records' type.
        planned: the newest change set that the plan knew.
    """
    if planned is None:
        return []
    later = touched_later(kind, planned, before=cs.id)
    return [keep for (keep,) in cs.query(f"SELECT DISTINCT m.keep FROM ({later}) JOIN member m USING (id)")]


def changed_among(
    connection: duckdb.DuckDBPyConnection, kind: RecordType, ids: Sequence[int], known: int
) -> list[int]:
    """Which of these records were changed since, or an address or contact of theirs came, changed or went; locks do not count.

    Args:
        connection: the file attached.
        kind: the records' type.
        ids: the records; merged ones do not lead to their survivors.
        known: the newest change set that was known of them.
    """
    later = (
        f"SELECT DISTINCT id FROM ({touched_later(kind, known)}) WHERE id IN ({ids_list(ids)}) ORDER BY id"
    )
    return [one for (one,) in connection.execute(later).fetchall()]


def touched_later(kind: RecordType, since: int, *, before: int | None = None) -> str:
    """SQL of the records of a type that were changed after a change set, or an address or contact of theirs was; locks do not count.

    Args:
        kind: the records' type.
        since: the change set.
        before: only what was changed before this one.
    """
    locks, name = ", ".join(map(literal, LOCK_FIELDS)), literal(kind.name)
    until = "" if before is None else f"AND change_set < {int(before)}"
    beside = " UNION ALL ".join(
        f"""
        SELECT t.record_id FROM later JOIN db.{quote(one)} t ON t.id = later.record_id WHERE entity = {literal(one)} AND t.record_type = {name}
        UNION ALL SELECT TRY_CAST(before ->> '$.record_id' AS BIGINT) FROM later WHERE entity = {literal(one)}
        """
        for one in HANGING
    )
    return f"""
        WITH later AS (
            SELECT entity, record_id, before FROM db.change WHERE change_set > {int(since)} {until}
            AND (op <> 'update' OR len(list_filter(json_keys(before), lambda field: field NOT IN ({locks}))) > 0)
        )
        SELECT record_id AS id FROM later WHERE entity = {name} UNION ALL {beside}
    """


def refuse_others(cs: "ChangeSet", keeps: Container[int]) -> None:
    """Refuse a survivor that the plan does not name: which one survives is not chosen by writing it into a plan.

    Args:
        cs: the change set that merges; table ``member`` says who is in which group.
        keeps: the plan's survivors.

    Raises:
        StaleVersionError: another record would survive.
    """
    for (keep,) in cs.query("SELECT id FROM member WHERE place = 0 ORDER BY id"):
        if keep not in keeps:
            raise StaleVersionError(
                "Of the group of record {id} this record would survive, and not the one of the plan. Make a new plan; which one survives is said by survivor=…, or of single groups by keep=[…].",
                id=keep,
            )


def refuse_apart(cs: "ChangeSet", kind: RecordType, apart: list[int]) -> None:
    """Refuse what a plan calls an obstacle and what may have come since it was made: two birthdays, two valid IČO, a person's word.

    Args:
        cs: the change set that merges; tables ``member`` and ``held`` say who is in which group, with which values.
        kind: the records' type.
        apart: survivors of groups that were changed since.

    Raises:
        StaleVersionError: there is such a group.
    """
    born = cs.query("SELECT keep FROM held GROUP BY keep HAVING count(DISTINCT birthday) > 1")
    apart = apart + [keep for (keep,) in born]
    if "ico" in kind.by_name:
        several = cs.query("SELECT keep, list(DISTINCT ico) FROM held WHERE ico <> '' GROUP BY keep HAVING count(DISTINCT ico) > 1")  # fmt: skip
        apart += [keep for keep, given in several if sum(map(ico_numbers.is_valid, given)) > 1]
    said = [one for one in decisions.held(cs.connection, cs.user, kind) if one.verdict != "same"]
    keeps = dict(cs.query("SELECT id, keep FROM member")) if said else {}
    apart += [keeps[a] for a, b, _ in said if a in keeps and keeps[a] == keeps.get(b)]
    if apart:
        raise StaleVersionError(
            "The group of record {group} cannot be merged any more: something was changed or decided since the plan was made. Make a new plan: .preview().",
            group=min(apart),
        )
