"""Values as a person reads them, short enough to travel to a browser."""

from typing import Any, Final

from workbench.model import wording
from workbench.model.fields import Field
from workbench.model.wording import day, moment

__all__ = ["LONGEST", "LONGEST_NAME", "clip", "day", "moment", "value"]

LONGEST: Final = 2_000
"""Longer texts are cut; a panel shows a record, it is no archive."""
LONGEST_NAME: Final = 200
"""Longer names are cut in lists."""


def clip(text: object, longest: int = LONGEST) -> str:
    """A text of at most so many characters; what is cut is marked by an ellipsis."""
    shown = "" if text is None else str(text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def value(field: Field, held: Any, currency: str = "") -> str:
    """A field's value in the language in use; empty for nothing."""
    return clip(wording.shown(field, held, currency))
