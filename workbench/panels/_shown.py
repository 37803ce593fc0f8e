"""Values as a person reads them, short enough to travel to a browser."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from workbench.locale import current, t
from workbench.model.fields import Field, Kind
from workbench.model.times import PRAGUE

LONGEST: Final = 2_000
"""Longer texts are cut; a panel shows a record, it is no archive."""
LONGEST_NAME: Final = 200
"""Longer names are cut in lists."""


def clip(text: object, longest: int = LONGEST) -> str:
    """A text of at most so many characters; what is cut is marked by an ellipsis."""
    shown = "" if text is None else str(text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def value(field: Field, held: Any) -> str:
    """A field's value in the language in use; empty for nothing."""
    if held is None or held in ("", (), {}):
        return ""
    if field.kind is Kind.CHOICE:
        return next((str(one.label) for one in field.choices if one.value == held), clip(held))
    for kind, show in _SHOWN.items():
        if isinstance(held, kind):
            return show(held)
    return clip(held)


def day(when: date) -> str:
    """A day as it is written: ``5. 3. 2026``, in English ``5 March 2026``."""
    return f"{when.day}. {when.month}. {when.year}" if current() == "cs" else f"{when:%-d %B %Y}"


def moment(when: datetime) -> str:
    """A time in Prague, to the minute."""
    local = when.astimezone(PRAGUE)
    return f"{day(local.date())} {local:%H:%M}"


def amount(number: Decimal) -> str:
    """A number with the separators of the language."""
    text = f"{number:,f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",") if current() == "cs" else text


_SHOWN: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: lambda held: t("yes") if held else t("no"),
    Mapping: lambda held: clip("; ".join(f"{name}: {one}" for name, one in held.items())),
    tuple: lambda held: clip(", ".join(str(one) for one in held)),
    datetime: moment,
    date: day,
    Decimal: amount,
}
"""How values of a type are shown; the first type that fits counts, so a time stands before a day."""
