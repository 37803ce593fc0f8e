"""Progress of whatever takes longer than two seconds: told to who watches the run, else a bar in notebook and terminal."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from workbench import running
from workbench.bars import bar

T = TypeVar("T")


def track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The same items; a bar with the remaining time appears after two seconds.

    Args:
        items: what is gone through.
        total: how many they are.
        what: what the bar says, in the language in use.

    Raises:
        StoppedError: the run was asked to stop.
    """
    with told(what) as tell:
        for done, item in enumerate(items):
            tell(done, total)
            yield item
        tell(total, total)


@contextlib.contextmanager
def told(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that tells how many are done and of how many; it appears after two seconds.

    Args:
        what: what the bar says, in the language in use.

    Raises:
        StoppedError: the run was asked to stop; raised where the work tells how far it is.
    """
    with bar(what, wanted=not running.tell(what)) as shown:

        def tell(done: int, total: int) -> None:
            if not running.tell(what, done, total):
                shown.total = total
                shown.update(done - shown.n)

        yield tell
        if shown.total:
            shown.update(shown.total - shown.n)  # a notebook paints a bar red that ends before its end
