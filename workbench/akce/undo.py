"""Undo a change set, as a change set of its own (AKCE.md, "Undo, history, time")."""

from typing import TYPE_CHECKING, ClassVar

from workbench.akce.base import Context, Writing
from workbench.errors import CollisionError, InputError, RefusedError
from workbench.model.fields import Label
from workbench.model.ids import as_ids
from workbench.store import erasing, undo, undo_rights
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

if TYPE_CHECKING:
    import pandas as pd


class Undo(Writing):
    """Take back what a change set did.

    Args:
        context: the desk.
        change_set: its number, or the result of the run that made it.
        on_collision: where a later change touched the same field: ``"refuse"`` it all, ``"keep"`` what is there
            now and undo the rest, or ``"restore"`` the old value all the same.
        choose: other decisions for single fields: ``{(id, field): "keep"}``.
        only: of a change set that merged many groups, only the groups of these clients (a survivor, or one that vanished).
    """

    name: ClassVar[str] = "undo"
    label: ClassVar[Label] = Label("Vrátit", "Undo")
    many: ClassVar[bool] = False

    def __init__(
        self,
        context: Context,
        change_set: object,
        *,
        on_collision: undo.Decision = "refuse",
        choose: undo.Decisions | None = None,
        only: object = None,
    ) -> None:
        number = getattr(change_set, "change_set", change_set)
        super().__init__(
            context,
            [] if number is None else as_ids(number),
            on_collision=None if on_collision == "refuse" else on_collision,
            choose=choose,
            only=None if only is None else as_ids(only),
        )
        self.on_collision = on_collision

    def check(self) -> None:
        """Refuse what names no change set.

        Raises:
            InputError: nothing was changed, so there is nothing to undo; or several were named; or ``only`` names nothing.
        """
        if len(self.given) != 1:
            raise InputError(
                "There is nothing to undo. Give the number of one change set; see desk.changes()."
            )
        if self.options.get("only") == []:
            raise InputError(
                "only= names no record. Name records of the groups to take apart, see desk.journal.merged({number}), or leave only= out.",
                number=self.given[0],
            )

    def intent(self) -> Intent:
        """The journal is told which change set is undone."""
        return Intent(
            self.name,
            code=self.code(),
            options={"change_set": self.given[0]},
            undoes=None if "only" in self.options else self.given[0],
            needs="lock",
        )

    def work(self, cs: ChangeSet) -> "pd.DataFrame":
        """Undo; the collisions met are the result's detail."""
        undo_rights.check_sight(cs, self.given[0])
        undo_rights.check_right(cs, self.given[0])
        if gone := erasing.erased_by(cs, self.given[0]):
            raise RefusedError(
                "Change set {id} deleted for good ({count}); that cannot be undone. Only a backup made before it still holds what was deleted.",
                id=self.given[0], count=gone,
            )  # fmt: skip
        erased = erasing.erased_in(cs, self.given[0])
        if erased and self.on_collision == "refuse":
            raise CollisionError(
                "Change set {id} concerned records that were deleted since ({count}, first {entity} {record}): they do not come back. "
                'Undo the rest with on_collision="keep".',
                id=self.given[0], count=len(erased), entity=erased[0][0], record=erased[0][1],
            )  # fmt: skip
        return undo.take_back(
            cs, self.given[0], on_collision=self.on_collision, choose=self.options.get("choose"), only=self.options.get("only"),
        )  # fmt: skip

    def collisions(self) -> "pd.DataFrame":
        """What later changes stand against it: entity, id, field, before, after, now, reason; changes nothing.

        Raises:
            NotFoundError: there is no such change set, or it concerned records that this user does not see.
        """
        found: list[pd.DataFrame] = []

        def look(cs: ChangeSet) -> None:
            undo_rights.check_sight(cs, self.given[0])
            found.append(
                undo.take_back(cs, self.given[0], on_collision="keep", only=self.options.get("only"))
            )

        self.check()
        self.context.store.rehearse(self.intent(), look)
        return found[0]
