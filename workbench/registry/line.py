"""Sending a question to a register over HTTP in its turn, with a time limit for the whole of the reply."""

import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Final

from workbench.errors import StoreError
from workbench.model.identifiers import Note
from workbench.registry.answers import Malformed, OutOfReach, Trouble, as_note
from workbench.registry.manners import Closed, HttpReply, Manners, NoReply, retry_after

if TYPE_CHECKING:
    import httpx

LARGEST_REPLY: Final = 64 * 1024 * 1024
"""Bytes; a hundred subjects take half a megabyte, a thousand some five."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait at most: for a connection, for the next piece of a reply, for the whole of it."""

    connect: float = 10.0
    read: float = 30.0
    whole: float = 120.0


@cache
def user_agent() -> str:
    """Names the software and its version, as the terms of registers want it."""
    return f"workbench/{metadata.version('workbench')} (client list cleaning in JupyterLab)"


class Line:
    """The connection to one register.

    Args:
        source: how the register is named in messages.
        manners: the queue, the retries and the breaker.
        base_url: where it is; registers have moved before.
        transport: how bytes travel; a test gives its own.
        timeouts: see there.
        agent: text of the header ``User-Agent``.
    """

    def __init__(
        self,
        source: str,
        manners: Manners,
        *,
        base_url: str,
        transport: "httpx.BaseTransport | None" = None,
        timeouts: Timeouts | None = None,
        agent: str | None = None,
    ) -> None:
        self.manners = manners
        self._source = source
        self._base_url = base_url.rstrip("/")
        self._transport = transport
        self._timeouts = timeouts or Timeouts()
        self._agent = agent
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def ask(
        self,
        path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        patience: float | None = None,
    ) -> HttpReply | Trouble:
        """Ask once, or again where that makes sense; a reply of whatever status is given back as it came.

        Args:
            path: below the base address, without a leading slash; empty for the address itself.
            content: what to send (POST); ``None`` to ask for the address alone (GET).
            headers: to send besides the usual ones.
            patience: seconds to wait for the turn at most; ``None`` for as long as it takes.
        """
        try:
            reply = self.manners.ask(lambda: self._sent(path, content, headers), patience=patience)
        except StoreError as error:
            return OutOfReach(as_note(error))
        if isinstance(reply, Closed):
            return reply.answer(self._source)
        if isinstance(reply, NoReply):
            return Malformed(reply.reason) if reply.reason.code in _UNREADABLE else OutOfReach(reply.reason)
        return reply

    def close(self) -> None:
        """Give back the connection; the next question opens a new one."""
        if self._client is not None:
            self._closing()
            self._client = None

    def _sent(
        self, path: str, content: bytes | None, headers: Mapping[str, str] | None
    ) -> HttpReply | NoReply:
        import httpx  # noqa: PLC0415 - 0.2 s, and only who asks a register pays it

        try:
            method, address = "GET" if content is None else "POST", f"{self._base_url}/{path}".rstrip("/")
            with self._opened().stream(method, address, content=content, headers=headers) as response:
                body = self._body(response.iter_bytes())
                told = response.headers
        except httpx.TimeoutException:
            return NoReply(Note("timeout", "{source} did not answer in time. Ask again in a few minutes; what was found is kept.",
                                {"source": self._source}))  # fmt: skip
        except httpx.DecodingError:
            return NoReply(Note("compression", "it cannot be decompressed. Ask again later."))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            return NoReply(Note("no_address", "{address} is no address of a register. Check it in the settings.",
                                {"address": self._base_url}), passing=False)  # fmt: skip
        except httpx.RequestError as error:
            return NoReply(Note("connection", "the connection to {source} failed ({detail}). Check the network and ask again; what was found is kept.",
                                {"source": self._source, "detail": type(error).__name__}))  # fmt: skip
        if body is None:
            return NoReply(Note("too_large", "it is larger than {megabytes} MB. Ask for less at once.",
                                {"megabytes": LARGEST_REPLY >> 20}), passing=False)  # fmt: skip
        wait = retry_after(told.get("Retry-After"), self.manners.clock.now())
        return HttpReply(response.status_code, body, wait, told.get("Location", ""))

    def _body(self, pieces: Iterator[bytes]) -> bytes | None:
        """The whole body; ``None`` when there is too much of it. A trickle must not last for ever either."""
        import httpx  # noqa: PLC0415

        give_up_at = time.monotonic() + self._timeouts.whole
        body = bytearray()
        for piece in pieces:
            body += piece
            if len(body) > LARGEST_REPLY:
                return None
            if time.monotonic() > give_up_at:
                raise httpx.ReadTimeout("")
        return bytes(body)

    def _opened(self) -> "httpx.Client":
        with self._lock:  # threads may share a register
            if self._client is None:
                import httpx  # noqa: PLC0415

                limits = self._timeouts
                self._client = httpx.Client(
                    transport=self._transport,
                    timeout=httpx.Timeout(limits.read, connect=limits.connect),
                    headers={"User-Agent": self._agent or user_agent()},
                )
                self._closing = weakref.finalize(self, self._client.close)
            return self._client


_UNREADABLE: Final = {"compression", "too_large"}
