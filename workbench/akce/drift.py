"""What the register changed since it was last accepted: a reading of the plan of copying."""

from typing import TYPE_CHECKING, Final

from workbench.model.comparison import SEAT

if TYPE_CHECKING:
    import pandas as pd

_KINDS: Final = {"name": "renamed", SEAT: "moved", "ceased_on": "ceased"}
_OTHER: Final = "changed"
_LIQUIDATION: Final = r"\bv\s+likv"


def drifted(plan: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of a plan in which the register moved on.

    These are the fields of which something else was accepted at the last copy, and every firm that ceased,
    whether or not anything was copied from it before.

    Args:
        plan: of :meth:`workbench.akce.copy_from_registry.CopyFromRegistry.preview`.

    Returns:
        its rows, with a first column ``kind``: ``renamed``, ``in_liquidation`` (a name that now says so), ``moved``,
        ``ceased``, ``changed``. They can be given to ``run`` of the copying as they are or filtered.
    """
    gone = plan["field"].eq("ceased_on")
    rows = plan[(plan["accepted"].notna() & plan["accepted"].ne(plan["register"])) | gone].copy()
    kind = rows["field"].map(_KINDS).fillna(_OTHER)
    wound_up = rows["field"].eq("name") & rows["register"].astype("str").str.contains(
        _LIQUIDATION, case=False
    )
    rows.insert(0, "kind", kind.mask(wound_up, "in_liquidation"))
    return rows.reset_index(drop=True)
