"""A progress bar on whatever takes longer than two seconds, in notebooks and terminals alike."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")
_PATIENCE: Final = 2.0


def track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The same items; a bar with the remaining time appears after two seconds.

    Args:
        items: what is gone through.
        total: how many they are.
        what: what the bar says, in the language in use.
    """
    from tqdm.auto import tqdm  # noqa: PLC0415 - 0.1 s, and only long work needs it

    yield from tqdm(items, total=total, desc=what, delay=_PATIENCE, leave=False)
