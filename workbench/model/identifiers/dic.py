"""DIČ, the tax number: ``CZ`` and 8 to 10 digits, or a tax number of another country.

Law: Act 280/2009 Coll., section 130: the body is the IČO of a legal entity or the birth number of a
natural person, which makes such a DIČ personal data. VAT groups have 699 and six digits (Act 235/2004
Coll., section 5a).
"""

import re
from functools import lru_cache

from workbench.model.identifiers import ico
from workbench.model.identifiers._reading import Draft, Note, Reading, as_text, start
from workbench.model.identifiers.birth_number import contains_birth_number

_LABEL = re.compile(
    r"^(?:DI[ČC](?:\s*DPH)?|VAT(?:\s*(?:ID|No|Reg|Number)\.?)*|TIN|IČ\s*DPH)(?![^\W\d_])\s*[.:]?\s*",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s.\-/]")
_BEFORE_2004 = re.compile(r"[0-9]{3}-([0-9]{6}/?[0-9]{2,4})")
_PREFIXED = re.compile(r"([A-Z]{2})([A-Z0-9+*]{2,13})")
_WRONG = Note("check_digit", "The check digit of the tax number is wrong. Compare it with the register.")
_VAT_GROUP = "699"
_BODY_LENGTHS = range(8, 11)
_SLOVAK_LENGTH = 10


def read(text: object) -> Reading:
    """Read a tax number from whatever a cell holds.

    Returns:
        ``value`` is prefix and body, e.g. ``CZ91234565``. Healed: spaces, labels, lower case, a missing
        prefix, the tax office code used until 2004. Warnings ``check_digit``, ``country_guessed``.
        Problems ``dic_length``, ``dic_text``; they never repeat the digits of a birth number.
    """
    original = text if type(text) is str else as_text(text)
    if len(original) == 2 + ico.LENGTH and original.startswith("CZ") and original[2:].isdecimal():
        if ico.is_valid(original[2:]):
            return Reading(original, original)
        if original.isascii():
            return Reading(original, original, (), (_WRONG,))
    return _read_slowly(original)


def dic_is_personal(text: object) -> bool:
    """Whether a DIČ belongs to a natural person, so that it is personal data.

    True for every Czech DIČ of nine or ten digits except a VAT group's (699…), and for unreadable text
    that contains a birth number.
    """
    reading = read(text)
    if reading.value is None:
        return contains_birth_number(reading.original)
    body = reading.value[2:]
    return reading.value.startswith("CZ") and len(body) > ico.LENGTH and not _is_vat_group(body)


def ico_within(text: object) -> str | None:
    """The IČO of which a Czech DIČ is made; ``None`` if it is made of none, as a natural person's or a VAT group's, or has a wrong check digit."""
    reading = read(text)
    body = (reading.value or "")[2:]
    made_of_it = (
        reading.value is not None
        and reading.value.startswith("CZ")
        and len(body) == ico.LENGTH
        and not reading.warnings
    )
    return body if made_of_it else None


@lru_cache(maxsize=1 << 14)
def _read_slowly(original: str) -> Reading:
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    if draft.text != draft.text.upper():
        draft.heal("case", "Letters were made capital.")
        draft.text = draft.text.upper()
    if old := _BEFORE_2004.fullmatch(draft.text):
        draft.heal("old_office", "The tax office code used until 2004 was replaced by CZ.")
        draft.text = "CZ" + old[1]
    draft.cut_all(_SEPARATORS)
    if draft.text.isascii() and draft.text.isdigit():
        _add_prefix(draft)
    parts = _PREFIXED.fullmatch(draft.text)
    if parts is None or not any(map(str.isdigit, parts[2])):
        return _fail(draft, "dic_text", "“{text}” is not a tax number: CZ and 8 to 10 digits are expected.")
    prefix, body = parts[1], parts[2]
    return _czech(draft, body) if prefix == "CZ" else _foreign(draft, prefix)


def _add_prefix(draft: Draft) -> None:
    body = draft.text
    if len(body) < ico.LENGTH and ico.is_valid(body.zfill(ico.LENGTH)):
        draft.heal("zeros", "Lost leading zeros were restored.")
        body = body.zfill(ico.LENGTH)
    prefix = "CZ"
    if len(body) == _SLOVAK_LENGTH and not _czech_body_fits(body) and _fits_abroad("SK" + body):
        prefix = "SK"
        draft.warn(
            "country_guessed",
            "The country of the tax number was guessed from its digits: {country}.",
            country=prefix,
        )
    draft.heal("prefix_added", "The prefix {prefix} was added.", prefix=prefix)
    draft.text = prefix + body


def _czech(draft: Draft, body: str) -> Reading:
    if not body.isdigit():
        return _fail(draft, "dic_text", "“{text}” is not a tax number: CZ and 8 to 10 digits are expected.")
    if len(body) not in _BODY_LENGTHS:
        return _fail(
            draft, "dic_length", "“{text}” is not a Czech tax number: 8 to 10 digits must follow CZ."
        )
    if not _czech_body_fits(body):
        draft.warnings.append(_WRONG)
    return draft.done("CZ" + body)


def _czech_body_fits(body: str) -> bool:
    if len(body) == ico.LENGTH:
        return ico.is_valid(body)
    from stdnum.cz import dic as cz_dic  # noqa: PLC0415 - needed for natural persons only

    return bool(cz_dic.is_valid(body))


def _foreign(draft: Draft, prefix: str) -> Reading:
    from stdnum.eu import vat  # noqa: PLC0415 - loads a module a country

    if prefix.lower() not in vat.MEMBER_STATES and prefix != "EL":
        return draft.done(draft.text)
    if not _fits_abroad(draft.text):
        draft.warnings.append(_WRONG)
        return draft.done(draft.text)
    return draft.done(str(vat.compact(draft.text)))


def _fits_abroad(number: str) -> bool:
    from stdnum.eu import vat  # noqa: PLC0415 - loads a module a country

    try:
        return bool(vat.is_valid(number))
    except Exception:  # noqa: BLE001 - a country's module may stumble over odd text
        return False


def _fail(draft: Draft, code: str, message: str) -> Reading:
    if contains_birth_number(draft.original):
        return draft.fail(
            "dic_personal",
            "This is not a tax number, and it seems to contain a birth number. Do not keep it here.",
            text="",
        )
    return draft.fail(code, message)


def _is_vat_group(body: str) -> bool:
    return len(body) == 9 and body.startswith(_VAT_GROUP)  # noqa: PLR2004 - 699 and six digits
