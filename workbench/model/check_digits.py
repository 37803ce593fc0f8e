"""Numbers that fail their check digit never survive a merge beside one that passes it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from workbench.model.fields import Field, Kind
from workbench.model.identifiers import dic, ico
from workbench.model.record import Record


def is_checked(field: Field) -> bool:
    """Whether values of a field have a check digit."""
    return field.kind in (Kind.ICO, Kind.DIC)


def passes(kind: Kind, value: str) -> bool:
    """Whether a number is one of its kind and its check digit is right."""
    if kind is Kind.ICO:
        return ico.is_valid(value)
    found = dic.read(value)
    return found.value is not None and not found.warnings


def sound(
    field: Field,
    filled: Sequence[Record],
    values: Mapping[int, Any],
    confirmed: Mapping[int, AbstractSet[str]],
) -> Sequence[Record]:
    """The records whose number passes; all of them where none does, or the field has no check digit.

    A number that a register confirmed passes whatever its check digit: active subjects with a wrong one exist.
    """
    if not is_checked(field):
        return filled
    known = {values[one.id] for one in filled if field.name in confirmed.get(one.id, ())}
    passing = [one for one in filled if values[one.id] in known or passes(field.kind, values[one.id])]
    return passing or filled
