"""A part of the benchmarks, and what it is told."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import base, parts
from benchmarks.amounts import Amount
from benchmarks.figures import Figure

Line = Figure | Amount


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        clients: how many clients the base has.
        rows: how many rows are changed or brought in at once.
        runs: how often each large comparison runs.
        quick: a smoke test; small comparisons run a few times only.
    """

    clients: int
    rows: int
    runs: int
    quick: bool = False

    @cached_property
    def source(self) -> Path:
        """The data file with so many clients; whoever writes works on a copy (:func:`base.copied`)."""
        return base.stored(self.clients)

    @cached_property
    def scratch(self) -> Path:
        """A folder for copies; emptied after each part."""
        folder = base.RESULTS / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is measured, in a process of its own.

    Attributes:
        name: what ``--only`` calls it.
        about: one line of what is measured.
        measure: does it; both sides of each comparison in turns, see :mod:`benchmarks.measure`.
        minutes: it is stopped after so long, and the table says so.
        on_base: whether it needs the client base :attr:`Plan.source`.
    """

    name: str
    about: str
    measure: Callable[[Plan], Sequence[Line]]
    minutes: float = 5
    on_base: bool = True


def found() -> dict[str, Part]:
    """All parts by name: the ``PART`` of each module in ``benchmarks/parts``."""
    modules = (
        importlib.import_module(f"{parts.__name__}.{one.name}")
        for one in pkgutil.iter_modules(parts.__path__)
    )
    return {module.PART.name: module.PART for module in modules if hasattr(module, "PART")}
