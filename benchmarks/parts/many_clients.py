"""A hundred thousand clients made invalid at once, and that undone, against a bare UPDATE."""

import random
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks import base
from benchmarks.bare import Bare
from benchmarks.figures import AtMost, Figure
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.akce.base import Result


def figures(plan: Plan) -> list[Figure]:
    """Many clients made invalid, and that undone."""
    rows = plan.rows
    mine = base.copied(plan.source, plan.scratch, "ours.duckdb")
    other = base.copied(plan.source, plan.scratch, "bare.duckdb")
    desk, bare = base.opened(mine), Bare(other)
    ids = random.Random(base.SEED).sample(range(1, plan.clients + 1), rows)  # noqa: S311 - a sample, no secret
    done: list[Result] = []
    invalidated: list[tuple[Sample, Sample]] = []
    undone: list[tuple[Sample, Sample]] = []
    for run in range(plan.runs):
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


PART: Final = Part("bulk", "many clients changed at once, and undone", figures)
