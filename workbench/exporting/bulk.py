"""Printing many pieces: batch by batch, into one document or a file each, never more than a batch in memory."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from workbench import running
from workbench.exporting._printing import Piece
from workbench.exporting.documents import Setup

BATCH: Final = 16
"""So many pieces are laid out one after the other by one press before they are put away; it does not depend on
how many processes there are, so that equal input gives equal bytes."""


def print_one(
    setup: Setup, pieces: Iterable[Piece], target: Path, *, title: str | None, told: Callable[[int], None]
) -> None:
    """Print all pieces into one document with an outline.

    Args:
        setup: of the press.
        pieces: in their order.
        target: the file to write.
        title: the document's title; ``None``: the first piece's.
        told: is told how many records more are done.

    Raises:
        StoppedError: the run was asked to stop.
        InputError: a template asks for what may not be fetched.
    """
    press = setup.press()
    whole = list(pieces)
    with running.abortable():  # layout takes most of the time, and holds nothing
        target.write_bytes(press.bind(whole, title=title))
    told(sum(one.weight for one in whole))


def print_each(
    setup: Setup, pieces: Iterable[Piece], folder: Path, *, told: Callable[[int], None]
) -> Iterator[tuple[str, Path]]:
    """Print each piece into a file of its own.

    Args:
        setup: of the press.
        pieces: in their order.
        folder: where the files are written, under numbers.
        told: is told how many records more are done.

    Returns:
        the name of each piece, and its file.

    Raises:
        StoppedError, InputError: as :func:`print_one`.
    """
    press = setup.press()
    for at, one in enumerate(pieces):
        target = folder / f"{at:07}.pdf"
        with running.abortable():
            target.write_bytes(press.bind([one]))
        told(one.weight)
        yield one.name, target


def batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces, some at a time; one that holds many records is a batch of its own."""
    waiting = iter(pieces)
    while first := next(waiting, None):
        yield [first, *(islice(waiting, BATCH - 1) if first.weight < BATCH else ())]
