"""Which value survives a merge, and why (AKCE.md, section 6)."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from workbench.errors import InputError, UnknownNameError
from workbench.locale import t
from workbench.model.fields import Field, Kind, Merge, RecordType
from workbench.model.record import Record
from workbench.model.records import LOCK_FIELDS

KEPT: Final = frozenset({*LOCK_FIELDS, "valid", "invalid_note"})
"""Fields that are a matter of the surviving row, never of the merged data."""


_UNITED: Final = (Kind.TAGS, Kind.CUSTOM, Kind.LONG_TEXT)
"""Kinds of which several values make one."""

MOST_SOURCES: Final = 1_000
"""An order of sources has no more of them."""
_LONGEST_SOURCE: Final = 1_000

Rules = Mapping[str, Merge | Sequence[str]]
"""Field name -> how its value is picked: the rules are data, and whoever merges may change them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One field of a merge.

    Attributes:
        field: the field.
        value: what survives.
        source: id of the record it comes from; ``None`` if it is made of several, or typed.
        reason: why, as a catalogue id.
        conflict: the records hold different non-empty values.
        held: record id -> its value.
    """

    field: Field
    value: Any
    source: int | None
    reason: str
    conflict: bool
    held: Mapping[int, Any]

    def why(self) -> str:
        """The reason in the language in use."""
        return t(self.reason)


def suggest(
    kind: RecordType,
    records: Sequence[Record],
    confirmed: Mapping[int, AbstractSet[str]],
    rules: Rules | None = None,
) -> tuple[Suggestion, ...]:
    """A suggestion for each field in which the records hold anything.

    Args:
        kind: their record type.
        records: the survivor first.
        confirmed: record id -> names of the fields whose present value a register confirmed.
        rules: field name -> rule, where it differs from the declared one; a sequence of texts is an order of
            sources (``contact_source``), of which the first that has a value wins.
    """
    chosen = []
    for field in kind:
        values = {one.id: one[field.name] for one in records}
        if field.name in KEPT or all(_empty(value) for value in values.values()):
            continue
        rule = (rules or {}).get(field.name, field.merge)
        chosen.append(_suggest_one(field, rule, records, values, confirmed))
    return tuple(chosen)


def _suggest_one(
    field: Field,
    rule: Merge | Sequence[str],
    records: Sequence[Record],
    values: Mapping[int, Any],
    confirmed: Mapping[int, AbstractSet[str]],
) -> Suggestion:
    filled = [one for one in records if not _empty(values[one.id])]
    distinct = {_comparable(values[one.id]) for one in filled}
    conflict = len(distinct) > 1
    if not conflict:
        source = filled[0]
        reason = "the same everywhere" if len(filled) == len(records) else "the only one filled"
        return Suggestion(field, values[source.id], source.id, reason, conflict, values)
    if isinstance(rule, Merge):
        value, origin, reason = _RULES[rule](field, filled, values, confirmed)
    else:
        value, origin, reason = _by_source(rule, filled, values)
    return Suggestion(field, value, origin, reason, conflict, values)


def check_rules(kind: RecordType, rules: Mapping[str, Any]) -> dict[str, Merge | tuple[str, ...]]:
    """Rules as a person wrote them: names of rules, or orders of sources.

    Raises:
        UnknownNameError: no such field or rule.
        InputError: a rule that cannot be used with this field.
    """
    check_fields(kind, rules)
    checked: dict[str, Merge | tuple[str, ...]] = {}
    for name, rule in rules.items():
        field = kind.field(name)
        if not isinstance(rule, str):
            if not isinstance(rule, Sequence) or isinstance(rule, bytes):
                raise UnknownNameError.suggest("rule", rule, set(Merge))
            checked[name] = _order(field, rule)
            if "contact_source" not in kind.by_name:
                raise InputError(
                    "“{kind}” has no source of contact, so no order of sources can decide. Name a rule.", kind=kind.label
                )  # fmt: skip
        elif rule not in set(Merge):
            raise UnknownNameError.suggest("rule", rule, set(Merge))
        else:
            checked[name] = Merge(rule)
        chosen = checked[name]
        fits = chosen in fitting(field) if isinstance(chosen, Merge) else may_follow_sources(field)
        if not fits:
            raise InputError(
                "The rule “{rule}” does not fit the field “{field}”.", rule=rule, field=field.label
            )
        if not chosen:
            raise InputError("Name at least one source for the field “{field}”.", field=field.label)
    return checked


def check_fields(kind: RecordType, rules: object) -> None:
    """Refuse what is no mapping of fields.

    Raises:
        InputError: it is none.
        UnknownNameError: no such field.
    """
    if not isinstance(rules, Mapping):
        raise InputError("Name a field and its rule, e.g. “name” and “newest”.")
    kind.check_names(rules)


def _is_source(given: object) -> bool:
    if not isinstance(given, str) or "\n" in given or not 0 < len(given.strip()) <= _LONGEST_SOURCE:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in given)


def _order(field: Field, given: Sequence[Any]) -> tuple[str, ...]:
    """An order of sources as it can be kept: of texts of one line, each once."""
    if len(given) > MOST_SOURCES or not all(map(_is_source, given)):
        raise InputError(
            "An order of sources for the field “{field}” is a list of at most {count} texts of one line, the most trusted first.",
            field=field.label, count=MOST_SOURCES,
        )  # fmt: skip
    return tuple(dict.fromkeys(given))


def fitting(field: Field) -> tuple[Merge, ...]:
    """The rules that can be used with a field, as they are declared; none for what a merge never decides."""
    if field.name in KEPT:
        return ()
    if field.merge is Merge.STRICTEST:
        return (Merge.STRICTEST,)
    left_out = {Merge.STRICTEST}
    if field.kind not in _UNITED:
        left_out.add(Merge.UNION)
    if field.kind is Kind.CUSTOM:
        left_out.add(Merge.EARLIEST)
    return tuple(one for one in Merge if one not in left_out)


def may_follow_sources(field: Field) -> bool:
    """Whether an order of sources can be the rule of a field."""
    return field.name not in KEPT and field.merge is not Merge.STRICTEST


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
            return values[one.id], one.id, "confirmed by the register"
    return _survivor(field, filled, values, confirmed)


def _fullest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    best = max(filled, key=lambda one: len(str(values[one.id])))
    return values[best.id], best.id, "the longest"


def _newest(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    best = max(filled, key=lambda one: one.info.updated_at)
    return values[best.id], best.id, "changed last"


def _survivor(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    return values[filled[0].id], filled[0].id, "the surviving record's own"


def _complete(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    best = max(filled, key=_count_filled)
    return values[best.id], best.id, "from the most complete record"


def _frequent(
    _field: Field, filled: Sequence[Record], values: Mapping[int, Any], _: Mapping[int, AbstractSet[str]]
) -> Ruling:
    held = [_comparable(values[one.id]) for one in filled]
    best = max(filled, key=lambda one: held.count(_comparable(values[one.id])))
    return values[best.id], best.id, "held by most of the records"


def _by_source(order: Sequence[str], filled: Sequence[Record], values: Mapping[int, Any]) -> Ruling:
    places = {source: place for place, source in enumerate(order)}
    best = min(filled, key=lambda one: places.get(one["contact_source"], len(order)))
    return values[best.id], best.id, "its source comes first"


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
    filled = [value for value in values if not _empty(value)]
    if not filled:
        return None
    if field.many:
        return tuple(sorted({tag for tags in filled for tag in tags}))
    if isinstance(filled[0], Mapping):
        return {name: one for value in reversed(filled) for name, one in value.items()}
    return "\n".join(dict.fromkeys(str(value) for value in filled))


def _count_filled(record: Record) -> int:
    """How many fields say anything of what the record is about; a lock does not."""
    return sum(not _empty(value) for name, value in record.values.items() if name not in KEPT)


def _empty(value: Any) -> bool:
    return value is None or value in ("", (), {})


def _comparable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), str(one)) for name, one in value.items()))
    return " ".join(value.split()) if isinstance(value, str) else value
