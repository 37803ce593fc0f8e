"""No progress bar in a notebook that is compared with its saved outputs: it appears after two seconds, on a slow machine where on a fast one there is none."""

from collections.abc import Iterator

import pytest

NOTEBOOKS = "notebooks/"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """The kernel of a notebook starts when its first cell is set up, and has this environment."""
    with pytest.MonkeyPatch.context() as environment:
        if item.nodeid.startswith(NOTEBOOKS):
            environment.setenv("TQDM_DISABLE", "1")
        yield
