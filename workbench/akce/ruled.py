"""The rules of survivorship as a merge uses them: those given with it over those of the file, of one version."""

from typing import Final

from workbench.akce.base import Context
from workbench.errors import StaleVersionError
from workbench.model.survivorship import Rules
from workbench.store import rules
from workbench.store.changeset import ChangeSet

OPTION: Final = "rules_version"
"""Under this name a change set records by which version of the rules it merged."""


class Ruled:
    """The rules of one merge.

    Args:
        context: the desk.
        given: those that were given with it.
    """

    def __init__(self, context: Context, given: Rules) -> None:
        self._context = context
        self._given = given
        self._version: int | None = None

    def look(self) -> Rules:
        """The rules as they are now; what is shown by them is run by them or not at all."""
        found = self._context.store.rules()
        self._version = found.version
        return {**found.rules, **self._given}

    def inside(self, cs: ChangeSet) -> Rules:
        """The same inside the change set.

        Raises:
            StaleVersionError: somebody changed the rules since they were looked at.
        """
        found = rules.in_force(cs.connection)
        if self._version is not None and found.version != self._version:
            raise StaleVersionError(
                "The rules of merging were changed meanwhile (change set {number}). Look at the preview again.",
                number=found.version,
            )
        return {**found.rules, **self._given}

    def options(self) -> dict[str, int]:
        """What the journal is told: the version, where the file has rules of its own."""
        if self._version is None:
            self.look()
        return {OPTION: self._version} if self._version else {}
