"""Finding duplicates where the truth is known, against Splink and rapidfuzz where they are installed."""

import math
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from benchmarks.amounts import Amount
from benchmarks.figures import Faster, Figure, Within
from benchmarks.linkage import sources
from benchmarks.linkage.clients import generate
from benchmarks.linkage.methods import ASKED, METHODS, TAUGHT, UNTAUGHT
from benchmarks.linkage.public import public
from benchmarks.linkage.running import Row, measured
from benchmarks.measure import Sample
from benchmarks.part import Line, Part, Plan
from workbench.duplicates.odds import PRECISION

_OURS: Final = "workbench"
_MILLION: Final = 1_000_000
_SECONDS: Final = {100_000: 5.0, _MILLION: 30.0}
_TO_BE_CERTAIN: Final = 100_000
"""In smaller bases too few matches are labelled for any certainty."""
_FROM_PEER: Final = 0.6
"""The share of the best peer's time that may be taken."""
_BLANK: Final = {0.5: 0.96, 0.8: 0.945, 0.95: 0.90}
"""Share of the records that lose their IČO -> F1 to be kept."""
_TAUGHT_F1: Final = 0.93
_NUMBERS: Final = ("ico", "dic", "data_box", "birthday")
_ABSENT: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "no IČO": {"client": ("ico", "dic")}, "no contacts": {"contact": ()}, "no addresses": {"address": ()},
    "no identifier": {"client": _NUMBERS}, "names alone": {"client": (*_NUMBERS, "bank_account", "founded_on"), "contact": (), "address": ()},
}  # fmt: skip
"""What is absent -> columns of which tables; none named are all."""
_COMPARED: Final = {
    "f1": "best F1 of pairs", "cluster_f1": "F1 of clusters", "certain_recall": "recall at precision .999",
    "precision": "precision at the best F1", "recall": "recall at the best F1", "blocking_recall": "blocking recall",
}  # fmt: skip


def figures(plan: Plan) -> list[Line]:
    """Each method once on a fresh base of each size; then what is left with IČO blank and columns absent; then errors that nobody who tunes it has written; then the public sets."""
    lines: list[Line] = []
    for count in dict.fromkeys([plan.clients] if plan.quick else [10_000, 100_000, plan.clients]):
        seed = _seed()
        base = generate(count, seed)
        rows = measured(base, list(METHODS))
        title = f"find duplicates among {count:,}, seed {seed}"
        lines += [*_beside(title, rows, count), *_aimed(title, _ours(rows), large=count == _MILLION)]
        if count >= _TO_BE_CERTAIN:
            lines += _asked(title, _row(measured(base, [ASKED]), ASKED))
    lines += _with_blank_ico(20_000 if plan.quick else 100_000)
    lines += _with_columns_absent(20_000 if plan.quick else 40_000)
    lines += _with_other_errors(20_000 if plan.quick else 100_000)
    for name, load in public().items():
        lines += _no_worse(f"find duplicates in {name}", measured(load(), list(METHODS)))
    return lines


def _seed() -> int:
    """Drawn once a base and named in the titles of its lines, so that ``python -m benchmarks.linkage --seed`` repeats it."""
    return secrets.randbelow(10**6)


def _ours(rows: dict[str, Row | str]) -> Row:
    return _row(rows, _OURS)


def _row(rows: dict[str, Row | str], name: str) -> Row:
    row = rows[name]
    if isinstance(row, str):
        raise RuntimeError(row)  # noqa: TRY004 - the part failed, and this is what it said
    return row


def _peers(rows: dict[str, Row | str]) -> dict[str, Row]:
    return {name: row for name, row in rows.items() if name != _OURS and not isinstance(row, str)}


def _beside(title: str, rows: dict[str, Row | str], count: int) -> Iterator[Line]:
    ours, peers, limit = _ours(rows), _peers(rows), _SECONDS.get(count)
    taken = [Sample(ours["wall"], ours["cpu"])]
    yield Figure(title, taken, target=Within(limit) if limit else None)
    splinks = {name: row["f1"] for name, row in peers.items() if name.startswith("splink")}
    best = max(splinks, key=lambda name: splinks[name], default="")
    for name, row in peers.items():
        target = Faster(1 / _FROM_PEER) if name == best and count == _MILLION else None
        yield Figure(title, taken, name, [Sample(row["wall"], row["cpu"])], target)
        for key, what in _COMPARED.items():
            if not math.isnan(row[key]):
                yield Amount(f"{title}: {what}", ours[key], "", name, row[key], better="more")
        for key, what, unit in (("pairs", "candidate pairs", ""), ("peak", "peak memory", "GiB")):
            yield Amount(f"{title}: {what}", ours[key], unit, name, row[key])


def _aimed(title: str, ours: Row, *, large: bool) -> list[Line]:
    return [
        Amount(f"{title}: candidate pairs", ours["pairs"]),
        Amount(f"{title}: blocking recall", ours["blocking_recall"], better="more"),
        Amount(f"{title}: best F1 of pairs", ours["f1"], limit=0.975, better="more"),
        Amount(f"{title}: F1 at probability 0.5", ours["f1_stated"], better="more"),
        Amount(f"{title}: F1 of clusters", ours["cluster_f1"], limit=0.98, better="more"),
        Amount(f"{title}: recall at precision .999", ours["certain_recall"], limit=0.88, better="more"),
        *_entirely_right(title, ours),
        Amount(
            f"{title}: memory besides the base",
            ours["peak"] - ours["before"],
            "GiB",
            limit=2.5 if large else None,
        ),
    ]


def _entirely_right(title: str, ours: Row) -> Iterator[Line]:
    """Of clusters that are merged unasked, all must be right, not only their pairs; nothing is where no certainty was measured."""
    yield Amount(f"{title}: clusters merged unasked", ours["sure_clusters"], better="more")
    if ours["sure_clusters"]:
        yield Amount(f"{title}: entirely right of these", ours["sure_right"], limit=PRECISION, better="more")
    if ours["likely_clusters"]:
        yield Amount(
            f"{title}: entirely right of clusters from 99.9 % on", ours["likely_right"], better="more"
        )


def _asked(title: str, row: Row) -> Iterator[Line]:
    """What a few answers about pairs that look like one though their numbers differ do for what can be merged unasked."""
    told = f"{title}, after {row['answers']:.0f} answers about lookalikes"
    return _entirely_right(told, row)


def _with_blank_ico(count: int) -> Iterator[Line]:
    for share, least in _BLANK.items():
        seed, learns = _seed(), share == max(_BLANK)
        rows = measured(
            generate(count, seed, ico_blank=share), [_OURS, UNTAUGHT, TAUGHT] if learns else [_OURS]
        )
        title = (
            f"find duplicates among {count:,}, seed {seed}, {share:.0%} of the IČO blank: best F1 of pairs"
        )
        yield Amount(title, _ours(rows)["f1"], limit=least, better="more")
        if learns:
            yield from _learned(title, _row(rows, UNTAUGHT), _row(rows, TAUGHT))


def _learned(title: str, untaught: Row, taught: Row) -> Iterator[Line]:
    """What the rest gains by 300 decisions: those pairs themselves are judged neither before nor after."""
    yield Amount(
        f"{title} but for 300 that are then decided",
        taught["f1"],
        "",
        UNTAUGHT,
        untaught["f1"],
        limit=_TAUGHT_F1,
        better="more",
    )


def _with_columns_absent(count: int) -> Iterator[Line]:
    """A whole column or table is not there at all; no target, for what is known of a firm differs."""
    seed = _seed()
    base = generate(count, seed)
    for what, absent in _ABSENT.items():
        tables = {name: _without(table, absent.get(name)) for name, table in base.tables.items()}
        title = f"find duplicates among {count:,}, seed {seed}, {what}: best F1 of pairs"
        yield Amount(title, _ours(measured(replace(base, tables=tables), [_OURS]))["f1"], better="more")


def _without(table: pd.DataFrame, columns: tuple[str, ...] | None) -> pd.DataFrame:
    if columns is None:
        return table
    return table.drop(columns=list(columns)) if columns else table.iloc[:0]


def _with_other_errors(count: int) -> Iterator[Line]:
    """The second market, of :mod:`benchmarks.linkage.sources`: what a base of other hands fares like."""
    seed = _seed()
    rows = measured(sources.generate(count, seed), list(METHODS))
    title = f"find duplicates among {count:,} of many systems, seed {seed}"
    yield from _no_worse(title, rows)
    for key, what in (("f1_stated", "F1 at probability 0.5"), ("cluster_f1", "F1 of clusters")):
        yield Amount(f"{title}: {what}", _ours(rows)[key], better="more")
    yield from _entirely_right(title, _ours(rows))


def _no_worse(title: str, rows: dict[str, Row | str]) -> Iterator[Line]:
    """No worse than the best peer in the same run."""
    ours, peers = _ours(rows), _peers(rows)
    best = max((row["f1"] for row in peers.values()), default=None)
    yield Amount(f"{title}: best F1 of pairs", ours["f1"], limit=best, better="more")
    for peer, row in peers.items():
        taken = [Sample(ours["wall"], ours["cpu"])]
        yield Figure(title, taken, peer, [Sample(row["wall"], row["cpu"])])
        for key, what in _COMPARED.items():
            if not math.isnan(row[key]):
                yield Amount(f"{title}: {what}", ours[key], "", peer, row[key], better="more")


PART: Final = Part(
    "duplicates", "finding duplicates where the truth is known", figures, minutes=45, on_base=False
)
