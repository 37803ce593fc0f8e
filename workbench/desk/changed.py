"""Which clients the snapshot of the register says something else of than was accepted; found once, until something changes."""

from collections.abc import Sequence

from workbench.akce.base import Context
from workbench.akce.drift_since import offline
from workbench.registry.both import SnapshotThenAres
from workbench.registry.snapshot import SnapshotRegister


class Changed:
    """Those clients, without asking anybody over the network.

    Args:
        context: the desk.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: tuple[object, Sequence[int]] = (None, ())

    def __call__(self) -> Sequence[int]:
        """Their ids; none where there is no snapshot on this machine."""
        state = self._state()
        if state is None:
            return ()
        if self._known[0] != state:
            drift = offline(self._context)
            found = () if drift is None else tuple(dict.fromkeys(drift.df()["client"].tolist()))
            self._known = (state, found)
        return self._known[1]

    def _state(self) -> object:
        """What the answer depends on: the newest change set, and the snapshot file."""
        register = self._context.register
        here = register.snapshot if isinstance(register, SnapshotThenAres) else register
        if not isinstance(here, SnapshotRegister):
            return None
        try:
            file = here.path.stat()
        except OSError:
            return None
        return self._context.store.revision(), file.st_mtime_ns, file.st_size
