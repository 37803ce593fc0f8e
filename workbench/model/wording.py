"""Values as people read them in the language in use: dates, times, amounts, yes and no, labels of codes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from workbench import locale
from workbench.locale import t
from workbench.model.fields import Field, Kind, Merge, RecordType
from workbench.model.legal_forms import legal_form
from workbench.model.records import CLIENT
from workbench.model.times import PRAGUE

_BABEL: Final[Mapping[str, str]] = {"cs": "cs_CZ", "en": "en_GB"}
_PHONE: Final = re.compile(r"\+[0-9]{6,15}")
_CURRENCY: Final = re.compile("[A-Z]{3}")
_DECIMALS: Final = 2


def shown(field: Field, value: Any, currency: str = "") -> str:
    """A field's value as text; empty for nothing.

    Args:
        field: its declaration; a value of a closed list and a legal form are shown by their names.
        value: as a record holds it; a value that is none of its kind is shown as it is.
        currency: code of the currency of an amount, as it stands in the field beside it.
    """
    if value is None or value in ("", (), {}):
        return ""
    if field.kind is Kind.CHOICE:
        return next((str(one.label) for one in field.choices if one.value == value), str(value))
    if field.kind is Kind.LEGAL_FORM:
        form = legal_form(str(value))
        return form.text if form else str(value)
    if field.kind is Kind.AMOUNT and isinstance(value, Decimal | int | float):
        return amount(value, currency)
    return plain(value)


def accepted(name: str, text: str, kind: RecordType = CLIENT) -> str:
    """A record's value in the form of :func:`workbench.model.comparison.as_text`, as people read it: yes and no in words, codes by their names.

    Args:
        name: the record's field, or another name (``"seat"``), whose text is shown as it is.
        text: the value.
        kind: the record's type.
    """
    field = kind.by_name.get(name)
    if field is None:
        return text
    if field.kind is Kind.FLAG and text in {"true", "false"}:
        return plain(text == "true")
    return shown(field, text) if field.kind in {Kind.CHOICE, Kind.LEGAL_FORM} else text


def rule_in_words(rule: Merge | Sequence[str]) -> str:
    """A rule of survivorship as a person reads it."""
    if not isinstance(rule, Merge):
        return t("by source: {order}", order=" > ".join(rule))
    return {
        Merge.REGISTER: t("what the register confirmed, else the survivor's"),
        Merge.FULLEST: t("the longest"),
        Merge.NEWEST: t("of the record changed last"),
        Merge.SURVIVOR: t("the survivor's own"),
        Merge.COMPLETE: t("of the most complete record"),
        Merge.FREQUENT: t("held by most of the records"),
        Merge.UNION: t("all of them together"),
        Merge.STRICTEST: t("the strictest"),
        Merge.EARLIEST: t("the earliest"),
    }[rule]


def plain(value: Any) -> str:
    """A value of a field of which nothing is known."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {plain(one)}" for name, one in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return amount(value) if isinstance(value, Decimal) else str(value)


def day(value: date) -> str:
    """“3. 11. 2026” or “3 Nov 2026”; of a moment the day in Prague."""
    from babel.dates import format_date  # noqa: PLC0415 - 40 ms

    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(PRAGUE)
    return str(format_date(value, "medium", locale=_BABEL[locale.current()]))


def moment(value: datetime) -> str:
    """The day and the time in Prague, to the minute; a moment without a zone is Prague's already."""
    local = value if value.tzinfo is None else value.astimezone(PRAGUE)
    return f"{day(local)} {local:%H:%M}"


def amount(value: Decimal | float, currency: str = "") -> str:
    """“1 250 000 Kč”; without decimals where there are none. An unknown currency is shown as it is."""
    from babel.numbers import format_currency, format_decimal  # noqa: PLC0415 - 40 ms

    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    chosen = _BABEL[locale.current()]
    whole = exact == exact.to_integral_value()
    code = " ".join(currency.split())
    if _CURRENCY.fullmatch(code):
        pattern = {"cs": "#,##0{} ¤", "en": "¤¤\N{NO-BREAK SPACE}#,##0{}"}[locale.current()].format(
            "" if whole else ".00"
        )
        return str(format_currency(exact, code, pattern, locale=chosen, currency_digits=False))
    number = format_decimal(exact, f"#,##0{'' if whole else '.' + '0' * _DECIMALS}", locale=chosen)
    return f"{number} {code}".strip()


def decimal(value: float, places: int = 1) -> str:
    """“9,5” or “9.5”, with so many decimal places."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - 40 ms

    return str(format_decimal(value, f"0.{'0' * places}", locale=_BABEL[locale.current()]))


def phone(value: str) -> str:
    """A canonical phone number with spaces; any other text as it is."""
    if not _PHONE.fullmatch(value.partition(";ext=")[0]):
        return value
    from workbench.model.identifiers.phone import format_phone  # noqa: PLC0415 - may load numbering data

    return format_phone(value)
