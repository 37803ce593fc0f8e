"""What the registers of standing have in common: one connection in the queue of this machine, and kept answers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from workbench.registry.answers import Trouble
from workbench.registry.base import Progress
from workbench.registry.days import day_of, moment
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import Manners, Pace, QueueFile, Retries, default_queue_path
from workbench.store.replies import Replies, default_replies_path

if TYPE_CHECKING:
    import httpx

Told = TypeVar("Told")


class Office:
    """A register of standing.

    Args:
        line: the connection.
        replies: the file of kept answers, ``None`` to keep nothing on the disk.
        max_age: how old a kept answer may be unless a question says otherwise.

    Attributes:
        name: of its queue.
        source: how it is named in messages.
        url: where it is, unless the settings say otherwise.
        pace: how often it may be asked.
        slower: the limit of its longer window, where it has two.
        parallel: how many questions it answers at once, where it says so.
    """

    name: ClassVar[str]
    source: ClassVar[str]
    url: ClassVar[str]
    pace: ClassVar[Pace]
    slower: ClassVar[Pace | None] = None
    parallel: ClassVar[int | None] = None

    def __init__(
        self, line: Line, replies: Replies | None = None, *, max_age: timedelta = timedelta(days=1)
    ) -> None:
        self._line = line
        self._max_age = max_age
        self._keep_in(replies)

    @classmethod
    def of_this_machine(
        cls,
        *,
        base_url: str | None = None,
        transport: "httpx.BaseTransport | None" = None,
        timeouts: Timeouts | None = None,
        retries: Retries | None = None,
        max_age: timedelta = timedelta(days=1),
        folder: Path | None = None,
    ) -> Self:
        """With the queue and the kept answers that all notebooks of this machine share.

        Args:
            base_url: where it is; registers have moved before.
            transport: how bytes travel (httpx), e.g. for a proxy.
            timeouts: seconds to wait.
            retries: how often the same question.
            max_age: how old a kept answer may be unless a question says otherwise.
            folder: where queue and answers lie, if not in the user's data folder.
        """
        queue, kept = default_queue_path(cls.name), default_replies_path()
        if folder is not None:
            queue, kept = folder / queue.name, folder / kept.name
        line = Line(
            cls.source, cls.manners(QueueFile(queue), retries=retries), base_url=base_url or cls.url,
            transport=transport, timeouts=timeouts,
        )  # fmt: skip
        return cls(line, Replies(kept), max_age=max_age)

    @classmethod
    def manners(cls, queue: QueueFile, **more: object) -> Manners:
        """The way to this register within its limits; ``more`` as for :class:`workbench.registry.manners.Manners`."""
        return Manners(queue, pace=cls.pace, slower=cls.slower, parallel=cls.parallel, **more)  # type: ignore[arg-type]

    def close(self) -> None:
        """Give back the connection."""
        self._line.close()

    def _keep_in(self, replies: Replies | None) -> None:
        """Prepare what answers are kept in."""
        raise NotImplementedError

    def _now(self) -> datetime:
        return moment(self._line.manners.clock.now())

    def _today(self) -> date:
        return day_of(self._now())


def one_by_one(
    numbers: Mapping[str, str | Told],
    ask: Callable[[str], Told],
    patience: float | None,
    progress: Progress | None = None,
) -> dict[str, Told]:
    """Ask a register that takes one number a question.

    Args:
        numbers: text that was given -> the number to ask about, or the answer of what need not be asked.
        ask: asks about one number.
        patience: with any, the first number that gets no answer ends the asking: those after it have its answer.
        progress: told how many are answered.
    """
    answers: dict[str, Told] = {}
    failed: Told | None = None
    for given, number in numbers.items():
        if not isinstance(number, str):
            answers[given] = number
        else:
            answers[given] = answer = ask(number) if failed is None else failed
            if patience is not None and isinstance(answer, Trouble):
                failed = answer
        if progress is not None:
            progress(len(answers), len(numbers))
    return answers
