"""One cluster of a search: who is in it, and why it holds together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.locale import n

if TYPE_CHECKING:
    import pandas as pd

    from workbench.duplicates.result import Duplicates


@dataclass(frozen=True)
class Cluster:
    """One cluster.

    Attributes:
        duplicates: the search it comes from.
        id: its number.
        ids: the records in it.
        weakest_link: the two records whose pair holds it together most weakly.
    """

    duplicates: "Duplicates"
    id: int
    ids: tuple[int, ...]
    weakest_link: tuple[int, int]

    def df(self) -> "pd.DataFrame":
        """All pairs in it: first, second, probability, first_name, second_name, the weakest first."""
        return self.duplicates.inside(self.ids).iloc[::-1].reset_index(drop=True)

    def text(self) -> str:
        """Why it holds together: its weakest link explained; without that pair it would fall into two."""
        explanation = self.duplicates.explain(*self.weakest_link)
        return "\n".join([
            n("Cluster {id}: {count} record. It stands or falls with its weakest link:", "Cluster {id}: {count} records. It stands or falls with its weakest link:",
              len(self.ids), id=self.id),
            explanation.text(),
        ])  # fmt: skip

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        counted = n(
            "cluster {id}: {count} record", "cluster {id}: {count} records", len(self.ids), id=self.id
        )
        return f"<{counted}: .df() .text() .weakest_link>"
