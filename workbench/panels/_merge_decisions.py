"""Decisions by hand about groups of a plan, kept from plan to plan as long as the records of these groups stay as they were."""

from dataclasses import dataclass
from typing import Any

from workbench.desk import Desk
from workbench.desk.duplicates import changed


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one group.

    Attributes:
        ids: its records.
        certainty: how sure the search is of it.
        keep: the record that shall survive.
        choose: field -> choice.
        known: the newest change set when the values were read on which it was decided.
    """

    ids: tuple[int, ...]
    certainty: float
    keep: int
    choose: dict[str, Any]
    known: int


class Decisions(dict[int, Decision]):
    """Decisions about groups of one search, by the numbers of these groups.

    Args:
        desk: where their records are.
        entity: the type of these records.
    """

    def __init__(self, desk: Desk, entity: str) -> None:
        super().__init__()
        self._desk, self._entity = desk, entity

    def drop_changed(self, least: float) -> int:
        """Drop the decisions about groups, from a certainty on, of which something was changed since; how many these were."""
        known = {number: (one.ids, one.known) for number, one in self.items() if one.certainty >= least}
        dropped = changed(self._desk.store, self._entity, known)
        for number in dropped:
            del self[number]
        return len(dropped)

    def options(self, least: float) -> dict[str, Any]:
        """What :class:`workbench.akce.merge_clusters.MergeClusters` is told of the groups from a certainty on."""
        told = [one for one in self.values() if one.certainty >= least]
        return {
            "keep": [one.keep for one in told] or None,
            "choose": {one.keep: one.choose for one in told if one.choose} or None,
        }
