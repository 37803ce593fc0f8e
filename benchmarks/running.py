"""Running parts one after the other, each in a process of its own that is stopped when its time is up."""

import multiprocessing
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.part import Line, Part, Plan


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of a part.

    Attributes:
        part: its name.
        seconds: how long it took.
        lines: its lines of the table.
        failure: why there are none; empty where there are.
    """

    part: str
    seconds: float
    lines: Sequence[Line] = ()
    failure: str = ""


def run(part: Part, plan: Plan) -> Measured:
    """Measure one part; a failure or a part that takes too long does not keep the others from running."""
    started = time.perf_counter()
    try:
        # A process of its own: memory that one part took, or a cache that it warmed, tells nothing about the next.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            lines = list(pool.apply_async(part.measure, (plan,)).get(part.minutes * 60))
        return Measured(part.name, time.perf_counter() - started, lines)
    except multiprocessing.TimeoutError:
        return Measured(
            part.name, time.perf_counter() - started, failure=f"stopped after {part.minutes:g} min"
        )
    except Exception as error:  # noqa: BLE001 - whatever it was, the table says so
        return Measured(part.name, time.perf_counter() - started, failure=f"failed: {error!r}")
    finally:
        shutil.rmtree(plan.scratch, ignore_errors=True)
