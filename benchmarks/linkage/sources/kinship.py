"""Firms and people of the second market that look like one and are several."""

import random
from collections.abc import Callable
from typing import Final

import numpy as np

from benchmarks.linkage.sources import naming, words
from benchmarks.linkage.sources.market import NEVER, SEAT, Columns, Market, addressed
from benchmarks.linkage.sources.naming import AS, CLUB, SCHOOL, SRO, SVJ, TOWN, TRADER
from workbench.demodata.columns import unaccented

Groups = list[list[int]]
_SITE: Final = (*SEAT, *(f"old_{name}" for name in SEAT), "moved_in")
_REACHED: Final = ("phone", "old_phone", "phone_in")
_DOMAIN: Final = ("domain", "old_domain", "domain_in", "mail")
_SISTERS: Final = (
    "Holding",
    "Invest",
    "Reality",
    "Servis",
    "Trade",
    "Logistika",
    "Development",
    "Stavby",
    "Energo",
    "Finance",
)
_COUNTRIES: Final = (
    "CZ",
    "SK",
    "Bohemia",
    "Morava",
    "Slovakia",
    "Praha",
    "Brno",
    "Polska",
    "EU",
    "International",
)


def relate(market: Market, draw: random.Random) -> None:
    """Make parts of the market alike, each kind in its share; what was done stands in :attr:`Market.kin`."""
    free = {code: np.flatnonzero(market.firms["form"] == code).tolist() for code in naming.SHARES}
    for one in free.values():
        draw.shuffle(one)
    for name, (share, forms, sizes, make) in KINDS.items():
        wanted = round(share * len(market.firms["form"]))
        groups: Groups = []
        while wanted > 0:
            members = forms * draw.randint(*sizes)
            if any(len(free[code]) < len(members) for code in forms):
                break
            groups.append([free[code].pop() for code in members])
            wanted -= len(members)
        for group in groups:
            make(market.firms, draw, group)
        pairs = [[group[0], one] for group in groups for one in group[1:]]
        market.kin[name] = np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _copy(firms: Columns, group: list[int], *columns: str) -> None:
    for column in columns:
        firms[column][group[1:]] = firms[column][group[0]]


def _rename(firms: Columns, at: int, stem: str) -> None:
    firms["stem"][at] = firms["old_stem"][at] = stem


def _holding(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, *_SITE, *_REACHED, *_DOMAIN)
    if draw.random() < 0.5:
        _copy(firms, group, "first", "last", "mobile", "local", "free_local")
    for one, tail in zip(group[1:], draw.sample(_SISTERS, len(group) - 1), strict=True):
        _rename(firms, one, f"{firms['stem'][group[0]]} {tail}")


def _countries(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, "domain", "old_domain", "domain_in")
    if draw.random() < 0.5:
        _copy(firms, group, *_SITE)
    stem = firms["stem"][group[0]]
    for one, tail in zip(group, draw.sample(_COUNTRIES, len(group)), strict=True):
        _rename(firms, one, f"{stem} {tail}")


def _numbered(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, *_SITE, *_REACHED, "mail", "local", "free_local", "first", "last")
    stem, roman = firms["stem"][group[0]], draw.random() < 0.4
    for number, one in enumerate(group, start=1):
        _rename(firms, one, f"{stem} {('I', 'II', 'III', 'IV', 'V', 'VI')[number - 1] if roman else number}")


def _father_and_son(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, *_SITE, "first", "last", "female", "stem", "old_stem", "maiden")
    if draw.random() < 0.5:
        _copy(firms, group, "phone", "trade", "brand")
    firms["birthday"][group[1]] = firms["birthday"][group[0]] + np.timedelta64(
        draw.randint(8_000, 12_500) * 86_400, "s"
    )
    firms["married_in"][group] = NEVER


def _couple(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, *_SITE, "phone", "trade")
    him, her = group
    family, first = naming.surname(draw), draw.choice(words.WOMEN)
    firms["last"][him], firms["last"][her], firms["first"][her] = family, naming.womans(family), first
    firms["first"][him], firms["female"][him], firms["female"][her] = draw.choice(words.MEN), False, True
    firms["married_in"][group] = NEVER
    for one in group:
        _rename(firms, one, f"{firms['first'][one]} {firms['last'][one]}")


def _owner(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """A trader founds a company: two persons in law, with everything in common but the IČO."""
    _copy(
        firms, group, *_SITE, *_REACHED, *_DOMAIN, "first", "last", "mobile", "local", "free_local", "female"
    )
    trader, company = group
    last, trade = firms["last"][trader], firms["trade"][trader]
    firms["brand"][trader] = draw.choice((f"{trade.capitalize()} {last}", f"{last} {trade}"))
    name = draw.choice((firms["brand"][trader], f"{last} {trade}", last, f"{firms['first'][trader]} {last}"))
    _rename(firms, company, name)
    firms["renamed_in"][company] = NEVER


def _successor(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """A company goes into liquidation, and its owners go on in a new one."""
    _copy(firms, group, *_SITE, *_REACHED, *_DOMAIN, "first", "last", "mobile", "local", "free_local")
    firms["liquidated_in"][group[0]] = draw.randint(2008, 2022)
    stem = firms["stem"][group[0]]
    _rename(firms, group[1], draw.choice((f"{stem} nova", f"{stem} 2", f"Nový {stem}", f"{stem} Plus", stem)))


def _franchise(firms: Columns, draw: random.Random, group: list[int]) -> None:
    brand = draw.choice(words.FRANCHISES)
    domain = f"{unaccented(brand).lower().replace(' ', '')}.example"
    for one in group:
        _rename(firms, one, f"{brand} {firms[draw.choice(('city', 'last'))][one]}")
        firms["brand"][one], firms["domain"][one] = brand, domain
        if draw.random() < 0.4:
            firms["mail"][one] = f"info@{domain}"


def _neighbours(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """Owners' societies of one street, kept by one manager."""
    _copy(firms, group, *_SITE)
    first = int(firms["house"][group[0]])
    door = int(firms["orient"][group[0]] or 0)
    way = draw.choice(
        ("Společenství vlastníků {}, {}", "Společenství vlastníků jednotek domu {}, {}", "SVJ {}, {}")
    )
    for number, one in enumerate(group):
        firms["house"][one] = firms["old_house"][one] = str(first + number)
        if door:
            firms["orient"][one] = firms["old_orient"][one] = str(door + 2 * number)
        where = addressed(firms, np.array([one]))[0]
        _rename(firms, one, way.format(where, firms["city"][one]))
    _copy(firms, group, "phone", "mail", "domain", "local", "free_local")


def _town(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """A village, its school and its club in one house."""
    _copy(firms, group, *_SITE, "domain", "phone")
    city = firms["city"][group[0]]
    for one, name in zip(
        group,
        (
            f"Obec {city}",
            draw.choice((f"Základní škola {city}", f"Mateřská škola {city}")),
            f"{draw.choice(words.CLUBS)} {city}",
        ),
        strict=True,
    ):
        _rename(firms, one, name)


def _one_door(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """Firms of a law office, or of a virtual seat."""
    _copy(firms, group, *_SITE)
    if draw.random() < 0.5:
        _copy(firms, group, "phone")


def _accountant(firms: Columns, draw: random.Random, group: list[int]) -> None:
    """Firms whose books one office keeps: its contact stands in the records of many."""
    domain = f"ucto{draw.randrange(10_000)}.example"
    firms["office_mail"][group] = f"{draw.choice(('ucetni', 'ucto', 'kancelar'))}@{domain}"
    firms["office_phone"][group] = firms["site_phone"][group[0]]


def _namesakes(firms: Columns, _: random.Random, group: list[int]) -> None:
    _copy(firms, group, "stem", "old_stem", "ending", "old_ending", "brand")


def _same_person_elsewhere(firms: Columns, draw: random.Random, group: list[int]) -> None:
    _copy(firms, group, "first", "last", "female", "stem", "old_stem")
    if draw.random() < 0.4:
        firms["city"][group[1:]] = firms["city"][group[0]]
        _copy(firms, group, "part", "district", "psc", "place")


Make = Callable[[Columns, random.Random, list[int]], None]
KINDS: Final[dict[str, tuple[float, tuple[str, ...], tuple[int, int], Make]]] = {
    "holding": (0.035, (SRO,), (2, 6), _holding), "countries": (0.008, (SRO,), (2, 4), _countries), "numbered": (0.008, (SRO,), (2, 6), _numbered),
    "joint stock group": (0.006, (AS,), (2, 4), _holding), "owner and company": (0.02, (TRADER, SRO), (1, 1), _owner),
    "successor": (0.012, (SRO,), (2, 2), _successor), "father and son": (0.006, (TRADER,), (2, 2), _father_and_son),
    "couple": (0.008, (TRADER,), (2, 2), _couple), "franchise": (0.01, (SRO,), (8, 20), _franchise), "neighbours": (0.03, (SVJ,), (2, 8), _neighbours),
    "village": (0.015, (TOWN, SCHOOL, CLUB), (1, 1), _town), "one door": (0.03, (SRO,), (10, 30), _one_door),
    "namesakes": (0.012, (SRO,), (2, 4), _namesakes), "same person elsewhere": (0.015, (TRADER,), (2, 3), _same_person_elsewhere),
    "accountant": (0.04, (SRO,), (8, 25), _accountant), "traders' accountant": (0.02, (TRADER,), (8, 25), _accountant),
}  # fmt: skip
"""Kind -> share of all firms, whose forms (several: one of each), how often each (least and most), and what makes them alike."""
