"""What can go wrong with a register, and when it is to go wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A way to fail."""

    SLOW = "slow"  # no byte comes until the client gives up
    SLOW_BODY = "slow_body"  # half of the reply comes, then nothing
    RESET = "reset"  # the connection is reset
    SERVER_ERROR = "server_error"  # 500 with an error body
    BAD_GATEWAY = "bad_gateway"  # 502 with a web page
    UNAVAILABLE = "unavailable"  # 503 with Retry-After
    TOO_MANY_REQUESTS = "too_many_requests"  # 429 with Retry-After
    BLOCKED = "blocked"  # 403 with a web page
    MAINTENANCE = "maintenance"  # 200 with a web page
    TRUNCATED = "truncated"  # the JSON ends in the middle, the length agrees with it
    CUT_OFF = "cut_off"  # the connection ends before the promised length
    WRONG_CHARSET = "wrong_charset"  # Windows-1250 instead of UTF-8
    OTHER_SHAPE = "other_shape"  # JSON, but not what the document says
    ERROR_BODY = "error_body"  # 200 with an error body
    WRONG_ADDRESS = "wrong_address"  # 404 as a web server says it: {status, error, path}
    MOVED = "moved"  # 302 to another address


@dataclass(slots=True)
class Planned:
    """A fault that is to happen.

    Attributes:
        fault: which.
        first: number of the first question it may hit.
        left: how many questions it still hits; ``None`` for all.
        about: only questions that name this IČO.
        retry_after: seconds told with 429 and 503, ``None`` to tell nothing.
    """

    fault: Fault
    first: int
    left: int | None
    about: str | None
    retry_after: int | None

    def hits(self, number: int, question: str) -> bool:
        """Whether it hits this question; if so, it is used up by one."""
        if number < self.first or self.left == 0 or (self.about is not None and self.about not in question):
            return False
        if self.left is not None:
            self.left -= 1
        return True


WEB_PAGE = """<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>
<h2>{sentence}</h2><span>{reference}</span></body></html>"""


def web_page(sentence: str) -> bytes:
    """What a gateway in front of the register shows."""
    return WEB_PAGE.format(sentence=sentence, reference="20260101T000000Z-invented").encode()
