"""Panels for notebooks: each alone, or composed through a shared selection.

    from workbench.panels import AkceMenu, ClientPicker

    picker = ClientPicker(desk)
    menu = AkceMenu(desk, picker.selection)

A panel talks to the desk. Its view asks named commands with ids and gets rows back; nothing of any client
is synced, so nothing of any client stays in a saved notebook.
"""

from workbench.panels.akce_menu import AkceMenu
from workbench.panels.client_card import ClientCard
from workbench.panels.client_picker import ClientPicker
from workbench.panels.cockpit import Cockpit
from workbench.panels.delete_planner import DeletePlanner
from workbench.panels.duplicate_review import DuplicateReview
from workbench.panels.export_panel import ExportPanel
from workbench.panels.history_panel import HistoryPanel
from workbench.panels.merge_diff import MergeDiff
from workbench.panels.registry_diff import RegistryDiff
from workbench.panels.rules_panel import RulesPanel
from workbench.panels.security_panel import SecurityPanel
from workbench.panels.selection import Selection

__all__ = [
    "AkceMenu",
    "ClientCard",
    "ClientPicker",
    "Cockpit",
    "DeletePlanner",
    "DuplicateReview",
    "ExportPanel",
    "HistoryPanel",
    "MergeDiff",
    "RegistryDiff",
    "RulesPanel",
    "SecurityPanel",
    "Selection",
]
