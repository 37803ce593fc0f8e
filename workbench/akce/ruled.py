"""The rules of survivorship as a merge uses them: those given with it over those of the file, of one version."""

from typing import Final

from workbench.akce.base import Context
from workbench.errors import NewerFileError, StaleVersionError
from workbench.model.fields import RecordType
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
        kind: the type of the records that it merges.
    """

    def __init__(self, context: Context, given: Rules, kind: RecordType) -> None:
        self._context = context
        self._kind = kind
        self._given = given
        self._version: int | None = None

    def look(self) -> Rules:
        """The rules as they are now; what is shown by them is run by them or not at all.

        Raises:
            NewerFileError: a newer program set a rule that this one does not know.
        """
        found = self._context.store.rules(self._kind.name)
        self._known(found)
        self._version = found.version
        return {**found.rules, **self._given}

    def inside(self, cs: ChangeSet) -> Rules:
        """The same inside the change set.

        Raises:
            StaleVersionError: somebody changed the rules since they were looked at.
            NewerFileError: a newer program set a rule that this one does not know.
        """
        found = rules.in_force(cs.connection, self._kind)
        if self._version is not None and found.version != self._version:
            raise StaleVersionError(
                "The rules of merging were changed meanwhile (change set {number}). Look at the preview again.",
                number=found.version,
            )
        self._known(found)
        return {**found.rules, **self._given}

    def _known(self, found: rules.InForce) -> None:
        for name, rule in found.unknown.items():
            if name in self._kind.by_name and name not in self._given:
                raise NewerFileError(
                    "Field “{field}” is merged by the rule “{rule}”, which a newer workbench set and this one does not know. Update workbench, or choose another rule: desk.akce.set_rules({{'{name}': None}}{more}).run().",
                    field=self._kind.field(name).label, rule=rule, name=name,
                    more="" if self._kind.name == "client" else f", entity='{self._kind.name}'",
                )  # fmt: skip

    def options(self) -> dict[str, int]:
        """What the journal is told: the version, where the file has rules of its own."""
        if self._version is None:
            self._version = self._context.store.rules(self._kind.name).version
        return {OPTION: self._version} if self._version else {}
