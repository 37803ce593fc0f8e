"""What was measured, against what, and whether it is good enough."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import Sample, Samples, percentile, ratio, walls

if TYPE_CHECKING:
    from benchmarks.amounts import Amount


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more than so many times what the peer takes."""

    times: float

    def __str__(self) -> str:
        return f"≤ {self.times:g} × peer"

    def met(self, figure: "Figure") -> bool:
        """By the median of the pairs."""
        return ratio(figure.ours, figure.theirs, _wall) <= self.times


@dataclass(frozen=True, slots=True)
class Faster:
    """At least so many times as fast as the peer."""

    times: float

    def __str__(self) -> str:
        return f"≥ {self.times:g} × faster (≤ {1 / self.times:.2f})"

    def met(self, figure: "Figure") -> bool:
        """By the median of the pairs."""
        return ratio(figure.theirs, figure.ours, _wall) >= self.times


@dataclass(frozen=True, slots=True)
class Within:
    """No more than so many seconds; ``share`` says for how many of the runs (0.5 is the median)."""

    seconds: float
    share: float = 0.5

    def __str__(self) -> str:
        which = "p95 " if self.share == 0.95 else ""
        return f"{which}≤ {seconds(self.seconds)}"

    def met(self, figure: "Figure") -> bool:
        """By the clock alone."""
        return percentile(walls(figure.ours), self.share) <= self.seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        name: what we do.
        ours: its runs.
        peer: what it is compared with; empty where there is only a limit.
        theirs: the peer's runs, pair by pair with ours.
        target: what is wanted; ``None`` for a line that only informs.
    """

    name: str
    ours: Samples
    peer: str = ""
    theirs: Samples = ()
    target: AtMost | Faster | Within | None = None

    @property
    def verdict(self) -> str:
        """Whether the target is met, in words."""
        if self.target is None:
            return "–"
        return "met" if self.target.met(self) else "NOT MET"

    def cells(self) -> list[str]:
        """The line's cells: name, ours, peer, theirs, ratio by clock, ratio by processor, target, verdict."""
        pair = bool(self.theirs)
        return [
            self.name,
            spread(self.ours),
            self.peer or "–",
            spread(self.theirs) if pair else "–",
            f"{ratio(self.ours, self.theirs, _wall):.2f}" if pair else "–",
            f"{ratio(self.ours, self.theirs, _cpu):.2f}" if any(one.cpu for one in self.theirs) else "–",
            str(self.target or "–"),
            self.verdict,
        ]

    def plain(self) -> dict[str, object]:
        """The same as JSON takes it, in seconds."""
        return {
            "name": self.name,
            "ours": walls(self.ours),
            "ours_cpu": [one.cpu for one in self.ours],
            "peer": self.peer,
            "theirs": walls(self.theirs),
            "theirs_cpu": [one.cpu for one in self.theirs],
            "target": str(self.target or ""),
            "verdict": self.verdict,
        }


HEADER = ("figure", "workbench", "peer", "peer takes", "ratio", "cpu ratio", "target", "")
MANY = 30
"""From so many runs on, the median and the 95th percentile are shown rather than least and most."""


def spread(samples: Samples) -> str:
    """Least, median and most; of many runs the median, the 95th percentile and the most."""
    taken = walls(samples)
    if len(taken) >= MANY:
        return f"p50 {seconds(percentile(taken, 0.5))}, p95 {seconds(percentile(taken, 0.95))}, max {seconds(max(taken))}"
    if len(taken) == 1:
        return seconds(taken[0])
    return f"{seconds(min(taken))} / {seconds(statistics.median(taken))} / {seconds(max(taken))}"


def seconds(value: float) -> str:
    """A duration as people read it."""
    if value < 0.1:
        return f"{value * 1000:.1f} ms"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def table(figures: Sequence["Figure | Amount"]) -> str:
    """All lines, in columns, as Markdown that reads well in a terminal too."""
    rows = [list(HEADER), *(one.cells() for one in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _wall(sample: Sample) -> float:
    return sample.wall


def _cpu(sample: Sample) -> float:
    return sample.cpu
