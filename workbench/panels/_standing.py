"""How far the review of duplicates is."""

from dataclasses import dataclass

from workbench.desk.review import Review
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError
from workbench.panels._merge_decisions import Decisions


@dataclass(slots=True)
class Standing:
    """How far the review of one record type is: what was found, what the last search was that still knows what it learned, what was decided by hand about groups of it and merged of it, and the sitting."""

    by_hand: Decisions
    found: Duplicates | None = None
    before: Duplicates | None = None
    merged: int | None = None
    asks: bool = False
    sitting: Review | None = None

    def searched(self) -> Duplicates:
        """What was found.

        Raises:
            InputError: nobody has searched.
        """
        if self.found is None:
            raise InputError("Search for duplicates first.")
        return self.found
