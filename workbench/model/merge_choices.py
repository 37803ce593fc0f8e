"""A person's decisions over the suggestions of a merge (AKCE.md, section 6: "one choice a field")."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any, SupportsIndex

from workbench.errors import InputError
from workbench.model import rulings
from workbench.model.fields import Field, Kind, Merge, RecordType
from workbench.model.record import Record
from workbench.model.rulings import KEPT
from workbench.model.survivorship import Suggestion, greet
from workbench.model.validation import check_value
from workbench.model.whole_name import GREETING, PAIR, greeted

BOTH = "both"
_LISTS = (Kind.TAGS, Kind.CUSTOM, Kind.LONG_TEXT)


def check_choices(kind: RecordType, choose: Mapping[str, Any]) -> None:
    """Refuse choices that no merge can follow, before any record is read.

    Raises:
        UnknownNameError: no such field.
        InputError: the field is not a matter of the merge, or the choice has no known shape.
    """
    kind.check_names(choose)
    for name, choice in choose.items():
        field = kind.field(name)
        if name in KEPT:
            raise InputError(
                "“{field}” is a matter of the surviving record, not of the merge.", field=field.label
            )
        if choice == BOTH and field.kind not in _LISTS:
            raise InputError("“{field}” holds one value; choose which one.", field=field.label)
        if not (choice == BOTH or _typed(choice) or _index(choice) is not None):
            raise _no_choice(field, ())


def decide(
    kind: RecordType, records: Sequence[Record], suggestions: Sequence[Suggestion], choose: Mapping[str, Any]
) -> tuple[Suggestion, ...]:
    """The suggestions, with what a person decided in their place.

    Args:
        kind: the records' type.
        records: the survivor first.
        suggestions: what the rules suggest, for the fields in which the records hold anything.
        choose: field -> id of the record whose value is taken, ``"both"``, or ``{"value": …}``.

    Raises:
        InputError: a choice is none of these, or would weaken what the strictest wins.
        ValueRejectedError: a typed value does not fit its field.
    """
    suggested = {one.field.name: one for one in suggestions}
    held = {name: suggested.get(name) or _empty(kind.field(name), records) for name in (*suggested, *choose)}
    decided = {name: _decided(held[name], choose[name]) if name in choose else held[name] for name in held}
    if GREETING in set(regreeted(choose)) & set(held):
        bearers = greeted(records, {part: decided[part].value if part in decided else None for part in PAIR})
        greeting = held[GREETING]
        decided[GREETING] = greet(greeting, greeting.field.merge, bearers, {}, kind.field(PAIR[1]))
    return tuple(decided.values())


def regreeted(choose: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that are decided anew for others were chosen: the salutation, where it was not chosen itself, for it has to greet the chosen name."""
    return (GREETING,) if GREETING not in choose and not choose.keys().isdisjoint(PAIR) else ()


def _decided(suggestion: Suggestion, choice: Any) -> Suggestion:
    field, values = suggestion.field, suggestion.held
    number = _index(choice)
    if choice == BOTH:
        value, source, reason = rulings.both(field, list(values.values())), None, "all of them together"
    elif _typed(choice):
        value, source, reason = check_value(field, choice["value"]), None, "typed"
    elif number is not None and number in values:
        value, source, reason = values[number], number, "chosen by hand"
    else:
        raise _no_choice(field, values)
    if field.merge is Merge.STRICTEST and (value or 0) < (suggestion.value or 0):
        raise InputError(
            "“{field}”: a merge keeps the strictest value. Change it afterwards, if it really may be weaker.",
            field=field.label,
        )
    return Suggestion(field, value, source, reason, suggestion.conflict, values)


def _empty(field: Field, records: Sequence[Record]) -> Suggestion:
    return Suggestion(
        field, None, None, "the same everywhere", conflict=False, held={one.id: None for one in records}
    )


def _typed(choice: object) -> bool:
    return isinstance(choice, Mapping) and set(choice) == {"value"}


def _index(choice: object) -> int | None:
    if isinstance(choice, bool) or not isinstance(choice, SupportsIndex):
        return None
    return operator.index(choice)


def _no_choice(field: Field, ids: Mapping[int, Any] | tuple[()]) -> InputError:
    return InputError(
        "Field “{field}”: choose the id of one of these records ({ids}), 'both', or {{'value': …}}.",
        field=field.name, ids=", ".join(map(str, ids)) or "…",
    )  # fmt: skip
