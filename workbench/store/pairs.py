"""Clients inside a transaction, as they stand there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.model.record import Dossier
from workbench.store import reading

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def dossiers(cs: "ChangeSet", ids: Sequence[int]) -> list[Dossier]:
    """Clients with what hangs on them, as they stand inside the change set.

    Raises:
        NotFoundError: one of them does not exist for this user.
    """
    return reading.dossiers(cs.connection, cs.user, ids, depth=0)


def follow(cs: "ChangeSet", record_id: int) -> int:
    """Where an id leads after merges."""
    return reading.follow(cs.connection, [record_id])[record_id]
