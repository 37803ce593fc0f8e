"""Main records inside a transaction, as they stand there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.model.record import Record
from workbench.model.records import RECORD_TYPES
from workbench.store import reading
from workbench.store.access import ids_list
from workbench.store.columns import literal

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def mains(cs: "ChangeSet", ids: Sequence[int]) -> list[Record]:
    """Main records as they stand inside the change set, in the order of the ids.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    return reading.mains(cs.connection, cs.user, ids)


def marks(cs: "ChangeSet", ids: Sequence[int], entity: str = "client") -> list[Record]:
    """The marks of what registers said of records of a type, as they stand inside the change set."""
    ours = f"t.record_type = {literal(entity)} AND t.record_id IN ({ids_list(ids)})"
    return reading.records(cs.connection, cs.user, RECORD_TYPES["provenance"], ours)


def follow(cs: "ChangeSet", record_id: int) -> int:
    """Where an id leads after merges."""
    return reading.follow(cs.connection, [record_id])[record_id]
