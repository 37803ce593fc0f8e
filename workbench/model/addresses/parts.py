"""The value types: a postal address taken apart, and what reading one gave."""

from dataclasses import dataclass, field
from typing import Literal

from workbench.model.identifiers._reading import Note

HouseNumberKind = Literal["cp", "cev"]


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A postal address; every part is text or absent, nothing is filled in by guess.

    The parts follow the address of RÚIAN (decree 359/2011 Sb., § 6).

    Attributes:
        street: ulice, without the word “ulice”.
        house_number: číslo popisné or evidenční, digits.
        house_number_kind: ``"cp"`` or ``"cev"``; ``None`` where a bare number after a street leaves
            open which of the two (or the orientation number) was meant.
        orientation_number: číslo orientační, digits.
        orientation_letter: the letter after it.
        part: část obce, where it differs from the town.
        city: obec, without the number of its district: ``"Praha"``.
        district: městská část or obvod, or the number of a post office: ``"Praha 5"``.
        postcode: PSČ, five digits.
        region: kraj, its official name.
        country: ISO 3166-1 alpha-2.
        place_code: RÚIAN code of the address place.
        extra: what else was written: ``"2. patro"``, ``"c/o …"``, ``"P.O.BOX 12"``.
        original: the untouched input.
    """

    street: str | None = None
    house_number: str | None = None
    house_number_kind: HouseNumberKind | None = None
    orientation_number: str | None = None
    orientation_letter: str | None = None
    part: str | None = None
    city: str | None = None
    district: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = None
    place_code: str | None = None
    extra: str | None = None
    original: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AddressReading:
    """What ``read_address`` understood.

    Attributes:
        address: the parts.
        unread: pieces of the input that found no place, in their order.
        notes: what a person should know: something filled in, unknown, or in doubt.
    """

    address: PostalAddress
    unread: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
