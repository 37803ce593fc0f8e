"""A register on this machine that answers as ARES does, and refuses what ARES refuses: for tests and the demo.

from workbench.registry.simulator import AresSimulator, Fault

with AresSimulator(subjects) as ares:
    ares.fail(Fault.RESET, first=3)          # the third question from now on loses its connection
    AresRegister(Wire(manners, base_url=ares.base_url)).lookup(["90000006"])
    ares.most_in(60)                         # questions in the busiest minute
"""

from workbench.registry.simulator.faults import Fault
from workbench.registry.simulator.server import AresSimulator, Asked
from workbench.registry.simulator.standing import StandingSimulator
from workbench.registry.simulator.world import World, subjects_of_res_file

__all__ = ["AresSimulator", "Asked", "Fault", "StandingSimulator", "World", "subjects_of_res_file"]
