"""How far the review of duplicates is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from workbench import locale
from workbench.desk import Desk, review_refusals
from workbench.desk.review import Review
from workbench.duplicates.confirmed import confirmed
from workbench.duplicates.odds import PRECISION
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.errors import InputError
from workbench.panels import _review_words
from workbench.panels._merge_decisions import Decisions
from workbench.panels._merge_plan import highest

SURE: Final = PRECISION
"""Where nothing could be measured, groups of this probability are offered, and it is said."""


@dataclass(slots=True)
class Standing:
    """How far the review of one record type is: what was found, what the last search was that still knows what it learned, what was decided by hand about groups of it, which of them are left out and what was merged of it, and the sitting."""

    by_hand: Decisions
    left_out: set[int] = field(default_factory=set)
    found: Duplicates | None = None
    before: Duplicates | None = None
    merged: int | None = None
    sitting: Review | None = None
    _aside: set[frozenset[int]] = field(default_factory=set, repr=False)
    _told: tuple[Duplicates, str, frozenset[int], dict[str, Any]] | None = field(default=None, repr=False)

    def searched(self) -> Duplicates:
        """What was found.

        Raises:
            InputError: nobody has searched.
        """
        if self.found is None:
            raise InputError("Search for duplicates first.")
        return self.found

    def set_aside(self) -> None:
        """Leave out what the sitting told apart, and remember by their records which groups are left out: their numbers hold for one search only."""
        if self.found is None:
            return
        told = {frozenset(one) for one in self.sitting.told_apart} if self.sitting is not None else set()
        groups = _groups(self.found) if told or self.left_out else {}
        self.left_out.update(groups[one] for one in told if one in groups)
        self._aside = told | {records for records, number in groups.items() if number in self.left_out}

    def search(self, desk: Desk, entity: str) -> None:
        """Search anew: groups of the same records as were left out are left out of it, too; what was decided by hand about them stays, whatever their certainty is now."""
        found = desk.duplicates(entity)
        if self.before is not None and self.before.is_learned and not found.is_learned:
            found = desk.duplicates(since=self.before)
        groups = _groups(found) if self._aside or self.by_hand else {}
        decided = [(groups.get(frozenset(one.ids)), one) for one in self.by_hand.values()]
        self.by_hand.clear()
        self.left_out.clear()
        certainty = found.clusters().set_index("cluster")["certainty"]
        self.by_hand.update({
            number: replace(one, certainty=float(certainty[number])) for number, one in decided if number is not None
        })  # fmt: skip
        self.left_out.update(groups[one] for one in self._aside if one in groups)
        self.found = self.before = found

    def in_hand(self) -> Review:
        """The sitting, where it has a question in hand.

        Raises:
            InputError: there is none.
        """
        if self.sitting is None or self.sitting.question is None:
            raise InputError("There is no question left. Search for duplicates again.")
        return self.sitting

    def check_seen(self, asked: Sequence[int]) -> None:
        """Refuse what is said of another question than that in hand: another view of the same panel went on.

        Args:
            asked: the records of the question that was seen; none where there was none.

        Raises:
            StaleVersionError: another question is in hand.
        """
        one = self.sitting.question if self.sitting is not None else None
        if tuple(asked) != (one.ids if one is not None else ()):
            raise review_refusals.elsewhere()

    def progress(self) -> dict[str, Any] | None:
        """How far the sitting is, and how many were answered how; ``None`` where there is no sitting."""
        one = self.sitting
        if one is None:
            return None
        return {
            "done": one.done,
            "total": one.total,
            "steps": one.steps,
            "waiting": one.waiting,
            **one.answers,
        }

    def summary(self, merged: frozenset[int] = frozenset()) -> dict[str, Any]:
        """What the search found, in words; a search stays as it is, so it is told once in each language.

        Args:
            merged: the numbers of those groups that are one record by now.

        Raises:
            InputError: nobody has searched.
        """
        found, language = self.searched(), locale.current()
        if self._told is None or self._told[0] is not found or self._told[1:3] != (language, merged):
            self._told = (found, language, merged, _summary(found, merged))
        return self._told[3]


def _groups(found: Duplicates) -> dict[frozenset[int], int]:
    """The groups of a search: their records, and their numbers."""
    table = found.clusters()
    return dict(zip(map(frozenset, table["ids"].tolist()), table["cluster"].tolist(), strict=True))


def offered_first(found: Duplicates) -> float:
    """The certainty that is offered first."""
    return found.certain or SURE


def _summary(found: Duplicates, merged: frozenset[int]) -> dict[str, Any]:
    table, usual = found.clusters(), offered_first(found)
    table = table[~table["cluster"].isin(merged)]
    level = highest(table, usual)
    offered = table["cluster"][table["certainty"] >= level] if level is not None else table["cluster"][:0]
    return {
        "holds": True, "confirmed": len(offered) > 0 and confirmed(found).issuperset(offered), "clusters": len(table), "text": _review_words.found(found.kind.name, len(table)), "sure": int((table["certainty"] >= usual).sum()),
        "asks": bool(questions(found.found, 1)), "merges": level is not None, "measured": found.certain is not None, "unanswered": found.unanswered, "learned": found.is_learned, "notes": found.notes(), "apart": found.kept_apart(),
    }  # fmt: skip
