"""``fold`` with a memory: the same towns and streets come again and again."""

from functools import lru_cache

from workbench.model._fold import fold as _fold


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The accent-free key of a name; the same as :func:`workbench.model.names.fold`."""
    return _fold(text)
