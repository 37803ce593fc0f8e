"""Changed values of the journal as a person reads them."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from workbench.locale import t
from workbench.model.fields import Field, Kind
from workbench.model.records import RECORD_TYPES
from workbench.panels import _shown

LONGEST: Final = 300
"""Longer values are cut in a list of changes."""


def told(row: Mapping[Any, Any]) -> dict[str, str]:
    """One row of the journal: label of the field, what it was, what it became.

    Args:
        row: has entity, field, operation, before, after as the journal keeps them.
    """
    kind = RECORD_TYPES[str(row["entity"])]
    if row["field"] == "*":
        after = t("added") if row["operation"] == "insert" else t("removed")
        return {"label": str(kind.label), "before": "", "after": after}
    label = label_of(kind.name, str(row["field"]))
    field = kind.by_name.get(str(row["field"]))
    return {"label": label, "before": value(field, row["before"]), "after": value(field, row["after"])}


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
        return _shown.clip(text, LONGEST)
    if field.kind is Kind.CHOICE:
        return next(
            (str(one.label) for one in field.choices if one.value == text), _shown.clip(text, LONGEST)
        )
    try:
        shown = _READ[field.kind](text) if field.kind in _READ else text
    except ValueError:
        shown = text
    return _shown.clip(shown, LONGEST)


def _tags(text: str) -> str:
    return ", ".join(map(str, json.loads(text)))


def _custom(text: str) -> str:
    return "; ".join(f"{name}: {one}" for name, one in json.loads(text).items())


_READ: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.FLAG: lambda text: {"true": t("yes"), "false": t("no")}.get(text, text),
    Kind.DATE: lambda text: _shown.day(date.fromisoformat(text)),
    Kind.MOMENT: lambda text: _shown.moment(datetime.fromisoformat(text).replace(tzinfo=UTC)),
    Kind.TAGS: _tags,
    Kind.CUSTOM: _custom,
    Kind.REFERENCE: lambda text: f"{t('No.')} {text}",
}
"""How the text of a value is read, by the kind of its field; other kinds are their text."""
