"""Printing many pieces: batch by batch, in several processes, into one document or a file each.

Never more than a few batches are in memory. Batches do not depend on how many processes there are, so that equal
input gives equal bytes.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from workbench import running
from workbench.errors import InputError
from workbench.exporting._crew import Crew
from workbench.exporting._joining import Joiner
from workbench.exporting._printing import Piece
from workbench.exporting._worker import Job
from workbench.exporting.documents import Setup

BATCH: Final = 16
"""So many pieces make up one batch."""
_ALONE: Final = 24
"""Fewer records are laid out by this process: another one takes about a second to begin."""
_MOST_PROCESSES: Final = 8


def print_one(
    setup: Setup, pieces: Iterable[Piece], target: Path, *, title: str | None, told: Callable[[int], None],
    processes: int | None = None,
) -> None:  # fmt: skip
    """Print all pieces into one document with an outline.

    Args:
        setup: of the press.
        pieces: in their order.
        target: the file to write.
        title: the document's title; ``None``: the first piece's.
        told: is told how many records more are done.
        processes: how many work at once; by default as many as there are processors.

    Raises:
        StoppedError: the run was asked to stop.
        InputError: a template asks for what may not be fetched; a wrong number of processes.
    """
    jobs = (Job(at, tuple(some), (), title) for at, some in enumerate(_batches(pieces)))
    first, more = next(jobs), next(jobs, None)
    if more is None:
        press = setup.press()
        with running.abortable():  # layout takes most of the time, and holds nothing
            target.write_bytes(press.bind(first.pieces, title=title))
        told(_weight(first))
        return
    with target.open("wb") as file:
        joiner = Joiner(file)
        for job, part in _carried_out(setup, chain((first, more), jobs), processes):
            joiner.add(part)
            told(_weight(job))
        joiner.close()


def print_each(
    setup: Setup, pieces: Iterable[Piece], folder: Path, *, told: Callable[[int], None],
    processes: int | None = None,
) -> Iterator[tuple[str, Path]]:  # fmt: skip
    """Print each piece into a file of its own.

    Args:
        setup: of the press.
        pieces: in their order.
        folder: where the files are written, under numbers.
        told: is told how many records more are done.
        processes: how many work at once; by default as many as there are processors.

    Returns:
        the name of each piece, and its file.

    Raises:
        StoppedError, InputError: as :func:`print_one`.
    """
    jobs = (
        Job(at, tuple(some), tuple(folder / f"{at:07}-{nth:02}.pdf" for nth in range(len(some))), None)
        for at, some in enumerate(_batches(pieces))
    )
    for job, _ in _carried_out(setup, jobs, processes):
        told(_weight(job))
        yield from zip((one.name for one in job.pieces), job.targets, strict=True)


def check_processes(count: int | None) -> int:
    """How many processes work at once; by default as many as there are processors for this one.

    Raises:
        InputError: not a number from 1.
    """
    if count is None:
        return min(_MOST_PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    if count < 1:
        raise InputError("At least one process has to work, not {count}.", count=count)
    return count


def _carried_out(setup: Setup, jobs: Iterator[Job], processes: int | None) -> Iterator[tuple[Job, Any]]:
    """Each job with its result, in their order."""
    count = check_processes(processes)
    known = list(islice(jobs, 2))
    if count == 1 or len(known) == 1 or sum(map(_weight, known)) < _ALONE:
        yield from _alone(setup, chain(known, jobs))
        return
    with TemporaryDirectory(prefix="workbench-") as workplace, Crew(setup, count, Path(workplace)) as crew:
        yield from crew.work(chain(known, jobs), running.check)


def _alone(setup: Setup, jobs: Iterator[Job]) -> Iterator[tuple[Job, Any]]:
    press = setup.press()
    for job in jobs:
        part = None
        if not job.targets:
            with running.abortable():
                part = press.part(job.pieces, job.number, title=job.title)
        for piece, target in zip(job.pieces, job.targets, strict=False):
            with running.abortable():
                content = press.bind([piece])
            target.write_bytes(content)
        yield job, part


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces, some at a time; one that holds many records is a batch of its own."""
    waiting = iter(pieces)
    while first := next(waiting, None):
        yield [first, *(islice(waiting, BATCH - 1) if first.weight < BATCH else ())]


def _weight(job: Job) -> int:
    return sum(one.weight for one in job.pieces)
