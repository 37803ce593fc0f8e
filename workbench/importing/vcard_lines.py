"""From the bytes of a vCard file to cards of lines: folds, soft line breaks, charsets; nothing is understood yet.

The grammar of a line is vobject's. It cannot read version 2.1 with its quoted-printable and its charsets, stops at the
first malformed card, and drops what follows an unescaped comma; these parts are here.
"""

import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from workbench.importing.decoding import single_byte
from workbench.model.identifiers import Note

MAX_CARDS: Final = 200_000
_HEAD: Final = re.compile(rb'(?:[^":]|"[^"]*"){1,2000}(?=:)')
"""A property with its parameters; a colon may stand in quotes."""
_BREAK: Final = re.compile(rb"\r\n|\n|\r")
_QUOTED: Final = re.compile(rb"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_ENDLESS: Final = Note(
    "card_endless", "The card that begins on line {line} has no END:VCARD. Export it once more."
)
_UNREAD: Final = Note("card_line", "Line {line} is no property of a vCard and was left out.")
_GUESSED: Final = Note(
    "card_charset", "Line {line} does not say its character set; it was read as {charset}."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name and parameters in capitals, its value as written, only decoded."""

    name: str
    params: Mapping[str, tuple[str, ...]]
    value: str
    group: str = ""

    @property
    def types(self) -> frozenset[str]:
        """The values of TYPE, and in 2.1 the parameters without a value, in capitals."""
        return frozenset(one.upper() for one in (*self.params.get("TYPE", ()), *self.params.get("", ())))


@dataclass(slots=True)
class Card:
    """The lines of one card.

    Attributes:
        line: number of the line where it begins.
        lines: its properties.
        notes: what was noticed while reading it.
        broken: why it cannot be brought in.
    """

    line: int
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    broken: Note | None = None


def cards_of(data: bytes) -> tuple[list[Card], int]:
    """The cards of a file in their order, and how many lines that are not blank stand outside of them.

    Of more than :data:`MAX_CARDS` the rest is not looked at.
    """
    data = _as_utf8(data)
    default = _charset_of(data)
    found: list[Card] = []
    stray = depth = 0
    open_card: Card | None = None
    for number, raw in takewhile(lambda _: len(found) <= MAX_CARDS, _logical(data)):
        word = raw.strip().upper().replace(b" ", b"")
        if word == b"BEGIN:VCARD":
            if open_card is not None and _last_name(open_card) == "AGENT":
                depth += 1
                continue
            if open_card is not None:
                open_card.broken = _with(_ENDLESS, line=open_card.line)
            open_card = Card(number)
            found.append(open_card)
        elif word == b"END:VCARD" and depth:
            depth -= 1
        elif word == b"END:VCARD" and open_card is not None:
            open_card = None
        elif open_card is None:
            stray += bool(raw.strip())
        elif raw.strip() and not depth:
            _take(open_card, number, raw, default)
    if open_card is not None:
        open_card.broken = _with(_ENDLESS, line=open_card.line)
    return found, stray


def _take(card: Card, number: int, raw: bytes, default: str) -> None:
    from vobject.base import ParseError, parseLine  # noqa: PLC0415 - 60 ms

    cut = _HEAD.match(raw)
    head, value = (raw[: cut.end()], raw[cut.end() + 1 :]) if cut else (b"", b"")
    try:
        name, params, _, group = parseLine(f"{head.decode('utf-8', 'replace').strip()}:", number)
    except ParseError:
        card.notes.append(_with(_UNREAD, line=number))
        return
    said: dict[str, tuple[str, ...]] = {}
    for key, *values in params:
        plain = (key.upper(), values) if values else ("", [key])
        said[plain[0]] = (*said.get(plain[0], ()), *plain[1])
    encoding = {one.upper() for one in (*said.get("ENCODING", ()), *said.get("", ()))}
    if "QUOTED-PRINTABLE" in encoding:
        value = quopri.decodestring(value)
    text, guessed = _decoded(value, said.get("CHARSET", ()), default)
    if guessed:
        card.notes.append(_with(_GUESSED, line=number, charset=guessed.upper()))
    card.lines.append(Line(name.upper(), said, text, (group or "").lower()))


def _logical(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines without their folds and soft breaks, each with the number of its first line."""
    parts: list[bytes] = []
    start = 0
    soft = quoted = False
    for number, line in enumerate(_BREAK.split(data), 1):
        if soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in (b" ", b"\t"):
            parts.append(line[1:])
        else:
            if parts:
                yield start, b"".join(parts)
            parts, start = [line], number
            quoted = _QUOTED.match(line) is not None
        soft = quoted and parts[-1].endswith(b"=")
    yield start, b"".join(parts)


def _as_utf8(data: bytes) -> bytes:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _charset_of(data: bytes) -> str:
    """What bytes that are no UTF-8 and say no charset are taken for."""
    rest = b"\n".join(line for line in data.split(b"\n") if not _is_utf8(line))
    return single_byte(rest) if rest else "cp1250"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(value: bytes, charsets: tuple[str, ...], default: str) -> tuple[str, str]:
    """The text, and the charset where it had to be guessed."""
    for charset in charsets:
        try:
            if not codecs.lookup(charset)._is_text_encoding:  # noqa: SLF001 - zip, hex and the like are no charsets
                continue
            return value.decode(charset), ""
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    try:
        return value.decode(), ""
    except UnicodeDecodeError:
        return value.decode(default, "replace"), default


def _last_name(card: Card) -> str:
    return card.lines[-1].name if card.lines else ""


def _with(note: Note, **values: object) -> Note:
    return Note(note.code, note.message, values)
