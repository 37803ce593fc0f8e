"""Label: what identifiers say of a pair, and whether they can be believed.

Two valid IČO, two data boxes or two dates of birth, equal or not, label a pair without anybody's help; but an IČO or a box
that is a sign apart and a date that is partly the same may be mistyped, and say nothing. In a base where such a thing is often
mistyped, it forbids nothing, and says "not the same" only where all of its kind do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.arrays import Flags, Floats
from workbench.duplicates.comparing import Levels
from workbench.duplicates.comparisons import COMPARISONS, PRIOR
from workbench.duplicates.estimating import given, total

Labels = npt.NDArray[np.int8]

NAMES: Final = tuple(one.name for one in COMPARISONS)
IDENTIFIERS: Final = {"ident": (6, 1), "box": (3, 1), "birthday": (3, 1)}
"""Comparisons that label pairs: the level that says "the same" and the one that says "not the same"."""
Vetoes = Mapping[str, tuple[int, ...]]
VETOES: Final[Vetoes] = {"ident": (1, 2), "birthday": (1, 2)}
"""Levels with which two records are never one, whatever else agrees; unless the base shows that they are often wrong."""
NAME_ALIKE: Final = 6
"""Level of the name from which on two records with one identifier look like one firm or person."""
_OFTEN_WRONG: Final = 0.03
_TO_TELL: Final = 20
PLACES: Final = {name: NAMES.index(name) for name in IDENTIFIERS}


@dataclass(frozen=True, slots=True)
class Counts:
    """The distinct patterns and how often they occur.

    Attributes:
        levels: a row a pattern.
        all: pairs of each pattern.
        free: those of them that were not found by an identifier alone; only these teach.
        folds: the free ones by the part of the base they belong to, a column a part; no firm, and no two firms, have pairs in two.
        merges: of those that an identifier says are the same, how many merges they come to: n records of a firm are joined by n - 1,
            however many of their pairs there are, and each pair counts for its share of that.
        random: pairs drawn at random: what strangers look like, which blocking never shows.
        abroad: the company numbers have no check digit that could be relied on.
        stands_for: for how many pairs that are forbidden each one that was compared stands.
        firms: how many firms or persons have free pairs that an identifier says are the same: pairs of one firm say the same over and over.
        confirmed: of ``folds`` those of which a person said no more than their identifiers.
    """

    levels: Levels
    all: Floats
    free: Floats
    folds: Floats
    merges: Floats
    random: Floats
    abroad: bool = False
    stands_for: int = 1
    firms: int = 0
    confirmed: Floats = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True, slots=True)
class Decided:
    """People's decisions, as levels of the pairs and whether they are the same."""

    levels: Levels
    same: Flags

    def only(self, some: Flags) -> "Decided":
        """Some of them."""
        return Decided(self.levels[some], self.same[some])

    @classmethod
    def none(cls) -> "Decided":
        """No decisions yet."""
        return cls(np.zeros((0, len(NAMES)), dtype=np.uint8), np.zeros(0, dtype=np.bool_))


def trusted(counts: Counts) -> Vetoes:
    """Of :data:`VETOES` those that this base lets stand.

    Where IČO pass their check digit, all do. Elsewhere, pairs that one identifier and the name say are the same show how often the other one differs all the same:
    where it often does, it was mistyped and not another's.
    """
    alike = counts.levels[:, NAMES.index("name")] >= NAME_ALIKE
    kept = dict(VETOES)
    if not counts.abroad:
        return kept
    for name, other in (("ident", "birthday"), ("birthday", "ident")):
        same = alike & (counts.levels[:, PLACES[other]] == IDENTIFIERS[other][0])
        level = counts.levels[:, PLACES[name]]
        differ = float(counts.all[same & np.isin(level, VETOES[name])].sum())
        equal = float(counts.all[same & (level == IDENTIFIERS[name][0])].sum())
        if differ + equal >= _TO_TELL and differ > _OFTEN_WRONG * (differ + equal):
            del kept[name]
    return kept


def vetoed(levels: Levels, vetoes: Vetoes) -> Flags:
    """Which patterns hold a contradiction."""
    found = np.zeros(len(levels), dtype=np.bool_)
    for name, bad in vetoes.items():
        found |= np.isin(levels[:, NAMES.index(name)], bad)
    return found


def labels(levels: Levels, vetoes: Vetoes = VETOES) -> Labels:
    """1 for the same, 0 for not the same, −1 where the identifiers say nothing or contradict each other.

    Identifiers that are often wrong say "not the same" only if all of them do, and of pairs that are alike in all
    else not even then.
    """
    yes, no = np.zeros(len(levels), dtype=np.bool_), np.zeros(len(levels), dtype=np.bool_)
    doubted = [name for name in VETOES if name not in vetoes]
    all_differ = np.full(len(levels), bool(doubted))
    for name, (same, other) in IDENTIFIERS.items():
        level = levels[:, PLACES[name]]
        yes |= level == same
        if name in doubted:
            all_differ &= level == other
        else:
            no |= level == other
    if doubted:
        others = {name: weight for name, weight in given().items() if name not in IDENTIFIERS}
        all_differ &= PRIOR + total(others, levels) < 0
    return np.where(yes & ~no, 1, np.where((no | all_differ) & ~yes, 0, -1)).astype(np.int8)
