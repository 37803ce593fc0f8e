"""How hard property tests try: a little in each run, six times as hard in `make test-all`."""

import os
from typing import Any

from hypothesis import settings

_TIMES = 6 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 1


def examples(count: int, **more: Any) -> settings:
    """Settings for so many examples in a run of every day, where one example costs a lot.

    Args:
        count: how many examples.
        more: what :class:`hypothesis.settings` takes besides.
    """
    return settings(max_examples=count * _TIMES, **more)
