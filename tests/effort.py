"""How hard property tests try: a little in each run, at least six times as hard in `make test-all`."""

import os
from typing import Any

from hypothesis import settings

_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def examples(count: int, *, thorough: int | None = None, **more: Any) -> settings:
    """Settings for so many examples in a run of every day, where one example costs a lot.

    Args:
        count: how many examples.
        thorough: how many in `make test-all`, if not six times as many.
        more: what :class:`hypothesis.settings` takes besides.
    """
    return settings(max_examples=(thorough or 6 * count) if _THOROUGH else count, **more)
