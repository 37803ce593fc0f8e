"""8 Zneplatnit / Zplatnit: out of the lists, but stored, with all links (AKCE.md, section 8)."""

from typing import ClassVar

from workbench.akce.base import Context
from workbench.akce.typed import MainWriting
from workbench.model.fields import Label
from workbench.store import states
from workbench.store.changeset import ChangeSet


class Invalidate(MainWriting):
    """Take records out of lists, pickers, suggestions and duplicates.

    Args:
        context: the desk.
        targets: their ids.
        entity: their record type, one of the main ones.
        note: why; kept with the record and in the journal.
    """

    name: ClassVar[str] = "invalidate"
    label: ClassVar[Label] = Label("Zneplatnit", "Invalidate")

    def __init__(
        self, context: Context, targets: object, *, entity: str = "client", note: str | None = None
    ) -> None:
        super().__init__(context, targets, entity=entity, note=note)

    def work(self, cs: ChangeSet) -> int:
        """Mark them invalid; those that are so already keep their reason."""
        return states.invalidate(cs, self.given, self.options.get("note"), self.kind.name)


class Restore(MainWriting):
    """Bring invalid records back into the lists."""

    name: ClassVar[str] = "restore"
    label: ClassVar[Label] = Label("Zplatnit", "Restore")

    def __init__(
        self, context: Context, targets: object, *, entity: str = "client", note: str | None = None
    ) -> None:
        super().__init__(context, targets, entity=entity, note=note)

    def work(self, cs: ChangeSet) -> int:
        """Mark them valid."""
        return states.restore(cs, self.given, self.kind.name)
