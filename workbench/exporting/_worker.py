"""A process that lays out pieces for another one: ``python -m workbench.exporting._worker SETUP``.

It reads the paths of jobs from its standard input, one a line, and answers each with a line when its result lies
beside it; it ends with its input. Jobs and results are files in the private folder of the one who started it.
"""

import logging
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.exporting._printing import Piece, Press


@dataclass(frozen=True, slots=True)
class Job:
    """Some pieces to be laid out.

    Attributes:
        number: its place in the whole, from 0.
        pieces: what is laid out.
        targets: a PDF file for each piece; none where they are to be one part of a document.
        title: the whole document's.
    """

    number: int
    pieces: tuple[Piece, ...]
    targets: tuple[Path, ...]
    title: str | None


def carry_out(press: Press, job: Job, result: Path) -> None:
    """Lay out a job: its PDF files, or the part of a document as the result."""
    for piece, target in zip(job.pieces, job.targets, strict=False):
        target.write_bytes(press.bind([piece]))
    made = None if job.targets else press.part(job.pieces, job.number, title=job.title)
    result.write_bytes(pickle.dumps(made))


def main() -> None:
    """Work until there are no more jobs."""
    logging.disable(logging.CRITICAL)
    press: Press = pickle.loads(Path(sys.argv[1]).read_bytes()).press()  # noqa: S301 - its starter wrote it
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        job: Job = pickle.loads(path.read_bytes())  # noqa: S301 - as above
        result = path.with_suffix(".done")
        try:
            carry_out(press, job, result)
        except WorkbenchError as error:
            result.write_bytes(pickle.dumps(error))
        path.unlink()
        print(job.number, flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
