"""Several edits as one change set: what a form saves at once; not an entry of the menu."""

from collections.abc import Sequence
from typing import Any, ClassVar

from workbench.akce.base import Context, Writing, spell_options
from workbench.akce.edit import Create, Edit, Remove
from workbench.errors import InputError
from workbench.model.fields import Label
from workbench.store.changeset import ChangeSet


class Together(Writing):
    """Carry out edits, creations and removals in this order, all of them or none.

        desk.akce.together([desk.akce.edit(42, notice="…"), desk.akce.remove("contact", 101)]).run()

    Args:
        context: the desk.
        steps: what :meth:`create`, :meth:`edit` and :meth:`remove` of ``desk.akce`` give.
        note: why, for the journal.
    """

    name: ClassVar[str] = "together"
    label: ClassVar[Label] = Label("Uložit úpravy", "Save the edits")

    def __init__(self, context: Context, steps: Sequence[Writing], *, note: str | None = None) -> None:
        self.steps = list(steps)
        super().__init__(
            context, list(dict.fromkeys(one for step in self.steps for one in step.given)), note=note
        )

    def check(self) -> None:
        """Refuse what is no such step, and whatever stands against one of them."""
        if not self.steps:
            raise InputError(
                "There is nothing to save. Name at least one step, e.g. desk.akce.edit(42, notice='…')."
            )
        for step in self.steps:
            if not isinstance(step, Create | Edit | Remove):
                raise InputError(
                    "“{action}” cannot be a step among edits. Run it by itself.", action=step.label
                )
            step.check()

    def check_locks(self) -> None:
        """Each step knows of its own."""
        for step in self.steps:
            step.check_locks()

    @property
    def holds_values(self) -> bool:
        """Its steps are field values."""
        return True

    def work(self, cs: ChangeSet) -> list[Any]:
        """Carry the steps out; their details, in order."""
        return [step.work(cs) for step in self.steps]

    def code(self) -> str:
        """The line of Python that does the same again."""
        listed = ", ".join(step.code().removesuffix(".run()") for step in self.steps)
        return f"desk.akce.together([{listed}]{spell_options(self.options)}).run()"
