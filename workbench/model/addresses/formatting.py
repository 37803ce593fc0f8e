"""Writing an address: on one line, as the lines of an envelope, as a key for comparison.

The envelope follows the custom of Česká pošta: street and number, part of the town, postcode with the
town and its district; the country in the last line when it is not the Czech Republic.
"""

from workbench.model.addresses import places
from workbench.model.addresses._keys import fold
from workbench.model.addresses._words import COUNTRY_NAMES
from workbench.model.addresses.localities import is_divided
from workbench.model.addresses.parts import PostalAddress

_SAME_WORD = {
    "nam": "namesti", "tr": "trida", "nabr": "nabrezi", "sidl": "sidliste", "gen": "generala", "dr": "doktora",
    "kpt": "kapitana", "plk": "plukovnika", "sv": "svateho", "mjr": "majora", "por": "porucika", "prof": "profesora",
}  # fmt: skip
_NOT_IN_KEY = frozenset({"ulice", "ul"})


def one_line(address: PostalAddress) -> str:
    """The address on one line: “Dlouhá 730/12a, Staré Město, 110 00 Praha 1”; empty for an empty one.

    ``read_address`` reads it back to the same parts, except that “číslo popisné” of a house which has a
    street and no orientation number is not written, as is the custom, and that ``place_code`` is left out.
    """
    return ", ".join(_lines(address))


def envelope(address: PostalAddress) -> list[str]:
    """The lines of an envelope, without the addressee; no line is empty.

    “Dlouhá 730/12a”, “Staré Město”, “110 00 Praha 1”; without a street “Horní Lhota 45” or “č.p. 45”.
    The region is not written.
    """
    return _lines(address, region=False)


def address_key(address: PostalAddress) -> str:
    """A key by which equal addresses compare equal, however they were written.

    Accents, case, “nám.” for “náměstí”, the postcode's place and the kind of the number do not matter.
    The parts stand in fixed order, separated by ``|``: postcode, town, part, street, number, letter, e.g.
    ``"11000|praha|stare mesto|dlouha|730/12a"``.
    """
    words = [_SAME_WORD.get(word, word) for word in fold(address.street or "").split()]
    number = address.house_number or ""
    if address.house_number_kind == "cev":
        number = "e" + number
    if address.orientation_number:
        number = f"{number}/{address.orientation_number}"
    fields = (
        address.postcode or "",
        fold(address.city or ""),
        fold(address.part or ""),
        " ".join(word for word in words if word not in _NOT_IN_KEY),
        number + (address.orientation_letter or "").lower(),
    )
    return "|".join(fields)


def _lines(address: PostalAddress, *, region: bool = True) -> list[str]:
    number = _number(address)
    city = address.city or ""
    part = address.part if address.part != address.city else None
    lines = [address.extra] if address.extra else []
    if address.street:
        lines.append(" ".join(filter(None, (address.street, number))))
        if part:
            lines.append(part)
    elif number:
        lines.append(_village_line(part, number, address))
    elif part:
        lines.append(part)
    district = address.district
    if district and not fold(district).startswith(fold(city) + " "):
        lines.append(district)
        district = None
    postcode = address.postcode or ""
    if len(postcode) == len("11000") and address.country in (None, "CZ", "SK"):
        postcode = f"{postcode[:3]} {postcode[3:]}"
    lines.append(" ".join(filter(None, (postcode, district or city))))
    if region and address.region:
        lines.append(address.region)
    if address.country and address.country != "CZ":
        lines.append(COUNTRY_NAMES.get(address.country, address.country))
    return [line for line in lines if line]


def _number(address: PostalAddress) -> str:
    letter = address.orientation_letter or ""
    if address.orientation_number is None:
        number = (address.house_number or "") + letter
    elif address.house_number is None:
        number = f"{address.orientation_number}{letter}" if letter else f"č.o. {address.orientation_number}"
    else:
        number = f"{address.house_number}/{address.orientation_number}{letter}"
    return f"č.ev. {number}" if number and address.house_number_kind == "cev" else number


def _village_line(part: str | None, number: str, address: PostalAddress) -> str:
    """A house without a street; “č.p.” where a name before a bare number would read as a street."""
    city_key = fold(address.city or "")
    needs_mark = (
        part is None
        or part[-1:].isdigit()
        or part.rpartition(" ")[2].strip("IVX") == ""
        or is_divided(city_key)
        or (part and not places.is_part(fold(part)) and not places.is_city(fold(part)))
    )
    if needs_mark and address.house_number_kind != "cev":
        number = f"č.p. {number}"
    return " ".join(filter(None, (part, number)))
