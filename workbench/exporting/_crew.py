"""Several processes that lay out pieces at once.

They are started by the interpreter alone and know nothing of the caller's ``__main__``, so that it may be a
notebook, a script without a guard, or standard input. They hear no interrupt of a terminal or a kernel: whoever
started them ends them.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, Self

from workbench.errors import WorkbenchError
from workbench.exporting._worker import Job

_AHEAD: Final = 2
"""So many jobs each process is given before it has answered the first: it never waits, and little lies about."""
_OFTEN: Final = 0.1
"""Seconds between two looks at whether to go on."""


class Crew:
    """Processes that work until the ``with`` block ends; then none of them is left, however it ends.

    Args:
        setup: of their presses; it is pickled.
        count: how many.
        workplace: a private folder for jobs and results.
    """

    def __init__(self, setup: object, count: int, workplace: Path) -> None:
        self._workplace = workplace
        self._answers: SimpleQueue[tuple[int, int | None]] = SimpleQueue()
        self._members: list[subprocess.Popen[str]] = []
        self._setup = workplace / "setup"
        self._setup.write_bytes(pickle.dumps(setup))
        self._count = count

    def __enter__(self) -> Self:
        paths = os.pathsep.join(one for one in sys.path if one)
        try:
            for at in range(self._count):
                with (self._workplace / f"trouble-{at}").open("wb") as trouble:
                    member = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                        [sys.executable, "-m", "workbench.exporting._worker", str(self._setup)],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=trouble, text=True, encoding="utf-8",
                        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"}, start_new_session=True,
                    )  # fmt: skip
                self._members.append(member)
                threading.Thread(target=self._hear, args=(at, member), daemon=True).start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def work(self, jobs: Iterator[Job], check: Callable[[], None]) -> Iterator[tuple[Job, Any]]:
        """Carry out jobs, several at once.

        Args:
            jobs: taken as they are needed.
            check: is asked often whether to go on; what it raises ends the work.

        Returns:
            each job with its result, in the order of the jobs.

        Raises:
            WorkbenchError: what a process refused, or that one of them ended unexpectedly.
        """
        given: dict[int, Job] = {}
        load = [0] * len(self._members)
        done: dict[int, int] = {}
        following = 0
        more = True
        while more or given:
            while more and min(load) < _AHEAD and len(given) < _AHEAD * len(load) * _AHEAD:
                job = next(jobs, None)
                if job is None:
                    more = False
                    break
                given[job.number] = job
                self._give(job, load.index(min(load)), load)
            at, number = self._answer(check)
            if number is None:
                raise self._unexpected(at)
            load[at] -= 1
            done[number] = at
            while following in done:
                del done[following]
                job = given.pop(following)
                yield job, self._result(job)
                following += 1

    def _give(self, job: Job, at: int, load: list[int]) -> None:
        path = self._path(job)
        path.write_bytes(pickle.dumps(job))
        stdin = self._members[at].stdin
        if stdin is None:
            message = "a process has a standard input"
            raise AssertionError(message)
        with contextlib.suppress(OSError):  # its answer says that it is gone
            stdin.write(f"{path}\n")
            stdin.flush()
        load[at] += 1

    def _result(self, job: Job) -> Any:
        path = self._path(job).with_suffix(".done")
        found = pickle.loads(path.read_bytes())  # noqa: S301 - a process of ours wrote it
        path.unlink()
        if isinstance(found, WorkbenchError):
            raise found
        return found

    def _path(self, job: Job) -> Path:
        return self._workplace / f"job-{job.number}"

    def _answer(self, check: Callable[[], None]) -> tuple[int, int | None]:
        while True:
            check()
            with contextlib.suppress(Empty):
                return self._answers.get(timeout=_OFTEN)

    def _hear(self, at: int, member: "subprocess.Popen[str]") -> None:
        for line in member.stdout or ():
            self._answers.put((at, int(line)))
        self._answers.put((at, None))

    def _unexpected(self, at: int) -> WorkbenchError:
        code = self._members[at].wait()
        trouble = (self._workplace / f"trouble-{at}").read_text(encoding="utf-8", errors="replace")
        last = (trouble.strip().splitlines() or [""])[-1]
        return WorkbenchError(
            "A process that was printing ended unexpectedly ({code}: {reason}). Nothing was written; try again with processes=1.",
            code=code,
            reason=last,
        )

    def _end(self) -> None:
        for member in self._members:
            member.kill()
        for member in self._members:
            member.wait()
            for pipe in (member.stdin, member.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError, ValueError):
                        pipe.close()
