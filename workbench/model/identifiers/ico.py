"""IČO, the identification number of a Czech subject: eight digits, the last one a check digit.

Law: Act 111/2009 Coll., section 24. A wrong check digit is only a warning, for active subjects with
one exist.
"""

import re

from workbench.model.identifiers._reading import FLOAT_TAIL, Note, Reading, as_text, start
from workbench.model.identifiers.birth_number import contains_birth_number

LENGTH = 8
_LABEL = re.compile(r"^(?:IČO?|ICO?|reg\.? ?č(?:íslo|\.)?|ID)(?![^\W\d_])\s*[.:]?\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-]")
_BIRTH_NUMBER = re.compile(r"\d{9,10}")
_ZEROS = Note("zeros", "Lost leading zeros were restored.")


def check_digit(first_seven: str) -> str:
    """The check digit that belongs to the first seven digits (weights 8 to 2, modulo 11)."""
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), first_seven, strict=True))
    return str((11 - total % 11) % 10)


def is_valid(ico: str) -> bool:
    """Whether this is eight digits with the right check digit."""
    return len(ico) == LENGTH and ico.isascii() and ico.isdigit() and _fits(ico)


def read(text: object) -> Reading:
    """Read an IČO from whatever a cell holds.

    Returns:
        ``value`` is eight digits as text. Healed: lost leading zeros, float tails, spaces, labels, the
        prefix CZ. Warning ``check_digit``. Problems ``ico_length``, ``ico_zero``, ``ico_birth_number``,
        ``ico_text``.
    """
    original = text if type(text) is str else as_text(text)
    if len(original) == LENGTH and original.isascii() and original.isdigit() and _fits(original):
        return Reading(original, original)
    digits = original.removesuffix(".0")
    if 0 < len(digits) <= LENGTH and digits.isascii() and digits.isdigit() and digits.strip("0"):
        value = digits.zfill(LENGTH)
        healed: tuple[Note, ...] = () if digits == original else (FLOAT_TAIL,)
        healed = healed if len(digits) == LENGTH else (*healed, _ZEROS)
        return Reading(original, value, healed, () if _fits(value) else (_wrong(value),))
    return _read_slowly(original)


def format_ico(ico: str) -> str:
    """An IČO for people: ``257 91 541``, with no-break spaces."""
    return f"{ico[:3]}\u00a0{ico[3:5]}\u00a0{ico[5:]}" if len(ico) == LENGTH else ico


def _wrong(value: str) -> Note:
    return Note(
        "check_digit",
        "The check digit of IČO {value} is wrong. Compare it with the register.",
        {"value": value},
    )


def _fits(ico: str) -> bool:
    a, b, c, d, e, f, g, check = ico.encode()
    total = 8 * a + 7 * b + 6 * c + 5 * d + 4 * e + 3 * f + 2 * g - 1680  # 1680 = 35 * ord("0")
    return check - 48 == (11 - total % 11) % 10


def _read_slowly(original: str) -> Reading:
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    if draft.text[:2].upper() == "CZ":
        draft.heal("prefix", "The prefix {prefix} was left out.", prefix="CZ")
        draft.text = draft.text[2:]
    draft.cut_all(_SEPARATORS)
    digits = draft.text
    if len(digits) > LENGTH and digits.isdigit() and not digits[:-LENGTH].strip("0"):
        draft.heal("zeros_cut", "Superfluous leading zeros were removed.")
        digits = digits[-LENGTH:]
    elif _BIRTH_NUMBER.fullmatch(digits) or contains_birth_number(original):
        return draft.fail(
            "ico_birth_number",
            "This is not an IČO, and it looks like a birth number. Do not keep it here.",
            text="",
        )
    if not (digits.isascii() and digits.isdigit()):
        return draft.fail("ico_text", "“{text}” is not an IČO: it must consist of 8 digits.")
    if len(digits) > LENGTH:
        return draft.fail("ico_length", "“{text}” is not an IČO: it has more than 8 digits.")
    if not digits.strip("0"):
        return draft.fail("ico_zero", "“{text}” only stands in for an IČO. Leave the field empty.")
    if len(digits) < LENGTH:
        draft.healed.append(_ZEROS)
        digits = digits.zfill(LENGTH)
    if not _fits(digits):
        draft.warnings.append(_wrong(digits))
    return draft.done(digits)
