"""Opening and changing one client, against bare DuckDB doing the same statements."""

import random
from typing import Final

from benchmarks import base
from benchmarks.bare import Bare
from benchmarks.figures import AtMost, Figure
from benchmarks.measure import in_turns, timed
from benchmarks.part import Part, Plan


def figures(plan: Plan) -> list[Figure]:
    """One client opened, one field changed."""
    runs = 3 if plan.quick else 25
    mine = base.copied(plan.source, plan.scratch, "ours.duckdb")
    other = base.copied(plan.source, plan.scratch, "bare.duckdb")
    desk, bare = base.opened(mine), Bare(other)
    draw = random.Random(base.SEED)  # noqa: S311 - a sample, no secret
    chosen = draw.sample(range(1, plan.clients + 1), runs + 1)
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


PART: Final = Part("one", "one client opened, one field changed", figures)
