"""Alone: pairs that have nothing in common but an identifier.

Blocking by an identifier brings two kinds of pairs that no other rule finds: one firm that changed its name, seat and
phone at once, and strangers that share a date of birth by chance. How many of either kind there are depends on the identifier
and on the size of the base, and the other pairs do not tell it: they are pairs because they have something else in common.
So the share of matches among pairs that are alone is found for each identifier by expectation maximisation, as that mixture of
two known kinds (matches by a number that nobody else has, and strangers drawn at random) which explains their scores best
(Saerens, Latinne and Decaestecker, 2002).
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from workbench.duplicates.arrays import Flags, Floats
from workbench.duplicates.comparing import Levels
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, PLACES, Counts, Vetoes, vetoed
from workbench.duplicates.odds import DECIDED, log_odds, probability

_COMMON_BELOW: Final = {"name": 10, "phone": 4, "mail": 6, "host": 3, "account": 3, "place": 2, "rarest": 4}
"""Comparisons that blocking uses -> the first level at which a rule finds the pair by them."""
_UNIQUE: Final = ("ident", "box")
"""Identifiers that no two have by chance."""
_WANTED: Final = 10
"""Fewer matches, or strangers, do not show what their scores are."""
_ROUNDS: Final = 200
_HALVINGS: Final = 60


def are_alone(levels: Levels) -> Flags:
    """Which patterns have nothing in common that blocking could have found them by, identifiers aside."""
    found = np.ones(len(levels), dtype=np.bool_)
    for name, first in _COMMON_BELOW.items():
        found &= levels[:, NAMES.index(name)] < first
    return found


def worth_alone(
    score: Floats, counts: Counts, vetoes: Vetoes, evidence: Mapping[str, Floats]
) -> dict[str, float]:
    """What an equal identifier adds to the log odds of a pair that is alone.

    Args:
        score: log odds of each pattern by all that does not identify.
        counts: the patterns.
        vetoes: levels that forbid a pair.
        evidence: what each level of the identifiers adds to other pairs.

    Returns:
        identifier -> log odds; empty where too few pairs are alone to tell.
    """
    pairs = np.where(
        are_alone(counts.levels) & ~vetoed(counts.levels, vetoes), counts.all - counts.random, 0.0
    )
    equal = {name: counts.levels[:, PLACES[name]] == same for name, (same, _) in IDENTIFIERS.items()}
    sure = np.where(np.any([equal[name] for name in _UNIQUE], axis=0), pairs, 0.0)
    strangers = np.where(np.any(list(equal.values()), axis=0), 0.0, counts.random)
    if min(sure.sum(), strangers.sum()) < _WANTED:
        return {}
    middle = _middle(score, sure, strangers)
    found: dict[str, float] = {}
    left = pairs > 0
    for name, same in equal.items():
        use = left & same
        others = sum(
            (
                weight[counts.levels[use, PLACES[other]]]
                for other, weight in evidence.items()
                if other != name
            ),
            np.zeros(int(use.sum())),
        )
        if pairs[use].sum() >= _WANTED:
            found[name] = middle + _share(score[use] + middle + others, pairs[use])
        left &= ~same
    return found


def _middle(score: Floats, sure: Floats, strangers: Floats) -> float:
    """What has to be added to a score for 0 to lie between the two kinds: as many of either are then taken for the other."""
    low, high = -DECIDED, DECIDED
    of_sure, sure = score[sure > 0], sure[sure > 0]
    of_strangers, strangers = score[strangers > 0], strangers[strangers > 0]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        missed = float((sure * (1 - probability(of_sure + middle))).sum() / sure.sum())
        taken = float((strangers * probability(of_strangers + middle)).sum() / strangers.sum())
        low, high = (middle, high) if missed > taken else (low, middle)
    return (low + high) / 2


def _share(ratio: Floats, pairs: Floats) -> float:
    """The log odds of the share of matches among these pairs, and one more of either kind: few pairs show no extreme share."""
    share = 0.5
    for _ in range(_ROUNDS):
        said = probability(ratio + log_odds(share))
        share = float(((said * pairs).sum() + 1) / (pairs.sum() + 2))
    return log_odds(share)
