"""The shared selection: what is chosen, which of it is shown, what is remembered."""

from typing import Any

from workbench.desk import Desk
from workbench.panels import ClientPicker, Selection


def test_the_last_chosen_is_the_one_shown() -> None:
    selection = Selection([3, 1, 2])
    assert (selection.ids, selection.primary) == ((3, 1, 2), 2)


def test_a_client_is_chosen_once() -> None:
    assert Selection([5, 5, 6]).ids == (5, 6)


def test_the_one_shown_is_always_among_the_chosen() -> None:
    selection = Selection()
    selection.choose([1, 2], primary=9)
    assert selection.primary == 2
    selection.choose([])
    assert selection.primary is None


def test_recent_ones_are_remembered_newest_first_and_once() -> None:
    selection = Selection()
    for one in (1, 2, 1, 3):
        selection.choose([one])
    assert selection.recent == (3, 1, 2)


def test_pinned_ones_stay_until_they_are_let_go() -> None:
    selection = Selection()
    selection.pin(4)
    selection.pin(5)
    selection.pin(4, pinned=False)
    assert selection.pinned == (5,)


def test_an_empty_selection_is_shared_all_the_same(desk: Desk) -> None:
    selection = Selection()
    assert ClientPicker(desk, selection).selection is selection


def test_panels_are_told_once_a_change(desk: Desk) -> None:
    told: list[Any] = []
    picker = ClientPicker(desk)
    picker.send = lambda content, _buffers=None: told.append(content)
    picker.selection.choose([42, 43], primary=42)
    assert told[-1]["value"]["ids"] == [42, 43]
    assert told[-1]["value"]["primary"] == 42
