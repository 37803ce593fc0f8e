"""Checks of what lies outside Python: libraries, fonts, the browser and the disk."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from workbench.health._check import Check
from workbench.locale import t

NEEDED_BYTES: Final = 1024**3

#: What WeasyPrint loads, by the names it has on Linux, macOS and Windows.
PDF_LIBRARIES: Final = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
PDF_PACKAGES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT_PACKAGES: Final = "fontconfig fonts-dejavu-core"

#: Kinds of file systems whose locks do not hold between machines (DuckDB allows local disks only).
NETWORK_FILESYSTEMS: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
    | {"fuse.ceph", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check_pdf_libraries(load: Callable[[str], object] = ctypes.CDLL) -> Check:
    """The libraries that WeasyPrint lays out PDF documents with can be loaded.

    Args:
        load: loads a library by its file name or raises ``OSError``.
    """
    missing = [names[0] for names in PDF_LIBRARIES if not any(_loads(name, load) for name in names)]
    if not missing:
        return Check("pdf", ok=True, detail=t("Pango is here, PDF documents can be made."))
    return Check(
        "pdf",
        ok=False,
        detail=t("PDF documents cannot be made; missing: {libraries}.", libraries=", ".join(missing)),
        remedy=_apt(PDF_PACKAGES),
    )


def check_czech_font(families: Iterable[str] | None = None) -> Check:
    """Some font has Czech letters, or PDF documents would show boxes.

    Args:
        families: the font families that cover Czech; asked of fontconfig when left out.
    """
    found = sorted(set(_czech_families() if families is None else families))
    if found:
        return Check("font", ok=True, detail=t("Font with Czech letters: {font}", font=found[0]))
    return Check(
        "font",
        ok=False,
        detail=t("No font with Czech letters was found."),
        remedy=_apt(FONT_PACKAGES),
    )


def find_chromium(find: Callable[[str], str | None] = shutil.which) -> str | None:
    """The path of Chromium or Chrome: of the environment variable ``CHROMIUM``, or on the ``PATH``."""
    chosen = os.environ.get("CHROMIUM")
    return next(filter(None, map(find, [chosen, *_BROWSERS] if chosen else _BROWSERS)), None)


def check_chromium(find: Callable[[], str | None] = find_chromium) -> Check:
    """A browser that tests and screenshots can drive; nobody else needs it."""
    path = find()
    if path is not None:
        return Check("chromium", ok=True, detail=path, needed=False)
    return Check(
        "chromium",
        ok=False,
        detail=t("Chromium is not installed; only tests and screenshots need it."),
        remedy=_apt("chromium"),
        needed=False,
    )


def check_free_space(folder: Path, free: int | None = None) -> Check:
    """The disk has room for the data file and the copy that is made before an upgrade.

    Args:
        folder: where the data file is or will be.
        free: free space in bytes; asked of the system when left out.
    """
    if free is None:
        free = shutil.disk_usage(_existing(folder)).free
    room = f"{free / 1024**3:.1f}"
    if free >= NEEDED_BYTES:
        return Check("space", ok=True, detail=t("Free space: {room} GiB", room=room))
    return Check(
        "space",
        ok=False,
        detail=t("Only {room} GiB is free in {folder}.", room=room, folder=folder),
        remedy=t(
            "Free at least {needed} GiB, or keep the data file on another disk.",
            needed=NEEDED_BYTES // 1024**3,
        ),
    )


def check_local_disk(folder: Path, mounts: str | None = None) -> Check:
    """The folder is on a disk of this machine: file locks do not hold over a network.

    Args:
        folder: where the data file is or will be.
        mounts: text in the form of ``/proc/mounts`` (see ``man 5 proc``); read from there when left out.
            Where there is no such file (macOS, Windows), the disk counts as local.
    """
    if mounts is None:
        table = Path("/proc/mounts")
        mounts = table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""
    kind = _filesystem(folder.resolve(), mounts)
    if kind not in NETWORK_FILESYSTEMS:
        return Check("disk", ok=True, detail=t("Local disk ({kind})", kind=kind or "?"))
    return Check(
        "disk",
        ok=False,
        detail=t(
            "{folder} is on a network disk ({kind}), where two people could damage the file.",
            folder=folder,
            kind=kind,
        ),
        remedy=t("Keep the data file on a disk of this machine."),
    )


def _filesystem(folder: Path, mounts: str) -> str:
    """The kind of the file system that holds the folder: the last of the deepest mounts over it."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        place = Path(fields[1].encode().decode("unicode_escape").encode("latin-1").decode(errors="replace"))
        if folder.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), fields[2]
    return kind


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


def _czech_families() -> list[str]:
    program = shutil.which("fc-list")
    if program is None:
        return []
    answer = subprocess.run(  # noqa: S603 - a fixed question to a system program
        [program, ":lang=cs", "family"], capture_output=True, text=True, check=False
    )
    return [line.strip() for line in answer.stdout.splitlines() if line.strip()]


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True


def _apt(packages: str) -> str:
    return t("Install it: {command}", command=f"sudo apt-get install {packages}")
