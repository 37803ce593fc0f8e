"""Serving one connection of the simulated register, well or with a fault."""

import contextlib
import json
import socket
import struct
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from workbench.registry.simulator.answering import error, wrong_address
from workbench.registry.simulator.faults import Fault, Planned, web_page

if TYPE_CHECKING:
    from workbench.registry.simulator.server import AresSimulator

_JSON: Final = "application/json"
_HTML: Final = "text/html; charset=utf-8"
_LONGEST_WAIT: Final = 30.0
"""Seconds after which a slow answer ends at the latest."""
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class Server(ThreadingHTTPServer):
    """One thread a connection; open connections are closed with the server."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], simulator: "AresSimulator"
    ) -> None:
        super().__init__(address, handler)
        self.simulator = simulator
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, and serve it in a thread."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End one connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """End everything."""
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error; anything else is reported."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Reads a question, hands it to the simulator, writes what comes of it."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body go out together, else each reply waits 40 ms for an acknowledgement
    server: Server

    def do_GET(self) -> None:
        """Serve a question without a body."""
        self._serve("GET")

    def do_POST(self) -> None:
        """Serve a question with a body."""
        self._serve("POST")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Say nothing; the simulator keeps the questions."""

    def _serve(self, method: str) -> None:
        simulator = self.server.simulator
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        planned = simulator.take(method, self.path, self.headers.get("User-Agent") or "", body)
        try:
            if planned is None:
                status, reply = simulator.answer(method, self.path, body)
                self._send(status, reply)
            else:
                self._fail(planned, method, body)
        finally:
            simulator.leave(self.path)

    def _fail(self, planned: Planned, method: str, body: bytes) -> None:
        fault = planned.fault
        if fault is Fault.SLOW:
            self._hang()
        elif fault is Fault.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.connection.close()
            self.close_connection = True
        elif fault in _PAGES:
            status, sentence = _PAGES[fault]
            self._send(status, web_page(sentence), kind=_HTML, retry_after=planned.retry_after)
        elif fault in _BODIES:
            status, made = _BODIES[fault]
            self._send(status, json.dumps(made, ensure_ascii=False).encode())
        elif fault is Fault.WRONG_ADDRESS:
            status, made = wrong_address(self.path)
            self._send(status, json.dumps(made).encode())
        else:
            self._spoil(fault, *self.server.simulator.answer(method, self.path, body))

    def _spoil(self, fault: Fault, status: HTTPStatus, reply: bytes) -> None:
        """A good answer that gets damaged on its way."""
        half = reply[: len(reply) // 2]
        if fault is Fault.TRUNCATED:
            self._send(status, half)
        elif fault is Fault.WRONG_CHARSET:
            text = reply.decode()
            self._send(status, text.encode("cp1250", "replace"), kind=f"{_JSON};charset=windows-1250")
        elif fault is Fault.MOVED:
            self._send(HTTPStatus.FOUND, b"", location="https://ares.invalid/elsewhere")
        else:
            self._send(status, half, length=len(reply))
            if fault is Fault.SLOW_BODY:
                self._hang()
            self.close_connection = True

    def _hang(self) -> None:
        self.server.simulator.closing.wait(_LONGEST_WAIT)
        self.close_connection = True

    def _send(
        self, status: int, body: bytes, *, kind: str = _JSON, length: int | None = None,
        retry_after: int | None = None, location: str | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


_PAGES: Final = {
    Fault.BLOCKED: (HTTPStatus.FORBIDDEN, "The request is blocked."),
    Fault.MAINTENANCE: (HTTPStatus.OK, "Probíhá odstávka systému."),
    Fault.BAD_GATEWAY: (HTTPStatus.BAD_GATEWAY, "Bad gateway."),
    Fault.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "Service unavailable."),
    Fault.TOO_MANY_REQUESTS: (HTTPStatus.TOO_MANY_REQUESTS, "Too many requests."),
}
_BODIES: Final[dict[Fault, tuple[HTTPStatus, object]]] = {
    Fault.SERVER_ERROR: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        error("OBECNA_CHYBA", "Neočekávaná chyba.", "SYSTEMOVA_CHYBA"),
    ),
    Fault.ERROR_BODY: (HTTPStatus.OK, error("OBECNA_CHYBA", "Neočekávaná chyba.", "SYSTEMOVA_CHYBA")),
    Fault.OTHER_SHAPE: (HTTPStatus.OK, [{"vysledky": [{"cislo": "1"}]}]),
}
