"""Names of the firms and people of the second market, some of them borne by many."""

import random
from typing import Final

import numpy as np

from benchmarks.linkage.sources import words
from workbench.demodata.columns import Flags, Texts, Whole, chance, choose

SRO, AS, VOS, COOP, SVJ, CLUB, SCHOOL, TOWN, TRADER, PRIVATE = (
    "112", "121", "111", "205", "145", "706", "331", "801", "101", "",
)  # fmt: skip
"""Codes of legal forms (ČSÚ code list 56)."""
SHARES: Final = {
    SRO: 0.50, AS: 0.05, VOS: 0.01, COOP: 0.02, SVJ: 0.05, CLUB: 0.04, SCHOOL: 0.03, TOWN: 0.02, TRADER: 0.22, PRIVATE: 0.06,
}  # fmt: skip
ENDINGS: Final = {
    SRO: ("s.r.o.", "s.r.o.", "s.r.o.", "spol. s r.o.", "s. r. o.", "společnost s ručením omezeným"),
    AS: ("a.s.", "a.s.", "akciová společnost"),
    VOS: ("v.o.s.",),
    COOP: ("družstvo", ""),
    SVJ: ("",),
    CLUB: ("z.s.", "z. s."),
    SCHOOL: ("příspěvková organizace", ""),
    TOWN: ("",),
    TRADER: ("",),
    PRIVATE: ("",),
}


def ranks(rng: np.random.Generator, size: int, count: int, flat: float = 6.0) -> Whole:
    """``size`` places in a list of ``count``, the first ones far more often: as surnames and trades are spread."""
    return (flat * ((count / flat + 1) ** rng.random(size) - 1)).astype(np.int64).clip(max=count - 1)


def rank(draw: random.Random, count: int, flat: float = 6.0) -> int:
    """One such place."""
    return int(min(count - 1, flat * ((count / flat + 1) ** draw.random() - 1)))


def surname(draw: random.Random) -> str:
    """A surname in the men's form."""
    return words.SURNAMES[rank(draw, len(words.SURNAMES))]


def womans(name: str) -> str:
    """The women's form of a surname."""
    if name.endswith("ý"):
        return name[:-1] + "á"
    if name.endswith("í"):
        return name
    if name.endswith("ek") and len(name) > 4:
        return name[:-2] + "ková"
    if name.endswith("ec") and len(name) > 4:
        return name[:-2] + "cová"
    return name.removesuffix("a") + "ová"


def people(rng: np.random.Generator, size: int) -> tuple[Texts, Texts, Flags]:
    """First names, surnames, and whether a woman bears them."""
    female = chance(rng, size, 0.45)
    family = ranks(rng, size, len(words.SURNAMES))
    first = choose(
        female,
        np.array(words.WOMEN, dtype=object)[ranks(rng, size, len(words.WOMEN), 10.0)],
        np.array(words.MEN, dtype=object)[ranks(rng, size, len(words.MEN), 10.0)],
    )
    return first, choose(female, WOMANS[family], np.array(words.SURNAMES, dtype=object)[family]), female


WOMANS: Final[Texts] = np.array([womans(one) for one in words.SURNAMES], dtype=object)
"""The surnames in the women's form, in the same order."""


def company(draw: random.Random, owner: str, city: str) -> str:
    """A company's name without its form."""
    kind = draw.random()
    for share, make in _MAKES:
        if kind < share:
            return make(draw, owner, city)
    return draw.choice(words.BRANDS) + draw.choice(
        ("", "", f" {city}", " plus", f" {draw.choice(words.ENGLISH_ENDS)}")
    )


def institution(draw: random.Random, form: str, city: str, street: str) -> str:
    """The name of an owners' society, a club, a school, a municipality or a cooperative."""
    if form == SVJ:
        return draw.choice(
            (f"Společenství vlastníků {street}, {city}", f"Společenství vlastníků jednotek domu {street}, {city}",
             f"Společenství vlastníků jednotek {street}", f"SVJ {street}, {city}", f"Společenství pro dům {street}"),
        )  # fmt: skip
    if form == CLUB:
        return f"{draw.choice(words.CLUBS)} {city}"
    if form == SCHOOL:
        return draw.choice((f"Základní škola {city}", f"Mateřská škola {city}", f"Základní škola a Mateřská škola {city}",
                            f"Základní škola {city}, {street}", f"Domov pro seniory {city}", f"Městská knihovna {city}"))  # fmt: skip
    if form == COOP:
        return draw.choice((f"Zemědělské družstvo {city}", f"Bytové družstvo {street}", f"ZD {city}",
                            f"Bytové družstvo {draw.choice(words.BRANDS)}"))  # fmt: skip
    return draw.choice((f"Obec {city}", f"Obec {city}", f"Město {city}"))


def _coined(draw: random.Random, _: str, __: str) -> str:
    name = draw.choice(words.HEADS) + draw.choice(words.ENDS)
    style = draw.random()
    name = name.upper() if style < 0.4 else name
    tail = draw.choice((" CZ", " Group", " trade", " Plus", " servis")) if style > 0.8 else ""
    return name + tail


def _letters(draw: random.Random, _: str, city: str) -> str:
    letters = "".join(draw.choice("ABCDEFGHIJKLMPRSTV") for _ in range(draw.choice((2, 3, 3, 3, 4))))
    behind = draw.choice(("", "", " Trade", " stav", " Group", f" {city}", " Trans", " elektro"))
    return draw.choice((letters, letters, ".".join(letters) + ".", "-".join(letters))) + behind


def _of_owner(draw: random.Random, owner: str, city: str) -> str:
    trade = words.TRADES[rank(draw, len(words.TRADES), 20)]
    return draw.choice(
        (f"{owner} {trade}", f"{trade.capitalize()} {owner}", f"{owner.upper()} - {trade}", f"{owner} a syn", f"{owner} & {surname(draw)}",
         f"AUTO {owner.upper()}", f"{owner} Trans", f"{owner} - {surname(draw)}", f"{owner} {city}", owner),
    )  # fmt: skip


def _described(draw: random.Random, _: str, city: str) -> str:
    if draw.random() < 0.35:
        return f"{draw.choice(words.HOUSES)} {draw.choice(words.SIGNS)}" + draw.choice(("", f" {city}"))
    return f"{draw.choice(words.COMPANIES)} {city}"


def _english(draw: random.Random, _: str, __: str) -> str:
    first = draw.choice(words.ENGLISH)
    middle = draw.choice(("", "", f" {draw.choice(words.ENGLISH)}"))
    return f"{first}{middle} {draw.choice(words.ENGLISH_ENDS)}" + draw.choice(
        ("", "", " CZ", " Czech Republic")
    )


def _professional(draw: random.Random, _: str, city: str) -> str:
    first, last = words.MEN[rank(draw, len(words.MEN))], surname(draw)
    return draw.choice(
        (
            f"MUDr. {first} {last}",
            f"Dentální centrum {city}",
            f"{first} {last} architekti",
            f"Veterina {last}",
        )
    )


_MAKES: Final = (
    (0.27, _coined),
    (0.37, _letters),
    (0.60, _of_owner),
    (0.74, _described),
    (0.90, _english),
    (0.95, _professional),
)
