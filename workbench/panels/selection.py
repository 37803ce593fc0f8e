"""Which clients are chosen: one object that panels share and notebooks read."""

from collections.abc import Iterable
from typing import Any, Final

import traitlets

REMEMBERED: Final = 8
"""So many clients chosen last are remembered."""


class Selection(traitlets.HasTraits):
    """The clients that were chosen; panels follow it, and so may any observer.

        picker.selection.observe(lambda change: ..., "ids")

    Attributes:
        ids: the chosen clients, in the order of choosing.
        primary: the one of them that panels for a single client show; ``None`` if none is chosen.
        recent: clients chosen lately, newest first.
        pinned: clients that the user wants at hand.
    """

    ids: tuple[int, ...] = traitlets.Tuple()  # type: ignore[assignment]
    primary: int | None = traitlets.Int(None, allow_none=True)  # type: ignore[assignment]
    recent: tuple[int, ...] = traitlets.Tuple()  # type: ignore[assignment]
    pinned: tuple[int, ...] = traitlets.Tuple()  # type: ignore[assignment]

    def __init__(self, ids: Iterable[int] = (), **traits: Any) -> None:
        super().__init__(**traits)
        self.choose(ids)

    def choose(self, ids: Iterable[int], primary: int | None = None) -> None:
        """Choose these clients and no others.

        Args:
            ids: their ids; each once.
            primary: the one to show; by default the last.
        """
        chosen = tuple(dict.fromkeys(int(one) for one in ids))
        shown = primary if primary in chosen else (chosen[-1] if chosen else None)
        with self.hold_trait_notifications():
            self.ids = chosen
            self.primary = shown
            if shown is not None:
                self.recent = (shown, *(one for one in self.recent if one != shown))[:REMEMBERED]

    def pin(self, client: int, *, pinned: bool = True) -> None:
        """Keep a client at hand, or let it go."""
        others = tuple(one for one in self.pinned if one != client)
        self.pinned = (*others, client) if pinned else others

    def __len__(self) -> int:
        return len(self.ids)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<selection of {len(self.ids)} clients>"
