"""A progress bar on whatever takes longer than two seconds, in notebooks and terminals alike."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
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


@contextlib.contextmanager
def told(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that tells how many are done and of how many; it appears after two seconds.

    Args:
        what: what the bar says, in the language in use.
    """
    from tqdm.auto import tqdm  # noqa: PLC0415 - 0.1 s, and only long work needs it

    with tqdm(desc=what, delay=_PATIENCE, leave=False) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell
