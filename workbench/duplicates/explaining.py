"""Explain: why a pair is thought to be one, attribute by attribute.

The evidence of each part of the record is its Shapley value: how much knowing it moves the log odds, averaged over
all orders in which the parts could become known, starting from an average candidate pair (Lundberg and Lee, 2017).
There are few parts, so it is computed exactly, and the steps add up to the pair's log odds.
"""

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Final

import numpy as np

from workbench.duplicates.comparing import Levels
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, Floats, vetoed
from workbench.duplicates.learning import Model
from workbench.duplicates.scoring import probability
from workbench.locale import t
from workbench.model.fields import Label
from workbench.model.wording import decimal

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

_NEGLIGIBLE: Final = 0.05
_PERCENT: Final = 99.95
_MOST: Final = 99.9


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
    """

    first: int
    second: int
    names: tuple[str, str]
    start: float
    evidence: tuple[Evidence, ...]
    impossible: str = ""
    decided: bool | None = None

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

    def df(self) -> "pd.DataFrame":
        """Columns about, said, evidence (log odds), total (after this step), probability; the first row is the start."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        totals = self.start + np.cumsum([0.0, *(one.weight for one in self.evidence)])
        return pd.DataFrame(
            {
                "about": [t("an average candidate pair"), *(one.about for one in self.evidence)],
                "said": ["", *(one.said for one in self.evidence)],
                "evidence": [self.start, *(one.weight for one in self.evidence)],
                "total": totals,
                "probability": probability(totals),
            }
        )

    def text(self) -> str:
        """The same in words, a line a part."""
        lines = [
            t(
                "{first} and {second}: {percent} % likely to be one.",
                first=self.first,
                second=self.second,
                percent=percent(self.probability),
            )
        ]
        if self.decided is not None:
            lines.append(
                t("A person said that they are the same.")
                if self.decided
                else t("A person said that they are not the same.")
            )
        if self.impossible:
            lines.append(t("They cannot be one: {why}.", why=self.impossible))
        lines += [
            f"{'+' if one.weight > 0 else '−'}{decimal(abs(one.weight))}  {one.about}: {one.said}"
            for one in self.evidence
            if abs(one.weight) > _NEGLIGIBLE
        ]
        return "\n".join(lines)

    def chart(self) -> "alt.LayerChart":
        """A waterfall: from an average pair to this one, a bar a part."""
        from workbench.duplicates.pictures import waterfall  # noqa: PLC0415 - altair

        return waterfall(self.df(), t("{first} and {second}", first=self.first, second=self.second))

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        return f"<pair {self.first}–{self.second}, {len(self.evidence)} parts of evidence: .text() .df() .chart()>"


def explain(
    model: Model, levels: Levels, pair: tuple[int, int], names: tuple[str, str], decided: bool | None = None
) -> Explanation:
    """Explain one pair.

    Args:
        model: what scored it.
        levels: one row, the levels of the pair.
        pair: the ids.
        names: the names.
        decided: what a person said of it.
    """
    row = levels[0]
    parts = _parts()
    values, start = _shapley(model, row, list(parts.values()))
    found = [
        Evidence(str(about), _said(columns, row), float(value))
        for (about, columns), value in zip(parts.items(), values, strict=True)
    ]
    for name, added in model.by_identifiers(levels).items():
        at = NAMES.index(name)
        if row[at]:
            found.append(Evidence(str(COMPARISONS[at].about), _said([at], row), float(added[0])))
    found.sort(key=lambda one: -abs(one.weight))
    why = "; ".join(
        f"{COMPARISONS[NAMES.index(name)].about} – {COMPARISONS[NAMES.index(name)].levels[row[NAMES.index(name)]]}"
        for name, bad in model.vetoes.items() if row[NAMES.index(name)] in bad
    ) if vetoed(levels, model.vetoes)[0] else ""  # fmt: skip
    return Explanation(*pair, names, start, tuple(found), why, decided)


def percent(value: float) -> str:
    """A probability in percent, never rounded up to certainty."""
    return f"{decimal(_MOST)}+" if value * 100 >= _PERCENT else decimal(value * 100)


def _parts() -> dict[Label, list[int]]:
    """The parts of a record, and the comparisons about each, identifiers left out."""
    parts: dict[Label, list[int]] = {}
    for at, one in enumerate(COMPARISONS):
        if one.name not in IDENTIFIERS:
            parts.setdefault(one.about, []).append(at)
    return parts


def _said(columns: list[int], row: "np.ndarray") -> str:
    """The levels in words; of the comparisons of which nothing is known only the first."""
    known = [at for at in columns if row[at] or at == columns[0]]
    return ", ".join(str(COMPARISONS[at].levels[row[at]]) for at in known)


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
