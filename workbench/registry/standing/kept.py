"""Answers kept between questions: about firms on the disk, about people only while the kernel runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from workbench.errors import BrokenFileError, StoreError
from workbench.store.replies import Replies, Reply

Value = TypeVar("Value")
_REMEMBERED: Final = 20_000
"""So many answers are remembered while the kernel runs; the oldest are forgotten."""


class Kept(Generic[Value]):
    """Answers of one register.

    Args:
        replies: the file; ``None`` to keep nothing on the disk.
        resource: the register's name in it.
        write: a value as text for the disk; ``None`` for one that must not go there.
        read: the text back as a value; ``None`` for one that this version does not understand.
    """

    def __init__(
        self,
        replies: Replies | None,
        resource: str,
        write: Callable[[Value], str | None],
        read: Callable[[str, datetime], Value | None],
    ) -> None:
        self._replies = replies
        self._resource = resource
        self._write = write
        self._read = read
        self._here: dict[str, tuple[Value | None, datetime]] = {}

    def recall(
        self, keys: Sequence[str], now: datetime, max_age: timedelta
    ) -> dict[str, tuple[Value | None, datetime]]:
        """What was answered within ``max_age``: value (``None``: there is no such thing) and when.

        Trouble with the file gives nothing, and an age of zero does too.
        """
        if max_age <= timedelta(0):
            return {}
        since = now - max_age
        found = {key: self._here[key] for key in keys if key in self._here and self._here[key][1] >= since}
        for key, reply in self._fetched([key for key in keys if key not in found], since).items():
            value = None if reply.body is None else self._read(reply.body, reply.asked_at)
            if value is not None or reply.body is None:
                found[key] = (value, reply.asked_at)
        return found

    def keep(self, answers: Iterable[tuple[str, Value | None, bool]], at: datetime) -> None:
        """Keep answers: key, value (``None``: no such thing), and whether the key itself may go to the disk."""
        fit = []
        for key, value, public in answers:
            body = None if value is None else self._write(value)
            if self._replies is not None and public and (value is None or body is not None):
                fit.append(Reply(key, at, body))
                self._here.pop(key, None)
            else:
                self._here[key] = (value, at)
        for surplus in list(self._here)[: max(0, len(self._here) - _REMEMBERED)]:
            self._here.pop(surplus, None)
        if self._replies is not None and fit:
            try:
                self._replies.keep(self._resource, fit)
            except (StoreError, BrokenFileError):
                return  # asked again the next time; the answer itself is there

    def _fetched(self, keys: list[str], since: datetime) -> Mapping[str, Reply]:
        if self._replies is None or not keys:
            return {}
        try:
            return self._replies.fetch(self._resource, keys, since=since)
        except (StoreError, BrokenFileError):
            return {}
