"""Times of pieces of work, taken in turns so that both sides of a comparison see the same load."""

import gc
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds on the clock, and seconds of processor time of all threads and child processes."""

    wall: float
    cpu: float


Samples = Sequence[Sample]


def timed(work: Work) -> Sample:
    """Run it once."""
    gc.collect()
    cpu, wall = _processor(), time.perf_counter()
    work()
    return Sample(time.perf_counter() - wall, _processor() - cpu)


def in_turns(ours: Callable[[], Sample], theirs: Callable[[], Sample], runs: int) -> tuple[Samples, Samples]:
    """Take both sides one after the other, so many times; who goes first alternates."""
    mine, others = [], []
    for run in range(runs):
        if run % 2:
            others.append(theirs())
            mine.append(ours())
        else:
            mine.append(ours())
            others.append(theirs())
    return mine, others


def walls(samples: Samples) -> list[float]:
    """Their seconds on the clock."""
    return [one.wall for one in samples]


def ratio(ours: Samples, theirs: Samples, part: Callable[[Sample], float]) -> float:
    """Ours over theirs, run by run, of which the median: a load that hits one pair does not decide."""
    return statistics.median(
        part(mine) / max(part(other), 1e-9) for mine, other in zip(ours, theirs, strict=True)
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _processor() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
