"""What a person waits for first: the import, the demo, the command line; each in a fresh interpreter."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure, Within
from benchmarks.measure import in_turns, timed
from benchmarks.part import Part, Plan

ROOT: Final = Path(__file__).parents[2]
_VERSION: Final = "import sys; sys.argv = ['workbench', '--version']; from workbench.cli import main; main()"


def figures(plan: Plan) -> list[Figure]:
    """Measure; the peers are interpreters that do nothing, or only import what everything here needs."""
    found = []
    for name, arguments, peer, limit in (
        ("import workbench", ["-c", "import workbench"], "python -c pass", 0.5),
        (
            "import workbench; wb.open ready",
            ["-c", "import workbench; workbench.open"],
            "python -c pass",
            None,
        ),
        ("wb.demo()", ["-c", "import workbench; workbench.demo()"], "python -c 'import pandas, duckdb'", 3.0),
        ("workbench --version", ["-c", _VERSION], "python -c pass", None),
    ):
        statement = "pass" if peer.endswith("pass") else "import pandas, duckdb"
        _run(arguments)  # byte code and page cache
        mine, others = in_turns(
            partial(timed, partial(_run, arguments)),
            partial(timed, partial(_run, ["-c", statement])),
            plan.runs,
        )
        found.append(Figure(name, mine, peer, others, Within(limit) if limit else None))
    return found


def _run(arguments: list[str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


PART: Final = Part(
    "start", "import workbench, wb.demo(), the command line", figures, minutes=2, on_base=False
)
