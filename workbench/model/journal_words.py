"""Changed values of the journal, which keeps them as texts, as a person reads them."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from workbench.locale import t
from workbench.model import wording
from workbench.model.fields import Field, Kind
from workbench.model.legal_forms import legal_form
from workbench.model.records import RECORD_TYPES


def told(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """One row of the journal: label of the field, what it was, what it became.

    Args:
        row: has entity, field, operation, before, after as the journal keeps them.
    """
    kind = RECORD_TYPES[str(row["entity"])]
    if row["field"] == "*":
        return str(kind.label), "", t("added") if row["operation"] == "insert" else t("removed")
    field = kind.by_name.get(str(row["field"]))
    return label_of(kind.name, str(row["field"])), value(field, row["before"]), value(field, row["after"])


def label_of(entity: str, name: str) -> str:
    """A field's label; with the type of its record before it where that is no client."""
    kind = RECORD_TYPES.get(entity)
    if kind is None:
        return name
    if name not in kind.by_name:
        return str(kind.label)
    own = str(kind.field(name).label)
    return own if entity == "client" else f"{kind.label}: {own}"


def value(field: Field | None, text: object) -> str:
    """A value as the journal keeps it, a text, in the language in use; empty for nothing."""
    if not isinstance(text, str):
        return ""
    if field is None:
        return text
    if field.kind is Kind.CHOICE:
        return next((str(one.label) for one in field.choices if one.value == text), text)
    try:
        return _READ[field.kind](text) if field.kind in _READ else text
    except ValueError:
        return text


def _legal_form(text: str) -> str:
    form = legal_form(text)
    return form.text if form else text


def _tags(text: str) -> str:
    return ", ".join(map(str, json.loads(text)))


def _custom(text: str) -> str:
    return "; ".join(f"{name}: {one}" for name, one in json.loads(text).items())


_READ: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.FLAG: lambda text: {"true": t("yes"), "false": t("no")}.get(text, text),
    Kind.DATE: lambda text: wording.day(date.fromisoformat(text)),
    Kind.MOMENT: lambda text: wording.moment(datetime.fromisoformat(text).replace(tzinfo=UTC)),
    Kind.LEGAL_FORM: _legal_form,
    Kind.TAGS: _tags,
    Kind.CUSTOM: _custom,
    Kind.REFERENCE: lambda text: f"{t('No.')} {text}",
}
"""How the text of a value is read, by the kind of its field; other kinds are their text."""
