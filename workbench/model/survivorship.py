"""Which value survives a merge, and why (AKCE.md, section 6)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Final

from workbench.errors import InputError, UnknownNameError
from workbench.locale import t
from workbench.model import check_digits, whole_name
from workbench.model.fields import Field, Kind, Merge, RecordType
from workbench.model.record import Record
from workbench.model.rulings import CONFIRMED, KEPT, comparable, empty, rule_on

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
        governing: another field, with which this one is decided; its value comes from the same record.
    """

    field: Field
    value: Any
    source: int | None
    reason: str
    conflict: bool
    held: Mapping[int, Any]
    governing: Field | None = None

    def why(self) -> str:
        """The reason in the language in use; of what another field decides, which one that is."""
        reason = t(self.reason)
        if self.governing is None:
            return reason
        return t("{reason}; decided by “{field}”", reason=reason, field=self.governing.label)


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
    rules = rules or {}
    chosen: dict[str, Suggestion] = {}
    for field in kind:
        values = {one.id: one[field.name] for one in records}
        if field.name not in KEPT and not all(map(empty, values.values())):
            chosen[field.name] = _suggest_one(
                field, rules.get(field.name, field.merge), records, values, confirmed
            )
    return tuple(_with_one_name(kind, records, chosen, confirmed, rules).values())


def _suggest_one(
    field: Field,
    rule: Merge | Sequence[str],
    records: Sequence[Record],
    values: Mapping[int, Any],
    confirmed: Mapping[int, AbstractSet[str]],
) -> Suggestion:
    filled = [one for one in records if not empty(values[one.id])]
    if not _differ(values):
        source = filled[0]
        reason = "the same everywhere" if len(filled) == len(records) else "the only value"
        return Suggestion(field, values[source.id], source.id, reason, conflict=False, held=values)
    sound = check_digits.sound(field, filled, values, confirmed)
    value, origin, reason = rule_on(rule, field, sound, values, confirmed)
    if (
        len(sound) < len(filled)
        and reason != CONFIRMED
        and not _differ({one.id: values[one.id] for one in sound})
    ):
        reason = "the only one whose check digit is right"
    return Suggestion(field, value, origin, reason, conflict=True, held=values)


def _differ(values: Mapping[int, Any]) -> bool:
    return len({comparable(value) for value in values.values() if not empty(value)}) > 1


def _with_one_name(
    kind: RecordType,
    records: Sequence[Record],
    chosen: dict[str, Suggestion],
    confirmed: Mapping[int, AbstractSet[str]],
    rules: Rules,
) -> dict[str, Suggestion]:
    """The suggestions, with all names of a person from one record."""
    if not all(name in kind.by_name for name in whole_name.PAIR):
        return chosen
    natural = "is_person" in chosen and chosen["is_person"].value is True
    field, rule = whole_name.governing(kind, rules, natural=natural)
    best = whole_name.candidates(records, field, natural=natural)
    values = {one.id: one[field.name] for one in records}
    origin, reason = best[0].id, "the surviving record's own"
    if not empty(values[origin]):
        _, picked, reason = rule_on(rule, field, best, values, confirmed)
        origin = origin if picked is None else picked
    if reason != CONFIRMED and records[0] not in best:
        reason = "from the record whose name is whole"
    deciding = next(one for one in best if one.id == origin)
    for name in (*whole_name.PAIR, *([whole_name.WHOLE] if natural else [])):
        suggested = chosen.get(name)
        if suggested is None or (not suggested.conflict and not empty(deciding[name])):
            continue
        governing = None if name == field.name else field
        chosen[name] = replace(
            suggested,
            value=deciding[name],
            source=origin,
            reason=reason,
            conflict=True,
            governing=governing,
        )
    greeting = chosen.get(whole_name.GREETING)
    bearers = whole_name.greeted(records, deciding)
    if greeting is not None and len(bearers) < len(records):
        rule = rules.get(greeting.field.name, greeting.field.merge)
        chosen[greeting.field.name] = greet(greeting, rule, bearers, confirmed, field)
    return chosen


def greet(
    suggested: Suggestion,
    rule: Merge | Sequence[str],
    bearers: Sequence[Record],
    confirmed: Mapping[int, AbstractSet[str]],
    governing: Field,
) -> Suggestion:
    """The salutation of one of the records that bear the name that survives; none where none of them has any.

    Args:
        suggested: what was suggested of all records.
        rule: how it is decided where the bearers differ.
        bearers: the records that bear the name; there may be none.
        confirmed: what registers confirmed of each record.
        governing: the field that says which name survives.
    """
    filled = [one for one in bearers if not empty(suggested.held[one.id])]
    value, source = None, bearers[0].id if bearers else None
    if len({comparable(suggested.held[one.id]) for one in filled}) > 1:
        value, source, _ = rule_on(rule, suggested.field, filled, suggested.held, confirmed)
    elif filled:
        value, source = suggested.held[filled[0].id], filled[0].id
    conflict = suggested.conflict or not filled
    if not conflict:
        return replace(suggested, value=value, source=source)
    reason = "it greets the name that survives" if filled else "none greets the name that survives"
    return replace(suggested, value=value, source=source, reason=reason, conflict=True, governing=governing)


def check_rules(kind: RecordType, rules: Mapping[str, Any]) -> dict[str, Merge | tuple[str, ...]]:
    """Rules as a person wrote them: names of rules, or orders of sources.

    Raises:
        UnknownNameError: no such field or rule.
        InputError: a rule that cannot be used with this field.
    """
    check_fields(kind, rules)
    rules = whole_name.linked(kind, rules)
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
