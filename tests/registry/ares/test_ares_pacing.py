"""Three notebooks, which are three processes, ask one register: it counts how fast the machine is."""

import subprocess
import sys
import time
from pathlib import Path

from ares_world import TODAY, firms, ico

from workbench.registry.manners import Pace, QueueFile
from workbench.registry.simulator import AresSimulator

TESTS = Path(__file__).parents[2]
PACE = Pace(per_minute=20, burst=2, window=0.9)
NOTEBOOKS, EACH = 3, 12
NOTEBOOK = """
import sys
from pathlib import Path
from ares_world import ares, ico
from workbench.registry.manners import Pace, SystemClock

address, folder, numbers = sys.argv[1], Path(sys.argv[2]), [ico(int(one)) for one in sys.argv[3:]]
pace = Pace(per_minute=20, burst=2, window=0.9)
with ares(address, folder, clock=SystemClock(), pace=pace, keep=False) as register:
    sys.stdin.readline()
    print(*(type(register.lookup([one])[one]).__name__ for one in numbers))
"""


def test_all_notebooks_of_a_machine_together_keep_the_pace(tmp_path: Path) -> None:
    with AresSimulator(firms(NOTEBOOKS * EACH), today=TODAY) as simulator:
        notebooks = [
            subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-c", NOTEBOOK, simulator.base_url, str(tmp_path),
                 *map(str, range(EACH * number, EACH * (number + 1)))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS,
            )
            for number in range(NOTEBOOKS)
        ]  # fmt: skip
        start = time.time()
        for notebook in notebooks:
            assert notebook.stdin is not None
            notebook.stdin.write("go\n")
            notebook.stdin.flush()
        answers = [notebook.communicate()[0].split() for notebook in notebooks]
    assert answers == [["Found"] * EACH] * NOTEBOOKS
    asked = [one.path.rpartition("/")[2] for one in simulator.asked]
    assert sorted(asked) == sorted(ico(number) for number in range(NOTEBOOKS * EACH))
    assert simulator.most_in(PACE.window) <= PACE.per_minute
    # Every question of every notebook moved the one shared queue on.
    moved = QueueFile(tmp_path / "ares.queue").look().next_at - start
    assert moved >= NOTEBOOKS * EACH * PACE.interval
