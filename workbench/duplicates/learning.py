"""Learn: how likely a pattern is one and the same, from pairs whose identifiers decide the question.

Two valid IČO, two data boxes or two dates of birth, equal or not, label a pair without anybody's help. A joint model
(gradient boosting) learns from all other attributes, so that evidence which comes together is not counted twice;
what the identifiers themselves say is added on top. People's decisions are labels too.
"""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from workbench.duplicates.alone import are_alone, worth_alone
from workbench.duplicates.arrays import Flags, Floats
from workbench.duplicates.boosting import Models, raw
from workbench.duplicates.comparing import Levels
from workbench.duplicates.comparisons import COMPARISONS, PRIOR
from workbench.duplicates.cross_fitting import cross_fit
from workbench.duplicates.estimating import Weights, estimate, given, total
from workbench.duplicates.labelling import (
    IDENTIFIERS,
    NAMES,
    PLACES,
    VETOES,
    Counts,
    Decided,
    Vetoes,
    labels,
    trusted,
    vetoed,
)
from workbench.duplicates.odds import probability
from workbench.duplicates.reliability import Calibration, correct, measure
from workbench.duplicates.settings import Settings

_BACKGROUND: Final = 64
_EVIDENCE_ROUNDS: Final = 5
_PRIOR_ROUNDS: Final = 20
_PAIRS_OF_A_FIRM: Final = 5
"""No more count of what a firm that was entered often has: its pairs say the same over and over."""
_SHOWN_BY: Final = 2.0
"""The share of matches is as if so many pairs more had shown that of the labelled ones: few pairs show no extreme."""
_GIVEN_FOR: Final = 500.0
"""What identifiers say is partly taken as given, as if so many labelled pairs had said it."""


@dataclass(frozen=True, slots=True)
class Model:
    """Gives log odds that records whose pair has a pattern are one.

    Attributes:
        kind: ``"learned"`` from labels, or ``"given"`` where there are too few of them.
        positives: labelled pairs that are the same.
        negatives: labelled pairs that are not.
        calibration: what the score was corrected by, and how reliable it is.
        evidence: identifier -> log odds that each of its levels adds.
        only: identifier -> log odds that it adds, being equal, where nothing else is; see :mod:`workbench.duplicates.alone`.
        vetoes: identifier -> levels that forbid a pair: :data:`VETOES` less what the base shows to be often wrong.
        background: some candidate pairs as they come, from which explanations start.
    """

    kind: str
    positives: int
    negatives: int
    calibration: Calibration
    evidence: dict[str, Floats] = field(default_factory=dict)
    only: dict[str, float] = field(default_factory=dict)
    boosted: Models = ()
    weights: Weights = field(default_factory=given)
    prior: float = PRIOR
    vetoes: Vetoes = field(default_factory=lambda: VETOES)
    background: Levels = field(default_factory=lambda: np.zeros((1, len(NAMES)), dtype=np.uint8))

    @property
    def is_learned(self) -> bool:
        """Whether labels taught it; what general weights say is good for an order only."""
        return self.kind == "learned"

    def log_odds(self, levels: Levels) -> Floats:
        """Log odds of each pattern, identifiers included; −∞ for a veto."""
        return self.with_identifiers(levels, self.without_identifiers(levels))

    def with_identifiers(self, levels: Levels, score: Floats) -> Floats:
        """The same, from what :meth:`without_identifiers` gave."""
        for added in self.by_identifiers(levels).values():
            score = score + added
        return np.where(vetoed(levels, self.vetoes), -np.inf, score)

    def by_identifiers(self, levels: Levels) -> dict[str, Floats]:
        """Identifier -> what it adds to the log odds of each pattern."""
        added = {name: weight[levels[:, PLACES[name]]] for name, weight in self.evidence.items()}
        left = are_alone(levels) if self.only else np.zeros(len(levels), dtype=np.bool_)
        for name, weight in self.only.items():
            this = left & (levels[:, PLACES[name]] == IDENTIFIERS[name][0])
            added[name] = np.where(this, weight, added[name])
            left = left & ~this
        return added

    def without_identifiers(self, levels: Levels) -> Floats:
        """Log odds by all that does not identify; the calibrated score of the model."""
        if not len(levels):
            return np.zeros(0)
        if not self.boosted:
            return self.prior + total(
                {name: self.weights[name] for name in NAMES if name not in IDENTIFIERS}, levels
            )
        return self.calibration.correct(raw(self.boosted, levels))


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, and what it says of the patterns it was learned from.

    Attributes:
        model: what gives log odds to any pattern.
        unidentified: the log odds of each of the patterns by all that does not identify.
        odds: those with what identifiers say; −∞ for a veto.
    """

    model: Model
    unidentified: Floats
    odds: Floats

    @classmethod
    def of(cls, model: Model, levels: Levels) -> "Learned":
        """What a model says of patterns."""
        score = model.without_identifiers(levels)
        return cls(model, score, model.with_identifiers(levels, score))


def learn(counts: Counts, decided: Decided, settings: Settings) -> Learned:
    """Learn from what is labelled; without enough labels, use the given weights.

    Args:
        counts: the patterns.
        decided: what people said of pairs.
        settings: seed, rounds, labels wanted.
    """
    vetoes = trusted(counts)
    label = labels(counts.levels, vetoes)
    positives = float(counts.free[label == 1].sum()) + float(decided.same.sum())
    negatives = float(counts.free[label == 0].sum()) + float((~decided.same).sum())
    firms = _PAIRS_OF_A_FIRM * counts.firms + float(decided.same.sum())
    if min(positives, negatives, firms) < settings.labels_wanted:
        return _given(counts, (positives, negatives), vetoes, settings.seed)
    boosted, score, held = cross_fit(counts, label, decided, settings)
    correction = correct(held)
    if correction.says_nothing:
        return _given(counts, (positives, negatives), vetoes, settings.seed)
    share = positives / (positives + negatives)
    shift = _prior_shift(correction.correct(score), counts.free, decided.same, share)
    calibration = measure(held, correction, shift)
    model = Model(
        "learned",
        int(positives),
        int(negatives),
        calibration,
        boosted=boosted,
        vetoes=vetoes,
        background=_some(counts, settings.seed),
    )
    score = calibration.correct(score)
    found = _evidence(score, counts, vetoes)
    evidence = {}
    for name, weight in found.items():
        doubted = name in VETOES and name not in vetoes  # then what is given does not hold
        trust = 1.0 if doubted else positives / (positives + _GIVEN_FOR)
        evidence[name] = trust * weight + (1 - trust) * np.asarray(COMPARISONS[PLACES[name]].weights)
    model = replace(model, evidence=evidence, only=worth_alone(score, counts, vetoes, evidence))
    return Learned(model, score, model.with_identifiers(counts.levels, score))


def _given(counts: Counts, labelled: tuple[float, float], vetoes: Vetoes, seed: int) -> Learned:
    """What there is without enough labels: the given weights, as far as the patterns themselves do not say better ones."""
    weights, prior = estimate(counts.levels, counts.free, counts.random, IDENTIFIERS)
    same, other = labelled
    plain = Model(
        "given", int(same), int(other), Calibration.unmeasured(),
        {name: weights[name] for name in IDENTIFIERS}, weights=weights, prior=prior, vetoes=vetoes, background=_some(counts, seed),
    )  # fmt: skip
    return Learned.of(plain, counts.levels)


def _some(counts: Counts, seed: int) -> Levels:
    """A few candidate pairs, each pattern as likely as it is frequent."""
    if not counts.all.sum():
        return np.zeros((1, len(NAMES)), dtype=np.uint8)
    draw = np.random.default_rng(seed)
    return counts.levels[draw.choice(len(counts.levels), _BACKGROUND, p=counts.all / counts.all.sum())]


def _prior_shift(score: Floats, pairs: Floats, decided: Flags, labelled: float) -> float:
    """How much rarer or more frequent matches are among all pairs than among the labelled ones, as log odds.

    A firm that has a data box has it in all its records, so labels know more matches than there are; the
    share among all pairs is found by expectation maximisation (Saerens, Latinne and Decaestecker, 2002).

    Args:
        score: log odds of each pattern.
        pairs: how many pairs of it nobody decided.
        decided: what people said of the others; they choose what is hard, but what they left is no fair sample by itself.
        labelled: the share of matches among labelled pairs.
    """
    known = np.log(labelled / (1 - labelled))
    shift = 0.0
    total = pairs.sum() + len(decided) + _SHOWN_BY
    for _ in range(_PRIOR_ROUNDS):
        posterior = probability(score + shift)
        share = float(((posterior * pairs).sum() + decided.sum() + _SHOWN_BY * labelled) / total)
        shift = float(np.log(share / (1 - share)) - known)
    return shift


def _evidence(score: Floats, counts: Counts, vetoes: Vetoes) -> dict[str, Floats]:
    """What each level of an identifier adds: how much more often matches have it than others do."""
    size = {name: len(COMPARISONS[at].levels) for name, at in PLACES.items()}
    found = {name: np.zeros(size[name]) for name in PLACES}
    veto = vetoed(counts.levels, vetoes)
    for _ in range(_EVIDENCE_ROUNDS):
        total = score + sum(weight[counts.levels[:, PLACES[name]]] for name, weight in found.items())
        posterior = np.where(veto, 0.0, probability(total))
        for name, at in PLACES.items():
            level = counts.levels[:, at]
            m = np.bincount(level, posterior * counts.free, size[name]) + 0.3
            u = np.bincount(level, (1 - posterior) * counts.free, size[name]) + 0.3
            found[name] = np.log(m / m[1:].sum()) - np.log(u / u[1:].sum())
            found[name][0] = 0.0  # what is not known says nothing
    return found
