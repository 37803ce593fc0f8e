"""Fields of a form: what a person types, what it means, and the sentence about what does not fit."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from workbench.errors import ValueRejectedError, WorkbenchError
from workbench.locale import current, t
from workbench.model import wording
from workbench.model.fields import Field, Kind, RecordType
from workbench.model.identifiers import READERS
from workbench.model.legal_forms import legal_form, legal_forms
from workbench.model.times import PRAGUE
from workbench.model.validation import check_contact, check_value
from workbench.panels import _shown

LONGEST_TYPED: Final = 20_000
"""A longer value cannot be edited in a panel; it is shown cut, and Python edits it."""
_NOT_TYPED: Final = frozenset({Kind.REFERENCE})
"""Kinds that are chosen elsewhere than in a text."""


def declared(field: Field) -> dict[str, Any]:
    """What a view needs to know of a field."""
    return {
        "name": field.name, "label": str(field.label), "kind": field.kind.value, "required": field.required,
        "choices": [{"value": one.value, "label": str(one.label)} for one in field.choices],
        "typed": field.kind not in _NOT_TYPED,
    }  # fmt: skip


def said(field: Field, value: Any, currency: str = "") -> str:
    """A field's value as a person reads it, phone numbers with spaces; empty for nothing."""
    text = _shown.value(field, value, currency)
    return wording.phone(text) if field.kind is Kind.CONTACT else text


def held(field: Field, value: Any, currency: str = "") -> dict[str, Any]:
    """A field's value: as it is read, and as it is typed."""
    text = typed(field, value)
    return {
        "shown": said(field, value, currency),
        "text": text if len(text) <= LONGEST_TYPED else "",
        "tooLong": len(text) > LONGEST_TYPED,
    }


def typed(field: Field, value: Any) -> str:
    """A value in a form that a person can change and :func:`meant` reads back; empty for nothing."""
    if value is None or value in ("", (), {}):
        return ""
    if field.kind is Kind.CHOICE:
        return str(value)
    if field.kind is Kind.LEGAL_FORM:
        form = legal_form(str(value))
        return form.text if form else str(value)
    for kind, write in _TYPED.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


def meant(field: Field, text: str, before: Any = None) -> Any:
    """The value that a typed text means.

    Args:
        field: whose.
        text: what was typed.
        before: the value that stands there, for what a text cannot say (numbers among the user's own fields).

    Raises:
        ValueRejectedError: it does not fit.
        UnknownNameError: it is no value of a closed list.
    """
    if field.kind is Kind.CUSTOM:
        return check_value(field, _custom(text, before or {}) or None)
    return check_value(field, text)


def judged(kind: RecordType, name: str, text: str, beside: Mapping[str, str]) -> dict[str, str]:
    """What to say while somebody types: the value as it will be read, what is wrong, what is doubtful.

    Args:
        kind: the record type.
        name: the field.
        text: what stands in it.
        beside: the other fields of the same form; a contact's kind decides what its value may be.

    Raises:
        UnknownNameError: no such field.
    """
    field = kind.field(name)
    try:
        value = meant(field, text)
        if field.kind is Kind.CONTACT and value is not None:
            value = check_contact(beside.get("kind", ""), str(value))
    except ValueRejectedError as rejected:
        return {
            "shown": "",
            "problem": str(rejected.values.get("reason") or "") or str(rejected),
            "doubt": "",
        }
    except WorkbenchError as refused:
        return {"shown": "", "problem": str(refused), "doubt": ""}
    if value is None and field.required:
        return {"shown": "", "problem": t("This field must not be empty."), "doubt": ""}
    return {
        "shown": said(field, value, beside.get("currency", "")),
        "problem": "",
        "doubt": _doubt(field, text),
    }


def legal_form_names() -> list[str]:
    """The legal forms to choose from, by name."""
    return [one.text for one in legal_forms().values()]


def _doubt(field: Field, text: str) -> str:
    reader = READERS.get(field.kind.value)
    return " ".join(note.text() for note in reader(text).warnings) if reader and text.strip() else ""


def _custom(text: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """Lines ``name: value``; a value that was not touched keeps its type.

    Raises:
        ValueRejectedError: a line has no name.
    """
    found: dict[str, Any] = {}
    for line in filter(str.strip, text.splitlines()):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not name:
            raise ValueRejectedError("Write one field a line, as “name: value”.", reason="")
        kept = before.get(name)
        found[name] = kept if name in before and str(kept) == value else value
    return found


def _day(when: date) -> str:
    return wording.day(when) if current() == "cs" else when.isoformat()


_TYPED: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: lambda one: "true" if one else "false",
    Mapping: lambda one: "\n".join(f"{name}: {each}" for name, each in one.items()),
    tuple: ", ".join,
    datetime: lambda one: f"{one.astimezone(PRAGUE):%Y-%m-%d %H:%M}",
    date: _day,
    Decimal: lambda one: wording.amount(one) if current() == "cs" else f"{one:f}".removesuffix(".00"),
}
"""How values of a type are typed; the first type that fits counts, so a time stands before a day."""
