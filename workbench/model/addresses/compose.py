"""An address from the columns of a table, where people put more into a cell than its heading says."""

from dataclasses import replace

from workbench.model.addresses._keys import fold
from workbench.model.addresses.grammar import read_address
from workbench.model.addresses.numbers import find_number
from workbench.model.addresses.parts import AddressReading, PostalAddress


def compose(
    *,
    street: str | None = None,
    house_number: str | None = None,
    orientation_number: str | None = None,
    part: str | None = None,
    city: str | None = None,
    district: str | None = None,
    postcode: str | None = None,
    region: str | None = None,
    country: str | None = None,
    place_code: str | None = None,
    extra: str | None = None,
) -> AddressReading:
    """An address from separate cells; each cell may hold more than its own part.

    A number in the street cell (“Dlouhá 12/3a”), a postcode in the town cell (“110 00 Praha 1”) or a whole
    address in one cell are taken apart. Numbers given in cells of their own win over what the street says.

    Args:
        street: street, or street with number, or everything.
        house_number: “730”, “č.ev. 12”, “730/12a”.
        orientation_number: “12”, “12a”.
        part: část obce.
        city: town, perhaps with district or postcode.
        district: “Praha 5”.
        postcode: PSČ with or without the space.
        region: kraj.
        country: name or code.
        place_code: RÚIAN code of the address place; kept as it is.
        extra: anything else; kept as it is.

    Returns:
        The reading; ``original`` holds the cells joined by commas.
    """
    line = " ".join(filter(None, (_clean(street), _numbers(house_number, orientation_number, street))))
    code = _clean(postcode)
    town = " ".join(filter(None, (f"PSČ {code}" if code else "", _clean(city))))
    cells = (line, _clean(part), _clean(district), town, _clean(region), _clean(country))
    reading = read_address(", ".join(filter(None, cells)))
    written = (
        street,
        house_number,
        orientation_number,
        part,
        district,
        postcode,
        city,
        region,
        country,
        extra,
    )
    address = replace(
        reading.address,
        place_code=_clean(place_code) or None,
        extra=", ".join(filter(None, (reading.address.extra, _clean(extra)))) or None,
        original=", ".join(cell for cell in written if cell and cell.strip()) or None,
    )
    return replace(reading, address=_without_echo(address))


def _clean(cell: str | None) -> str:
    return " ".join(cell.split()).strip(" ,;") if cell else ""


def _numbers(house: str | None, orientation: str | None, street: str | None) -> str:
    """The number cells as one expression; nothing when the street cell says the same already."""
    first, second = _clean(house), _clean(orientation)
    if first and second and "/" not in first:
        whole = f"{first}/{second.lstrip('/')}"
    elif first:
        whole = first if "/" in first or not first.isdigit() else f"č.p. {first}"
    else:
        whole = f"č.o. {second}" if second else ""
    in_street = find_number(_clean(street)) if street else None
    return (
        ""
        if in_street is not None
        and in_street.end >= len(_clean(street))
        and whole
        and _same(whole, street or "")
        else whole
    )


def _same(whole: str, street: str) -> bool:
    return fold(street).endswith(fold(whole).removeprefix("c p ").removeprefix("c o "))


def _without_echo(address: PostalAddress) -> PostalAddress:
    """Drop a part that only repeats the town."""
    if address.part and address.city and fold(address.part) == fold(address.city):
        return replace(address, part=None)
    return address
