"""Which clients the snapshot of the register says something else of than was accepted; found once, until something changes."""

from collections.abc import Sequence
from typing import Final

from workbench.akce.base import Context
from workbench.akce.drift_since import offline
from workbench.registry.both import snapshot_of

_MANY: Final = 20_000
"""Of more clients only those that differed from this very snapshot once are looked at again when the data changes."""


class Changed:
    """Those clients, without asking anybody over the network.

    Args:
        context: the desk.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._file: object = None
        self._revision = -1
        self._ever: dict[int, None] = {}
        self._now: tuple[int, ...] = ()

    def __call__(self) -> Sequence[int]:
        """Their ids; none where there is no snapshot on this machine."""
        file, revision = self._stamp(), self._context.store.revision()
        if file is None:
            return ()
        if (file, revision) == (self._file, self._revision):
            return self._now
        clients = self._context.store.accepted()
        if file == self._file and len(clients) > _MANY:
            clients = [one for one in clients if one in self._ever]
        drift = offline(self._context, clients)
        self._now = () if drift is None else tuple(dict.fromkeys(drift.df()["client"].tolist()))
        self._ever = (self._ever if file == self._file else {}) | dict.fromkeys(self._now)
        self._file, self._revision = file, revision
        return self._now

    def _stamp(self) -> object:
        """What tells one state of the snapshot file from another; ``None`` for no file."""
        here = snapshot_of(self._context.register)
        if here is None:
            return None
        try:
            file = here.path.stat()
        except OSError:
            return None
        return here.path, file.st_mtime_ns, file.st_size, file.st_ino
