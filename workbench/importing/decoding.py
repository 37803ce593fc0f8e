"""Which encoding a text file is in, told by evidence in its bytes, not by its name."""

import codecs
import re
from typing import Final

from workbench.errors import BrokenFileError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ISO_LETTERS: Final = re.compile(
    rb"(?<=[A-Za-z])[\xa9\xb9\xab\xbb\xae\xbe\xa5\xb5]|[\xa9\xab\xae](?=[a-z\xe0-\xfe])"
)
"""Š š Ť ť Ž ž Ľ ľ of ISO 8859-2 inside words; in cp1250 these bytes are signs such as © and «."""
_CP1250_ONLY: Final = re.compile(rb"[\x80\x82\x84-\x87\x89-\x97\x99-\x9f]")
"""Š š Ť ť Ž ž, dashes, quotes and the euro of cp1250; in ISO 8859-2 these bytes are control codes."""
_SAMPLE: Final = 1 << 20
_MAX_CONTROL_SHARE: Final = 0.02
_STRAY_PER_GOOD: Final = 0.5


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it is in.

    Args:
        data: the whole file.
        name: the file's name, for messages.
        encoding: what the user says it is; otherwise UTF-8, UTF-16, cp1250 and ISO 8859-2 are tried.

    Returns:
        The text without a byte order mark, and Python's name of the encoding.

    Raises:
        BrokenFileError: it is no text, or not in that encoding; names the first bad byte and its line.
    """
    chosen = encoding or _encoding_of(data, name)
    try:
        text = data.decode(chosen)
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, chosen, error.start) from error
    except LookupError as error:
        raise BrokenFileError(
            "“{file}”: the encoding “{encoding}” is not known. Use utf-8, cp1250 or utf-16.",
            file=name,
            encoding=chosen,
        ) from error
    text = text.removeprefix("\ufeff").rstrip("\x1a\x00")
    found = len(_CONTROL.findall(text[:_SAMPLE]))
    if found > max(3, len(text[:_SAMPLE]) * _MAX_CONTROL_SHARE) or "\x00" in text:
        first = _CONTROL.search(text)
        at = first.start() if first else 0
        raise BrokenFileError(
            "“{file}” is no text: byte {byte} (line {line}) is a control code. Save the list as CSV UTF-8 or XLSX.",
            file=name,
            byte=len(text[:at].encode(chosen, "replace")) + 1,
            line=text.count("\n", 0, at) + 1,
        )
    return text, chosen


def _encoding_of(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if wide := _wide(data[:4096]):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = len(_MULTIBYTE.findall(data[:_SAMPLE]))
        stray = len(_HIGH.findall(_MULTIBYTE.sub(b"", data[:_SAMPLE])))
        if good and stray <= good * _STRAY_PER_GOOD:
            raise _undecodable(data, name, "utf-8", error.start) from error
        return single_byte(data[:_SAMPLE])
    return "utf-8"


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    half = len(head) // 2
    if half < 2:  # noqa: PLR2004 - one character proves nothing
        return None
    if head[1::2].count(0) > half * 0.7 and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.7 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def single_byte(sample: bytes) -> str:
    """Which of the Czech single-byte encodings text is in that is no UTF-8: ``cp1250`` or ``iso-8859-2``."""
    iso, windows = len(_ISO_LETTERS.findall(sample)), len(_CP1250_ONLY.findall(sample))
    return "iso-8859-2" if iso > windows else "cp1250"


def _undecodable(data: bytes, name: str, encoding: str, at: int) -> BrokenFileError:
    return BrokenFileError(
        "“{file}” is not in {encoding}: byte {byte} (line {line}) does not belong there. "
        "Save it once more as CSV UTF-8.",
        file=name,
        encoding=encoding.upper(),
        byte=at + 1,
        line=data.count(b"\n", 0, at) + 1,
    )
