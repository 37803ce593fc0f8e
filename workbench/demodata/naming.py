"""Naming invented firms."""

from typing import Final

import numpy as np

from workbench.demodata import places, words
from workbench.demodata.columns import Texts, Whole, chance, choose, joined, pick, pool
from workbench.demodata.people import FAMILY_NAMES

LIQUIDATION: Final = " v likvidaci"
_CITIES: Final = pool("|".join(places.CITY), "|")
_STREETS: Final = pool("|".join(places.STREETS) + "|č.p.", "|")  # the last stands for "no street" (-1)
_MAKES: Final = (0.25, 0.13, 0.12, 0.10, 0.40)  # how often each make of name occurs
_TRADITIONS: Final = pool("| –| a syn –| a partneři –", "|")


def draw_stems(rng: np.random.Generator, form: Texts, place: Whole, street: Whole, house: Whole) -> Texts:
    """Names without the legal form, fitting the form and the seat.

    Args:
        rng: the random stream.
        form: legal form codes.
        place: index into the places.
        street: index into the streets, -1 for none.
        house: house number.
    """
    count = len(form)
    city = _CITIES[place]
    address = _STREETS[street] + " " + places.NUMBERS[house]
    out = _business_names(rng, count, city)
    for code, make in _SPECIAL.items():
        at = np.flatnonzero(form == code)
        out[at] = make(rng, city[at], address[at])
    return out


def _house_owners(rng: np.random.Generator, city: Texts, address: Texts) -> Texts:
    return joined(pick(rng, _SVJ, len(city)), " ", address, ", ", city)


def _club(rng: np.random.Generator, city: Texts, _: Texts) -> Texts:
    return joined(pick(rng, words.CLUBS, len(city)), " ", _coined(rng, len(city)), " ", city)


def _cooperative(rng: np.random.Generator, city: Texts, _: Texts) -> Texts:
    return joined(pick(rng, words.COOPERATIVES, len(city)), " ", _coined(rng, len(city)), " ", city)


def _institution(rng: np.random.Generator, city: Texts, address: Texts) -> Texts:
    return joined(pick(rng, words.INSTITUTIONS, len(city)), " ", city, ", ", address)


def _partners(rng: np.random.Generator, city: Texts, _: Texts) -> Texts:
    one, other = pick(rng, FAMILY_NAMES, len(city)), pick(rng, FAMILY_NAMES, len(city))
    return joined(one, " a ", other, " ", pick(rng, words.ACTIVITIES, len(city)))


_SPECIAL: Final = {
    words.SVJ: _house_owners,
    words.CLUB: _club,
    words.COOP: _cooperative,
    words.PUBLIC: _institution,
    words.VOS: _partners,
}
_SVJ: Final = pool(
    "Společenství vlastníků jednotek domu|Společenství vlastníků domu|Společenství vlastníků jednotek|SVJ",
    "|",
)


def _coined(rng: np.random.Generator, count: int) -> Texts:
    """Coined words such as Elektromont."""
    joint = choose(chance(rng, count, 0.5), pick(rng, words.JOINTS, count), "")
    return joined(pick(rng, words.HEADS, count), joint, pick(rng, words.ENDS, count))


def _business_names(rng: np.random.Generator, count: int, city: Texts) -> Texts:
    """Names of trading companies, of five makes."""
    make = rng.choice(5, size=count, p=_MAKES)
    family, coined = pick(rng, FAMILY_NAMES, count), _coined(rng, count)
    tail = " " + pick(rng, words.TAILS, count)
    sometimes_tail = choose(chance(rng, count, 0.6), tail, "")
    sometimes_city = choose(chance(rng, count, 0.5), " " + city, "")
    return np.choose(
        make,
        [
            family
            + pick(rng, _TRADITIONS, count)
            + " "
            + pick(rng, words.ACTIVITIES, count)
            + sometimes_city,
            family + " & " + pick(rng, FAMILY_NAMES, count) + sometimes_tail,
            pick(rng, words.ADJECTIVES, count) + " " + pick(rng, words.NOUNS, count) + tail,
            coined + " " + city,
            coined + sometimes_tail,
        ],
    )


def official_endings(rng: np.random.Generator, form: Texts) -> Texts:
    """The legal form behind the name as the register writes it; nothing where it stands in the name."""
    return _endings(rng, form, words.OFFICIAL_ENDINGS)


def loose_endings(rng: np.random.Generator, form: Texts) -> Texts:
    """The legal form as people type it, or leave it out."""
    return _endings(rng, form, words.LOOSE_ENDINGS)


def _endings(rng: np.random.Generator, form: Texts, spellings: dict[str, Texts]) -> Texts:
    out = np.full(len(form), "", dtype=object)
    for code, spelled in spellings.items():
        at = np.flatnonzero(form == code)
        out[at] = pick(rng, spelled, len(at))
    return out
