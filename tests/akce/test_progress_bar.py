"""The bar of long work, as a terminal shows it."""

import os
import subprocess
import sys

import pytest

WORK = """
from workbench import bars
from workbench.akce import progress
bars._PATIENCE = 0
print(list(progress.track("abc", 3, "Long work")))
"""


@pytest.mark.parametrize(("disable", "shown"), [("", True), ("1", False)])
def test_a_bar_can_be_turned_off_from_outside(disable: str, *, shown: bool) -> None:
    """Saved notebooks are compared without bars, for whether one appears depends on the machine."""
    environment = {**os.environ, "TQDM_DISABLE": disable}
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", WORK], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['a', 'b', 'c']"
    assert ("Long work" in done.stderr) == shown
