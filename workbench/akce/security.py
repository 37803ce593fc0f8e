"""5 Bezpečnost: who made it, who changed it, who sees it and why, its lock, its history (AKCE.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from workbench.akce.base import Action, Context
from workbench.locale import t
from workbench.model.fields import Label
from workbench.model.record import Dossier
from workbench.model.rights import ROLE_LABELS, User

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SecurityReport:
    """What the window Bezpečnost shows of one client.

    Attributes:
        dossier: the client with what hangs on it.
        last_change: fields of the last change set that touched it.
        seen_by: user -> why they see it (administrators are told of all users, others of themselves).
        merged_ids: ids that lead here.
        last_register_copy: source and day of what was last accepted from a register.
        history: the readable timeline, newest first.
    """

    dossier: Dossier
    last_change: tuple[str, ...]
    seen_by: Mapping[str, str]
    merged_ids: tuple[int, ...]
    last_register_copy: str | None
    history: "pd.DataFrame"

    def as_dict(self) -> dict[str, Any]:
        """The window line by line, under labels in the language in use."""
        record = self.dossier.record
        info = record.info
        return {
            t("Created"): (info.created_by, info.created_at),
            t("Last changed"): (info.updated_by, info.updated_at, self.last_change),
            t("Valid"): record["valid"],
            t("Owner"): record["owner"],
            t("Security level"): record["security_level"],
            t("Seen by"): dict(self.seen_by),
            t("Locked by"): (record["locked_by"], record["locked_at"], record["lock_reason"]),
            t("Last register copy"): self.last_register_copy,
            t("Merged ids"): self.merged_ids,
            t("Version"): info.version,
        }

    def __repr__(self) -> str:
        return f"<security of client {self.dossier.id}: seen by {len(self.seen_by)}, {len(self.history)} changes>"


class Security(Action):
    """Look at a client's origin, visibility, lock and history; changes nothing."""

    name: ClassVar[str] = "security"
    label: ClassVar[Label] = Label("Bezpečnost", "Security")
    many: ClassVar[bool] = False

    def __init__(self, context: Context, targets: object) -> None:
        super().__init__(context, targets)

    def check(self) -> None:
        """Refuse what the user does not see."""
        super().check()
        self.records()

    def preview(self) -> "pd.DataFrame":
        """The history of the client."""
        return self.run().history

    def run(self) -> SecurityReport:
        """Everything that the window shows.

        Raises:
            NotFoundError: no such client for this user.
        """
        store = self.context.store
        dossier = store.dossiers(self.ids)[0]
        history = store.history(dossier.id)
        own = history[(history["entity"] == "client") & (history["id"] == dossier.id)]
        last = own[own["change_set"] == own["change_set"].max()] if len(own) else own
        me = store.user()
        users = store.users() if me.is_administrator else [me]
        marks = [
            mark for mark in dossier.all("provenance") if ":" not in mark["field"]
        ]  # values, no dismissals
        newest = max(marks, key=lambda mark: mark.info.updated_at, default=None)
        return SecurityReport(
            dossier,
            tuple(str(one) for one in last["field"] if one != "*"),
            {one.name: why for one in users if (why := why_seen(one, dossier))},
            tuple(mark["old_id"] for mark in dossier.all("redirect")),
            None if newest is None else f"{newest['source']} ({newest['as_of'] or ''})",
            history,
        )


def why_seen(user: User, dossier: Dossier) -> str:
    """Why this user sees this client, in the language in use; empty if they do not."""
    record = dossier.record
    if user.is_administrator:
        return str(ROLE_LABELS[user.role])
    if (record["security_level"] or 0) > user.rights.clearance:
        return ""
    scope = user.rights.scope(record.type.name)
    if scope == "all":
        return t("sees all records of this type")
    if scope == "own" and record["owner"] == user.name:
        return t("owns it")
    if isinstance(scope, tuple) and record["owner"] in scope:
        return t("sees the records of {owner}", owner=record["owner"])
    return ""
