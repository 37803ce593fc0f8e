"""AkceMenu: the menu Akce over the chosen clients, and the dialogs of its entries."""

from typing import ClassVar

from workbench.desk import Desk
from workbench.panels._acting import Acting
from workbench.panels._panel import Panel
from workbench.panels.client_picker import Finding
from workbench.panels.delete_planner import Planning
from workbench.panels.export_panel import Exporting
from workbench.panels.merge_diff import Merging
from workbench.panels.registry_diff import Comparing
from workbench.panels.security_panel import Watching


class AkceMenu(Panel):
    """The menu Akce over the clients of a selection.

    Args:
        desk: what it works with.
        selection: the clients meant; the menu follows it.
    """

    view: ClassVar[str] = "akce_menu"

    def parts(self) -> dict[str, object]:
        """The actions, and what the dialogs of the menu need."""
        return menu_parts(self.desk)


def menu_parts(desk: Desk) -> dict[str, object]:
    """What the menu's entries and their dialogs ask."""
    return {
        "akce": Acting(desk),
        "find": Finding(desk),
        "register": Comparing(desk),
        "merge": Merging(desk),
        "security": Watching(desk),
        "planner": Planning(desk),
        "export": Exporting(desk),
    }
