"""What a plan of merging leaves out: the groups of each reason, and which of them are merged one by one all the same."""

from collections.abc import Container
from typing import TYPE_CHECKING, Any, Final

from workbench.duplicates.result import Duplicates
from workbench.locale import t
from workbench.panels._plan_groups import records_of

if TYPE_CHECKING:
    import pandas as pd

FIRST: Final = 3
"""So many groups of a reason are shown at first."""
LISTED: Final = 50
"""So many more of them are shown at once, and so many of those that are searched for."""
REASONS: Final = 30
"""So many reasons are listed; groups of the others are found by a name or a number."""


class LeftOut:
    """The groups of a plan that something stands against, by what that is.

    Args:
        found: the search.
        plan: its plan, as :meth:`workbench.akce.merge_clusters.MergeClusters.preview` gives it.
    """

    def __init__(self, found: Duplicates, plan: "pd.DataFrame") -> None:
        self._found = found
        self._rows = plan[plan["obstacle"] != ""]
        one_by_one = t(
            "Different valid IČO or dates of birth: such groups are merged one by one, with a reason."
        )
        reasons = self._rows["obstacle"].mask(self._rows["alone"].astype(bool), one_by_one)
        self._reasons = reasons
        counts = reasons.value_counts(sort=False).sort_values(ascending=False, kind="stable")
        self._counts = {str(reason): int(count) for reason, count in counts.items()}
        if one_by_one in self._counts:  # first, as something can be done about them
            self._counts = {one_by_one: self._counts.pop(one_by_one), **self._counts}

    def shown(self) -> dict[str, Any]:
        """How many groups there are (``count``), the ``reasons``, each with the first of its groups, and of how many groups the reason is not listed (``rest``)."""
        listed = list(self._counts.items())[:REASONS]
        return {
            "count": len(self._rows),
            "reasons": [
                {"reason": reason, "count": count, "groups": self._told(self._of(reason).head(FIRST))}
                for reason, count in listed
            ],
            "rest": len(self._rows) - sum(count for _, count in listed),
        }

    def more(self, reason: str, after: int) -> list[dict[str, Any]]:
        """Groups of a reason after those that are known already."""
        return self._told(self._of(reason).iloc[max(0, after) :].head(LISTED))

    def among(self, clusters: Container[int]) -> list[dict[str, Any]]:
        """Groups that are left out among these."""
        return self._told(self._rows[[one in clusters for one in self._rows["cluster"]]].head(LISTED))

    def _of(self, reason: str) -> "pd.DataFrame":
        return self._rows[self._reasons == reason]

    def _told(self, some: "pd.DataFrame") -> list[dict[str, Any]]:
        rows = some.to_dict("records")
        return [
            {"records": records, "why": row["obstacle"], "alone": bool(row["alone"])}
            for row, records in zip(rows, records_of(self._found, rows), strict=True)
        ]
