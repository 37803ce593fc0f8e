"""The systems that clients come from: each is of its years, asks for its fields, and has its habits."""

import random
from dataclasses import dataclass
from typing import Any, Final

_TYPED: Final = {
    "typo": 0.07, "phonetic": 0.03, "spacing": 0.03, "form_otherwise": 0.25, "form_left_out": 0.12, "form_confused": 0.01, "abbreviated": 0.08,
    "initials": 0.015, "brand_instead": 0.02, "brand_beside": 0.03, "slogan": 0.01, "contact_beside_name": 0.02, "fa": 0.01, "note_in_name": 0.015,
    "surname_first": 0.25, "first_name_initial": 0.04, "title": 0.08, "mister": 0.01, "trade_beside_person": 0.12, "ampersand": 0.2, "other_contact": 0.3, "department": 0.25,
    "free_mail": 0.06, "elsewhere": 0.04, "accountants_contact": 0.3, "yz": 0.005, "unshifted_digits": 0.006, "no_accents": 0.06,
    "lower_case": 0.03, "upper_case": 0.05, "sisters_ico": 0.01, "ico_transposed": 0.008, "ico_digit": 0.008, "ico_spaced": 0.05, "phone_digit": 0.015,
    "mail_slip": 0.015, "phone_written": 0.6, "number_left_out": 0.04, "only_orientation": 0.12, "only_registration": 0.12,
    "numbers_turned": 0.02, "number_in_street": 0.3, "street_shortened": 0.08, "city_with_part": 0.12, "city_with_number": 0.15, "part_as_city": 0.05,
    "post_office": 0.1, "wrong_postcode": 0.03, "village_number": 0.4, "care_of": 0.005, "floor": 0.01,
}  # fmt: skip
"""What people do wherever they type, with what chance where care is average."""
_FILLED: Final = {
    "ico": 0.8, "dic": 0.5, "form": 0.3, "account": 0.1, "box": 0.05, "founded": 0.03, "birthday": 0.1, "phone": 0.75, "second_phone": 0.15,
    "mail": 0.7, "web": 0.2, "seat": 0.9, "psc": 0.92, "parts": 0.4, "person": 0.3,
}  # fmt: skip
KINDS: Final[dict[str, tuple[tuple[int, int], float, dict[str, float], dict[str, float]]]] = {
    "old ERP": ((1996, 2012), 0.16, {"mail": 0.15, "phone": 0.7, "web": 0, "account": 0.4, "parts": 0, "person": 0},
        {"upper_case": 0.97, "no_accents": 0.97, "name_cut": 1, "street_cut": 1, "number_in_street": 0.95, "ico_as_number": 0.2, "fillers": 0.5, "landline_old": 0.5, "abbreviated": 0.3, "form_cut_off": 0.1, "mojibake": 0.1, "whole_in_street": 0.03}),
    "register copy": ((2005, 2026), 0.08, {"ico": 1, "dic": 0.7, "box": 0.7, "founded": 0.9, "form": 0.9, "phone": 0, "second_phone": 0, "mail": 0, "web": 0, "seat": 1, "psc": 1, "parts": 0.95},
        {**dict.fromkeys(_TYPED, 0.0), "psc_spaced": 0.3}),
    "invoicing": ((2004, 2026), 0.17, {"ico": 0.94, "dic": 0.7, "account": 0.35, "mail": 0.6, "phone": 0.4, "seat": 0.98},
        {"accountants_contact": 0.6, "department": 0.5, "ico_padded": 0.05, "dic_in_ico": 0.02, "post_office": 0.06, "psc_spaced": 0.4, "form_left_out": 0.03, "two_mails": 0.03}),
    "reps by phone": ((2002, 2026), 0.16, {"ico": 0.35, "dic": 0.15, "seat": 0.7, "psc": 0.6, "phone": 0.93, "mail": 0.45, "person": 0.6},
        {"phonetic": 0.12, "typo": 0.1, "form_left_out": 0.4, "brand_instead": 0.08, "other_contact": 0.5, "number_left_out": 0.15, "part_as_city": 0.12, "phone_note": 0.05, "extension": 0.06, "hotline": 0.03, "fillers": 0.08, "two_phones": 0.05, "swapped_name_contact": 0.02, "unshifted_digits": 0.01, "contact_for_firm": 0.03}),
    "web form": ((2010, 2026), 0.11, {"ico": 0.55, "dic": 0.2, "mail": 0.99, "phone": 0.7, "seat": 0.6, "form": 0, "account": 0, "person": 0.7},
        {"lower_case": 0.15, "no_accents": 0.25, "free_mail": 0.2, "whole_in_street": 0.15, "contact_for_firm": 0.1, "swapped_name_contact": 0.03, "street_in_city": 0.03, "fillers": 0.05, "yz": 0.012, "ico_prefixed": 0.05, "tests": 0.004, "mail_upper": 0.05, "psc_in_city": 0.05}),
    "e-shop": ((2009, 2026), 0.11, {"ico": 0.3, "dic": 0.12, "mail": 1, "phone": 0.95, "seat": 0.98, "form": 0, "account": 0, "person": 0.9, "web": 0, "parts": 0.05},
        {"contact_for_firm": 0.2, "elsewhere": 0.3, "free_mail": 0.25, "lower_case": 0.08, "no_accents": 0.2, "part_as_city": 0.1, "html": 0.15, "floor": 0.04, "psc_spaced": 0.3, "number_in_street": 0.9, "other_contact": 0.5}),
    "business cards": ((2012, 2026), 0.05, {"ico": 0.25, "phone": 0.95, "second_phone": 0.5, "mail": 0.95, "web": 0.7, "seat": 0.85, "person": 0.9},
        {"ocr": 0.3, "slogan": 0.12, "brand_beside": 0.12, "contact_beside_name": 0.1, "extension": 0.05, "whole_in_street": 0.1, "upper_case": 0.25, "two_phones": 0.08, "other_contact": 0.7, "department": 0.05, "web_as_mail": 0.03, "merged_name_street": 0.02}),
    "taken-over list": ((2003, 2022), 0.08, {"ico": 0.6, "mail": 0.5, "phone": 0.7},
        {"mojibake": 0.4, "columns_shifted": 0.04, "whole_in_street": 0.1, "psc_in_city": 0.2, "ico_as_float": 0.3, "phone_as_float": 0.3, "psc_as_float": 0.3, "fillers": 0.3, "quotes": 0.2, "name_cut": 0.5, "contact_beside_name": 0.05, "merged_name_street": 0.04}),
    "branches": ((2000, 2026), 0.04, {"ico": 0.7, "phone": 0.9, "mail": 0.5, "seat": 0.98},
        {"branch": 0.75, "department": 0.6}),
    "help desk": ((2011, 2026), 0.04, {"ico": 0.1, "dic": 0, "seat": 0.15, "phone": 0.9, "mail": 0.7, "account": 0, "box": 0, "founded": 0, "form": 0},
        {"hotline": 0.1, "unshifted_digits": 0.03, "yz": 0.03, "typo": 0.14, "lower_case": 0.3, "contact_for_firm": 0.15, "form_left_out": 0.6, "tests": 0.01, "initials": 0.06}),
}  # fmt: skip
"""Kind -> its years, its share of the records, which fields are filled, and its habits, on top of what all typing has."""
WHOLE_BATCH: Final = frozenset(
    {
        "mojibake",
        "ico_as_float",
        "phone_as_float",
        "psc_as_float",
        "columns_shifted",
        "html",
        "quotes",
        "ico_as_number",
    }
)
"""Accidents of an import: they befall all records of a system and year, or none."""


@dataclass(frozen=True, slots=True)
class System:
    """One system.

    Attributes:
        kind: a key of :data:`KINDS`.
        years: the first and the last in which it was used.
        weight: its share of all records.
        filled: how often each field is.
        habits: how often each is seen.
        width: letters of a name that fit; ``street_width`` of a street.
        garbled: how its texts came to harm.
        filler: what stands where nothing is known.
        accidents: habit of :data:`WHOLE_BATCH` -> the years whose import it befell.
    """

    kind: str
    years: tuple[int, int]
    weight: float
    filled: dict[str, float]
    habits: dict[str, float]
    width: int
    street_width: int
    garbled: tuple[str, str]
    filler: str
    accidents: dict[str, frozenset[int]]


def draw_systems(draw: random.Random) -> list[System]:
    """The systems of one company: each kind once or twice, or missing, and no two companies alike."""
    made = [
        _system(draw, kind, share * draw.lognormvariate(0, 0.4))
        for kind, (_, share, _, _) in KINDS.items()
        for _ in range(draw.choices((0, 1, 2), (0.06, 0.74, 0.2))[0])
    ]
    return made or [_system(draw, kind, 1.0) for kind in ("invoicing", "e-shop")]


def _system(draw: random.Random, kind: str, weight: float) -> System:
    years, _, filled, typed = KINDS[kind]
    habits = {name: _near(draw, share) for name, share in (_TYPED | typed).items()}
    accidents = {
        name: frozenset(
            year for year in range(years[0], years[1] + 1) if draw.random() < habits.get(name, 0.0)
        )
        for name in sorted(WHOLE_BATCH)
    }
    return System(
        kind, years, weight,
        {name: _near(draw, share) for name, share in (_FILLED | filled).items()},
        habits,
        draw.randint(24, 41), draw.randint(18, 31), draw.choice(GARBLED), draw.choice(FILLERS), accidents,
    )  # fmt: skip


def _near(draw: random.Random, share: float) -> float:
    """A share that differs from system to system: small ones by half to double, or not there at all; sure ones stay sure."""
    if share in {0.0, 1.0}:
        return share
    odds = share / (1 - share) * draw.lognormvariate(0, 0.5)
    return 0.0 if share < 0.3 and draw.random() < 0.15 else odds / (1 + odds)


GARBLED: Final = (
    ("utf-8", "cp1250"), ("utf-8", "cp1252"), ("cp1250", "iso8859_2"), ("cp1250", "cp1252"), ("iso8859_2", "cp1250"), ("cp852", "cp1250"), ("cp1250", "?"),
)  # fmt: skip
"""In what a text was written, and as what it was read; ``?`` for a question mark in place of what did not fit."""
FILLERS: Final[tuple[Any, ...]] = ("NEUVEDENO", "x", "-", "neznámé", "0", "xxx", "N/A", "?", "doplnit", ".")
