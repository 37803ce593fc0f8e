"""A plan of copying in numbers: how many changes of each kind, of how many clients."""

from typing import TYPE_CHECKING, Final

from workbench.akce.registry_plan import FIELDS

if TYPE_CHECKING:
    import pandas as pd

COUNTS: Final = ["field", "label", "reason", "changes", "clients", "suggested"]
"""Columns of the numbers."""


def counted(plan: "pd.DataFrame") -> "pd.DataFrame":
    """One row a field and a reason, in the order of the fields; columns :data:`COUNTS`.

    Args:
        plan: rows of :meth:`workbench.akce.copy_from_registry.CopyFromRegistry.preview`, all or some.
    """
    groups = plan.astype({"suggested": bool}).groupby(["field", "label", "reason"], observed=True)
    found = groups.agg(
        changes=("client", "size"), clients=("client", "nunique"), suggested=("suggested", "sum")
    )
    order = {name: place for place, name in enumerate(FIELDS)}
    return found.reset_index().sort_values(
        ["field", "reason"], key=lambda one: one.map(order) if one.name == "field" else one, ignore_index=True
    )[COUNTS]
