"""Explain: why a pair is thought to be one, attribute by attribute.

The evidence of each part of the record is its Shapley value: how much knowing it moves the log odds, averaged over
all orders in which the parts could become known, starting from an average candidate pair (Lundberg and Lee, 2017).
There are few parts, so it is computed exactly, and the steps add up to the pair's log odds.
"""

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Final

import numpy as np

from workbench.duplicates.arrays import Floats
from workbench.duplicates.comparing import Levels
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.in_percent import guessed, percent, scale, signed, unmeasured
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, vetoed
from workbench.duplicates.learning import Model
from workbench.duplicates.odds import probability
from workbench.locale import n, t
from workbench.model.fields import Label

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_NEGLIGIBLE: Final = 0.1
"""Parts that add less are told together."""
_TENTHS: Final = 10
_IMPLIED: Final = frozenset({"last_word", "first_word", "rarest", "words", "digits"})
_DIFFERENT: Final = (1, 2)
"""Levels of an identifier that differs."""
_SAME_WORDS: Final = (13, 14)
"""Levels of the name that say all that these comparisons say of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one part of the record says.

    Attributes:
        about: the part.
        said: its levels in words.
        weight: the log odds that it adds.
    """

    about: str
    said: str
    weight: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way from an average candidate pair to this one.

    Attributes:
        about: the part of the record; of the first step that it is the start, of the last one may be that it is the rest.
        said: what the part says, in words.
        weight: the log odds that it adds.
        total: the log odds after it.
        shown: the weight with a sign and one decimal place, rounded so that the steps add up to the total as it is shown.
    """

    about: str
    said: str
    weight: float
    total: float
    shown: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair has its probability.

    Attributes:
        first: id of one record.
        second: id of the other.
        names: their names.
        start: log odds of an average candidate pair.
        evidence: what each part adds, the strongest first.
        impossible: a contradiction that overrules all evidence, in words; empty if there is none.
        decided: what a person said of the pair: the same, not the same, or nothing.
        learned: whether the probability was learned from labels; else it is good for an order only.
        left_out: why identifiers that differ are not among the evidence; empty where they are.
    """

    first: int
    second: int
    names: tuple[str, str]
    start: float
    evidence: tuple[Evidence, ...]
    impossible: str = ""
    decided: bool | None = None
    learned: bool = True
    left_out: str = ""

    @property
    def probability(self) -> float:
        """How likely the two are one."""
        if self.decided is not None:
            return float(self.decided)
        return (
            0.0
            if self.impossible
            else float(probability(np.array(self.start + sum(one.weight for one in self.evidence))))
        )

    @property
    def is_told(self) -> bool:
        """Whether the probability is more than an order: learned, or told by a person or a contradiction."""
        return self.learned or self.decided is not None or bool(self.impossible)

    def steps(self) -> tuple[Step, ...]:
        """From the start to the pair's log odds, the strongest evidence first; what weighs next to nothing is one step."""
        told = [one for one in self.evidence if abs(one.weight) > _NEGLIGIBLE]
        rest = [one for one in self.evidence if 0 < abs(one.weight) <= _NEGLIGIBLE]
        parts = [
            Evidence(
                t("an average candidate pair"),
                t("before anything is known of these two; most such pairs are not one")
                if self.start < 0
                else t("before anything is known of these two; most such pairs are one"),
                self.start,
            ),
            *told,
            Evidence(t("the rest"), ", ".join(one.about for one in rest), sum(one.weight for one in rest)),
        ]
        found: list[Step] = []
        total = 0.0
        for one in parts:
            tenths = round((total + one.weight) * _TENTHS) - round(total * _TENTHS)
            total += one.weight
            found.append(Step(one.about, one.said, one.weight, total, signed(tenths / _TENTHS)))
        return tuple(found if rest else found[:-1])

    def told(self) -> tuple[Step, ...]:
        """The steps as people read them: without a rest that comes to nothing."""
        steps = self.steps()
        return steps[:-1] if len(steps) > 1 and steps[-1].shown == signed(0.0) else steps

    def df(self) -> "pd.DataFrame":
        """Columns about, said, evidence (log odds), total (after this step), probability; the first row is the start."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        steps = self.steps()
        frame = pd.DataFrame(
            [(one.about, one.said, one.weight, one.total) for one in steps],
            columns=["about", "said", "evidence", "total"],
        )
        return frame.assign(probability=probability(frame["total"].to_numpy()))

    def text(self) -> str:
        """The same in words, a line a step, and their sum."""
        steps = self.told()
        pair = {"first": self.first, "second": self.second}
        if self.is_told:
            lines = [
                t(
                    "{first} and {second}: {percent} % likely to be one.",
                    percent=percent(self.probability),
                    **pair,
                )
            ]
        else:
            likely = t(
                "{first} and {second}: about {percent} % likely to be one.",
                percent=guessed(self.probability),
                **pair,
            )
            lines = [f"{likely} {unmeasured()}"]
        if self.decided is not None:
            lines.append(
                t("A person said that they are the same.")
                if self.decided
                else t("A person said that they are not the same.")
            )
        if self.impossible:
            lines.append(t("They cannot be one: {why}.", why=self.impossible))
        if self.left_out:
            lines.append(self.left_out)
        lines += [f"{one.shown:>5}  {one.about}: {one.said}" for one in steps]
        return "\n".join([*lines, f"{signed(steps[-1].total):>5}  {t('the sum')}: {scale()}"])

    def chart(self) -> "alt.LayerChart":
        """A waterfall: from an average pair to this one, a bar a part."""
        from workbench.duplicates.pictures import waterfall  # noqa: PLC0415 - altair

        return waterfall(self.df(), t("{first} and {second}", first=self.first, second=self.second))

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        counted = n("{count} part of evidence", "{count} parts of evidence", len(self.evidence))
        return f"<{t('{first} and {second}', first=self.first, second=self.second)}, {counted}: .text() .df() .chart()>"


def explain(
    model: Model,
    levels: Levels,
    pair: tuple[int, int],
    names: tuple[str, str],
    decided: bool | None = None,
    *,
    left_out: str = "",
) -> Explanation:
    """Explain one pair.

    Args:
        model: what scored it.
        levels: one row, the levels of the pair.
        pair: the ids.
        names: the names.
        decided: what a person said of it.
        left_out: why identifiers that differ say nothing and forbid nothing; empty where they do.
    """
    row = levels[0]
    parts = _parts()
    values, start = _shapley(model, row, list(parts.values()))
    found = [
        Evidence(str(about), _said(columns, row, value), float(value))
        for (about, columns), value in zip(parts.items(), values, strict=True)
    ]
    for name, added in model.by_identifiers(levels).items():
        at = NAMES.index(name)
        if row[at] and not (left_out and row[at] in _DIFFERENT):
            found.append(
                Evidence(str(COMPARISONS[at].about), _said([at], row, float(added[0])), float(added[0]))
            )
    found.sort(key=lambda one: -abs(one.weight))
    why = "; ".join(
        f"{COMPARISONS[NAMES.index(name)].about} – {COMPARISONS[NAMES.index(name)].levels[row[NAMES.index(name)]]}"
        for name, bad in model.vetoes.items() if row[NAMES.index(name)] in bad
    ) if vetoed(levels, model.vetoes)[0] and not left_out and decided is not True else ""  # fmt: skip
    return Explanation(
        *pair, names, start, tuple(found), why, decided, learned=model.is_learned, left_out=left_out
    )


def _parts() -> dict[Label, list[int]]:
    """The parts of a record, and the comparisons about each, identifiers left out."""
    parts: dict[Label, list[int]] = {}
    for at, one in enumerate(COMPARISONS):
        if one.name not in IDENTIFIERS:
            parts.setdefault(one.about, []).append(at)
    return parts


def _said(columns: list[int], row: "np.ndarray", weight: float) -> str:
    """The levels in words, what is missing or implied left out.

    What cannot be compared weighs all the same where it speaks for or against an average pair; that is said then.
    """
    same = int(row[NAMES.index("name")]) in _SAME_WORDS
    told = [
        at
        for at in columns
        if (row[at] or at == columns[0])
        and not COMPARISONS[at].is_silent(row[at])
        and not (same and NAMES[at] in _IMPLIED)
    ]
    if told:
        return "; ".join(str(COMPARISONS[at].levels[row[at]]) for at in told)
    if weight > 0:
        return t("cannot be compared, so it does not speak against them as it does of an average pair")
    return t("cannot be compared, so it does not speak for them as it does of an average pair")


def _shapley(model: Model, row: "np.ndarray", parts: list[list[int]]) -> tuple[Floats, float]:
    """The value of each part, and the average log odds they start from."""
    background = model.background
    count = len(parts)
    given = np.array(
        [[subset >> at & 1 for at in range(count)] for subset in range(2**count)], dtype=np.bool_
    )
    mixed = np.repeat(background[None], len(given), axis=0)
    for at, columns in enumerate(parts):
        for column in columns:
            mixed[given[:, at], :, column] = row[column]
    scores = (
        model.without_identifiers(mixed.reshape(-1, mixed.shape[2]))
        .reshape(len(given), len(background))
        .mean(axis=1)
    )
    size = given.sum(axis=1)
    values = np.zeros(count)
    for at in range(count):
        without = np.flatnonzero(~given[:, at])
        weight = np.array(
            [factorial(int(s)) * factorial(count - int(s) - 1) / factorial(count) for s in size[without]]
        )
        values[at] = (weight * (scores[without | 1 << at] - scores[without])).sum()
    return values, float(scores[0])
