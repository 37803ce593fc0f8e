"""Learn: how likely a pattern is one and the same, from pairs whose identifiers decide the question.

Two valid IČO, two data boxes or two dates of birth, equal or not, label a pair without anybody's help. A joint model
(gradient boosting) learns from all other attributes, so that evidence which comes together is not counted twice;
what the identifiers themselves say is added on top. People's decisions are labels too.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from workbench.duplicates.alone import are_alone, worth_alone
from workbench.duplicates.comparing import STEPS, Levels
from workbench.duplicates.comparisons import COMPARISONS, PRIOR
from workbench.duplicates.estimating import Weights, estimate, given, total
from workbench.duplicates.labelling import (
    IDENTIFIERS,
    NAMES,
    PLACES,
    VETOES,
    Counts,
    Floats,
    Labels,
    Vetoes,
    labels,
    trusted,
    vetoed,
)
from workbench.duplicates.reliability import Calibration, calibrate
from workbench.duplicates.settings import Settings

_DECISION_WEIGHT: Final = 3.0
_MOST_PATTERNS: Final = 100_000
"""Of either kind, same and not the same: from more the model learns hardly better."""
_FEW: Final = 3_000
_HALVINGS: Final = 40
_MANY: Final = 50_000
_BACKGROUND: Final = 64
_BOUND: Final = 25.0
_EVIDENCE_ROUNDS: Final = 5
_PRIOR_ROUNDS: Final = 20
_GIVEN_FOR: Final = 500.0
"""What identifiers say is partly taken as given, as if so many labelled pairs had said it."""
_OTHERS: Final = [at for at, name in enumerate(NAMES) if name not in IDENTIFIERS]
_PLACES_OF_OTHERS: Final = np.array([STEPS[at] for at in _OTHERS], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Decided:
    """People's decisions, as levels of the pairs and whether they are the same."""

    levels: Levels
    same: npt.NDArray[np.bool_]

    @classmethod
    def none(cls) -> "Decided":
        """No decisions yet."""
        return cls(np.zeros((0, len(NAMES)), dtype=np.uint8), np.zeros(0, dtype=np.bool_))


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
    boosted: Any = None
    weights: Weights = field(default_factory=given)
    prior: float = PRIOR
    vetoes: Vetoes = field(default_factory=lambda: VETOES)
    background: Levels = field(default_factory=lambda: np.zeros((1, len(NAMES)), dtype=np.uint8))

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
        if self.boosted is None:
            return self.prior + total(
                {name: self.weights[name] for name in NAMES if name not in IDENTIFIERS}, levels
            )
        return self.calibration.correct(_raw(self.boosted, levels))


def learn(counts: Counts, decided: Decided, settings: Settings) -> tuple[Model, Floats]:
    """Learn from what is labelled; without enough labels, use the given weights.

    Args:
        counts: the patterns.
        decided: what people said of pairs.
        settings: seed, rounds, labels wanted.

    Returns:
        the model, and its log odds of each of the patterns.
    """
    vetoes = trusted(counts)
    label = labels(counts.levels, vetoes)
    positives = float(counts.free[label == 1].sum()) + float(decided.same.sum())
    negatives = float(counts.free[label == 0].sum()) + float((~decided.same).sum())
    if min(positives, negatives) < settings.labels_wanted:
        weights, prior = estimate(counts.levels, counts.free, counts.random, IDENTIFIERS)
        plain = Model(
            "given", int(positives), int(negatives), Calibration.unmeasured(),
            {name: weights[name] for name in IDENTIFIERS}, weights=weights, prior=prior, vetoes=vetoes, background=_some(counts, settings.seed),
        )  # fmt: skip
        return plain, plain.log_odds(counts.levels)
    taught = counts.free - counts.held
    boosted = _boost(counts, label, taught, decided, settings)
    known = (label >= 0) & (counts.held > 0)
    raw = _raw(boosted, counts.levels)
    calibration = calibrate(raw[known], label[known], counts.held[known])
    if positives < _FEW:  # few enough that none should be spared
        boosted = _boost(counts, label, counts.free, decided, settings)
        raw = _raw(boosted, counts.levels)
    share = positives / (positives + negatives)
    shift = _prior_shift(calibration.correct(raw), counts.free, share)
    calibration = replace(calibration, shift=calibration.shift + shift)
    model = Model(
        "learned",
        int(positives),
        int(negatives),
        calibration,
        boosted=boosted,
        vetoes=vetoes,
        background=_some(counts, settings.seed),
    )
    score = calibration.correct(raw)
    found = _evidence(score, counts, vetoes)
    evidence = {}
    for name, weight in found.items():
        doubted = name in VETOES and name not in vetoes  # then what is given does not hold
        trust = 1.0 if doubted else positives / (positives + _GIVEN_FOR)
        evidence[name] = trust * weight + (1 - trust) * np.asarray(COMPARISONS[PLACES[name]].weights)
    model = replace(model, evidence=evidence, only=worth_alone(score, counts, vetoes, evidence))
    return model, model.with_identifiers(counts.levels, score)


def _some(counts: Counts, seed: int) -> Levels:
    """A few candidate pairs, each pattern as likely as it is frequent."""
    if not counts.all.sum():
        return np.zeros((1, len(NAMES)), dtype=np.uint8)
    draw = np.random.default_rng(seed)
    return counts.levels[draw.choice(len(counts.levels), _BACKGROUND, p=counts.all / counts.all.sum())]


def _raw(boosted: Any, levels: Levels) -> Floats:
    """The score of each pattern; of those that differ in identifiers only, one is scored for all."""
    alike = levels[:, _OTHERS].astype(np.uint64) @ _PLACES_OF_OTHERS
    _, first, all_of_them = np.unique(alike, return_index=True, return_inverse=True)
    with _threads(len(first)):
        score = boosted.decision_function(levels[first][:, _OTHERS])
    return np.asarray(np.clip(score, -_BOUND, _BOUND))[all_of_them]


def _threads(rows: int) -> Any:
    """Of a small table one thread is made: to wait for work by spinning costs more than a second core gains."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    return threadpool_limits(1 if rows < _MANY else None)


def _boost(counts: Counts, label: Labels, pairs: Floats, decided: Decided, settings: Settings) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - a second, and only learning needs it

    draw = np.random.default_rng(settings.seed)
    levels = counts.levels
    strangers = (counts.random > 0) & (label != 1)
    label = np.where(strangers & (label < 0), 0, label)
    pairs = np.where(label >= 0, pairs, 0.0) + np.where(strangers, counts.random, 0.0)
    use = np.flatnonzero((label >= 0) & (pairs > 0))
    weight = pairs[use]
    for kind in (0, 1):  # of the rare patterns a part stands for all
        at = np.flatnonzero(label[use] == kind)
        chance = _chances(weight[at])
        kept = draw.random(len(at)) < chance
        weight[at] = np.where(kept, weight[at] / chance, 0.0)
    use, weight = use[weight > 0], weight[weight > 0]
    shown = np.concatenate([levels[use], decided.levels])
    said = np.concatenate([label[use], decided.same.astype(np.int8)])
    weight = np.concatenate([weight, np.full(len(decided.same), _DECISION_WEIGHT)])
    few = (said == 1).sum() < 4 * settings.labels_wanted
    model = HistGradientBoostingClassifier(
        max_iter=settings.rounds,
        learning_rate=0.15,
        max_leaf_nodes=15 if few else 31,
        l2_regularization=2.0,  # without it, leaves of pure patterns outweigh all other evidence
        early_stopping=False,
        random_state=settings.seed,
    )
    with _threads(len(said)):
        model.fit(shown[:, _OTHERS], said, sample_weight=weight)
    return model


def _chances(weight: Floats) -> Floats:
    """How likely each pattern is to be drawn, the frequent ones surely, so that about :data:`_MOST_PATTERNS` are."""
    if len(weight) <= _MOST_PATTERNS:
        return np.ones(len(weight))
    low, high = 0.0, 1.0 / float(weight.min())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if np.minimum(1.0, middle * weight).sum() > _MOST_PATTERNS else (middle, high)
        )
    return np.minimum(1.0, high * weight)


def _prior_shift(score: Floats, pairs: Floats, labelled: float) -> float:
    """How much rarer or more frequent matches are among all pairs than among the labelled ones, as log odds.

    A firm that has a data box has it in all its records, so labels know more matches than there are; the
    share among all pairs is found by expectation maximisation (Saerens, Latinne and Decaestecker, 2002).
    """
    known = np.log(labelled / (1 - labelled))
    shift = 0.0
    for _ in range(_PRIOR_ROUNDS):
        posterior = 1 / (1 + np.exp(-(score + shift)))
        share = float(np.clip((posterior * pairs).sum() / pairs.sum(), 1e-6, 1 - 1e-6))
        shift = float(np.log(share / (1 - share)) - known)
    return shift


def _evidence(score: Floats, counts: Counts, vetoes: Vetoes) -> dict[str, Floats]:
    """What each level of an identifier adds: how much more often matches have it than others do."""
    size = {name: len(COMPARISONS[at].levels) for name, at in PLACES.items()}
    found = {name: np.zeros(size[name]) for name in PLACES}
    veto = vetoed(counts.levels, vetoes)
    for _ in range(_EVIDENCE_ROUNDS):
        total = score + sum(weight[counts.levels[:, PLACES[name]]] for name, weight in found.items())
        posterior = np.where(veto, 0.0, 1 / (1 + np.exp(-np.clip(total, -40, 40))))
        for name, at in PLACES.items():
            level = counts.levels[:, at]
            m = np.bincount(level, posterior * counts.free, size[name]) + 0.3
            u = np.bincount(level, (1 - posterior) * counts.free, size[name]) + 0.3
            found[name] = np.log(m / m[1:].sum()) - np.log(u / u[1:].sum())
            found[name][0] = 0.0  # what is not known says nothing
    return found
