"""One simulated ARES with a thousand invented firms for the tests that only read from it."""

from collections.abc import Iterator

import pytest
from ares_world import TODAY, firms, trader

from workbench.registry.simulator import AresSimulator


@pytest.fixture
def simulator() -> Iterator[AresSimulator]:
    with AresSimulator([*firms(1000), trader(5000)], today=TODAY) as running:
        yield running
