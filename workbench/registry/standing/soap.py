"""SOAP envelopes: what to send, and reading what comes without trusting it.

Replies are parsed by defusedxml: no entities, no external files, no network (OWASP, XML External Entity
Prevention). Prefixes of namespaces differ from server to server, so elements are told by their local names.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from workbench.model.identifiers import Note
from workbench.registry.answers import Malformed, Trouble, excerpt
from workbench.registry.line import Line
from workbench.registry.manners import HttpReply
from workbench.registry.statuses import failing, of_status

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_OK: Final = 200
_FAULT: Final = 500


def envelope(
    operation: str, namespace: str, children: Iterable[tuple[str, str]], *, qualified: bool
) -> bytes:
    """A request.

    Args:
        operation: name of the element in the body.
        namespace: its namespace.
        children: names and texts of its children, in the order in which they are to stand.
        qualified: whether the children stand in the namespace too.
    """
    prefix = "q:" if qualified else ""
    inside = "".join(f"<{prefix}{name}>{escape(text)}</{prefix}{name}>" for name, text in children)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{_ENVELOPE}"><s:Body>'
        f'<q:{operation} xmlns:q="{namespace}">{inside}</q:{operation}></s:Body></s:Envelope>'
    ).encode()


def asked(
    line: Line,
    source: str,
    content: bytes,
    *,
    action: str,
    expected: tuple[str, str],
    patience: float | None = None,
) -> "Element | Trouble":
    """Send a request and give the element in the body of the reply.

    Args:
        line: the connection.
        source: how the register is named.
        content: the request.
        action: header ``SOAPAction``.
        expected: how the local name of the element must begin and end.
        patience: seconds to wait for the turn at most.
    """
    headers = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml", "SOAPAction": f'"{action}"'}
    reply = line.ask("", content, headers, patience=patience)
    if isinstance(reply, Trouble):
        return reply
    return judged(reply, source, expected)


def judged(reply: HttpReply, source: str, expected: tuple[str, str]) -> "Element | Trouble":
    """The element in the body of a reply, or why there is none that says anything."""
    if reply.status not in {_OK, _FAULT}:
        return of_status(reply, source)
    root = parsed(reply.body)
    found = None if isinstance(root, Malformed) else _in_body(root)
    if reply.status == _FAULT or (found is not None and local(found) == "Fault"):
        return failing(reply, source)
    if isinstance(root, Malformed):
        return root
    if found is None or not (local(found).startswith(expected[0]) and local(found).endswith(expected[1])):
        return strange(reply.body)
    return found


def parsed(body: bytes) -> "Element | Malformed":
    """The root element of a reply."""
    try:
        return fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        shown = excerpt(body.decode("utf-8", "replace"))
        return Malformed(Note("xml", "it is broken or not whole. Ask again later."), shown)


def strange(body: bytes = b"") -> Malformed:
    """A reply of another shape."""
    return Malformed(
        Note("shape_of_reply", "it has another shape than is documented. Ask again later."),
        excerpt(body.decode("utf-8", "replace")),
    )


def local(element: "Element") -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: "Element", name: str) -> "Iterator[Element]":
    """The children of this local name."""
    return (one for one in element if local(one) == name)


def child(element: "Element | None", name: str) -> "Element | None":
    """The first child of this local name."""
    return None if element is None else next(children(element, name), None)


def text(element: "Element | None", name: str) -> str | None:
    """Text of a child on one line; ``None`` for none and for an empty one."""
    found = child(element, name)
    return None if found is None else " ".join((found.text or "").split()) or None


def _in_body(root: "Element") -> "Element | None":
    body = child(root, "Body") if local(root) == "Envelope" else None
    return None if body is None else next(iter(body), None)
