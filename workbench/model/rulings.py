"""How each rule of survivorship picks among the values that records hold (AKCE.md, section 6)."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from workbench.model.fields import Field, Merge
from workbench.model.record import Record
from workbench.model.records import LOCK_FIELDS

KEPT: Final = frozenset({*LOCK_FIELDS, "valid", "invalid_note"})
"""Fields that are a matter of the surviving row, never of the merged data."""
CONFIRMED: Final = "confirmed by the register"
"""Why: no reason is stronger."""

Ruling = tuple[Any, int | None, str]
Rule = Callable[[Field, Sequence[Record], Mapping[int, Any], Mapping[int, AbstractSet[str]]], Ruling]


def _register(
    field: Field,
    filled: Sequence[Record],
    values: Mapping[int, Any],
    confirmed: Mapping[int, AbstractSet[str]],
) -> Ruling:
    for one in filled:
        if field.name in confirmed.get(one.id, ()):
            return values[one.id], one.id, CONFIRMED
    return _survivor(field, filled, values, confirmed)


def _fullest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    return _highest(filled, values, lambda one: len(str(values[one.id])), "the longest")


def _newest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    return _highest(filled, values, lambda one: one.info.updated_at, "changed last")


def _survivor(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    survivor, origin = next(iter(values)), filled[0].id
    reason = "the surviving record's own"
    if origin != survivor:
        none = empty(values[survivor])
        reason = (
            "the surviving record has none; that of the next one"
            if none
            else "the first whose check digit is right"
        )
    return values[origin], origin, reason


def _complete(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    return _highest(filled, values, _count_filled, "from the most complete record")


def _frequent(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    held = [comparable(value) for value in values.values()]
    return _highest(
        filled, values, lambda one: held.count(comparable(values[one.id])), "held by most of the records"
    )


def _highest(
    filled: Sequence[Record], values: Mapping[int, Any], rank: Callable[[Record], Any], reason: str
) -> Ruling:
    """What the record of the highest rank holds; of several the first, and where they differ the reason is that the rule left it open."""
    highest = max(map(rank, filled))
    first, *others = (one for one in filled if rank(one) == highest)
    value, origin = values[first.id], first.id
    if any(comparable(values[one.id]) != comparable(value) for one in others):
        own = origin == next(iter(values))
        reason = "a tie, so the surviving record's own" if own else "a tie, so the first"
    return value, origin, reason


def rule_on(
    rule: Merge | Sequence[str],
    field: Field,
    filled: Sequence[Record],
    values: Mapping[int, Any],
    confirmed: Mapping[int, AbstractSet[str]],
) -> Ruling:
    """What a rule picks: the value, whose it is (``None`` if of several), and why (a catalogue id).

    Args:
        rule: a rule, or an order of sources.
        field: the field.
        filled: the records to pick from, the survivor first; each holds a value.
        values: record id -> its value, of all records, the survivor first.
        confirmed: record id -> names of the fields whose present value a register confirmed.
    """
    if isinstance(rule, Merge):
        return _RULES[rule](field, filled, values, confirmed)
    return _by_source(rule, filled, values)


def _by_source(order: Sequence[str], filled: Sequence[Record], values: Mapping[int, Any]) -> Ruling:
    places = {source: place for place, source in enumerate(order)}
    rank: Callable[[Record], int] = lambda one: -places.get(one["contact_source"], len(order))  # noqa: E731 - one expression
    return _highest(filled, values, rank, "its source comes first")


def _union(
    field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    return both(field, [values[one.id] for one in filled]), None, "all of them together"


def _strictest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    best = max(filled, key=lambda one: values[one.id])
    return values[best.id], best.id, "the strictest"


def _earliest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    best = min(filled, key=lambda one: values[one.id])
    return values[best.id], best.id, "the earliest"


_RULES: Final[Mapping[Merge, Rule]] = {
    Merge.REGISTER: _register,
    Merge.FULLEST: _fullest,
    Merge.NEWEST: _newest,
    Merge.SURVIVOR: _survivor,
    Merge.COMPLETE: _complete,
    Merge.FREQUENT: _frequent,
    Merge.UNION: _union,
    Merge.STRICTEST: _strictest,
    Merge.EARLIEST: _earliest,
}


def both(field: Field, values: Sequence[Any]) -> Any:
    """Several values as one: tags united, mappings laid over each other (first wins), texts one below the other."""
    filled = [value for value in values if not empty(value)]
    if not filled:
        return None
    if field.many:
        return tuple(sorted({tag for tags in filled for tag in tags}))
    if isinstance(filled[0], Mapping):
        return {name: one for value in reversed(filled) for name, one in value.items()}
    return "\n".join(dict.fromkeys(str(value) for value in filled))


def _count_filled(record: Record) -> int:
    """How many fields say anything of what the record is about; a lock does not."""
    return sum(not empty(value) for name, value in record.values.items() if name not in KEPT)


def empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", (), {})


def comparable(value: Any) -> Any:
    """A value in the form in which equal ones are equal: texts regardless of how many blanks stand between words."""
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), str(one)) for name, one in value.items()))
    return " ".join(value.split()) if isinstance(value, str) else value
