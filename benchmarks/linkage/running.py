"""Each method in a process of its own, so that its memory can be told."""

import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.linkage.clients import Base

Row = dict[str, float]


def measured(base: Base, methods: Sequence[str]) -> dict[str, Row | str]:
    """The figures of each method by name; a text says why there are none.

    Returns:
        wall and cpu (seconds), peak (GiB), before (GiB that the base alone takes), and the attributes of
        :class:`benchmarks.linkage.quality.Quality`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.pickle"
        path.write_bytes(pickle.dumps(base))
        return {name: _one(name, path) for name in methods}


def _one(name: str, path: Path) -> Row | str:
    command = [sys.executable, "-m", "benchmarks.linkage", "--one", name, "--base", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if answer.returncode:
        said = [line for line in answer.stderr.splitlines() if "Error" in line]
        return said[-1] if said else "failed"
    found: Row = json.loads(answer.stdout.splitlines()[-1])
    return found
