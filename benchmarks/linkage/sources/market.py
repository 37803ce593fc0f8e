"""The firms and people of the second market, and what changed about them over the years."""

import random
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.linkage.sources import naming, words
from benchmarks.linkage.sources.naming import AS, CLUB, COOP, PRIVATE, SCHOOL, SRO, SVJ, TOWN, TRADER, VOS
from benchmarks.linkage.sources.places import STREETS, Places, draw_places
from workbench.demodata.columns import (
    Flags,
    Texts,
    Whole,
    among,
    chance,
    choose,
    folded,
    joined,
    pick,
    pool,
    texts,
)
from workbench.demodata.numbers import bank_accounts, data_boxes, ico_numbers, phone_numbers

FIRST_YEAR, LAST_YEAR = 1996, 2026
NEVER = 0
"""The year of a change that did not come: no record is older."""
SEAT = ("street", "house", "orient", "letter", "part", "city", "district", "psc", "place")
"""The columns of a seat; ``old_``, ``site_`` before them: where the firm was before, and where it has a shop or a home."""
Columns = dict[str, "np.ndarray"]


def has(values: Any) -> Flags:
    """Where there is a value."""
    return np.asarray(values != None, dtype=np.bool_)  # noqa: E711 - an array


@dataclass(frozen=True)
class Market:
    """Who there is.

    Attributes:
        firms: one value a firm in each column.
        places: where they can be.
        kin: kind of likeness -> firms that are alike in that way and are not one.
    """

    firms: Columns
    places: Places
    kin: dict[str, Whole] = field(default_factory=dict)

    @cached_property
    def neighbour(self) -> Whole:
        """For each firm one that stands beside it in a list: of its kin, if it has any."""
        count = len(self.firms["ico"])
        beside = (np.arange(count) + 1) % count
        for pairs in self.kin.values():
            beside[pairs[:, 1]] = pairs[:, 0]
        return beside


def draw_market(rng: np.random.Generator, draw: random.Random, seed: int, count: int) -> Market:
    """Invent so many firms; :func:`benchmarks.linkage.sources.kinship.relate` makes some of them alike."""
    places = draw_places(draw, 60 + count // 60)
    form = pick(rng, np.array(list(naming.SHARES), dtype=object), count, list(naming.SHARES.values()))
    firms: Columns = {"form": form, "is_person": among(form, [TRADER, PRIVATE])}
    for before in ("", "old_", "site_"):
        firms |= {
            before + name: values for name, values in seats(rng, places, places.draw(rng, count)).items()
        }
    tied = among(form, [SVJ, SCHOOL, TOWN, COOP, CLUB])
    firms["moved_in"] = _year(rng, count, choose(tied, 0.0, 0.25))
    _people(rng, firms, count)
    _names(rng, draw, firms)
    _numbers(rng, seed, firms, count)
    _reached(rng, firms, count)
    return Market(firms, places)


def seats(rng: np.random.Generator, places: Places, place: Whole) -> Columns:
    """Seats in these places; a house in a village has a number only."""
    count = len(place)
    has = places.has_streets[place]
    rank = (len(STREETS) * rng.random(count) ** 1.6).astype(np.int64)
    house = np.array([str(one) for one in rng.integers(1, choose(has, 2_600, 260)).tolist()], dtype=object)
    numbered = has & chance(rng, count, 0.75)
    orient = np.array(
        [str(one) for one in (1 + 90 * rng.random(count) ** 1.5).astype(np.int64).tolist()], dtype=object
    )
    return {
        "street": choose(has, np.array(STREETS, dtype=object)[rank], None), "house": house,
        "orient": choose(numbered, orient, None), "letter": choose(numbered & chance(rng, count, 0.05), pick(rng, np.array(list("abc"), dtype=object), count), None),
        "part": places.part[place], "city": places.city[place], "district": places.district[place],
        "psc": places.postcode[place], "place": place,
    }  # fmt: skip


def addressed(firms: Columns, at: Whole) -> list[str]:
    """Street and number of the seats of these firms, as names of owners' societies hold them."""
    return [
        f"{street or 'č.p.'} {house}" + (f"/{orient}" if orient else "")
        for street, house, orient in zip(
            *(firms[name][at].tolist() for name in ("street", "house", "orient")), strict=True
        )
    ]


def mailboxes(draw: random.Random, firms: Columns, at: Whole) -> Texts:
    """The address to which mail for these firms goes: at their domain, or with a free provider, where it is nobody else's."""
    return texts(
        f"{draw.choice(words.DEPARTMENTS[:4])}@{domain}"
        if domain
        else f"{local}@{draw.choice(words.FREE_MAIL)}"
        for domain, local in zip(firms["domain"][at].tolist(), firms["free_local"][at].tolist(), strict=True)
    )


def only_ones(names: Texts) -> Texts:
    """Names that are given once: whoever comes later gets a number behind."""
    taken = pd.Series(names).duplicated().to_numpy()
    return choose(taken, joined(names, np.arange(len(names)).astype(str).astype(object)), names)


def _year(rng: np.random.Generator, count: int, share: "np.ndarray | float") -> "np.ndarray":
    changed: Flags = np.asarray(rng.random(count) < share)
    return choose(changed, rng.integers(FIRST_YEAR + 4, LAST_YEAR + 1, size=count), NEVER)


def _people(rng: np.random.Generator, firms: Columns, count: int) -> None:
    for before in ("", "second_"):
        firms[before + "first"], firms[before + "last"], firms[before + "female"] = naming.people(rng, count)
    firms["title"] = choose(
        chance(rng, count, 0.2), pick(rng, pool("Ing. Mgr. Bc. MUDr. JUDr. RNDr."), count), ""
    )


def _names(rng: np.random.Generator, draw: random.Random, firms: Columns) -> None:
    form, count = firms["form"], len(firms["form"])
    company = among(form, [SRO, AS, VOS])
    where = addressed(firms, np.arange(count))
    rows = zip(form.tolist(), company.tolist(), firms["is_person"].tolist(), firms["first"].tolist(), firms["last"].tolist(), firms["city"].tolist(), where, strict=True)  # fmt: skip
    firms["stem"] = texts(
        f"{first} {last}" if person else naming.company(draw, last, city) if firm else naming.institution(draw, code, city, street)
        for code, firm, person, first, last, city, street in rows
    )  # fmt: skip
    firms["ending"] = texts(draw.choice(naming.ENDINGS[code]) for code in form.tolist())
    firms["old_stem"] = firms["stem"].copy()
    firms["renamed_in"] = _year(rng, count, choose(company, 0.12, 0.0))
    for one in np.flatnonzero(firms["renamed_in"] > NEVER).tolist():
        firms["old_stem"][one] = (
            naming.company(draw, firms["last"][one], firms["old_city"][one])
            if draw.random() < 0.6
            else f"{firms['stem'][one]} {draw.choice(words.ENGLISH_ENDS)}"
        )
    firms["reformed_in"] = _year(rng, count, choose(company, 0.08, 0.0))
    firms["old_ending"] = choose(form == AS, "s.r.o.", "spol. s r.o.")
    firms["liquidated_in"] = _year(rng, count, choose(company, 0.05, 0.0))
    married = firms["is_person"] & firms["female"]
    firms["married_in"] = _year(rng, count, choose(married, 0.08, 0.0))
    firms["maiden"] = naming.WOMANS[naming.ranks(rng, count, len(words.SURNAMES))]
    firms["trade"] = words.TRADED[naming.ranks(rng, count, len(words.TRADES), 20)]
    firms["brand"] = texts(
        draw.choice(words.BRANDS) if draw.random() < 0.4
        else f"{draw.choice(words.HOUSES)} {draw.choice(words.SIGNS)}" if draw.random() < 0.3
        else f"{what.capitalize()} {last}"
        for last, what in zip(firms["last"].tolist(), firms["trade"].tolist(), strict=True)
    )  # fmt: skip


def _numbers(rng: np.random.Generator, seed: int, firms: Columns, count: int) -> None:
    form = firms["form"]
    firms["ico"] = choose(
        form == PRIVATE, None, ico_numbers(seed + 500_009, np.arange(count, dtype=np.int64))
    )
    payer = ~firms["is_person"] & (rng.random(count) < choose(among(form, [SVJ, CLUB, SCHOOL]), 0.05, 0.7))
    firms["dic"] = choose(payer, joined("CZ", choose(~has(firms["ico"]), "", firms["ico"])), None)
    firms["account"], firms["second_account"] = bank_accounts(rng, count), bank_accounts(rng, count)
    firms["box"] = choose(chance(rng, count, 0.85) & (form != PRIVATE), data_boxes(rng, count), None)
    day = np.datetime64("2024-06-30") - (12_000 * rng.random(count) ** 0.8).astype("timedelta64[D]")
    firms["founded"] = day.astype("datetime64[s]")
    born = np.datetime64("1995-12-31") - rng.integers(0, 17_000, size=count).astype("timedelta64[D]")
    firms["birthday"] = born.astype("datetime64[s]")


def _phones(rng: np.random.Generator, landline: Flags) -> Texts:
    """Numbers that hardly ever come twice by chance."""
    numbers = phone_numbers(rng, len(landline), landline=landline)
    for _ in range(4):
        again = pd.Series(numbers).duplicated().to_numpy()
        numbers[again] = phone_numbers(rng, int(again.sum()), landline=landline[again])
    return numbers


def _reached(rng: np.random.Generator, firms: Columns, count: int) -> None:
    land = ~firms["is_person"] & chance(rng, count, 0.45)
    mobile = np.zeros(count, dtype=np.bool_)
    numbers = _phones(rng, np.concatenate([land, land, mobile, mobile, land])).reshape(5, count)
    names = ("phone", "old_phone", "mobile", "second_mobile", "site_phone")
    firms |= {name: row.copy() for name, row in zip(names, numbers, strict=True)}
    same = (rng.random(count) < choose(firms["is_person"], 0.9, 0.3)) & ~land
    firms["mobile"] = choose(same, firms["phone"], firms["mobile"])
    firms["phone_in"], firms["domain_in"] = _year(rng, count, 0.25), _year(rng, count, 0.12)
    digits = texts(str(one) for one in rng.integers(1, 99, size=count).tolist())
    own = rng.random(count) < choose(firms["form"] == PRIVATE, 0.0, choose(firms["is_person"], 0.3, 0.75))
    host = folded(firms["stem"])
    host = texts(one[:18] for one in host.tolist())
    host = only_ones(host)
    firms["domain"] = choose(own, joined(host, ".example"), None)
    firms["old_domain"] = choose(
        own, joined(texts(one[:9] for one in host.tolist()), "-cz", digits, ".example"), None
    )
    first, last = folded(firms["first"]), folded(firms["last"])
    initial = texts(one[:1] for one in first.tolist())
    way = rng.integers(4, size=count)
    firms["local"] = np.choose(
        way, [joined(first, ".", last), last, joined(initial, last), joined(last, digits)]
    ).astype(object)
    firms["free_local"] = only_ones(choose(chance(rng, count, 0.6), firms["local"], host))
    firms["second_local"] = folded(firms["second_last"])
    draw = random.Random(int(rng.integers(2**31)))  # noqa: S311 - invented data
    firms["mail"] = mailboxes(draw, firms, np.arange(count))
    firms["office_mail"], firms["office_phone"] = texts([None] * count), texts([None] * count)
