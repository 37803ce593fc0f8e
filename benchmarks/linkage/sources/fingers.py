"""What fingers, ears and lenses make of a text."""

import random
import re
from typing import Final

from benchmarks.linkage.sources.sheet import Habit, Sheet
from benchmarks.linkage.sources.words import stock
from workbench.demodata.columns import Whole, unaccented

_ROWS: Final = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
_NEAR: Final = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}
_HEARD: Final = tuple(
    pair.split(">")
    for pair in stock(
        "y>i i>y ý>í í>ý s>z z>s mě>mně bě>bje vě>vje ů>ú ú>ů x>ks w>v th>t ck>k ph>f qu>kv ou>au d>t v>f oo>ú ee>í sch>š tz>c ie>í"
    )
)
_SEEN: Final = tuple(
    pair.split(">")
    for pair in stock(
        "rn>m m>rn l>1 l>I I>l O>0 o>0 ě>é ů>ú ř>f š>s č>c ž>z cl>d d>cl ní>ni vv>w w>vv 5>S 8>B ii>ü é>e .>, t>f h>b"
    )
)
_UNSHIFTED: Final = str.maketrans("1234567890", "+ěščřžýáíé")
_YZ: Final = str.maketrans("yzYZ", "zyZY")


def typo(draw: random.Random, text: str) -> str:
    """One slip of a finger: the next key, a letter left out, twice, or two in the wrong order."""
    at = draw.randrange(len(text))
    letter = text[at]
    kind = draw.random()
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.5:
        return text[:at] + letter + text[at:]
    if kind < 0.75 and at + 1 < len(text):
        return text[:at] + text[at + 1] + letter + text[at + 2 :]
    near = _NEAR.get(unaccented(letter).lower())
    wrong = draw.choice(near) if near else draw.choice("abcdefghijklmnoprstuvz")
    return text[:at] + (wrong.upper() if letter.isupper() else wrong) + text[at + 1 :]


def exchanged(draw: random.Random, text: str, pairs: tuple[list[str], ...]) -> str:
    """One of the exchanges that are possible in the text; the text itself if none is."""
    possible = [pair for pair in pairs if pair[0] in text]
    if not possible:
        return text
    old, new = draw.choice(possible)
    at = draw.choice([found.start() for found in re.finditer(re.escape(old), text)])
    return text[:at] + new + text[at + len(old) :]


def unshifted(text: str) -> str:
    """Digits as a Czech keyboard writes them without Shift: ``602`` → ``žéě``."""
    return text.translate(_UNSHIFTED)


def spaced(draw: random.Random, text: str) -> str:
    """A space more or less, a hyphen for a space."""
    at = [place for place, letter in enumerate(text) if letter in " -"]
    if not at or draw.random() < 0.15:
        cut = draw.randrange(1, len(text)) if len(text) > 3 else 0
        return f"{text[:cut]} {text[cut:]}".strip()
    place = draw.choice(at)
    return text[:place] + draw.choice(("", "-", "  ", " - ", "_", "/", ".")) + text[place + 1 :]


def _both(change: str) -> Habit:
    def habit(sheet: Sheet, at: Whole) -> None:
        sheet.edit(at, lambda text: getattr(text, change)(), "name", "street", "city", "first", "last")

    return habit


def _typo(sheet: Sheet, at: Whole) -> None:
    column = sheet.draw.choice(("name", "name", "name", "street", "city", "mail"))
    sheet.edit(at, lambda text: typo(sheet.draw, text), column)


def _ampersand(sheet: Sheet, at: Whole) -> None:
    def change(text: str) -> str:
        for sign in (" & ", " a ", " + ", " and "):
            if sign in text:
                return text.replace(sign, sheet.draw.choice((" a ", " & ", "&", " + ", " and ")), 1)
        return text

    sheet.edit(at, change, "name")


def _yz(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda text: text.translate(_YZ), "name", "street", "city", "mail")


def _unshifted_digits(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, unshifted, sheet.draw.choice(("phone", "phone", "psc", "house", "ico")))


def _ocr(sheet: Sheet, at: Whole) -> None:
    def read(text: str) -> str:
        for _ in range(sheet.draw.choice((1, 1, 2, 3))):
            text = exchanged(sheet.draw, text, _SEEN)
        return text

    sheet.edit(at, read, "name", sheet.draw.choice(("street", "city", "mail", "web")))


FINGERS: Final[dict[str, Habit]] = {
    "typo": _typo, "phonetic": lambda sheet, at: sheet.edit(at, lambda text: exchanged(sheet.draw, text, _HEARD), "name", sheet.draw.choice(("street", "city", "mail"))),
    "spacing": lambda sheet, at: sheet.edit(at, lambda text: spaced(sheet.draw, text), "name"), "ampersand": _ampersand, "ocr": _ocr,
    "lower_case": _both("lower"), "upper_case": _both("upper"), "yz": _yz, "unshifted_digits": _unshifted_digits,
    "no_accents": lambda sheet, at: sheet.edit(at, unaccented, "name", "street", "city", "part", "first", "last"),
}  # fmt: skip
