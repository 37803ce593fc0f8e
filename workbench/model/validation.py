"""One value for one field: read as people type it, normalised, or refused with the reason."""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from workbench.errors import Phrase, UnknownNameError, ValueRejectedError
from workbench.model.fields import Field, Kind, RecordType
from workbench.model.identifiers import READERS, Reading
from workbench.model.legal_forms import find_legal_form
from workbench.model.names import fold
from workbench.model.rights import HIGHEST_LEVEL
from workbench.model.times import PRAGUE, aware

_SHOWN: Final = 80
_DIGITS: Final = 30
MAX_TEXT: Final = 255
MAX_LONG_TEXT: Final = 100_000
_CZECH_DATE = re.compile(r"^\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\s*$")
_YES: Final = frozenset({"true", "1", "ano", "yes", "a", "y", "x"})
_NO: Final = frozenset({"false", "0", "ne", "no", "n"})
_CONTACT_READER: Final[Mapping[str, str]] = {
    "phone": "phone",
    "mobile": "phone",
    "fax": "phone",
    "email": "email",
}
_OTHER_SCHEME = re.compile(r"(?!https?://)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check_values(kind: RecordType, values: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a form, normalised.

    Args:
        kind: the record type.
        values: field name -> what was given; ``None`` or blank empties the field.

    Raises:
        UnknownNameError: a field that the record type does not have, with the closest one that it has.
        ValueRejectedError: a value that does not fit, with the field and the reason.
    """
    kind.check_names(values)
    checked = {name: check_value(kind.field(name), value) for name, value in values.items()}
    if kind.name == "contact" and checked.get("value") is not None and "kind" in checked:
        checked["value"] = check_contact(str(checked["kind"]), str(checked["value"]))
    return checked


def check_value(field: Field, value: Any) -> Any:
    """One value as its field takes it.

    Returns:
        text, whole number, Decimal, date, aware datetime, bool, tuple of tags or a mapping, by the field's kind;
        ``None`` for nothing.

    Raises:
        ValueRejectedError: it does not fit.
    """
    if _is_nothing(value):
        return None
    return _CHECKS.get(field.kind, _text)(field, value)


def _is_nothing(value: Any) -> bool:
    """Absent, blank, or one of the ways in which tables say "not a number" and "not a time"."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, str):
        return not _CONTROL.sub("", value).strip()
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and math.isnan(value)


def check_contact(kind: str, value: str) -> str:
    """A phone, e-mail or web address of a contact of this kind, normalised.

    Raises:
        ValueRejectedError: no such phone or e-mail can be.
    """
    reader = _CONTACT_READER.get(kind)
    if reader is None:
        if _OTHER_SCHEME.match(value.strip()):
            raise _rejected_text(
                "value", value, Phrase("Give a web address that begins with http:// or https://.")
            )
        return value.strip()
    reading = READERS[reader](value)
    if reading.problem is not None or reading.value is None:
        raise _rejected_text("value", value, _why(reading))
    return reading.value


def _rejected(field: Field, value: Any, reason: Phrase | str = "") -> ValueRejectedError:
    return ValueRejectedError(
        "“{value}” does not fit the field “{field}” ({kind}). {reason}",
        value=_shown(value), field=field.label, kind=field.kind.value, reason=reason,
    )  # fmt: skip


def _why(reading: Reading) -> Phrase | str:
    return Phrase(reading.problem.message, **reading.problem.values) if reading.problem else ""


def _shown(value: Any) -> str:
    """The beginning of what was given, in signs that can be printed."""
    try:
        text = str(value)
    except Exception:  # noqa: BLE001 - of something foreign that cannot even say what it is
        text = type(value).__name__
    return text[:_SHOWN].encode(errors="replace").decode()


def _rejected_text(field: str, value: str, reason: Phrase | str) -> ValueRejectedError:
    return ValueRejectedError(
        "“{value}” does not fit the field “{field}” ({kind}). {reason}",
        value=_shown(value),
        field=field,
        kind="contact",
        reason=reason,
    )


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str | int | float | Decimal) or isinstance(value, bool):
        raise _rejected(field, value, Phrase("Give a text."))
    try:
        text = _CONTROL.sub("", str(value)).strip()
        text.encode()
    except ValueError as error:  # half a surrogate pair; a number of thousands of digits
        raise _rejected(field, "?", Phrase("Give a text.")) from error
    limit = MAX_LONG_TEXT if field.kind is Kind.LONG_TEXT else MAX_TEXT * 40
    if len(text) > limit:
        raise _rejected(field, text, Phrase("It is longer than {limit} characters.", limit=limit))
    return text


def _identifier(field: Field, value: Any) -> str:
    reading = READERS[field.kind.value](_plain(field, value))
    if reading.value is None:
        raise _rejected(field, value, _why(reading))
    return reading.value


def _plain(field: Field, value: Any) -> Any:
    """What an identifier or a code may be given as: a text or a number.

    Raises:
        ValueRejectedError: it is neither.
    """
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        return _text(field, value) if isinstance(value, str) else value
    raise _rejected(field, value, Phrase("Give a text."))


def _legal_form(field: Field, value: Any) -> str:
    form = find_legal_form(_shown(_plain(field, value)))
    if form is None:
        raise _rejected(field, value, Phrase("Give the code or the name of a legal form, e.g. 112."))
    return form.code


def _number(text: str) -> Decimal | None:
    """A finite number of a size that can be stored, or nothing."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _DIGITS else None


def _integer(field: Field, value: Any) -> int:
    number = _number(_shown(value).replace("\u00a0", "").replace(" ", ""))
    if (
        isinstance(value, bool)
        or number is None
        or number != number.to_integral_value()
        or abs(number) >= 2**63
    ):
        raise _rejected(field, value, Phrase("Give a whole number."))
    if field.name == "security_level" and not 0 <= number <= HIGHEST_LEVEL:
        raise _rejected(field, value, Phrase("Give a level from 0 to {highest}.", highest=HIGHEST_LEVEL))
    return int(number)


def _amount(field: Field, value: Any) -> Decimal:
    text = _shown(value).replace("\u00a0", "").replace(" ", "").replace("Kč", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    number = _number(text)
    if isinstance(value, bool) or number is None or abs(number) >= Decimal(10) ** 16 - 1:
        raise _rejected(field, value, Phrase("Give an amount, e.g. 1234.50."))
    return number.quantize(Decimal("0.01")) + 0


def _date(field: Field, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise _rejected(field, value, Phrase("Give a date, e.g. 2026-11-23 or 23. 11. 2026."))
    try:
        if found := _CZECH_DATE.match(str(value)):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return _day(value.strip())
    except ValueError as error:
        raise _rejected(field, value, Phrase("Give a date, e.g. 2026-11-23 or 23. 11. 2026.")) from error


def _day(text: str) -> date:
    """A day in ISO form; a time after it does not matter."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text).date()


def _moment(field: Field, value: Any) -> datetime:
    """A moment in UTC; one without a zone is Prague's, as everywhere."""
    try:
        moment = aware(value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip()))
        moment.astimezone(PRAGUE)  # it will be shown there, and the calendar has two ends
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _rejected(field, value, Phrase("Give a time, e.g. 2026-11-23T10:30+01:00.")) from error


def _flag(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = fold(_shown(value))
    if word in _YES or word in _NO:
        return word in _YES
    raise _rejected(field, value, Phrase("Say yes or no."))


def _choice(field: Field, value: Any) -> str:
    word = fold(_shown(value))
    for choice in field.choices:
        if word in (fold(choice.value), fold(choice.label.cs), fold(choice.label.en)):
            return choice.value
    raise UnknownNameError.suggest("choice", _shown(value), [choice.value for choice in field.choices])


def _tags(field: Field, value: Any) -> tuple[str, ...]:
    items = re.split(r"[,;]", value) if isinstance(value, str) else value
    if not isinstance(items, list | tuple | set | frozenset):
        raise _rejected(field, value, Phrase("Give a list of short texts."))
    return tuple(sorted({_text(field, item) for item in items if not _is_nothing(item)}))


def _custom(field: Field, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _rejected(field, value, Phrase("Give a mapping of names to values."))
    try:
        text = json.dumps(
            {_text(field, name): one for name, one in value.items()}, ensure_ascii=False, allow_nan=False
        )
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise _rejected(
            field, value, Phrase("Give a mapping of names to texts, numbers, lists or yes and no.")
        ) from error
    if len(text) > MAX_LONG_TEXT or "\\u0000" in text:
        raise _rejected(field, "…", Phrase("It is longer than {limit} characters.", limit=MAX_LONG_TEXT))
    found: dict[str, Any] = json.loads(text)
    return found


_CHECKS: Final = {
    Kind.ICO: _identifier,
    Kind.DIC: _identifier,
    Kind.PSC: _identifier,
    Kind.DATA_BOX: _identifier,
    Kind.BANK_ACCOUNT: _identifier,
    Kind.LEGAL_FORM: _legal_form,
    Kind.INTEGER: _integer,
    Kind.REFERENCE: _integer,
    Kind.AMOUNT: _amount,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.TAGS: _tags,
    Kind.CUSTOM: _custom,
}
