"""``python -m benchmarks``: measure everything, print the table, keep it under benchmarks/results.

A part is one file in ``benchmarks/parts``; ``--list`` names them, ``--only`` chooses some.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks import base, machine
from benchmarks.figures import table
from benchmarks.part import Part, Plan, found
from benchmarks.running import Measured, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for; returns 1 if one could not be measured, but 0 if targets are missed: it only reports."""
    parts = found()
    options = _options(arguments, parts)
    if options.list:
        print("\n".join(f"{one.name:12} {one.about} (at most {one.minutes:g} min)" for one in parts.values()))
        return 0
    chosen = [one for one in parts.values() if not options.only or one.name in options.only]
    plan = Plan(options.clients, options.rows, options.runs, options.quick)
    facts, busy = machine.facts(), machine.busy()
    print("\n".join(f"{name}: {value}" for name, value in facts.items()), flush=True)
    if any(one.on_base for one in chosen):
        print(f"base: {plan.source}", flush=True)
    print(f"{len(chosen)} parts, at most {sum(one.minutes for one in chosen):g} min in all", flush=True)
    measured = []
    for place, part in enumerate(chosen, start=1):
        print(f"[{place}/{len(chosen)}] {part.name}: {part.about} …", end=" ", flush=True)
        measured.append(run(part, plan))
        print(measured[-1].failure or "measured", f"({measured[-1].seconds:.0f} s)", flush=True)
    report = _report(plan, measured, busy=busy)
    print(f"\n{report}")
    _keep(facts, plan, measured, report)
    return 1 if any(one.failure for one in measured) else 0


def _options(arguments: Sequence[str] | None, parts: dict[str, Part]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: 100,000 clients, few runs")
    parser.add_argument("--clients", type=int, help="how many clients the base has (1,000,000)")
    parser.add_argument("--rows", type=int, help="how many rows are changed or brought in at once (100,000)")
    parser.add_argument("--runs", type=int, help="how often each large comparison runs (3)")
    parser.add_argument("--only", nargs="+", choices=sorted(parts), help="only these parts")
    parser.add_argument("--list", action="store_true", help="name the parts and stop")
    options = parser.parse_args(arguments)
    options.clients = options.clients or (100_000 if options.quick else 1_000_000)
    options.rows = min(options.rows or (10_000 if options.quick else 100_000), options.clients)
    options.runs = options.runs or (1 if options.quick else 3)
    return options


def _report(plan: Plan, measured: Sequence[Measured], *, busy: bool) -> str:
    lines = [line for one in measured for line in one.lines]
    aimed = [line for line in lines if line.target is not None]
    missed = [line.name for line in aimed if line.verdict != "met"]
    said = [
        f"{plan.clients:,} clients; times are least / median / most unless said otherwise.\n\n{table(lines)}\n",
        *(f"{one.part}: {one.failure}." for one in measured if one.failure),
        f"{len(aimed) - len(missed)} of {len(aimed)} targets met"
        + (f"; NOT MET: {', '.join(missed)}." if missed else "."),
    ]
    if busy:
        said.append("Other work was running when this started: compare the ratios, not the times.")
    return "\n".join(said)


def _keep(facts: dict[str, str], plan: Plan, measured: Sequence[Measured], report: str) -> None:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    kept = {
        "made_at": stamp,
        "machine": facts,
        "clients": plan.clients,
        "figures": [{"part": one.part, **line.plain()} for one in measured for line in one.lines],
        "failures": {one.part: one.failure for one in measured if one.failure},
    }
    base.RESULTS.mkdir(parents=True, exist_ok=True)
    (base.RESULTS / f"{stamp}.json").write_text(
        json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    said = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    (base.RESULTS / f"{stamp}.md").write_text(f"{said}\n\n{report}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
