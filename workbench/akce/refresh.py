"""7 Aktualizovat záznam: the newest stored state, with what changed meanwhile (AKCE.md, section 7)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from workbench.akce.base import Action, Context
from workbench.model.fields import Label
from workbench.model.record import Dossier

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The newest state of the records.

    Attributes:
        dossiers: as they are stored now.
        changed: what changed since the given change set: change_set, actor, entity, id, field, before, after.
        revision: the newest change set; give it as ``since`` next time.
    """

    dossiers: tuple[Dossier, ...]
    changed: "pd.DataFrame"
    revision: int

    def __repr__(self) -> str:
        return f"<{len(self.dossiers)} records, {len(self.changed)} changed fields>"


class Refresh(Action):
    """Read records anew; unsaved edits are the panel's to drop, after asking.

    Args:
        context: the desk.
        targets: the clients' ids.
        since: the change set up to which they were known; later changes are marked.
    """

    name: ClassVar[str] = "refresh"
    label: ClassVar[Label] = Label("Aktualizovat záznam", "Refresh the record")

    def __init__(self, context: Context, targets: object, *, since: int | None = None) -> None:
        super().__init__(context, targets, since=since)

    def check(self) -> None:
        """Refuse what the user does not see."""
        super().check()
        self.context.store.dossiers(self.ids)

    def preview(self) -> "pd.DataFrame":
        """What changed meanwhile."""
        return self.run().changed

    def run(self) -> Refreshed:
        """The newest state.

        Raises:
            NotFoundError: one of them does not exist for this user, or was deleted meanwhile.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        store = self.context.store
        revision = store.revision()
        dossiers = tuple(store.dossiers(self.ids))
        since = self.options.get("since", revision)
        histories = [store.history(one.id) for one in dossiers] if since < revision else []
        newer = [frame[frame["change_set"] > since] for frame in histories]
        columns = ["change_set", "actor", "entity", "id", "field", "before", "after"]
        changed = pd.concat(newer)[columns] if newer else pd.DataFrame(columns=columns)
        return Refreshed(dossiers, changed, revision)
