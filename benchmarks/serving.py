"""A simulated ARES in a process of its own, so that its work is not ours: ``python -m benchmarks.serving FILE COUNT``.

It tells its address, ends with the first line that it is given, and tells then how many questions came in all
and in the busiest minute.
"""

import sys
from pathlib import Path

from workbench.model.subject import Subject
from workbench.registry.simulator import AresSimulator, subjects_of_res_file


def living(path: Path, count: int) -> list[Subject]:
    """The first so many subjects of a RES file that have a name and have not ceased."""
    return [one for one in subjects_of_res_file(path) if one.name and one.ceased_on is None][:count]


def main() -> None:
    """Serve until told to stop."""
    with AresSimulator(living(Path(sys.argv[1]), int(sys.argv[2]))) as simulator:
        print(simulator.base_url, flush=True)
        sys.stdin.readline()
        print(len(simulator.asked), simulator.most_in(60), flush=True)


if __name__ == "__main__":
    main()
