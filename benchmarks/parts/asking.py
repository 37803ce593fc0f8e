"""Ten thousand IČO asked of a simulated ARES at the very limit that it allows, against the time that the limit alone takes.

Nothing is shortened: a real server on 127.0.0.1 that blocks whoever is faster than 500 questions a minute, the
real clock, the real queue file, the real file of kept answers. The theoretical time is that of the questions
behind the first burst, at one interval each.
"""

from functools import partial
from typing import Final

from benchmarks.figures import AtMost, Figure
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan
from workbench import demodata
from workbench.registry.answers import Found
from workbench.registry.ares import AresRegister
from workbench.registry.manners import Pace
from workbench.registry.simulator import AresSimulator, subjects_of_res_file

_PACE: Final = Pace(per_minute=500, burst=10)
_ICOS, _FEW, _BATCH = 10_000, 2_000, 100


def figures(plan: Plan) -> list[Figure]:
    """Ask everybody once, with an empty memory."""
    wanted = _FEW if plan.quick else _ICOS
    source = plan.scratch / "asked.csv"
    demodata.write_res_csv(source, demodata.register_rows(1, clients=1, strangers=2 * wanted))
    subjects = [one for one in subjects_of_res_file(source) if one.name and one.ceased_on is None][:wanted]
    questions = -(-len(subjects) // _BATCH)
    theory = (questions - _PACE.burst) * _PACE.interval
    taken: list[Sample] = []
    for run in range(plan.runs):
        with AresSimulator(subjects) as simulator:
            folder = plan.scratch / f"asked-{run}"
            asked = AresRegister.of_this_machine(base_url=simulator.base_url, pace=_PACE, folder=folder)
            taken.append(timed(partial(_ask, asked, [one.ico for one in subjects])))
            asked.close()
        assert len(simulator.asked) == questions
    title = f"{len(subjects):,} IČO in {questions} questions at 500 a minute"
    peers = [Sample(theory, theory)] * len(taken)
    return [Figure(title, taken, "theoretical pace", peers, AtMost(1 / 0.95))]


def _ask(register: AresRegister, icos: list[str]) -> None:
    assert all(isinstance(one, Found) for one in register.lookup(icos).values()), "somebody was not answered"


PART: Final = Part("ask", "ten thousand IČO asked of a simulated ARES at its limit", figures, on_base=False)
