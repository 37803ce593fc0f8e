"""Birth numbers (rodné číslo) inside other values: they are only detected here, never kept.

Law: Act 133/2000 Coll., section 13: ``YYMMDD`` and three or four more digits; women have 50 added to the
month, and since 2004 another 20 may be added; numbers of four digits are divisible by 11.
"""

import re
from datetime import date

_CANDIDATE = re.compile(r"(?<![0-9])([0-9]{6})[ \u00a0]?/?[ \u00a0]?([0-9]{3,4})(?![0-9])")
_DIVISOR = 11
_LAST_SHORT_YEAR = 53
_MONTH_SHIFTS = (0, 20, 50, 70)


def contains_birth_number(text: object) -> bool:
    """Whether the text holds something that reads as a birth number (with or without the slash)."""
    return isinstance(text, str) and any(
        is_birth_number(head + tail) for head, tail in _CANDIDATE.findall(text)
    )


def is_birth_number(digits: str) -> bool:
    """Whether nine or ten digits form a birth number: a real day, and divisible by 11 if there are ten.

    Ten-digit numbers given out until 1985 may end in 0 where the remainder would be 10.
    """
    if not re.fullmatch(r"[0-9]{9,10}", digits):
        return False
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if len(digits) == 9:  # noqa: PLR2004 - given out until the end of 1953
        return year <= _LAST_SHORT_YEAR and _is_day(1900 + year, month, day)
    century = 1900 if year > _LAST_SHORT_YEAR else 2000
    remainder = int(digits[:9]) % _DIVISOR
    return remainder % 10 == int(digits[9]) and _is_day(century + year, month, day)


def _is_day(year: int, month: int, day: int) -> bool:
    for shift in _MONTH_SHIFTS:
        if 1 <= month - shift <= 12:  # noqa: PLR2004 - months
            try:
                date(year, month - shift, day)
            except ValueError:
                return False
            return True
    return False
