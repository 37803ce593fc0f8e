"""ClientPicker: find clients as one types, and choose one or many."""

from typing import Any, ClassVar, Final

from workbench.desk import Desk, Hits
from workbench.locale import t
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.names import parse_company
from workbench.model.records import CLIENT
from workbench.panels._commands import command
from workbench.panels._panel import Panel
from workbench.panels._shown import LONGEST_NAME, clip
from workbench.panels.selection import Selection

MOST: Final = 500
"""So many lines are shown at most; whoever needs more narrows the search."""
CHOSEN_AT_ONCE: Final = 10_000
"""So many clients are chosen at once at most; for more there is Python."""


class Finding:
    """What a browser may ask of the client list; also used by the panels that let choose another client.

    Args:
        desk: whose list it is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def search(
        self,
        text: str,
        invalid: bool,
        only: dict[str, list[str]],
        limit: int = 50,
        signs: list[str] | None = None,
    ) -> dict[str, Any]:
        """The lines that fit, best first, and whether there are more; with signs also how many there are in all."""
        limit = max(1, min(limit, MOST))
        if signs:
            signed = self._desk.clients.with_signs(*signs, text=text, only=only, invalid=invalid, limit=limit)
            shown = lines(signed.lines)
            return {
                "lines": shown,
                "more": signed.total > len(shown),
                "total": signed.total,
                "invalid": signed.invalid,
            }
        found = self._desk.clients.search(text, limit=limit + 1, invalid=invalid, only=only)
        return {"lines": lines(Hits(found[:limit])), "more": len(found) > limit}

    @command
    def all(
        self, text: str, invalid: bool, only: dict[str, list[str]], signs: list[str] | None = None
    ) -> list[int]:
        """The ids of all that fit, at most :data:`CHOSEN_AT_ONCE`, in the order of the list."""
        clients = self._desk.clients
        if signs:
            return clients.with_signs(
                *signs, text=text, only=only, invalid=invalid, limit=CHOSEN_AT_ONCE
            ).lines.ids
        return clients.search(text, limit=CHOSEN_AT_ONCE, invalid=invalid, only=only).ids

    @command
    def signs(
        self, text: str, invalid: bool, only: dict[str, list[str]], signs: list[str] | None = None
    ) -> list[dict[str, Any]]:
        """What may have to be mended, with how many clients show it."""
        counts = self._desk.clients.sign_counts(*(signs or ()), text=text, only=only, invalid=invalid)
        return [
            {"value": name, "label": label, "count": counts[name]} for name, label in _sign_labels().items()
        ]

    @command
    def lines(self, ids: list[int]) -> list[dict[str, Any]]:
        """The lines of these clients, those that this user sees."""
        return lines(self._desk.clients.lines(ids[:MOST]))

    @command
    def facets(self, text: str, invalid: bool, only: dict[str, list[str]]) -> dict[str, Any]:
        """How many fit in all, and the values of each facet with their counts."""
        found = self._desk.clients.facets(text, invalid=invalid, only=only)
        labels = {one.value: str(one.label) for one in CLIENT.field("state").choices}
        return {
            "total": found.total,
            "invalid": found.invalid,
            "facets": {
                name: [
                    {"value": each, "label": clip(labels.get(each, each) if name == "state" else each, 60),
                     "count": count}
                    for each, count in counts.items()
                ]
                for name, counts in found.counts.items()
            },
        }  # fmt: skip


class ClientPicker(Panel):
    """A search over all clients with a list that the keyboard drives.

        picker = ClientPicker(desk)
        menu = AkceMenu(desk, picker.selection)

    Args:
        desk: what it works with.
        selection: the shared selection that it fills; by default one of its own.
    """

    view: ClassVar[str] = "client_picker"

    def __init__(self, desk: Desk, selection: Selection | None = None) -> None:
        super().__init__(desk, selection)

    def parts(self) -> dict[str, object]:
        """The client list."""
        return {"find": Finding(self.desk)}


def lines(found: Hits) -> list[dict[str, Any]]:
    """Lines of the list as the view draws them."""
    return [
        {
            "id": one.id, "name": clip(one.name, LONGEST_NAME), "ico": clip(one.ico, 20), "city": clip(one.city, 60),
            "owner": clip(one.owner, 40), "valid": one.valid, "lockedBy": clip(one.locked_by, 40),
            "warning": _warning(one.ico, clip(one.name, LONGEST_NAME)),
        }
        for one in found
    ]  # fmt: skip


def _warning(ico: str | None, name: str) -> str:
    known = parse_company(name)
    found = (
        t("The check digit of the IČO is wrong.") if ico and not ico_numbers.is_valid(ico) else "",
        t("The subject is in liquidation.") if known.in_liquidation else "",
        t("The name says that the firm is insolvent.") if known.bankrupt else "",
    )
    return " ".join(one for one in found if one)


def _sign_labels() -> dict[str, str]:
    return {
        "no_ico": t("without IČO"),
        "wrong_ico": t("wrong check digit of the IČO"),
        "same_ico": t("the same IČO as another client"),
        "no_seat": t("without a seat"),
        "no_contact": t("without a contact"),
        "ceased": t("ceased"),
        "in_liquidation": t("in liquidation"),
        "register_changed": t("changed in the register"),
        "locked": t("locked"),
        "invalid": t("invalid"),
    }
