"""What ARES answered lately: companies on the disk, natural persons only as long as the kernel runs."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from workbench.errors import BrokenFileError, StoreError
from workbench.model.identifiers import Note
from workbench.registry.answers import as_note
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row
from workbench.registry.ares.reading import row_ico
from workbench.registry.ares.resources import Resource
from workbench.registry.days import day_of
from workbench.store.replies import Replies, Reply

Value = TypeVar("Value")

KEEP_DAYS: Final = 90
"""Replies older than this are deleted from the disk."""
_REMEMBERED: Final = 20_000
_AT_ONCE: Final = 2_000
"""So many replies, some eight megabytes, are read from the file at once."""


@dataclass(frozen=True, slots=True)
class Remembered(Generic[Value]):
    """An answer of the past; ``value`` is ``None`` when ARES had no such subject."""

    value: Value | None
    asked_at: datetime


class Memory:
    """Answers of the past. Trouble with the file costs a question more, never the answer.

    Args:
        replies: the file, ``None`` to keep nothing on the disk.

    Attributes:
        trouble: why the file could not be used the last time; ``None`` when all is well.
    """

    def __init__(self, replies: Replies | None) -> None:
        self._replies = replies
        self._here: dict[tuple[str, str], Remembered[object]] = {}
        self._swept = False
        self._writer: ThreadPoolExecutor | None = None
        self._writing: Future[None] | None = None
        self.trouble: Note | None = None

    @contextlib.contextmanager
    def beside(self) -> Iterator[None]:
        """Within it replies go to the disk while the next question is asked; at its end all are there.

        One is written at a time, so that a process that is killed loses the replies to its last two questions at most.
        """
        with ThreadPoolExecutor(1, "ares-replies") as writer:
            self._writer = writer
            try:
                yield
            finally:
                self._writer = None
                self._written()

    def recall(
        self, resource: Resource[Value], icos: Sequence[str], since: datetime
    ) -> dict[str, Remembered[Value]]:
        """The answers that are not older than ``since``, by IČO."""
        found: dict[str, Remembered[Value]] = {}
        for ico in icos:
            here = self._here.get((resource.path, ico))
            if here is not None and here.asked_at >= since:
                found[ico] = here  # type: ignore[assignment]  # kept under the path of this very resource
        lacking = [ico for ico in icos if ico not in found]
        for start in range(0, len(lacking), _AT_ONCE):
            for reply in self._fetched(resource, lacking[start : start + _AT_ONCE], since):
                kept = _read(resource, reply)
                if kept is not None:
                    found[reply.key] = kept
        return found

    def remember(
        self, resource: Resource[Value], answers: Iterable[tuple[str, Row | None, Value | None]], at: datetime
    ) -> None:
        """Keep answers: IČO, the row as it came and its value, or twice ``None`` for no such subject."""
        fit: list[Reply] = []
        for ico, row, value in answers:
            body = resource.kept(row) if row is not None else None
            if self._replies is not None and (row is None or body is not None):
                fit.append(Reply(ico, at, body))
                self._here.pop((resource.path, ico), None)
            else:
                self._here[resource.path, ico] = Remembered(value, at)
        for surplus in list(self._here)[: max(0, len(self._here) - _REMEMBERED)]:
            self._here.pop(surplus, None)
        if self._writer is None:
            self._keep(resource, fit, at)
        else:
            self._written()
            self._writing = self._writer.submit(self._keep, resource, fit, at)

    def _written(self) -> None:
        """Wait for what is being written; what went wrong with it is raised here."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def forget(self) -> None:
        """Forget everything, on the disk too.

        Raises:
            StoreError: the file cannot be written now.
        """
        self._here.clear()
        if self._replies is not None:
            self._replies.forget()

    def close(self) -> None:
        """Give back the file."""
        if self._replies is not None:
            self._replies.close()

    def _fetched(self, resource: Resource[Value], icos: list[str], since: datetime) -> list[Reply]:
        if self._replies is None:
            return []
        try:
            found = list(self._replies.fetch(_key(resource), icos, since=since).values())
        except (StoreError, BrokenFileError) as error:
            self.trouble = as_note(error)
            return []
        self.trouble = None
        return found

    def _keep(self, resource: Resource[Value], fit: list[Reply], at: datetime) -> None:
        if self._replies is None or not fit:
            return
        try:
            if not self._swept:
                self._replies.forget(before=at - timedelta(days=KEEP_DAYS))
                self._swept = True
            self._replies.keep(_key(resource), fit)
        except (StoreError, BrokenFileError) as error:
            self.trouble = as_note(error)


def _key(resource: Resource[Value]) -> str:
    return f"ares/{resource.path}"


def _read(resource: Resource[Value], reply: Reply) -> Remembered[Value] | None:
    """A kept reply as an answer; ``None`` for one that this version reads in another way."""
    if reply.body is None:
        return Remembered(None, reply.asked_at)
    try:
        row = _json.row(json.loads(reply.body))
    except ValueError:
        return None
    value = resource.read(row, day_of(reply.asked_at))
    return None if isinstance(value, Note) or row_ico(row) != reply.key else Remembered(value, reply.asked_at)
