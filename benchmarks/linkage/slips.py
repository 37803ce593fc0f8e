"""How records of one firm come to differ: names, addresses and numbers as several hands write them."""

import random
from collections.abc import Callable

import numpy as np

from workbench.demodata.columns import unaccented

_NEAR = {
    "a": "sqe",
    "e": "wrd",
    "i": "uoj",
    "o": "ipl",
    "u": "yzi",
    "s": "adz",
    "n": "bm",
    "m": "n",
    "t": "rzy",
    "k": "jl",
}
_FILLERS = ("CZ", "Praha", "Brno", "- provozovna", "pobočka", "- servis", "Czech Republic")
_TITLES = ("Ing. ", "Mgr. ", "Bc. ", "p. ", "pan ", "paní ")


def typo(draw: random.Random, text: str) -> str:
    """One slip of the fingers anywhere but in the first two signs."""
    if len(text) < 5:
        return text
    at = draw.randrange(2, len(text) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + draw.choice(_NEAR.get(unaccented(text[at]).lower(), "aeo")) + text[at + 1 :]


def company(draw: random.Random, stem: str, ending: str, *, worse: bool) -> str:
    """A company's name; the ending is its legal form as somebody wrote it."""
    often = 3.0 if worse else 1.0
    words = stem.split()
    if len(words) > 2 and draw.random() < 0.02 * often:
        words.pop()
    elif draw.random() < 0.012 * often:
        words.append(draw.choice(_FILLERS))
    if draw.random() < 0.02 * often:
        words = [{"&": "a", "a": "&", "–": "-"}.get(one, one) for one in words]
    name = " ".join(words)
    if len(words) > 1 and draw.random() < 0.006 * often:
        name = name.replace(" ", "", 1)
    return _written(draw, name, often) + ending


def person(draw: random.Random, first: str, last: str, activity: str, *, worse: bool) -> str:
    """A person's name, sometimes turned round, with a title, an initial, or what they do."""
    often = 3.0 if worse else 1.0
    given = first if draw.random() > 0.015 * often else first[0] + "."
    name = f"{last} {given}" if draw.random() < 0.11 * often else f"{given} {last}"
    name = _written(draw, name, often)
    if draw.random() < 0.05 * often:
        name = draw.choice(_TITLES) + name
    if draw.random() < 0.03 * often:
        name = f"{name} - {activity}"
    return name


def _written(draw: random.Random, name: str, often: float) -> str:
    if draw.random() < 0.07 * often:
        name = typo(draw, name)
        if draw.random() < 0.15:
            name = typo(draw, name)
    if draw.random() < 0.07 * often:
        name = unaccented(name)
    if draw.random() < 0.04 * often:
        name = name.upper()
    return name


def digit(draw: random.Random, number: str) -> str:
    """One digit mistyped, or two neighbours swapped."""
    at = draw.randrange(1, len(number) - 1)
    if draw.random() < 0.5 and number[at] != number[at + 1]:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + str((int(number[at]) + draw.randrange(1, 10)) % 10) + number[at + 1 :]


def days(rng: np.random.Generator, given: np.ndarray, share: float) -> np.ndarray:
    """Such a share of the days mistyped: another day of about that month, or the same day and month of another year; of the 29th of February that is the leap year before."""
    count, given = len(given), given.astype("datetime64[D]")
    near = rng.random(count) < 0.5
    off, years = rng.integers(1, 28, count).astype("timedelta64[D]"), rng.integers(1, 10, count)
    month = given.astype("datetime64[M]")
    day = given - month.astype("datetime64[D]")
    leap = (month.astype(np.int64) % 12 == 1) & (day == np.timedelta64(28, "D"))
    year = (month - 12 * np.where(leap, 4, years)).astype("datetime64[D]") + day
    wrong = rng.random(count) < share
    return np.asarray(np.where(wrong, np.where(near, given - off, year), given))


def phone(draw: random.Random, number: str) -> str:
    """A number in E.164 as people write it."""
    short = number[4:]
    if draw.random() < 0.02:
        short = digit(draw, short)
    style = draw.random()
    if style < 0.7:
        return "+420" + short
    if style < 0.85:
        return f"{short[:3]} {short[3:6]} {short[6:]}"
    return short if style < 0.95 else f"00420 {short}"


def mail(draw: random.Random, address: str) -> str:
    """An address, rarely with a slip in it."""
    if draw.random() < 0.02:
        box, _, domain = address.partition("@")
        return f"{typo(draw, box)}@{domain}" if draw.random() < 0.5 else f"{box}@{typo(draw, domain)}"
    return address.upper() if draw.random() < 0.02 else address


Seat = dict[str, str | None]


def seat(draw: random.Random, given: Seat, line: str, *, worse: bool) -> Seat:
    """An address as it was typed: parts left out, mixed up, or all of it in one field."""
    often = 2.5 if worse else 1.0
    made = dict(given)
    if draw.random() < 0.05 * often:
        return {**dict.fromkeys(made), "street": line}
    for share, change in _CHANGES:
        if draw.random() < share * often:
            change(draw, made)
    return made


def _only_one_number(draw: random.Random, made: Seat) -> None:
    if made["orientation_number"]:
        if draw.random() < 0.5:
            made["house_number"] = made["orientation_number"]
        made["orientation_number"] = made["orientation_letter"] = None


def _number_in_street(_: random.Random, made: Seat) -> None:
    if made["street"] and made["house_number"]:
        behind = f"/{made['orientation_number']}" if made["orientation_number"] else ""
        made["street"] = f"{made['street']} {made['house_number']}{behind}"
        made["house_number"] = made["orientation_number"] = None


def _wrong_number(draw: random.Random, made: Seat) -> None:
    if made["house_number"]:
        made["house_number"] = str(max(1, int(made["house_number"]) + draw.randrange(-9, 10)))


def _street_typo(draw: random.Random, made: Seat) -> None:
    if made["street"]:
        made["street"] = typo(draw, made["street"])


def _bare_street(_: random.Random, made: Seat) -> None:
    if made["street"]:
        made["street"] = unaccented(made["street"])


def _no_postcode(_: random.Random, made: Seat) -> None:
    made["postcode"] = None


def _postcode_slip(draw: random.Random, made: Seat) -> None:
    if made["postcode"]:
        made["postcode"] = digit(draw, made["postcode"])


def _spaced_postcode(_: random.Random, made: Seat) -> None:
    if made["postcode"]:
        made["postcode"] = f"{made['postcode'][:3]} {made['postcode'][3:]}"


def _city_by_part(_: random.Random, made: Seat) -> None:
    made["city"] = made["district"] or made["city"]


_CHANGES: tuple[tuple[float, Callable[[random.Random, Seat], None]], ...] = (
    (0.06, _only_one_number),
    (0.02, _number_in_street),
    (0.01, _wrong_number),
    (0.03, _street_typo),
    (0.04, _bare_street),
    (0.06, _no_postcode),
    (0.01, _postcode_slip),
    (0.10, _spaced_postcode),
    (0.05, _city_by_part),
)
