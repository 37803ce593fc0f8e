"""Is this machine ready? Checks of what workbench stands on, each with what to do when it fails.

Every check is a function that looks at one thing and returns a :class:`Check`; what it looks at can be
passed in, so that a test needs no broken machine. Nothing heavy is imported: a package is recognised by
its metadata, a library by loading it. :func:`run_checks` asks all of them.
"""

from pathlib import Path

from workbench.health._check import Check
from workbench.health._machine import (
    check_chromium,
    check_czech_font,
    check_free_space,
    check_local_disk,
    check_pdf_libraries,
    find_chromium,
)
from workbench.health._packages import (
    EXTRAS,
    check_duckdb,
    check_extra,
    check_package,
    check_python,
)

__all__ = [
    "EXTRAS",
    "Check",
    "check_chromium",
    "check_czech_font",
    "check_duckdb",
    "check_extra",
    "check_free_space",
    "check_local_disk",
    "check_package",
    "check_pdf_libraries",
    "check_python",
    "find_chromium",
    "run_checks",
]


def run_checks(folder: Path) -> list[Check]:
    """All checks of this machine, the needed ones first.

    Args:
        folder: where the data file is or will be; it need not exist yet.
    """
    return [
        check_python(),
        check_duckdb(),
        check_package("jupyterlab"),
        check_package("ipywidgets"),
        check_package("anywidget"),
        check_pdf_libraries(),
        check_czech_font(),
        check_free_space(folder),
        check_local_disk(folder),
        check_chromium(),
        *(check_extra(extra) for extra in EXTRAS),
    ]
