"""The names of a person are one thing: a merge takes all of them from one record, never each from another.

A first name of one record beside the surname of another is the name of nobody: of “Marek Strnad” and “Strnad Marek” the
longer parts are “Strnad” and “Strnad”. A salutation greets a name, so it survives only from a record that bears that which survives.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from workbench.errors import InputError
from workbench.model._fold import fold
from workbench.model.fields import Field, Merge, RecordType
from workbench.model.record import Record
from workbench.model.rulings import empty

PAIR: Final = ("first_name", "last_name")
"""The parts of a name that have one rule; it is kept with both."""
WHOLE: Final = "name"
"""What a client that is a natural person is called; of such a client it belongs to the parts."""

GREETING: Final = "salutation"
"""What greets a name."""

Rule = Merge | Sequence[str]


def linked(kind: RecordType, rules: Mapping[str, Any]) -> dict[str, Any]:
    """Rules in which both parts of a name have the one that was given for either.

    Raises:
        InputError: each was given another.
    """
    given = {name: rules[name] for name in PAIR if name in rules and name in kind.by_name}
    if len(given) > 1 and given[PAIR[0]] != given[PAIR[1]]:
        raise InputError(
            "“{first}” and “{last}” come from one record; give both the same rule.",
            first=kind.field(PAIR[0]).label, last=kind.field(PAIR[1]).label,
        )  # fmt: skip
    return {**rules, **dict.fromkeys(PAIR, next(iter(given.values())))} if given else dict(rules)


def governing(kind: RecordType, rules: Mapping[str, Rule], *, natural: bool) -> tuple[Field, Rule]:
    """Which field's rule says from which record the names come.

    Args:
        kind: the records' type.
        rules: field -> rule, where it differs from the declared one.
        natural: the merged client is a natural person, so that its name belongs to the parts.
    """
    last = kind.field(PAIR[1])
    whole = kind.field(WHOLE) if natural else last
    if last.name in rules and whole.name not in rules:
        return last, rules[last.name]
    return whole, rules.get(whole.name, whole.merge)


def greeted(records: Sequence[Record], name: Mapping[str, Any] | Record) -> list[Record]:
    """The records that bear a name: all words of theirs are in it, whatever their order, case and accents; a half name or none is no other one.

    Args:
        records: the records.
        name: holds both parts of the name.
    """
    borne = _words(name)
    return [one for one in records if _words(one) <= borne]


def _words(name: Mapping[str, Any] | Record) -> set[str]:
    return {word for part in PAIR for word in fold(name[part] or "").split()}


def candidates(records: Sequence[Record], field: Field, *, natural: bool) -> list[Record]:
    """The records whose names are as full as any: both parts, else the surname, else the first name."""
    rank: Callable[[Record], tuple[bool, ...]] = lambda one: (  # noqa: E731 - one expression, used twice
        natural and empty(one[WHOLE]), empty(one[PAIR[0]]) or empty(one[PAIR[1]]), empty(one[PAIR[1]]), empty(one[PAIR[0]]), empty(one[field.name]),
    )  # fmt: skip
    best = min(map(rank, records))
    return [one for one in records if rank(one) == best]
