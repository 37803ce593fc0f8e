"""What was changed in groups of records since a plan of their merge was made."""

from typing import TYPE_CHECKING, Final

from workbench.model.fields import RecordType
from workbench.model.records import LOCK_FIELDS
from workbench.store.columns import literal

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

PLANNED: Final = "workbench_planned"
"""Under this name a plan keeps, among its ``attrs``, the newest change set that it knew."""


def changed_since(cs: "ChangeSet", kind: RecordType, planned: int | None) -> list[int]:
    """The survivors of those groups in ``member`` of which a record was changed since; nothing where the plan is unknown.

    Locks do not count: whether one stands against the merge is asked anew.

    Args:
        cs: the change set that merges.
        kind: the records' type.
        planned: the newest change set that the plan knew.
    """
    if planned is None:
        return []
    locks = ", ".join(map(literal, LOCK_FIELDS))
    rows = cs.query(f"""
        SELECT DISTINCT m.keep FROM db.change c JOIN member m ON m.id = c.record_id
        WHERE c.change_set > {int(planned)} AND c.change_set < {cs.id} AND c.entity = {literal(kind.name)}
        AND (c.op <> 'update' OR len(list_filter(json_keys(c.before), lambda field: field NOT IN ({locks}))) > 0)
    """)
    return [keep for (keep,) in rows]
