"""The desk: what a notebook holds."""

from workbench.desk.clients import Clients, Hits, Past, PastClients
from workbench.desk.desk import Desk
from workbench.desk.journal import Filter, Journal
from workbench.desk.opening import demo, open  # noqa: A004 - read as workbench.open
from workbench.desk.script import Script

__all__ = ["Clients", "Desk", "Filter", "Hits", "Journal", "Past", "PastClients", "Script", "demo", "open"]
