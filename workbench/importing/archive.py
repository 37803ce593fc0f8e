"""Looking at a workbook as the ZIP archive it is, before anything is unpacked."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from workbench.errors import BrokenFileError

MAX_ENTRIES: Final = 5_000
MAX_UNPACKED: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 8 * 1024 * 1024
"""Small parts may shrink as much as they like."""
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG: Final = 2048
_OTHER: Final = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "Word"),
    ("ppt/presentation.xml", "PowerPoint"),
    ("content.xml", "OpenDocument"),
)


def check_archive(data: bytes, name: str) -> None:
    """Refuse an archive that is no workbook, is damaged, or would unpack to far more than it is.

    The sizes are those of the archive's directory. They bind: Python's zipfile unpacks no more of an entry than
    its declared size.

    Raises:
        BrokenFileError: with what is wrong and what to do.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, name)
            _check_kind(archive, name)
            _check_markup(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise damaged(name, error) from error


def damaged(name: str, why: object) -> BrokenFileError:
    """The error for a workbook that cannot be read to its end."""
    return BrokenFileError(
        "“{file}” is a damaged workbook ({why}). Open it in Excel, let it be repaired, and save it as a new XLSX.",
        file=name,
        why=str(why)[:200] or type(why).__name__,
    )


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BrokenFileError(
            "“{file}” consists of {count} parts; a workbook has at most {limit}. It was not unpacked.",
            file=name,
            count=len(entries),
            limit=MAX_ENTRIES,
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bulging = any(
        entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if (
        unpacked > MAX_UNPACKED
        or bulging
        or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1))
    ):
        raise BrokenFileError(
            "“{file}” would unpack from {packed} kB to {unpacked} MB. It was not unpacked; "
            "if you trust it, open it and save the list as CSV.",
            file=name,
            packed=packed // 1024,
            unpacked=unpacked // 1024 // 1024,
        )


def _check_kind(archive: zipfile.ZipFile, name: str) -> None:
    parts = set(archive.namelist())
    if "[Content_Types].xml" in parts and any(part.lower() == "xl/workbook.xml" for part in parts):
        return
    kind = next((kind for part, kind in _OTHER if part in parts), "ZIP")
    raise BrokenFileError(
        "“{file}” is a {kind} file, not a table. Save the list as CSV or XLSX.", file=name, kind=kind
    )


def _check_markup(archive: zipfile.ZipFile, name: str) -> None:
    """No part of a workbook declares entities; those that do try to grow while being read."""
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                prolog = part.read(_PROLOG).replace(b"\x00", b"")
            if _DOCTYPE.search(prolog):
                raise BrokenFileError(
                    "“{file}” declares entities in its part {part}, which no workbook does. It was not read.",
                    file=name,
                    part=entry.filename,
                )
