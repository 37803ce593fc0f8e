"""The true firms of the invented world: what a register would say of them, and what it said before."""

from typing import Any

import numpy as np
import pandas as pd

from workbench.demodata import naming, places, words
from workbench.demodata.columns import (
    TODAY,
    Flags,
    Texts,
    Whole,
    among,
    chance,
    choose,
    digits,
    folded,
    joined,
    pick,
    pool,
    stream,
)
from workbench.demodata.numbers import bank_accounts, data_boxes, ico_numbers, phone_numbers
from workbench.demodata.people import draw_people

_STREAM = 1
_VIRTUAL_SEATS = 6  # houses in which letter-box firms sit
_SHARE_SISTER, _SHARE_VIRTUAL, _SHARE_MOVED, _SHARE_RENAMED = 0.05, 0.03, 0.25, 0.15
_SHARE_CEASED, _SHARE_LIQUIDATION, _SHARE_BOX_KNOWN = 0.05, 0.04, 0.5
_TIED_TO_ITS_SEAT = (words.SVJ, words.PUBLIC)  # their names hold their addresses
_SECTIONS = {words.SRO: "C", words.AS: "B", words.VOS: "A", words.COOP: "Dr", words.SVJ: "S", words.CLUB: "L",
             words.PUBLIC: "Pr"}  # fmt: skip


def draw_firms(seed: int, first: int, count: int) -> pd.DataFrame:
    """Invent the firms and persons numbered ``first`` to ``first + count - 1``.

    The same arguments give the same firms. A part of them are sisters: they share name, seat and phone
    with the firm before them and are none the less someone else.

    Returns:
        One row an entity, ``entity`` its number; ``name`` and ``place``, ``street``, ``house`` what holds
        now, ``old_…`` what held before (equal where nothing changed); ``sister_of`` the elder firm's
        entity or -1; ``ico`` empty for a private person.
    """
    rng = stream(seed, _STREAM, first)
    entity = np.arange(first, first + count, dtype=np.int64)
    form = pick(
        rng, np.array(list(words.FORM_WEIGHTS), dtype=object), count, list(words.FORM_WEIGHTS.values())
    )
    people = draw_people(rng, count)
    sister = _sisters(rng, form)
    elder = choose(sister, np.arange(count) - 1, np.arange(count))

    place, street, house = _seats(rng, count)
    place, street, house = place[elder], street[elder], house[elder]
    moved = chance(rng, count, _SHARE_MOVED) & ~among(form, _TIED_TO_ITS_SEAT)
    old = [
        choose(moved, then, now) for then, now in zip(_seats(rng, count), (place, street, house), strict=True)
    ]

    stems = naming.draw_stems(rng, form, place, street, house)
    stems = choose(sister, stems[elder] + " " + pick(rng, words.SISTER_TAILS, count), stems)
    endings = naming.official_endings(rng, form)
    is_person = among(form, words.PERSON_FORMS)
    name = choose(is_person, people.full, stems + endings)
    renamed = chance(rng, count, _SHARE_RENAMED) & among(form, [words.SRO, words.AS])
    old_stem = choose(renamed, naming.draw_stems(rng, form, place, street, house), stems)
    phone = phone_numbers(rng, count, landline=chance(rng, count, 0.2))[elder]

    founded = TODAY - rng.integers(200, 12_500, size=count).astype("timedelta64[D]")
    ceased = chance(rng, count, _SHARE_CEASED) & (form != words.PRIVATE)
    liquidation = (
        chance(rng, count, _SHARE_LIQUIDATION) & ~ceased & among(form, [words.SRO, words.AS, words.VOS])
    )
    lifetime = ((TODAY - founded).astype(np.int64) * rng.uniform(0.3, 0.99, size=count)).astype(
        "timedelta64[D]"
    )
    ico = choose(form == words.PRIVATE, None, ico_numbers(seed, entity))
    vat = (form != words.PRIVATE) & (rng.random(count) < choose(is_person, 0.25, 0.65))
    domain = folded(choose(is_person, people.full, stems))
    columns: dict[str, Any] = {
        "entity": entity,
        "ico": ico,
        "form": form,
        "is_person": is_person,
        "female": people.female,
        "title_before": people.before,
        "first_name": people.first,
        "last_name": people.last,
        "title_after": people.after,
        "stem": choose(is_person, people.full, stems),
        "ending": endings,
        "name": choose(liquidation, name + naming.LIQUIDATION, name),
        "old_stem": choose(is_person, people.full, old_stem),
        "place": place,
        "street": street,
        "house": house,
        "old_place": old[0],
        "old_street": old[1],
        "old_house": old[2],
        "founded_on": founded,
        "ceased_on": choose(ceased, founded + lifetime, np.datetime64("NaT")),
        "liquidation": liquidation,
        "nace": _nace(rng, form),
        "katpo": pick(rng, words.KATPO, count, words.KATPO_WEIGHTS),
        "vat_payer": vat,
        "dic": choose(vat & ~is_person, "CZ" + ico_numbers(seed, entity), None),
        "court_file": _court_files(rng, form, place),
        "data_box": choose(chance(rng, count, _SHARE_BOX_KNOWN), data_boxes(rng, count), None),
        "bank_account": bank_accounts(rng, count),
        "phone": phone,
        "domain": domain,
        "sister_of": choose(sister, entity - 1, -1),
    }
    return pd.DataFrame(
        # Texts stay Python objects: they are picked and put together by the million, and read back often.
        {
            name: pd.Series(column, dtype=object if column.dtype == object else None)
            for name, column in columns.items()
        }
    )


def _sisters(rng: np.random.Generator, form: Texts) -> Flags:
    """Which firms are the younger sister of the firm before them; an elder is never a sister itself."""
    company = among(form, [words.SRO, words.AS])
    wish = (chance(rng, len(form), _SHARE_SISTER)) & company
    if len(wish):
        wish[0] = False
        wish[1:] &= company[:-1]
        wish[1:] &= ~wish[:-1].copy()
    return wish


def _seats(rng: np.random.Generator, count: int) -> tuple[Whole, Whole, Whole]:
    """Place, street (-1 where the place has none) and house number, all by their index."""
    place = rng.integers(len(places.CITY), size=count)
    street = rng.integers(len(places.STREETS), size=count)
    house = rng.integers(1, places.HOUSES, size=count)
    virtual = chance(rng, count, _SHARE_VIRTUAL)
    place = choose(virtual, 0, place)
    street = choose(virtual, 0, street)
    house = choose(virtual, 1_200 + house % _VIRTUAL_SEATS, house)
    return place, choose(np.array(places.HAS_STREETS)[place], street, -1), house


def _nace(rng: np.random.Generator, form: Texts) -> Texts:
    nace: Texts = pick(rng, words.NACE, len(form))
    for code, fixed in words.NACE_OF_FORM.items():
        nace = choose(form == code, fixed, nace)
    return nace


def _court_files(rng: np.random.Generator, form: Texts, place: Whole) -> Texts:
    section = np.full(len(form), None, dtype=object)
    for code, letter in _SECTIONS.items():
        section[form == code] = letter
    registered = among(form, _SECTIONS)
    number = digits(rng.integers(100, 99_000, size=len(form)), 1)
    court = pool("|".join(places.COURT), "|")[place]
    out = np.full(len(form), None, dtype=object)
    out[registered] = joined(section[registered], " ", number[registered], "/", court[registered])
    return out
