"""Rows of a plan of merging groups: their records by name, and those that bear a name or a number."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.duplicates.result import Duplicates
from workbench.model.names import fold
from workbench.panels import _shown

if TYPE_CHECKING:
    import pandas as pd


def ids_of(row: dict[Any, Any]) -> list[int]:
    """The records of a row, the survivor first."""
    return [int(row["survivor"]), *map(int, row["absorbed"])]


def records_of(found: Duplicates, rows: Sequence[dict[Any, Any]]) -> list[list[dict[str, Any]]]:
    """Of each row its records, as ``id`` and ``name``; the survivor first."""
    names = found.names([one for row in rows for one in ids_of(row)])
    return [
        [{"id": one, "name": _shown.clip(names.get(one, ""), _shown.LONGEST_NAME)} for one in ids_of(row)]
        for row in rows
    ]  # fmt: skip


class Searchable:
    """The groups of a plan made ready for searching; the same whichever of their records survives.

    Args:
        found: the search.
        plan: its plan.
    """

    def __init__(self, found: Duplicates, plan: "pd.DataFrame") -> None:
        rows = plan[["cluster", "survivor", "absorbed"]].to_dict("records")
        names = found.names([one for row in rows for one in ids_of(row)])
        self._groups = [
            (int(row["cluster"]), " ".join(fold(names.get(one, "")) for one in ids_of(row)), frozenset(map(str, ids_of(row))))
            for row in rows
        ]  # fmt: skip

    def fitting(self, words: Sequence[str]) -> list[int]:
        """The numbers of the groups that bear all these folded words, each in a name or as a number."""
        return [
            cluster
            for cluster, said, numbers in self._groups
            if all(word in said or word in numbers for word in words)
        ]
