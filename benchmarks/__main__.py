"""``python -m benchmarks``: measure everything, print the table, keep it under benchmarks/results."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from benchmarks import base, bringing, machine, records, starting, typing_search
from benchmarks.figures import Figure, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for; returns 0 even if targets are missed, since it only reports."""
    options = _options(arguments)
    facts, busy = machine.facts(), machine.busy()
    print("\n".join(f"{name}: {value}" for name, value in facts.items()), flush=True)
    source = base.stored(options.clients)
    rows = min(options.rows, options.clients)
    parts: dict[str, Callable[[], list[Figure]]] = {
        "search": lambda: typing_search.figures(
            source, presses=40 if options.quick else None, peer_presses=5 if options.quick else 60
        ),
        "one": lambda: records.single(source, options.clients, runs=3 if options.quick else 25),
        "bulk": lambda: records.bulk(source, options.clients, rows=rows, runs=options.runs),
        "import": lambda: bringing.figures(source, rows=rows, runs=options.runs),
        "start": lambda: starting.figures(runs=options.runs),
    }
    figures: list[Figure] = []
    for name, measure in parts.items():
        if not options.only or name in options.only:
            print(f"… {name}", flush=True)
            figures += measure()
    shutil.rmtree(base.RESULTS / "scratch", ignore_errors=True)
    print(f"\n{options.clients:,} clients; times are least / median / most unless said otherwise\n")
    print(table(figures))
    print(f"\n{_summary(figures, busy=busy)}")
    _keep(facts, options.clients, figures)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: 100,000 clients, few runs")
    parser.add_argument("--clients", type=int, help="how many clients the base has (1,000,000)")
    parser.add_argument("--rows", type=int, help="how many rows are changed or brought in at once (100,000)")
    parser.add_argument("--runs", type=int, help="how often each large comparison runs (3)")
    parser.add_argument(
        "--only", nargs="+", choices=["search", "one", "bulk", "import", "start"], help="only these parts"
    )
    options = parser.parse_args(arguments)
    options.clients = options.clients or (100_000 if options.quick else 1_000_000)
    options.rows = options.rows or (10_000 if options.quick else 100_000)
    options.runs = options.runs or (1 if options.quick else 3)
    return options


def _summary(figures: Sequence[Figure], *, busy: bool) -> str:
    aimed = [one for one in figures if one.target is not None]
    missed = [one.name for one in aimed if one.verdict != "met"]
    said = (
        f"{len(aimed) - len(missed)} of {len(aimed)} targets met"
        + (f"; NOT MET: {', '.join(missed)}" if missed else "")
        + "."
    )
    if busy:
        said += " Other work was running when this started: compare the ratios, not the times."
    return said


def _keep(facts: dict[str, str], clients: int, figures: Sequence[Figure]) -> None:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    kept = {
        "made_at": stamp,
        "machine": facts,
        "clients": clients,
        "figures": [one.plain() for one in figures],
    }
    (base.RESULTS / f"{stamp}.json").write_text(
        json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
