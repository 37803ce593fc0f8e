"""workbench: clean the client list of a Czech CRM in JupyterLab.

    import workbench as wb

    desk = wb.demo()                                   # or wb.open("clients.duckdb")
    desk.clients.search("novak brno")
    desk.akce.copy_from_registry(42).preview()         # what would change; nothing has
    desk.akce.copy_from_registry(42).run()
    desk.undo(desk.akce.invalidate([7, 8], note="…").run())

Whatever is done through :class:`Desk` can be previewed before, undone after, and replayed elsewhere.
"""

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.locale import use as use_language

if TYPE_CHECKING:
    from workbench.desk import Desk, demo, open  # noqa: A004 - read as workbench.open

__version__ = "0.1.0"
__all__ = ["Desk", "WorkbenchError", "__version__", "demo", "open", "use_language"]


def __getattr__(name: str) -> object:
    """The desk, loaded when first asked for, so that ``import workbench`` stays light."""
    if name in ("Desk", "demo", "open"):
        from workbench import desk  # noqa: PLC0415

        return getattr(desk, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
