"""Asking ARES: JSON over HTTP."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.registry.answers import Trouble
from workbench.registry.ares.verdicts import SOURCE, Verdict, judge
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import HttpReply, Manners

if TYPE_CHECKING:
    import httpx

__all__ = ["BASE_URL", "Timeouts", "Wire"]

BASE_URL: Final = "https://ares.gov.cz/ekonomicke-subjekty-v-be/rest"
_ACCEPT: Final = {"Accept": "application/json"}
_SEND: Final = _ACCEPT | {"Content-Type": "application/json"}


class Wire:
    """The connection to one ARES.

    Args:
        manners: the queue, the retries and the breaker.
        base_url: where ARES is; it has moved before.
        transport: how bytes travel; a test gives its own.
        timeouts: see there.
        agent: text of the header ``User-Agent``.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        base_url: str = BASE_URL,
        transport: "httpx.BaseTransport | None" = None,
        timeouts: Timeouts | None = None,
        agent: str | None = None,
    ) -> None:
        self.manners = manners
        self._line = Line(
            SOURCE, manners, base_url=base_url, transport=transport, timeouts=timeouts, agent=agent
        )

    def get(self, path: str) -> Verdict:
        """Ask for one thing.

        Args:
            path: below the base address, without a leading slash.
        """
        return self._judged(self._line.ask(path, headers=_ACCEPT))

    def post(self, path: str, question: Mapping[str, object]) -> Verdict:
        """Ask with a filter."""
        content = json.dumps(question, ensure_ascii=False, separators=(",", ":")).encode()
        return self._judged(self._line.ask(path, content, _SEND))

    def close(self) -> None:
        """Give back the connection; the next question opens a new one."""
        self._line.close()

    @staticmethod
    def _judged(reply: HttpReply | Trouble) -> Verdict:
        return reply if isinstance(reply, Trouble) else judge(reply)
