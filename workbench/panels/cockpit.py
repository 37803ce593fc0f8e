"""Cockpit: all panels on one desk, shown together and sharing one selection."""

from typing import Any, ClassVar

from workbench.model.rights import ROLE_LABELS
from workbench.panels import _form, _shown
from workbench.panels._newcomer import Newcomer
from workbench.panels._panel import Panel
from workbench.panels.akce_menu import menu_parts
from workbench.panels.client_card import Card
from workbench.panels.duplicate_review import Reviewing
from workbench.panels.history_panel import Leafing
from workbench.panels.rules_panel import Ruling


class Cockpit(Panel):
    """The client list beside the card, the comparison, the merge, security, history… of the chosen client.

        Cockpit(desk)

    Args:
        desk: what it works with.
        selection: the shared selection; by default one of its own, to be followed as ``cockpit.selection``.
    """

    view: ClassVar[str] = "cockpit"

    def parts(self) -> dict[str, object]:
        """What all its panels ask."""
        return {
            **menu_parts(self.desk),
            "card": Card(self.desk),
            "newcomer": Newcomer(self.desk),
            "history": Leafing(self.desk),
            "review": Reviewing(self.desk),
            "rules": Ruling(self.desk),
        }

    def start(self) -> dict[str, Any]:
        """Who works here, with which rights, and the legal forms to choose from."""
        user = self.desk.user
        return {
            "user": _shown.clip(user.name, 40),
            "role": str(ROLE_LABELS[user.role]),
            "edits": user.rights.edit,
            "legalForms": _form.legal_form_names(),
        }
