"""What stands at a path, told from its first bytes, before anything tries to read it as a table."""

import os
import re
import stat
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError

MAX_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is read at once."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FOREIGN: Final[Mapping[bytes, str]] = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x7fELF": "ELF",
}
_MARKUP: Final = (b"<!doctype html", b"<html", b"<?xml")
_HEAD: Final = 1_000
_CARD: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:[^\r\n]*[\r\n]+)?\s*BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|\Z)",
    re.IGNORECASE,
)
"""Cards, where at most one line stands before the first of them."""


class Content(StrEnum):
    """What a file holds, whatever its name ends with."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcard"


def check_file(path: str | os.PathLike[str]) -> Path:
    """The path of a file that exists, is no directory, is not empty and not too large.

    Raises:
        BrokenFileError: it is anything else; the message says what, and what to do.
    """
    try:
        found = Path(path)
        info = found.stat()
    except FileNotFoundError as error:
        raise BrokenFileError(
            "There is no file “{file}”. Check the name and the folder.", file=os.fspath(path)
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise BrokenFileError(
            "“{file}” cannot be opened ({why}). Check the name and your rights to the file.",
            file=str(path),
            why=error,
        ) from error
    if stat.S_ISDIR(info.st_mode):
        raise BrokenFileError(
            "“{file}” is a folder. Choose one CSV, XLSX or vCard file in it.", file=found.name
        )
    if not stat.S_ISREG(info.st_mode):
        raise BrokenFileError(
            "“{file}” is no ordinary file. Choose a CSV, XLSX or vCard file.", file=found.name
        )
    if info.st_size == 0:
        raise BrokenFileError("“{file}” is empty (0 bytes). Export it once more.", file=found.name)
    if info.st_size > MAX_BYTES:
        raise BrokenFileError(
            "“{file}” has {size} MB; at most {limit} MB are read at once. Split it into several files.",
            file=found.name,
            size=info.st_size // 1024 // 1024,
            limit=MAX_BYTES // 1024 // 1024,
        )
    return found


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        BrokenFileError: the system does not let it be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrokenFileError(
            "“{file}” cannot be opened ({why}). Check the name and your rights to the file.",
            file=path.name,
            why=error.strerror or error,
        ) from error


def content_of(data: bytes, name: str) -> Content:
    """What these bytes are: a workbook, vCards, or (as far as their beginning says) delimited text.

    Raises:
        BrokenFileError: they begin as something that holds no table for us, such as a PDF.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Content.XLSX
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise BrokenFileError(
                "“{file}” is protected by a password. Open it in Excel, remove the password and save it as XLSX.",
                file=name,
            )
        raise BrokenFileError(
            "“{file}” is in the old Excel format (.xls). Open it and save it as XLSX or as CSV UTF-8.",
            file=name,
        )
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            raise BrokenFileError(
                "“{file}” is a {kind} file, not a table. Save the list as CSV or XLSX.", file=name, kind=kind
            )
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise BrokenFileError(
            "“{file}” is a {kind} file, not a table. Save the list as CSV or XLSX.",
            file=name,
            kind="HTML/XML",
        )
    return Content.VCARD if _CARD.match(data[:_HEAD].replace(b"\x00", b"")) else Content.CSV
