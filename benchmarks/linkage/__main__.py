"""``python -m benchmarks.linkage``: finding duplicates, beside the peers, on one base with a known truth."""

import argparse
import dataclasses
import json
import pickle
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.linkage.methods import ALL, METHODS
from benchmarks.linkage.models import MODELS
from benchmarks.linkage.peers import load
from benchmarks.linkage.public import public
from benchmarks.linkage.running import measured
from benchmarks.measure import timed

if TYPE_CHECKING:
    from benchmarks.linkage.clients import Base

_GIB = 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the methods one after the other and print a table."""
    options = _options(arguments)
    if options.one:
        return _measure(options.one, Path(options.base))
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    if options.set:
        base = public()[options.set]()
        print(f"{options.set}, {len(base.entity):,} records, {base.true_pairs:,} true pairs", flush=True)
    else:
        base = MODELS[options.model](options.clients, seed, ico_blank=options.blank)
        print(
            f"{options.clients:,} clients of the model {options.model}, seed {seed}, {options.blank:.0%} more of the IČO blank, {base.true_pairs:,} true pairs",
            flush=True,
        )
    for name, row in measured(base, options.methods).items():
        told = row if isinstance(row, str) else "  ".join(f"{key} {value:,.4g}" for key, value in row.items())
        print(f"{name}: {told}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument(
        "--set", choices=sorted(public()), help="a public set instead, of those whose package is installed"
    )
    parser.add_argument(
        "--model", choices=list(MODELS), default="slips", help="whose errors the clients have"
    )
    parser.add_argument("--seed", type=int, help="by default another one each run")
    parser.add_argument(
        "--blank", type=float, default=0.0, help="share of the records that lose their IČO and DIČ (0)"
    )
    parser.add_argument("--methods", nargs="+", choices=list(ALL), default=list(METHODS))
    parser.add_argument("--one", choices=list(ALL), help=argparse.SUPPRESS)
    parser.add_argument("--base", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _measure(name: str, path: Path) -> int:
    base: Base = pickle.loads(path.read_bytes())  # noqa: S301 - written by the parent a moment ago
    load(name)
    before = _peak()
    judged = []
    sample = timed(lambda: judged.append(ALL[name](base)))
    figures = {"wall": sample.wall, "cpu": sample.cpu, "peak": _peak(), "before": before}
    print(json.dumps({**figures, **dataclasses.asdict(judged[0]())}))
    return 0


def _peak() -> float:
    """The most memory this process has had, in GiB; the kernel's count of a child begins with its parent's, this one does not."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / _GIB


if __name__ == "__main__":
    sys.exit(main())
