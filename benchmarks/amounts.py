"""Figures that are no times: a share of pairs found, megabytes, nodes of a page."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Amount:
    """One line of the table.

    Attributes:
        name: what was counted.
        ours: how much of it.
        unit: of what, e.g. ``"MB"``.
        peer: what it is compared with; empty where there is only a limit.
        theirs: how much the peer has.
        limit: the target; ``None`` for a line that only informs.
        better: whether more or less of it is wanted.
    """

    name: str
    ours: float
    unit: str = ""
    peer: str = ""
    theirs: float | None = None
    limit: float | None = None
    better: Literal["less", "more"] = "less"

    @property
    def target(self) -> str | None:
        """The limit in words."""
        if self.limit is None:
            return None
        return f"{'≤' if self.better == 'less' else '≥'} {self._worded(self.limit)}"

    @property
    def verdict(self) -> str:
        """Whether the target is met, in words."""
        if self.limit is None:
            return "–"
        met = self.ours <= self.limit if self.better == "less" else self.ours >= self.limit
        return "met" if met else "NOT MET"

    def cells(self) -> list[str]:
        """The line's cells, as :meth:`benchmarks.figures.Figure.cells` has them."""
        theirs = "–" if self.theirs is None else self._worded(self.theirs)
        ratio = f"{self.ours / self.theirs:.2f}" if self.theirs else "–"
        return [
            self.name,
            self._worded(self.ours),
            self.peer or "–",
            theirs,
            ratio,
            "–",
            self.target or "–",
            self.verdict,
        ]

    def plain(self) -> dict[str, object]:
        """The same as JSON takes it."""
        return {
            "name": self.name, "ours": self.ours, "unit": self.unit, "peer": self.peer, "theirs": self.theirs,
            "target": self.target or "", "verdict": self.verdict,
        }  # fmt: skip

    def _worded(self, value: float) -> str:
        return f"{value:,.4g} {self.unit}".strip()
