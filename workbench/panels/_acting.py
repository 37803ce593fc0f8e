"""What a browser may do to clients through the menu: look at its entries, and run them."""

from typing import TYPE_CHECKING, Any, Final

from workbench.akce.base import Action
from workbench.akce.copy_from_registry import CopyFromRegistry
from workbench.akce.delete import Delete
from workbench.akce.export import Export
from workbench.akce.lock import Lock, Unlock
from workbench.akce.merge import Merge
from workbench.akce.refresh import Refresh
from workbench.akce.searching import FindOnFirmy, Google
from workbench.akce.security import Security
from workbench.akce.validity import Invalidate, Restore
from workbench.desk import Desk
from workbench.errors import PermissionRefusedError, UnknownNameError, WorkbenchError
from workbench.locale import t
from workbench.panels import _changes, _shown
from workbench.panels._commands import Reply, command, long
from workbench.panels._running import certified, outcome

if TYPE_CHECKING:
    from workbench.akce.catalogue import Entry

_OPTIONS: Final[dict[type[Action], frozenset[str]]] = {
    Invalidate: frozenset({"note"}),
    Restore: frozenset({"note"}),
    Lock: frozenset({"reason"}),
    Unlock: frozenset(),
    Delete: frozenset(),
}
"""What the browser may run by name, with the options that it may give; third parties' actions take none."""

_MENU: Final[tuple[type[Action], ...]] = (
    CopyFromRegistry, FindOnFirmy, Google, Export, Security, Lock, Unlock, Merge, Refresh, Invalidate, Restore, Delete,
)  # fmt: skip


class Acting:
    """What a browser may do to clients through the menu.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def entries(self, ids: list[int]) -> dict[str, Any]:
        """The entries of the menu for these clients, each with what can be done and why it cannot."""
        found = self._desk.clients.lines(ids[:_COUNTED])
        losing = self._reason_to_lose(ids) if ids else ""
        states = {
            "valid": sum(one.valid for one in found),
            "invalid": sum(not one.valid for one in found),
            "locked": sum(one.locked_by is not None for one in found),
        }
        return {
            "entries": [self._entry(one, ids, losing) for one in self._desk.akce.menu()],
            "states": states,
            "names": [_shown.clip(one.name, _shown.LONGEST_NAME) for one in found[:_NAMED]],
            "revision": self._desk.revision(),
        }

    @long
    @command
    def run(self, action: str, ids: list[int], options: dict[str, str]) -> dict[str, Any]:
        """Run one of the plain actions.

        Raises:
            UnknownNameError: it is none of them, or takes no such option.
            WorkbenchError: what the action refuses.
        """
        kinds = {one.name: one for one in self._plain()}
        if action not in kinds:
            raise UnknownNameError.suggest("action", action[:80], kinds)
        allowed = _OPTIONS.get(kinds[action], frozenset())
        for name in options:
            if name not in allowed:
                raise UnknownNameError.suggest("option", name[:80], allowed)
        made = kinds[action](self._desk, ids, **{name: value for name, value in options.items() if value})
        return outcome(self._desk, made, made.run())

    @long
    @command
    def certificate(self, change_set: int) -> Reply:
        """The certificate of an erasure as a PDF, made from the journal; it holds no personal data."""
        return certified(self._desk, change_set)

    @command
    def link(self, action: str, client: int) -> dict[str, Any]:
        """The address of a search on the web, and what to know before the click."""
        kinds = {one.name: one for one in (FindOnFirmy, Google)}
        if action not in kinds:
            raise UnknownNameError.suggest("action", action[:80], kinds)
        found = kinds[action](self._desk, client).run()
        return {"url": found.url, "text": found.text, "warning": found.warning}

    @command
    def refreshed(self, ids: list[int], since: int) -> dict[str, Any]:
        """What changed in these clients after a change set, newest first."""
        action = self._desk.akce.refresh(ids, since=since)
        found = action.run()
        rows = found.changed.head(_CHANGES_SHOWN).to_dict("records")
        return {
            "count": len(found.changed),
            "revision": found.revision,
            "code": action.code(),
            "changes": [
                {"actor": _shown.clip(row["actor"], 40), **_changes.told({**row, "operation": ""})}
                for row in rows
            ],
        }

    def _plain(self) -> list[type[Action]]:
        others = [kind for entry in self._desk.akce.menu() for kind in entry.actions if kind not in _MENU]
        return [*_OPTIONS, *others]

    def _entry(self, entry: "Entry", ids: list[int], losing: str) -> dict[str, Any]:
        shown: dict[str, Any] = {"label": str(entry.label), "actions": [kind.name for kind in entry.actions]}
        kind = entry.actions[0]
        if (
            kind in (FindOnFirmy, Google) and len(ids) == 1
        ):  # the link or the reason, of one look at the client
            try:
                shown["link"], reason = self.link(kind.name, ids[0]), ""
            except WorkbenchError as obstacle:
                reason = str(obstacle)
            reasons = {kind.name: reason}
        else:
            reasons = {kind.name: self._reason(kind, ids, losing) for kind in entry.actions}
        shown["reasons"] = reasons
        shown["reason"] = "" if not all(reasons.values()) else next(iter(reasons.values()))
        shown["labels"] = {kind.name: str(kind.label) for kind in entry.actions}
        return shown

    def _reason(self, kind: type[Action], ids: list[int], losing: str) -> str:
        """Why this cannot be done to these clients; empty if it can.

        A deletion is shown even where something holds it back: its dialog says what. A merge is looked at
        without the other client, which its dialog finds. What stands against either was found once for both.
        """
        if not ids:
            return t("Choose a client first.")
        if len(ids) > 1 and not kind.many:
            return t("Works on one client at a time.")
        if kind in (Merge, Delete):
            return losing
        return kind(self._desk, ids).available().reason

    def _reason_to_lose(self, ids: list[int]) -> str:
        try:
            changing = self._desk.akce.invalidate(ids)
            changing.check_locks()
            user = self._desk.user
            if user.rights.delete == "none":
                raise PermissionRefusedError(
                    "User {user} may not do this (right “{right}”). An administrator can grant it.",
                    user=user.name, right="delete",
                )  # fmt: skip
        except WorkbenchError as obstacle:
            return str(obstacle)
        return ""


_NAMED: Final = 3
"""So many names stand in the heading of a dialog over many clients."""
_COUNTED: Final = 100_000
_CHANGES_SHOWN: Final = 50
