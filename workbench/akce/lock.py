"""Zamknout / Odemknout (AKCE.md, section 5)."""

from typing import ClassVar

from workbench.akce.base import Context, Writing
from workbench.model.fields import Label
from workbench.store import states
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Need


class Lock(Writing):
    """Keep everybody else from changing these clients, by any way in.

    Args:
        context: the desk.
        targets: their ids.
        reason: why; shown to those who meet the lock.
    """

    name: ClassVar[str] = "lock"
    label: ClassVar[Label] = Label("Zamknout", "Lock")
    needs: ClassVar[Need] = "lock"

    def __init__(self, context: Context, targets: object, *, reason: str | None = None) -> None:
        super().__init__(context, targets, reason=reason)

    def work(self, cs: ChangeSet) -> int:
        """Set the lock where there is none; one's own stays as it is, another's is refused."""
        return states.lock(cs, self.given, self.options.get("reason"))


class Unlock(Writing):
    """Open locks: one's own, or anybody's for an administrator."""

    name: ClassVar[str] = "unlock"
    label: ClassVar[Label] = Label("Odemknout", "Unlock")
    needs: ClassVar[Need] = "lock"

    def __init__(self, context: Context, targets: object) -> None:
        super().__init__(context, targets)

    def work(self, cs: ChangeSet) -> int:
        """Take the lock away."""
        return states.unlock(cs, self.given)

    def check_locks(self) -> None:
        """An administrator opens any lock."""
        if not self.context.store.user().is_administrator:
            super().check_locks()
