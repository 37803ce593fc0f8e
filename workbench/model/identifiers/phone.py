"""Phone numbers, kept as E.164 (``+420602123456``); an extension follows as ``;ext=12`` (RFC 3966).

Numbers without a country are Czech. What is valid is decided by Google's numbering data (the
phonenumbers package); plain Czech numbers take a shorter way to the same answer.
"""

import re
from functools import lru_cache
from typing import Any

from workbench.model.identifiers._reading import Draft, Reading, as_text, start

_PLAIN = re.compile(r"(?:\+420 ?)?([0-9]{3})( ?)([0-9]{3})\2([0-9]{3})")
_ASSIGNED = re.compile(r"(?:2[0-9]|3[1257-9]|4[16-9]|5[13-9]|7[2379])[0-9]{7}|60[1-8][0-9]{6}")
_LABEL = re.compile(
    r"^(?:(?:mobil(?:ní)?|mob|telefon(?:ní)?|tel|phone|gsm|pevná|linka|fax|[tm])"
    r"(?:\s*(?:číslo|č\.))?\s*[./:]+\s*|(?:mobil|mob|telefon|tel|phone|gsm|fax)\s+)+",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:klapka|kl\.?|linka|lin\.?|l\.|ext(?:ension)?\.?|x|#)\s*[.:=]?\s*([0-9]{1,7})\)?$",
    re.IGNORECASE,
)
_SERIES = re.compile(r"^((?:\+?[0-9]{3} ?)?[0-9]{3} ?[0-9]{3} ?[0-9]{3})\s*[-/]\s*[0-9]{1,3}$")
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)$")
_TRUNK = re.compile(r"^(\+[0-9]{1,3}\s*)\(0\)")
_SLOVAK_MOBILE = re.compile(r"09[0-5][0-9]{7}")
_OLD = re.compile(r"0([1-9][0-9]{8})")
_BETWEEN = re.compile(
    r"\s*[\n\r|]+\s*|\s*[;,](?!\s*(?:ext|kl|lin|l\.|x|#))\s*|\s+(?:a|i|nebo|and|or)\s+", re.IGNORECASE
)
_ONE_NUMBER = r"(?:(?:\+|00)42[01] ?)?[0-9]{3} ?[0-9]{3} ?[0-9]{3}"
_SEVERAL = re.compile(rf"{_ONE_NUMBER}(?:\s*/\s*{_ONE_NUMBER}|\s+{_ONE_NUMBER})+")
_GROUP = 3
_LONGEST_EXTENSION = 7


def read(text: object) -> Reading:
    """Read one phone number from whatever a cell holds (:func:`split_many` parts several).

    Returns:
        ``value`` is E.164, with ``;ext=`` if there is an extension. Healed: spaces, labels, float tails.
        Warnings ``phone_unassigned`` (right length, but not a number range in use), ``phone_series``
        (``222 333 444-6``), ``extra_text``. Problems ``phone_several``, ``phone_old`` (written as before
        September 2002, e.g. ``02/…``; the message offers today's number), ``phone_text``.
    """
    original = text if type(text) is str else as_text(text)
    if found := _PLAIN.fullmatch(original):
        national = found[1] + found[3] + found[4]
        if national.isascii() and _ASSIGNED.fullmatch(national):
            return Reading(original, "+420" + national)
    return _read_slowly(original)


def split_many(text: object) -> list[str]:
    """The single numbers of a cell that may hold several, in their order, still unread.

    They may be parted by semicolons, commas, bars, line ends, "a", "nebo", and between whole numbers by a
    slash or a space.
    """
    pieces: list[str] = []
    for piece in _BETWEEN.split(as_text(text)):
        plain = " ".join(piece.split())
        if _SEVERAL.fullmatch(plain):
            pieces.extend(re.findall(_ONE_NUMBER, plain))
        elif pieces and not any(map(str.isdigit, plain)):
            pieces[-1] = f"{pieces[-1]}, {plain}".rstrip(", ")  # a remark, not a number
        elif plain:
            pieces.append(plain)
    return pieces


def format_phone(phone: str) -> str:
    """A canonical number for people: ``+420 602 123 456``, an extension as ``kl. 12``."""
    number, _, extension = phone.partition(";ext=")
    if number.startswith("+420") and len(number) == len("+420602123456"):
        body = number[4:]
        shown = " ".join(["+420", *(body[at : at + _GROUP] for at in range(0, len(body), _GROUP))])
    else:
        shown = _format_abroad(number)
    return f"{shown} kl. {extension}" if extension else shown


@lru_cache(maxsize=1 << 14)
def _read_slowly(original: str) -> Reading:
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    draft.text = draft.text.removeprefix("tel:")
    extension = _take_extension(draft)
    _take_remarks(draft)
    if any(map(str.isalpha, draft.text)):
        if len(split_many(original)) > 1:
            return _several(draft)
        return draft.fail("phone_text", "“{text}” is not a phone number.")
    if draft.text.isdigit() and draft.text.startswith("421") and len(draft.text) == len("421905123456"):
        draft.text = "+" + draft.text
        draft.heal("prefix_added", "The prefix {prefix} was added.", prefix="+")
    number = _parse(draft.text)
    if number is None or not _is_possible(number):
        if len(split_many(original)) > 1:
            return _several(draft)
        return draft.fail("phone_text", "“{text}” is not a phone number.")
    return _judge(draft, number, extension)


def _several(draft: Draft) -> Reading:
    return draft.fail("phone_several", "“{text}” holds several phone numbers. Part them first.")


def _judge(draft: Draft, number: Any, extension: str) -> Reading:
    from phonenumbers import PhoneNumberFormat, format_number, is_valid_number  # noqa: PLC0415 - 30 ms

    value = str(format_number(number, PhoneNumberFormat.E164))
    if not is_valid_number(number):
        digits = re.sub(r"[^0-9+]", "", draft.text)
        if _SLOVAK_MOBILE.fullmatch(digits):
            value = "+421" + digits[1:]
            draft.warn("country_guessed", "{value} was read as a Slovak mobile number.", value=value)
            return draft.done(f"{value};ext={extension}" if extension else value)
        if old := _OLD.fullmatch(digits):
            today = _parse(old[1])
            if today is not None and is_valid_number(today):
                return draft.fail(
                    "phone_old",
                    "“{text}” is written as before 2002. Today it would be {today}; check it and write it so.",
                    today=format_phone("+420" + old[1]),
                )
        czech = value.startswith("+420")
        if (czech and len(value) != len("+420602123456")) or not (czech or digits.startswith(("+", "00"))):
            return draft.fail("phone_text", "“{text}” is not a phone number.")
        draft.warn("phone_unassigned", "{value} is not from a number range in use.", value=value)
    extension = extension or number.extension or ""
    if len(extension) > _LONGEST_EXTENSION:
        return draft.fail("phone_text", "“{text}” is not a phone number.")
    return draft.done(f"{value};ext={extension}" if extension else value)


def _take_extension(draft: Draft) -> str:
    found = _EXTENSION.search(draft.text)
    if found is None or not any(map(str.isdigit, draft.text[: found.start()])):
        return ""
    draft.text = draft.text[: found.start()].strip()
    return found[1]


def _take_remarks(draft: Draft) -> None:
    if remark := _REMARK.search(draft.text):
        draft.warn("extra_text", "The text “{rest}” after the value was left out.", rest=remark[1])
        draft.text = draft.text[: remark.start()]
    if series := _SERIES.fullmatch(draft.text):
        draft.warn("phone_series", "Of a series of numbers, only the first was kept.")
        draft.text = series[1]
    draft.text = _TRUNK.sub(r"\1", draft.text)


def _parse(text: str) -> Any | None:
    from phonenumbers import NumberParseException, parse  # noqa: PLC0415 - 30 ms

    try:
        return parse(text, "CZ")
    except NumberParseException:
        return None


def _is_possible(number: Any) -> bool:
    from phonenumbers import is_possible_number  # noqa: PLC0415 - 30 ms

    return bool(is_possible_number(number))


def _format_abroad(number: str) -> str:
    from phonenumbers import PhoneNumberFormat, format_number  # noqa: PLC0415 - 30 ms

    parsed = _parse(number)
    return str(format_number(parsed, PhoneNumberFormat.INTERNATIONAL)) if parsed is not None else number
