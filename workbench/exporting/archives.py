"""Several files as one ZIP."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from workbench.errors import InputError

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say; equal content gives equal bytes
_UNIX = 3
_READABLE = 0o100644 << 16


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP archive; equal content gives equal bytes, in whatever order it was given.

    Args:
        files: path inside the archive (with ``/`` between folders) -> content.

    Raises:
        InputError: a name would leave the folder where the archive is unpacked, or two names would
            meet in one file on a system that ignores capitals.
    """
    target = io.BytesIO()
    write_zip(target, files)
    return target.getvalue()


def write_zip(target: IO[bytes], files: Mapping[str, bytes | Path]) -> None:
    """The same into an open file, one file after the other.

    Args:
        target: where the archive is written.
        files: path inside the archive -> content, or where it lies.

    Raises:
        InputError: as :func:`zip_files`.
    """
    seen: dict[str, str] = {}
    for name in files:
        _check(name, seen)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            content = files[name]
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.read_bytes() if isinstance(content, Path) else content)


def _check(name: str, seen: dict[str, str]) -> None:
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or set(name) & set('\\:\0"<>|?*'):
        raise InputError(
            "“{name}” cannot be a file name in an archive. Make it with safe_name first.", name=name
        )
    other = seen.setdefault(name.casefold(), name)
    if other != name:
        raise InputError(
            "“{name}” and “{other}” would be one file. Tell them apart with unique_names first.",
            name=name,
            other=other,
        )
