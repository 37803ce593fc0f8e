"""Opening and changing one client, and a hundred thousand at once, against bare DuckDB."""

import random
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import base
from benchmarks.bare import Bare
from benchmarks.figures import AtMost, Figure
from benchmarks.measure import Sample, in_turns, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.akce.base import Result


def single(source: Path, clients: int, *, runs: int) -> list[Figure]:
    """One client opened, one field changed."""
    folder = base.RESULTS / "scratch"
    mine, other = base.copied(source, folder, "ours.duckdb"), base.copied(source, folder, "bare.duckdb")
    desk, bare = base.opened(mine), Bare(other)
    draw = random.Random(base.SEED)  # noqa: S311 - a sample, no secret
    chosen = draw.sample(range(1, clients + 1), runs + 1)
    ids = iter([one for each in chosen for one in (each, each)])
    opening = in_turns(
        lambda: timed(lambda: desk.client(next(ids))), lambda: timed(lambda: bare.client(next(ids))), runs
    )
    ids = iter([one for each in chosen for one in (each, each)])
    for warm in (
        lambda: desk.akce.edit(chosen[-1], notice="warm").run(),
        lambda: bare.edit(chosen[-1], "warm"),
    ):
        warm()
    changing = in_turns(
        lambda: timed(lambda: desk.akce.edit(next(ids), notice="benchmark").run()),
        lambda: timed(lambda: bare.edit(next(ids), "benchmark")),
        runs,
    )
    desk.store.close()
    return [
        Figure("open one client", opening[0], "bare DuckDB", opening[1], AtMost(3)),
        Figure("change one field", changing[0], "bare DuckDB", changing[1], AtMost(2)),
    ]


def bulk(source: Path, clients: int, *, rows: int, runs: int) -> list[Figure]:
    """Many clients made invalid, and that undone."""
    folder = base.RESULTS / "scratch"
    mine, other = base.copied(source, folder, "ours.duckdb"), base.copied(source, folder, "bare.duckdb")
    desk, bare = base.opened(mine), Bare(other)
    ids = random.Random(base.SEED).sample(range(1, clients + 1), rows)  # noqa: S311 - a sample, no secret
    done: list[Result] = []
    invalidated: list[tuple[Sample, Sample]] = []
    undone: list[tuple[Sample, Sample]] = []
    for run in range(runs):
        pairs: tuple[tuple[list[tuple[Sample, Sample]], Callable[[], object], Callable[[], object]], ...] = (
            (
                invalidated,
                lambda: done.append(desk.akce.invalidate(ids).run()),
                partial(bare.set_valid, ids, valid=False),
            ),
            (undone, lambda: desk.undo(done[-1]), partial(bare.set_valid, ids, valid=True)),
        )
        for part, ours, theirs in pairs:
            first, second = (ours, theirs) if run % 2 else (theirs, ours)
            one, other_one = timed(first), timed(second)
            part.append((one, other_one) if run % 2 else (other_one, one))
    desk.store.close()
    ours_in, bare_in = zip(*invalidated, strict=True)
    ours_un, bare_un = zip(*undone, strict=True)
    return [
        Figure(f"invalidate {rows:,} clients", ours_in, "bare UPDATE", bare_in, AtMost(8)),
        Figure(f"undo of that ({rows:,})", ours_un, "bare UPDATE back", bare_un),
    ]
