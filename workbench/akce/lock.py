"""Zamknout / Odemknout (AKCE.md, section 5)."""

from typing import ClassVar

from workbench.akce.base import Context
from workbench.akce.typed import MainWriting
from workbench.model.fields import Label
from workbench.store import states
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Need


class Lock(MainWriting):
    """Keep everybody else from changing these records, by any way in.

    Args:
        context: the desk.
        targets: their ids.
        entity: their record type, one of the main ones.
        reason: why; shown to those who meet the lock.
    """

    name: ClassVar[str] = "lock"
    label: ClassVar[Label] = Label("Zamknout", "Lock")
    needs: ClassVar[Need] = "lock"

    def __init__(
        self, context: Context, targets: object, *, entity: str = "client", reason: str | None = None
    ) -> None:
        super().__init__(context, targets, entity=entity, reason=reason)

    def work(self, cs: ChangeSet) -> int:
        """Set the lock where there is none; one's own stays as it is, another's is refused."""
        return states.lock(cs, self.given, self.options.get("reason"), self.kind.name)


class Unlock(MainWriting):
    """Open locks: one's own, or anybody's for an administrator."""

    name: ClassVar[str] = "unlock"
    label: ClassVar[Label] = Label("Odemknout", "Unlock")
    needs: ClassVar[Need] = "lock"

    takes_locked: ClassVar[bool] = True

    def __init__(self, context: Context, targets: object, *, entity: str = "client") -> None:
        super().__init__(context, targets, entity=entity)

    def work(self, cs: ChangeSet) -> int:
        """Take the lock away."""
        return states.unlock(cs, self.given, self.kind.name)
