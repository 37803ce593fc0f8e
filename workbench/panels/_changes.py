"""Changed values of the journal, short enough to travel to a browser."""

from collections.abc import Mapping
from typing import Any, Final

from workbench.model import journal_words
from workbench.model.fields import Field
from workbench.model.journal_words import label_of
from workbench.panels import _shown

__all__ = ["LONGEST", "label_of", "told", "value"]

LONGEST: Final = 300
"""Longer values are cut in a list of changes."""


def told(row: Mapping[Any, Any]) -> dict[str, str]:
    """One row of the journal: label of the field, what it was, what it became.

    Args:
        row: has entity, field, operation, before, after as the journal keeps them.
    """
    label, before, after = journal_words.told(row)
    return {"label": label, "before": _shown.clip(before, LONGEST), "after": _shown.clip(after, LONGEST)}


def value(field: Field | None, text: object) -> str:
    """A value as the journal keeps it, a text, in the language in use; empty for nothing."""
    return _shown.clip(journal_words.value(field, text), LONGEST)
