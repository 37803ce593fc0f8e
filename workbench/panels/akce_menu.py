"""AkceMenu: the menu Akce over the chosen clients, and the dialogs of its entries."""

from typing import ClassVar

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
        return {
            "akce": Acting(self.desk),
            "find": Finding(self.desk),
            "register": Comparing(self.desk),
            "merge": Merging(self.desk),
            "security": Watching(self.desk),
            "planner": Planning(self.desk),
            "export": Exporting(self.desk),
        }
