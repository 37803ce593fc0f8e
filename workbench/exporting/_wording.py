"""Values as people read them on paper: dates, amounts, yes and no, codes, links."""

import re
from datetime import date, datetime
from decimal import Decimal

from workbench import locale
from workbench.exporting._naming import choice_label
from workbench.exporting._text import clean, clean_line
from workbench.locale import t
from workbench.model.fields import Field, Kind
from workbench.model.legal_forms import legal_form
from workbench.model.times import PRAGUE

"""Times are stored in UTC and shown in this zone."""

_BABEL = {"cs": "cs_CZ", "en": "en_GB"}
_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/[^\s\"'<>\\^`{|}]*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")
_PHONE = re.compile(r"\+[0-9]{6,15}")
_DECIMALS = 2


def shown(field: Field, value: object, currency: str = "") -> str:  # noqa: PLR0911 - one line for each kind of value
    """A field's value as text in the language in use; empty for an empty value."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.CHOICE and (label := choice_label(field, value)):
        return str(label)
    if field.kind is Kind.LEGAL_FORM and (form := legal_form(str(value))):
        return form.text
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if field.kind is Kind.AMOUNT and isinstance(value, Decimal | int | float):
        return amount(value, currency)
    if isinstance(value, date):
        return day(value)
    return clean(value).strip() if field.kind is Kind.LONG_TEXT else clean_line(value)


def day(value: date) -> str:
    """“3. 11. 2026” or “3 Nov 2026”; of a moment the day in Prague."""
    from babel.dates import format_date  # noqa: PLC0415 - 40 ms

    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(PRAGUE)
    return str(format_date(value, "medium", locale=_BABEL[locale.current()]))


def amount(value: Decimal | float, currency: str) -> str:
    """“1 250 000 Kč”; without decimals where there are none. An unknown currency is shown as it is."""
    from babel.numbers import format_currency, format_decimal  # noqa: PLC0415 - 40 ms

    exact = Decimal(str(value))
    if not exact.is_finite():
        return str(value)
    chosen = _BABEL[locale.current()]
    whole = exact == exact.to_integral_value()
    code = clean_line(currency)
    if re.fullmatch("[A-Z]{3}", code):
        pattern = {"cs": "#,##0{} ¤", "en": "¤¤\N{NO-BREAK SPACE}#,##0{}"}[locale.current()].format(
            "" if whole else ".00"
        )
        return str(format_currency(exact, code, pattern, locale=chosen, currency_digits=False))
    number = format_decimal(exact, f"#,##0{'' if whole else '.' + '0' * _DECIMALS}", locale=chosen)
    return f"{number} {code}".strip()


def link(kind: object, value: str) -> str:
    """Where a contact leads when clicked: web, mail or phone; empty for anything else.

    Only these schemes are ever written, whatever the value says.
    """
    if kind in {"phone", "mobile"} and _PHONE.fullmatch(value):
        return f"tel:{value}"
    if kind == "email" and _EMAIL.fullmatch(value):
        return f"mailto:{value}"
    if kind not in {"phone", "mobile", "fax", "email", "other"}:
        if _URL.fullmatch(value):
            return value
        if _HOST.fullmatch(value):
            return f"https://{value}"
    return ""


def phone(value: str) -> str:
    """A canonical phone number with spaces; any other text as it is."""
    if not _PHONE.fullmatch(value.partition(";ext=")[0]):
        return value
    from workbench.model.identifiers.phone import format_phone  # noqa: PLC0415 - may load numbering data

    return format_phone(value)
