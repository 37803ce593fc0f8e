"""Putting an exported file on the disk: whole or not at all, and never over another file."""

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import DiskError, InputError
from workbench.exporting.filenames import numbered

_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.EACCES}
)
_MOST_COPIES = 10_000
_AT_ONCE = 2**20


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Refuse a folder that is not there.

    Raises:
        InputError: there is no such folder.
    """
    if not Path(folder).is_dir():
        raise InputError(
            "There is no folder “{folder}”. Create it first, or choose another.", folder=str(folder)
        )


def write_new(folder: str | os.PathLike[str], name: str, data: bytes) -> Path:
    """Write a new file; where the name is taken, `` (2)``, `` (3)`` … is added to it.

    The content is written aside first and appears under its name in one step, so that nobody meets half
    a file and two exports at once cannot overwrite each other.

    Args:
        folder: an existing folder.
        name: a plain file name (:func:`~workbench.exporting.safe_name` makes one).
        data: the content.

    Returns:
        Where it was written.

    Raises:
        InputError: no such folder, or the name holds a path.
        DiskError: the disk is full, read-only or gone, or the folder may not be written to.
    """
    return put_new(folder, {name: data})[0]


def put_new(folder: str | os.PathLike[str], files: Mapping[str, bytes | Path]) -> list[Path]:
    """Write new files, all of them or none; each as :func:`write_new` does.

    Args:
        folder: an existing folder.
        files: plain file name -> content, or where it lies; it stays there.

    Returns:
        Where they were written, in the same order.

    Raises:
        InputError, DiskError: as :func:`write_new`.
    """
    place = Path(folder)
    for name in files:
        if name in {"", ".", ".."} or set(name) & {"/", "\\", "\0"}:
            raise InputError("“{name}” is not a plain file name. Make it with safe_name first.", name=name)
    check_folder(place)
    written: list[Path] = []
    name = ""
    try:
        for name, content in files.items():
            written.append(_put(place, name, content))
    except BaseException as error:  # an interrupt too leaves nothing
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise DiskError(
                "“{name}” could not be written to “{folder}”: {reason}. Nothing was left there; choose another folder or free some space.",
                name=name,
                folder=str(place),
                reason=error.strerror or type(error).__name__,
            ) from error
        raise
    return written


def _put(place: Path, name: str, content: bytes | Path) -> Path:
    aside = place / f".{secrets.token_hex(8)}.part"
    try:
        _write(aside, content)
        return _settle(aside, place, name)
    finally:
        aside.unlink(missing_ok=True)


def _write(path: Path, content: bytes | Path) -> None:
    with path.open("xb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file, _AT_ONCE)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(aside: Path, place: Path, name: str) -> Path:
    for number in range(1, _MOST_COPIES):
        target = place / (name if number == 1 else numbered(name, number))
        if _claim(aside, target):
            return target
    raise InputError(
        "“{name}” is already there {count} times. Clear the folder, or choose another name.",
        name=name,
        count=_MOST_COPIES - 1,
    )


def _claim(aside: Path, target: Path) -> bool:
    """Give the written file this name unless the name is taken."""
    try:
        os.link(aside, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _claim_without_links(aside, target)
    return True


def _claim_without_links(aside: Path, target: Path) -> bool:
    """The same on disks without hard links (FAT, some network shares): an empty file holds the name."""
    try:
        with target.open("xb"):
            pass
    except FileExistsError:
        return False
    try:
        aside.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    return True
