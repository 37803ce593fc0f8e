"""What the HTTP status of a reply means when its body does not say more."""

from http import HTTPStatus
from typing import Final

from workbench.model.identifiers import Note
from workbench.registry.answers import Malformed, OutOfReach, Refused, Trouble
from workbench.registry.manners import HttpReply

_SHOWN: Final = 200


def of_status(reply: HttpReply, source: str) -> Trouble:
    """The meaning of a status that is no success.

    Args:
        reply: what came.
        source: how the register is named.
    """
    status = reply.status
    if status == HTTPStatus.FORBIDDEN:
        return Refused(
            Note("blocked_now", "{source} blocked this computer, as a rule after too many questions.", {"source": source})
        )  # fmt: skip
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused(
            Note("too_fast", "{source} got too many questions.", {"source": source}), reply.retry_after
        )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.BAD_REQUEST}:
        detail = f"HTTP {status}"
        return Refused(
            Note("asked_wrongly", "{source} did not accept the question ({detail}).", {"source": source, "detail": detail})
        )  # fmt: skip
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        there = f"HTTP {status} {reply.location[:_SHOWN]}".strip()
        return OutOfReach(
            Note(
                "wrong_address",
                "there is no {source} at this address ({detail}). Check the address of the register in the settings.",
                {"source": source, "detail": there},
            )
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return failing(reply, source)
    return Malformed(Note("status", "it has the strange status {status}.", {"status": status}))


def failing(reply: HttpReply, source: str) -> Refused | OutOfReach:
    """A fault of the register's own, or a time in which it is not available."""
    if reply.retry_after is not None:
        return Refused(
            Note("unavailable", "{source} is not available now (HTTP {status}).", {"source": source, "status": reply.status}),
            reply.retry_after,
        )  # fmt: skip
    return OutOfReach(
        Note(
            "failing",
            "{source} reports a fault of its own (HTTP {status}). Ask again in a few minutes; what was found is kept.",
            {"source": source, "status": reply.status},
        )
    )
