"""One search that many tests look at."""

import pytest
from duplicates_world import base, tables

from workbench.duplicates import Found, find


@pytest.fixture(scope="session")
def searched() -> Found:
    return find(tables(base()))
