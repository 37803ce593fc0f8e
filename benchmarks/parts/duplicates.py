"""Finding duplicates on a fresh base with a known truth, against Splink and rapidfuzz where they are installed."""

import math
import secrets
from typing import Final

from benchmarks.amounts import Amount
from benchmarks.figures import Faster, Figure, Within
from benchmarks.linkage.clients import generate
from benchmarks.linkage.methods import METHODS
from benchmarks.linkage.running import Row, measured
from benchmarks.measure import Sample
from benchmarks.part import Line, Part, Plan

_BEST_PEER: Final = "splink with labels"
_MILLION: Final = 1_000_000
_SECONDS: Final = {100_000: 5.0, _MILLION: 30.0}
_FROM_PEER: Final = 0.6
"""The share of the best peer's time that may be taken."""


def figures(plan: Plan) -> list[Line]:
    """One run of each method on the same base."""
    base = generate(plan.clients, secrets.randbelow(10**6))
    rows = measured(base, list(METHODS))
    ours = rows["workbench"]
    if isinstance(ours, str):
        raise RuntimeError(ours)  # noqa: TRY004 - the part failed, and this is what it said
    title = f"find duplicates among {plan.clients:,}"
    taken, limit = [Sample(ours["wall"], ours["cpu"])], _SECONDS.get(plan.clients)
    lines: list[Line] = [Figure(title, taken, target=Within(limit) if limit else None)]
    for name, row in rows.items():
        if name != "workbench" and not isinstance(row, str):
            target = Faster(1 / _FROM_PEER) if name == _BEST_PEER else None
            lines.append(Figure(title, taken, name, [Sample(row["wall"], row["cpu"])], target))
            lines += [
                Amount(f"{title}: {what}", ours[key], "", name, row[key], better="more")
                for key, what in _COMPARED.items() if not math.isnan(row[key])
            ]  # fmt: skip
    return [*lines, *_aimed(title, ours)]


_COMPARED: Final = {
    "f1": "best F1 of pairs",
    "cluster_f1": "F1 of clusters",
    "certain_recall": "recall at precision .999",
}


def _aimed(title: str, ours: Row) -> list[Line]:
    return [
        Amount(f"{title}: candidate pairs", ours["pairs"]),
        Amount(f"{title}: blocking recall", ours["blocking_recall"], better="more"),
        Amount(f"{title}: best F1 of pairs", ours["f1"], limit=0.975, better="more"),
        Amount(f"{title}: F1 at probability 0.5", ours["f1_stated"], better="more"),
        Amount(f"{title}: F1 of clusters", ours["cluster_f1"], limit=0.98, better="more"),
        Amount(f"{title}: recall at precision .999", ours["certain_recall"], limit=0.88, better="more"),
        Amount(f"{title}: memory besides the base", ours["peak"] - ours["before"], "GiB", limit=2.5),
    ]


PART: Final = Part(
    "duplicates", "finding duplicates where the truth is known", figures, minutes=30, on_base=False
)
