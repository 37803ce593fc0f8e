"""An address of ARES as a seat (OpenAPI document, schema ``Adresa``), read leniently."""

from functools import cache
from typing import Final

from workbench.model.subject import Seat
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row

_KINDS: Final = {"1": "cp", "2": "cev"}
"""Code list TypCislaDomovni: a number came as text once, and comes as a number now."""
_PSC_LENGTH: Final = 5
_ALPHA_2: Final = 2


def seat(address: Row) -> Seat | None:
    """The seat; ``None`` for an address that says nothing.

    An address without a town is read from its one line of text. A postcode comes as a number and is padded;
    a foreign one comes as ``pscTxt`` and is taken as it is.
    """
    city = _json.text(address.get("nazevObce"))
    country = _country(address.get("kodStatu"))
    line = _json.text(address.get("textovaAdresa"))
    if city is None and line is not None:
        return _from_line(line, country)
    house = _json.text(address.get("cisloDomovni"))
    kind = _KINDS.get(_json.text(address.get("typCisloDomovni")) or "") if house else None
    found = Seat(
        street=_json.text(address.get("nazevUlice")),
        house_number=house or _json.text(address.get("cisloDoAdresy")),
        house_number_kind=kind,
        orientation_number=_json.text(address.get("cisloOrientacni")),
        orientation_letter=_json.text(address.get("cisloOrientacniPismeno")),
        part=_json.text(address.get("nazevCastiObce")),
        city=city,
        district=_json.text(address.get("nazevMestskeCastiObvodu")),
        postcode=_postcode(address),
        region=_json.text(address.get("nazevKraje")),
        country=country,
        place_code=_json.text(address.get("kodAdresnihoMista")),
    )
    nowhere = Seat(region=found.region, country=found.country)
    return None if found == nowhere else found


def _postcode(address: Row) -> str | None:
    return _json.digits(address.get("psc"), _PSC_LENGTH) or _json.text(address.get("pscTxt"))


def _from_line(line: str, country: str | None) -> Seat:
    from workbench.model.addresses import read_address  # noqa: PLC0415 - loads the table of places

    read = read_address(line).address
    named = {name: getattr(read, name) for name in Seat.__dataclass_fields__}
    return Seat(**{**named, "country": country or named["country"]})


def _country(code: object) -> str | None:
    """Two letters: the document says three letters, replies give two; none means Czechia."""
    given = (_json.text(code) or "CZ").upper()
    return given if len(given) == _ALPHA_2 else _aliases().get(given)


@cache
def _aliases() -> dict[str, str]:
    from babel.core import get_global  # noqa: PLC0415 - only for codes that ARES does not use today

    return {code: names[0] for code, names in get_global("territory_aliases").items() if len(names) == 1}
