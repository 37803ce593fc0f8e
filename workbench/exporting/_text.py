"""Untrusted text, made fit for a file."""

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(value: object) -> str:
    """The value as text without control characters; every kind of line end becomes a line feed.

    Left out are the C0 and C1 controls except tab and line end, lone surrogates (UTF-8 cannot hold them)
    and U+FFFE and U+FFFF (XML cannot). ``None`` is the empty text.
    """
    return "" if value is None else _UNFIT.sub("", _LINE_ENDS.sub("\n", str(value)))


def clean_lines(value: object) -> tuple[str, ...]:
    """:func:`clean`, line by line: without blanks around them, and without empty ones."""
    return tuple(filter(None, (line.strip() for line in clean(value).split("\n"))))


def clean_line(value: object) -> str:
    """:func:`clean`, on one line: runs of whitespace become single spaces."""
    return " ".join(clean(value).split())
