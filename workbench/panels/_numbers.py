"""The numbers of a firm that a merge would keep, and whether they contradict each other."""

from collections.abc import Sequence

from workbench.locale import t
from workbench.model.identifiers.dic import ico_within
from workbench.model.survivorship import Suggestion

DIC = "dic"


def contradiction(suggested: Sequence[Suggestion]) -> str:
    """That the DIČ that would stay is made of another IČO than the one that would; empty if it is not."""
    stays = {one.field.name: one.value for one in suggested}
    ico, dic = stays.get("ico"), stays.get(DIC)
    other = ico_within(dic) if ico and dic else None
    if other is None or other == ico:
        return ""
    return t(
        "IČO {ico} and DIČ {dic} would stay together, and this DIČ belongs to IČO {other}. Choose the DIČ, too, or type it.",
        ico=ico, dic=dic, other=other,
    )  # fmt: skip
