"""MergeDiff: records side by side, conflicts first, a choice a field, what moves and what vanishes."""

from collections import Counter
from typing import Any, ClassVar

from workbench.akce.merge import Merge
from workbench.akce.typed import name_of
from workbench.desk import Desk
from workbench.errors import RefusedError, StaleVersionError
from workbench.model.fields import Kind
from workbench.model.records import record_type
from workbench.panels import _numbers, _shown
from workbench.panels._acting import Acting
from workbench.panels._commands import command, long
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels.client_picker import Finding

_UNITED = frozenset({Kind.TAGS, Kind.CUSTOM, Kind.LONG_TEXT})
"""Kinds of which a merged record may hold several values together."""


class Merging:
    """What a browser may ask of a merge.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._action: Merge | None = None

    @command
    def compare(
        self, keep: int, absorb: list[int], choose: dict[str, Any], entity: str = "client"
    ) -> dict[str, Any]:
        """The records field by field, what would survive and why, and what would move; changes nothing. ``known`` is the newest change set before they were read."""
        known = self._desk.revision()
        action = self._desk.akce.merge(keep, absorb, choose=choose or None, entity=entity)
        obstacle, needs_reason = _obstacle(action)
        suggestions = action.suggestions()
        warning = _numbers.contradiction(suggestions)
        self._action = action
        moving = Counter(action.moving()["entity"])
        names = {one.id: _shown.clip(name_of(one), _shown.LONGEST_NAME) for one in action.parties()}
        return {
            "records": [{"id": one, "name": names.get(one, "")} for one in (keep, *absorb)],
            "fields": [
                {
                    "name": one.field.name, "label": str(one.field.label), "conflict": one.conflict or (bool(warning) and one.field.name == _numbers.DIC), "why": one.why(),
                    "source": one.source, "survives": _shown.value(one.field, one.value),
                    "held": [
                        {"id": client, "text": _shown.value(one.field, held)} for client, held in one.held.items()
                    ],
                    "both": one.field.kind in _UNITED,
                    "typed": one.field.kind not in {Kind.TAGS, Kind.CUSTOM, Kind.REFERENCE},
                }
                for one in suggestions
            ],
            "moving": [
                {"label": str(record_type(entity).plural), "count": count} for entity, count in moving.most_common()
            ],
            "warning": warning,
            "obstacle": obstacle,
            "needsReason": needs_reason,
            "known": known,
        }  # fmt: skip

    @long
    @command
    def run(self, keep: int, absorb: list[int], reason: str | None = None) -> dict[str, Any]:
        """Merge as it was compared last; one change set.

        Raises:
            StaleVersionError: something else was compared last, or a client was changed since.
        """
        action = self._action
        if action is None or action.given != [keep] or action.absorb != absorb:
            raise StaleVersionError("Compare the clients first, then merge.")
        if reason:
            action.options["reason"] = reason
        result = action.run()
        self._action = None
        return outcome(self._desk, action, result)

    @command
    def distinct(
        self, first: int, other: int, reason: str | None = None, entity: str = "client"
    ) -> dict[str, Any]:
        """Remember that two records are not one."""
        action = self._desk.akce.not_duplicate(first, other, entity=entity, reason=reason or None)
        return outcome(self._desk, action, action.run())


class MergeDiff(Panel):
    """The merge diff viewer on the chosen clients; with one chosen it offers to find the other.

    Args:
        desk: what it works with.
        selection: the clients to merge, the primary one survives; the panel follows it.
    """

    view: ClassVar[str] = "merge_diff"

    def parts(self) -> dict[str, object]:
        """The merge, the search for the other client, and the undo."""
        return {"merge": Merging(self.desk), "find": Finding(self.desk), "akce": Acting(self.desk)}


def _obstacle(action: Merge) -> tuple[str, bool]:
    """What stands against the merge, and whether a reason given would lift it."""
    try:
        action.check()
    except RefusedError as refused:
        return str(refused), type(refused) is RefusedError
    return "", False
