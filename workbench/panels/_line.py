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
from typing import TYPE_CHECKING, Any, Final

from IPython import get_ipython

from workbench import running
from workbench.errors import StoppedError

if TYPE_CHECKING:
    from workbench.panels._panel import Panel

_AT_ONCE: Final = frozenset({"panel.stop", "panel.choose", "panel.pin", "panel.speak"})
"""These touch no file."""
_log = logging.getLogger(__name__)


class Line:
    """The one line of a kernel's panels."""

    def __init__(self) -> None:
        self._runs: dict[tuple[int, Any], running.Run] = {}
        self._guard = threading.Lock()
        self._long = _Beside("workbench-run")
        self._short = _Beside("workbench-panels")
        self._deaf: Callable[[], None] | None = None

    def take(self, panel: "Panel", content: Any) -> None:
        """Carry out what a browser asked, now or in turn, and answer it."""
        asked = content if isinstance(content, dict) else {}
        name = asked.get("command")
        if panel.takes_long(name):
            self._begin(panel, content, asked.get("ask"))
        elif self._runs and name not in _AT_ONCE:
            self._short.put(lambda: panel.reply(content))
        else:
            panel.reply(content)

    def stop(self, panel: "Panel", ask: Any) -> bool:
        """Stop what a panel asked for by this number, or take it out of the line; whether that will happen."""
        with self._guard:
            run = self._runs.get((id(panel), ask))
        return run is not None and run.stop()

    def _begin(self, panel: "Panel", content: Any, ask: Any) -> None:
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
                self._end(panel, ask)
            panel.send(answer, buffers or None)

        run = running.Run(watched)
        with self._guard:
            self._runs[id(panel), ask] = run
            if self._deaf is None:
                self._deaf = _hear_interrupts(self._interrupt)
        watched("", 0, 0)
        self._long.put(work)

    def _end(self, panel: "Panel", ask: Any) -> None:
        with self._guard:
            self._runs.pop((id(panel), ask), None)
            if not self._runs and self._deaf is not None:
                self._deaf()
                self._deaf = None

    def _interrupt(self) -> None:
        """The kernel's stop button stops all that stands in the line."""
        for run in list(self._runs.values()):
            run.stop()


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


LINE: Final = Line()
