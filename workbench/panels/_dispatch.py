"""Who carries out what browsers ask: the kernel's thread, or beside it, so that a long run can be watched and stopped.

The kernel takes one message at a time. Commands that may take long run one after the other in a thread of their
own. As long as one does, other commands run in a second thread, for they may have to wait for the file; the
kernel's thread stays free for the one that stops.
"""

import contextvars
import logging
import signal
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType
from typing import Any, Final, NamedTuple, Protocol

from IPython import get_ipython

from workbench import running
from workbench.errors import StoppedError, WorkbenchError

_AT_ONCE: Final = frozenset({"panel.stop", "panel.choose", "panel.pin", "panel.speak"})
"""These touch no file."""
_log = logging.getLogger(__name__)


class Asked(Protocol):
    """What a browser can ask: a panel, as far as the dispatcher knows it."""

    def takes_long(self, name: object) -> bool:
        """Whether a command may take long."""

    def answer(self, content: object) -> tuple[dict[str, Any], list[bytes]]:
        """Carry out one message: the answer, and the bytes that travel with it."""

    def refusal(self, number: object, error: WorkbenchError) -> dict[str, Any]:
        """The answer to a question that was refused."""

    def reply(self, content: object) -> None:
        """Carry out one message and send the answer."""

    def send(self, content: Any, buffers: Any = None) -> None:
        """Send a message to the browser."""


class _Underway(NamedTuple):
    """A long run that waits or is being carried out, and the question that it answers."""

    panel: Asked
    ask: object
    run: running.Run


class Dispatcher:
    """The one line of a kernel's panels."""

    def __init__(self) -> None:
        self._underway: list[_Underway] = []
        self._guard = threading.Lock()
        self._long = _Beside("workbench-run")
        self._short = _Beside("workbench-panels")
        self._deaf: Callable[[], None] | None = None

    def take(self, panel: Asked, content: Any) -> None:
        """Carry out what a browser asked, now or in turn, and answer it."""
        asked = content if isinstance(content, dict) else {}
        name = asked.get("command")
        if panel.takes_long(name):
            self._begin(panel, content, asked.get("ask"))
        elif self._underway and name not in _AT_ONCE:
            self._short.put(lambda: panel.reply(content))
        else:
            panel.reply(content)

    def stop(self, panel: Asked, ask: object) -> bool:
        """Stop what a panel asked for by this number, or take it out of the line; whether that will happen."""
        with self._guard:
            meant = [one for one in self._underway if one.panel is panel and one.ask == ask]
        stopped = [one.run.stop() for one in meant]
        return any(stopped)

    def _begin(self, panel: Asked, content: Any, ask: object) -> None:
        def watched(what: str, done: int, total: int) -> None:
            value = {"ask": ask, "what": what, "done": done, "total": total}
            panel.send({"event": "progress", "value": value})

        def work() -> None:
            try:
                with run.current():
                    running.check()
                    answer, buffers = panel.answer(content)
            except StoppedError as stopped:  # even one that was still under way when the answer was ready
                answer, buffers = panel.refusal(ask, stopped), []
            finally:
                self._end(underway)
            panel.send(answer, buffers or None)

        run = running.Run(watched)
        underway = _Underway(panel, ask, run)
        with self._guard:
            self._underway.append(underway)
            if self._deaf is None:
                self._deaf = _hear_interrupts(self._interrupt)
        watched("", 0, 0)
        self._long.put(work)

    def _end(self, ended: _Underway) -> None:
        with self._guard:
            self._underway = [one for one in self._underway if one is not ended]
            if not self._underway and self._deaf is not None:
                self._deaf()
                self._deaf = None

    def _interrupt(self) -> None:
        """The kernel's stop button stops all that stands in the line."""
        for one in self._underway:
            one.run.stop()


class _Beside:
    """A thread that does one thing after the other; it holds nobody back who wants to end the kernel."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[tuple[contextvars.Context, Callable[[], None]]] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, work: Callable[[], None]) -> None:
        """Do this in turn, with what this thread knows of the message it came by."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._go, name=self._name, daemon=True)
            self._thread.start()
        self._queue.put((contextvars.copy_context(), work))

    def _go(self) -> None:
        while True:
            context, work = self._queue.get()
            try:
                context.run(work)
            except BaseException:  # noqa: BLE001 - whatever it is, even an action that calls sys.exit, the thread lives on
                _log.exception("a panel's command failed")


def _hear_interrupts(stop: Callable[[], None]) -> Callable[[], None]:
    """Let the kernel's interrupt stop the line; what is given back undoes that, from any thread.

    An idle kernel ignores the signal. It is taken over in the main thread, between two messages: there alone
    Python lets a signal be handled, and messages of panels may come by another (a subshell).
    """
    loop = getattr(getattr(get_ipython(), "kernel", None), "io_loop", None)
    if loop is None:
        return lambda: None
    before: list[Any] = []
    over = threading.Event()

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop()

    def hear() -> None:
        if not over.is_set():
            before.append(signal.signal(signal.SIGINT, heard))

    def forget() -> None:
        if before and signal.getsignal(signal.SIGINT) is heard:
            signal.signal(signal.SIGINT, before.pop())

    def deaf() -> None:
        over.set()
        loop.add_callback(forget)

    loop.add_callback(hear)
    return deaf


DISPATCHER: Final = Dispatcher()
