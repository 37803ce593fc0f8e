"""The HTTP server of the simulated register, on 127.0.0.1 and a free port."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from workbench.model.subject import Subject
from workbench.registry.simulator.answering import BASE, Answering
from workbench.registry.simulator.faults import Fault, Planned
from workbench.registry.simulator.handling import Handler, Server
from workbench.registry.simulator.limits import Counted, Limit
from workbench.registry.simulator.world import World, subjects_of_res_file

PER_MINUTE: Final = 500
_WINDOW: Final = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that came.

    Attributes:
        number: from 1, in the order in which questions came.
        at: UNIX seconds.
        method: ``GET`` or ``POST``.
        path: with the base path.
        agent: header ``User-Agent``.
        body: as it came.
    """

    number: int
    at: float
    method: str
    path: str
    agent: str
    body: bytes

    @property
    def icos(self) -> list[str]:
        """The IČO that a search asks for."""
        found = json.loads(self.body or b"{}").get("ico", [])
        return list(found)


class AresSimulator:
    """A register like ARES, for the time of a ``with`` block or from :meth:`start` to :meth:`stop`.

    ``counted`` says how often it was asked and how many questions it refused for that.

    Args:
        subjects: whom it knows.
        per_minute: from so many questions in a window on the caller is blocked (403, a web page).
        window: the window in seconds.
        today: its day; by default the real one.
        clock: UNIX seconds.
    """

    def __init__(
        self,
        subjects: Iterable[Subject] = (),
        *,
        per_minute: int = PER_MINUTE,
        window: float = _WINDOW,
        today: date | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        day = today or datetime.now(UTC).date()
        self.answering = Answering(World(subjects, day), day)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.counted = Counted([Limit(per_minute, window)])
        self._clock = clock
        self._planned: list[Planned] = []
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", 0), Handler, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @classmethod
    def of_res_file(cls, path: Path, *, per_minute: int = PER_MINUTE, today: date | None = None) -> Self:
        """A register of the subjects of a file in the format of ``res_data.csv``, such as the demo's."""
        return cls(subjects_of_res_file(path), per_minute=per_minute, today=today)

    @property
    def base_url(self) -> str:
        """What to give a client as the address of ARES."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{BASE}"

    def fail(
        self,
        fault: Fault,
        *,
        first: int = 1,
        times: int | None = 1,
        about: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Let questions fail.

        Args:
            fault: how.
            first: from which question on; 1 is the next one.
            times: how many of them; ``None`` for all until :meth:`heal`.
            about: only those that name this IČO.
            retry_after: seconds to tell with 429 and 503.
        """
        with self._lock:
            self._planned.append(Planned(fault, len(self.asked) + first, times, about, retry_after))

    def heal(self) -> None:
        """Let nothing fail any more."""
        with self._lock:
            self._planned.clear()

    def announce(self, source: str, changes: Sequence[tuple[str, str]]) -> None:
        """Release a batch of changes of a source: pairs of IČO and kind of change."""
        self.answering.announced.setdefault(source, []).append(list(changes))

    def most_in(self, seconds: float) -> int:
        """How many questions came in the busiest window of this length."""
        times = sorted(one.at for one in self.asked)
        most = first = 0
        for last, at in enumerate(times):
            while times[first] <= at - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def take(self, method: str, path: str, agent: str, body: bytes) -> Planned | None:
        """Note a question; the fault it meets, ``None`` when it is to be answered well."""
        with self._lock:
            now = self._clock()
            self.asked.append(Asked(len(self.asked) + 1, now, method, path, agent, body))
            if not self.counter(path).take(now):
                return Planned(Fault.BLOCKED, 1, None, None, None)
            question = f"{path} {body.decode('utf-8', 'replace')}"
            return next((one for one in self._planned if one.hits(len(self.asked), question)), None)

    def counter(self, path: str) -> Counted:
        """What counts the questions to this path."""
        del path
        return self.counted

    def leave(self, path: str) -> None:
        """A question was answered, or its connection ended."""
        with self._lock:
            self.counter(path).done()

    def answer(self, method: str, path: str, body: bytes) -> tuple[HTTPStatus, bytes]:
        """The good answer as it goes over the wire."""
        status, reply = self.answering.answer(method, path, body)
        return status, json.dumps(reply, ensure_ascii=False).encode()

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End all connections, and the server."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
