"""Dates, amounts, whole numbers, yes and no, and lists, as people and spreadsheets write them."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Final

from workbench.importing.cleaning import Result, clean, is_placeholder, read_text, shorten
from workbench.model.fields import Field
from workbench.model.identifiers import Note
from workbench.model.names import fold

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?)?")
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?:\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
)
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{4,5})(?:[.,]\d+)?")
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIAL_RANGE: Final = range(3_654, 73_051)  # 1910 to 2100; smaller numbers are more likely years
_CENTURY_TURN: Final = 50
_CURRENCIES: Final = {"kc": "CZK", "czk": "CZK", "kč": "CZK", "eur": "EUR", "€": "EUR", "usd": "USD", "$": "USD", "gbp": "GBP", "£": "GBP",
                      "pln": "PLN", "zl": "PLN", "zł": "PLN", "huf": "HUF", "chf": "CHF"}  # fmt: skip
_MONEY: Final = re.compile(r"([^\d.,+\s-]*)\s*([+-]?[\d.,\s']*\d)(?:,-+|,–|\.-)?\s*([^\d.,+\s-]*)\.?")
_MOST: Final = Decimal(10) ** 16
_LARGEST: Final = 2**63
_YES: Final = frozenset({"ano", "a", "yes", "y", "true", "1", "x", "pravda", "on", "ja", "ok", "t"})
_NO: Final = frozenset({"ne", "n", "no", "false", "0", "nepravda", "off", "f"})
_TICKS: Final = {"✓": True, "✔": True, "☑": True, "✗": False, "✘": False, "☐": False}
_SPLIT: Final = re.compile(r"[,;|\n\r]+")
_GROUP: Final = 3
_INTEGER: Final = re.compile(r"([+-]?\d+)(?:[.,]0+)?(?:\s?[^\W\d_]+\.?)?")


def read_date(text: str) -> Result:
    """A date: ISO, day first (Czech), ``20240131``, or the serial number that Excel keeps dates as."""
    plain = clean(text)
    if not plain or is_placeholder(plain):
        return Result(None)
    if found := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _date(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(plain):
        year, doubt = _year(found[3])
        return _date(text, year, int(found[2]), int(found[1]), doubt)
    if (found := _SERIAL.fullmatch(plain)) and int(found[1]) in _SERIAL_RANGE:
        day = _SERIAL_ZERO + timedelta(days=int(found[1]))
        return Result(day, (Note("date_serial", "A date that a spreadsheet kept as a number was restored."),))
    return _fail("date_text", text, "“{text}” is not a date. Write it as 31.12.2026 or 2026-12-31.")


def _year(digits: str) -> tuple[int, Note | None]:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - digits of a year
        return year, None
    year += 2000 if year < _CENTURY_TURN else 1900
    return year, Note("century_guessed", "The year has two digits; it was read as {year}.", {"year": year})


def _date(text: str, year: int, month: int, day: int, doubt: Note | None = None) -> Result:
    try:
        return Result(date(year, month, day), warnings=(doubt,) if doubt else ())
    except ValueError:
        return _fail("date_text", text, "“{text}” is not a date. Write it as 31.12.2026 or 2026-12-31.")


def read_amount(text: str) -> Result:
    """Money: ``1 234,50 Kč``, ``1.234,50``, ``1,234.50``; the value is a decimal with two places.

    The currency written beside it is :func:`currency_of`.
    """
    plain = clean(text)
    if not plain or is_placeholder(plain):
        return Result(None)
    found = _MONEY.fullmatch(plain)
    if found is None or any(word and word.casefold() not in _CURRENCIES for word in (found[1], found[3])):
        return _fail("amount_text", text, "“{text}” is not an amount. Write it as 1234.50.")
    digits = found[2].replace(" ", "").replace("'", "")
    number, doubt = _decimal(digits)
    if number is None or abs(number) >= _MOST:
        return _fail("amount_text", text, "“{text}” is not an amount. Write it as 1234.50.")
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    healed = (Note("rounded", "The amount was rounded to two places."),) if rounded != number else ()
    return Result(rounded, healed, (doubt,) if doubt else ())


def currency_of(text: str) -> str | None:
    """The ISO 4217 code of the currency written beside an amount, if any."""
    found = _MONEY.fullmatch(clean(text))
    return (_CURRENCIES.get(found[1].casefold()) or _CURRENCIES.get(found[3].casefold())) if found else None


def _decimal(digits: str) -> tuple[Decimal | None, Note | None]:
    """The number, and a doubt where ``1.234`` may be both a thousand and a fraction."""
    comma, dot = digits.rfind(","), digits.rfind(".")
    doubt = None
    if comma >= 0 and dot >= 0:
        thousands = "." if comma > dot else ","
        plain = digits.replace(thousands, "").replace(",", ".")
    elif comma >= 0 or dot >= 0:
        sign = "," if comma >= 0 else "."
        head, *groups = digits.split(sign)
        if (
            all(len(group) == _GROUP for group in groups)
            and 1 <= len(head.lstrip("+-")) <= _GROUP
            and head.lstrip("+-0")
        ):
            plain = digits.replace(sign, "")
            if len(groups) == 1:
                doubt = Note(
                    "amount_doubt", "“{text}” was read as thousands, not as a fraction.", {"text": digits}
                )
        else:
            plain = digits.replace(",", ".")
    else:
        plain = digits
    return (Decimal(plain), doubt) if re.fullmatch(r"[+-]?\d*\.?\d+", plain, re.ASCII) else (None, None)


def read_integer(text: str) -> Result:
    """A whole number, with or without a unit: ``14``, ``14.0``, ``14 dní``, ``1 000``."""
    plain = clean(text)
    if not plain or is_placeholder(plain):
        return Result(None)
    found = _INTEGER.fullmatch(re.sub(r"(?<=\d) (?=\d)", "", plain))
    if found is None or abs(int(found[1][:30])) >= _LARGEST:
        return _fail("integer_text", text, "“{text}” is not a whole number.")
    return Result(int(found[1]))


def read_flag(text: str) -> Result:
    """Yes or no, in Czech or English, as a digit or a tick."""
    word = fold(text)
    if text.strip() in _TICKS:
        return Result(_TICKS[text.strip()])
    if not clean(text) or is_placeholder(text):
        return Result(None)
    if word in _YES or word in _NO:
        return Result(word in _YES)
    return _fail("flag_text", text, "“{text}” says neither yes nor no.")


def choice_reader(field: Field) -> Callable[[str], Result]:
    """A reader of a closed list: stored values and labels in both languages, without accents and capitals."""
    known = {
        fold(spelling): one.value
        for one in field.choices
        for spelling in (one.label.cs, one.label.en, one.value)
    }
    shown = tuple(str(one.label) for one in field.choices)

    def read(text: str) -> Result:
        word = fold(text)
        if not clean(text) or is_placeholder(text):
            return Result(None)
        if word in known:
            return Result(known[word])
        return _fail("choice_text", text, "“{text}” is not one of: {choices}.", choices=", ".join(shown))

    return read


def read_tags(text: str) -> Result:
    """Labels parted by commas, semicolons, bars or lines; each once."""
    return Result(unique(clean(part) for part in _SPLIT.split(text)) or None)


def read_tag_lines(text: str) -> Result:
    """Labels each on a line of its own; they may hold any sign else."""
    return Result(unique(map(clean, text.splitlines())) or None)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))


@cache
def read_country(text: str) -> str | None:
    """The two-letter code of a country, or ``None`` where it is not known."""
    from workbench.model.addresses import compose  # noqa: PLC0415 - loads the table of towns

    return compose(country=read_text(text).value).address.country


def _fail(code: str, text: str, message: str, **values: object) -> Result:
    return Result(None, problem=Note(code, message, {"text": shorten(text), **values}))
