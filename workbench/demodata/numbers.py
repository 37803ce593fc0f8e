"""Invented identifiers and numbers that pass the checks of real ones."""

from typing import Final

import numpy as np

from workbench.demodata.columns import Flags, Texts, Whole, choose, digits, joined, pick, pool, texts

_BASES: Final = 1_000_000  # seven-digit beginnings of an IČO that start with 9
_STEP: Final = 618_033  # coprime with the count of bases, so that every base comes once
_MOBILE: Final = np.array(
    [
        *range(601, 609),
        *range(702, 706),
        *range(720, 730),
        *range(730, 740),
        *range(770, 780),
        *range(790, 800),
    ]
)
_LANDLINE: Final = np.array([221, 224, 311, 377, 381, 412, 466, 475, 485, 495, 541, 545, 556, 577, 585, 596])
_BOX_LETTERS: Final = np.array(list("abcdefghijkmnpqrstuvwxyz23456789"))
_BANKS: Final = pool("0100 0300 0600 0800 2010 5500")


def check_digit(bases: Whole) -> Whole:
    """The eighth digit of an IČO: (11 − Σ weight·digit mod 11) mod 10, weights 8 to 2."""
    total = np.zeros(len(bases), dtype=np.int64)
    rest = bases.copy()
    for weight in range(2, 9):
        total += weight * (rest % 10)
        rest //= 10
    return (11 - total % 11) % 10


def ico_numbers(seed: int, entities: Whole) -> Texts:
    """The IČO of each entity by its number: invented, starting with 9, different for each.

    Only a million IČO start with 9 and have a right check digit. Entities above the first million, which
    a benchmark may ask for, get one with a wrong check digit rather than the number of a real firm.

    Args:
        seed: the seed of the invented world.
        entities: entity numbers from 0 to 9,999,999.
    """
    bases = 9_000_000 + (entities % _BASES * _STEP + seed * 7_919) % _BASES
    check = (check_digit(bases) + entities // _BASES) % 10
    return digits(bases * 10 + check, 8)


def spoil_check_digit(icos: Texts, by: Whole) -> Texts:
    """The same IČO with another last digit (``by`` 1 to 9 added, modulo ten)."""
    return texts(
        ico[:7] + str((int(ico[7]) + more) % 10) for ico, more in zip(icos, by.tolist(), strict=True)
    )


def phone_numbers(rng: np.random.Generator, count: int, *, landline: Flags) -> Texts:
    """Czech numbers in E.164; the subscriber part starts with 0, as next to no real one does."""
    prefix = choose(landline, _LANDLINE[rng.integers(len(_LANDLINE), size=count)], 0)
    prefix = choose(landline, prefix, _MOBILE[rng.integers(len(_MOBILE), size=count)])
    return joined("+420", digits(prefix * 1_000_000 + rng.integers(100_000, size=count), 9))


def data_boxes(rng: np.random.Generator, count: int) -> Texts:
    """Seven letters and digits, as a data box is named."""
    letters = _BOX_LETTERS[rng.integers(len(_BOX_LETTERS), size=(count, 7))]
    return np.ascontiguousarray(letters).view("U7").ravel().astype(object)


def bank_accounts(rng: np.random.Generator, count: int) -> Texts:
    """Domestic account numbers that start with 99 and satisfy the weighted sum modulo 11 (ČNB 169/2011)."""
    middle = rng.integers(0, 1_000_000, size=count)
    total = 9 * 6 + 9 * 3 + np.zeros(count, dtype=np.int64)
    rest = middle.copy()
    for weight in (4, 8, 5, 10, 9, 7):  # from the third digit from the right on
        total += weight * (rest % 10)
        rest //= 10
    tens = rng.integers(0, 9, size=count)
    last = -(total + 2 * tens) % 11
    none_fits = last > 9  # noqa: PLR2004 - no digit; the next ten asks for an 8
    tens, last = choose(none_fits, tens + 1, tens), choose(none_fits, 8, last)
    numbers = 99 * 10**8 + middle * 100 + tens * 10 + last
    return joined(digits(numbers, 10), "/", pick(rng, _BANKS, count))
