"""How `make test` shares the tests out to its processes: file by file, the long ones first, all journeys to one.

A process that begins the longest file when the others are done leaves their cores idle; and the journeys have one
JupyterLab in common, which a second process would have to start again.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

JOURNEYS = "tests/browser/"
LONGEST_FIRST = (
    JOURNEYS,
    "notebooks/",
    "tests/panels/",
    "tests/duplicates/test_duplicates_",
    "tests/duplicates/test_scored_elsewhere.py",
    "tests/repo/",
    "tests/desk/",
    "tests/akce/",
    "tests/store/",
    "tests/cli/test_cli_clients.py",
)
"""Where the long files lie; the short files of all other folders fill what is left at the end."""


class Together(LoadFileScheduling):  # type: ignore[misc]
    """Whole files, and all journeys as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Takes the place of what ``--dist loadfile`` means."""
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts the long first, each file whole and as it was."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place(item.nodeid, LONGEST_FIRST))


def place(nodeid: str, folders: Sequence[str]) -> int:
    """Which of the folders a test lies in, by its place; behind all of them if in none."""
    return next((at for at, folder in enumerate(folders) if nodeid.startswith(folder)), len(folders))
