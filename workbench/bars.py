"""The one progress bar of notebook and terminal: it appears after two seconds and is gone at the end.

Where ``TQDM_DISABLE`` is set there is none; tqdm hears that of itself in a terminal only, not in a notebook.
"""

import os
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tqdm.std import tqdm

_PATIENCE: Final = 2.0
"""Seconds before it appears."""


def bar(what: str = "", total: int | None = None, *, wanted: bool = True, unit: str = "") -> "tqdm[Any]":
    """A bar to be entered with ``with``.

    Args:
        what: what it says, in the language in use.
        total: how much there is to do, where that is known beforehand.
        wanted: without it nothing is shown, and the work can count all the same.
        unit: what is counted, for numbers so large that they are shown in thousands and millions.
    """
    from tqdm.auto import tqdm  # noqa: PLC0415 - 0.1 s, and only long work needs it

    silent = not wanted or bool(os.environ.get("TQDM_DISABLE"))
    return tqdm(
        desc=what, total=total, delay=_PATIENCE, leave=False, disable=silent, unit=unit or "it", unit_scale=bool(unit)
    )  # fmt: skip
