"""Columns of several addresses of one kind: “Provozovna 1 – město”, “Provozovna 2 – město”; “Ulice”, “Ulice (2)”."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from workbench.importing.mapping import Assignment
from workbench.importing.targets import SEAT, WHOLE_ADDRESS, Target, target
from workbench.model.records import ADDRESS

_NUMBER: Final = re.compile(r"(?<!\d)([1-9])(?!\d)")
_FEWEST: Final = 2
"""A single part beside a whole address is rather a second line of it."""


def tell_apart(found: Sequence[Assignment]) -> list[Assignment]:
    """The same assignments; columns of a second and further address of a kind go to targets of their own.

    Columns belong together by the number in their headers. Those with a higher number stay with the first address
    unless a column of it goes to the same place, so “Adresa 2” alone is not a second one.

    Args:
        found: one for each column, in the order of the columns.
    """
    groups: dict[tuple[str, int], dict[str, Assignment]] = defaultdict(dict)
    for one in found:
        where = target(one.target)
        if where.table == "address" and where.kind != SEAT and where.field.name != "kind":
            numbers = _NUMBER.findall(one.column)
            groups[_kind(where), int(numbers[-1]) if numbers else 1].setdefault(where.field.name, one)
    moved: dict[str, str] = {}
    for (kind, number), columns in sorted(groups.items()):
        before = {
            field
            for (other, earlier), held in groups.items()
            if other == kind and earlier < number
            for field in held
        }
        if before & columns.keys() and (WHOLE_ADDRESS in columns or len(columns) >= _FEWEST):
            for one in columns.values():
                field = target(one.target).field.name
                moved[one.column] = f"address[{kind} {number}]" + (
                    "" if field == WHOLE_ADDRESS else f".{field}"
                )
    return [replace(one, target=moved.get(one.column, one.target)) for one in found]


def _kind(where: Target) -> str:
    return where.kind or str(ADDRESS.field("kind").default)
