"""Folding of vCard lines (RFC 6350, 3.2), which vobject counts in characters instead of octets."""

MAX_OCTETS = 75
_FIRST_BYTE_MASK = 0b1100_0000
_CONTINUATION = 0b1000_0000


def fold_lines(text: str) -> bytes:
    """Fold every line at 75 octets, never inside a UTF-8 character, and end it with CRLF.

    Args:
        text: unfolded lines, each ended by CRLF; no other line end inside.
    """
    return b"".join(_fold(line.encode()) for line in text.split("\r\n") if line)


def _fold(line: bytes) -> bytes:
    pieces: list[bytes] = []
    start, room = 0, MAX_OCTETS
    while len(line) - start > room:
        end = start + room
        while line[end] & _FIRST_BYTE_MASK == _CONTINUATION:
            end -= 1
        pieces.append(line[start:end])
        start, room = end, MAX_OCTETS - 1  # the space that opens a continuation counts
    pieces.append(line[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
