"""Desks that tests of panels stand on: copies of one that was made, and searched, before."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from ipywidgets import Widget

from workbench.desk import Desk
from workbench.duplicates.result import Duplicates
from workbench.panels.duplicate_review import Reviewing


@contextmanager
def copied(base: Desk, path: Path) -> Iterator[Desk]:
    """A desk on a copy of another's file, with the same register; given back at the end, and the panels on it too."""
    shutil.copy(base.store.path, path)
    desk = Desk(path, "analytik", register=base.register)
    yield desk
    Widget.close_all()  # ipywidgets keeps every widget that nobody closed, and a panel keeps its desk
    desk.store.index.close()  # first, and alone: whoever searches has the index and waits for the file
    with desk.store.engine._lock:  # a preview may still be drawn
        desk.store.engine.close()


@contextmanager
def searched(desk: Desk, found: Duplicates) -> Iterator[None]:
    """Meanwhile a search of this desk gives what one of an equal file found: the same again, without the work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "duplicates", lambda *_, **__: found)
        yield


def having_found(desk: Desk, found: Duplicates) -> Reviewing:
    """A review of duplicates that has searched, and found this."""
    made = Reviewing(desk)
    with searched(desk, found):
        made.find()
    return made
