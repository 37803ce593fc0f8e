"""Ten thousand IČO asked of a simulated ARES at the very limit that it allows, against the time that the limit alone takes.

Nothing is shortened: a real server on 127.0.0.1 in a process of its own that blocks whoever is faster than 500
questions a minute, the real clock, the real queue file, the real file of kept answers. A question takes a hundred
IČO. Of the hundred questions the first ten (the burst) may go at once; the theoretical time is that of the ninety
behind them, at one interval each, which is a minute over 490: so fast that with the burst no minute has more than 500.
What a kernel loads once for its first question (the HTTP library and its certificates) is loaded before.
"""

import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.figures import AtMost, Figure
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan
from benchmarks.serving import living
from workbench import demodata
from workbench.registry.answers import Found
from workbench.registry.ares import AresRegister
from workbench.registry.manners import Pace

_PACE: Final = Pace(per_minute=500, burst=10)
_ICOS, _FEW, _BATCH = 10_000, 2_000, 100
_NOBODY: Final = "99999994"
"""Asked first, so that everything is loaded."""


def figures(plan: Plan) -> list[Figure]:
    """Ask everybody once, with an empty memory."""
    wanted = _FEW if plan.quick else _ICOS
    source = plan.scratch / "asked.csv"
    demodata.write_res_csv(source, demodata.register_rows(1, clients=1, strangers=2 * wanted))
    icos = [one.ico for one in living(source, wanted)]
    questions = -(-len(icos) // _BATCH)
    theory = (questions - _PACE.burst) * _PACE.interval
    taken = [_asked(source, icos, questions, plan.scratch / f"asked-{run}") for run in range(plan.runs)]
    title = f"{len(icos):,} IČO in {questions} questions at 500 a minute"
    peers = [Sample(theory, theory)] * len(taken)
    return [Figure(title, taken, "theoretical pace", peers, AtMost(1 / 0.95))]


def _asked(source: Path, icos: list[str], questions: int, folder: Path) -> Sample:
    serving = [sys.executable, "-m", "benchmarks.serving", str(source), str(len(icos))]
    with subprocess.Popen(serving, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        register = AresRegister.of_this_machine(
            base_url=server.stdout.readline().strip(), pace=_PACE, folder=folder
        )
        register.lookup([_NOBODY])
        taken = timed(partial(_ask, register, icos))
        register.close()
        came, in_a_minute = map(int, server.communicate("stop\n")[0].split())
    assert came == questions + 1
    assert in_a_minute <= _PACE.per_minute
    return taken


def _ask(register: AresRegister, icos: list[str]) -> None:
    assert all(isinstance(one, Found) for one in register.lookup(icos).values()), "somebody was not answered"


PART: Final = Part("ask", "ten thousand IČO asked of a simulated ARES at its limit", figures, on_base=False)
