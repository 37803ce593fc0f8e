"""Addresses of a dossier as lines of an envelope and as the parts of a vCard."""

from dataclasses import dataclass, replace

from workbench.exporting._text import clean_line
from workbench.model.addresses import PostalAddress, envelope
from workbench.model.record import Record

_PARTS = (
    "street", "house_number", "orientation_number", "orientation_letter",
    "part", "city", "district", "postcode", "region", "country", "extra",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdrParts:
    """The components of ADR (RFC 2426, 3.2.1); ``extended`` holds part of the town and other detail."""

    extended: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    code: str = ""
    country: str = ""


def postal(address: Record) -> PostalAddress:
    """The stored address as the model's value; control characters are left out."""
    values = {part: clean_line(address[part]) or None for part in _PARTS}
    kind = "cev" if address["house_number_kind"] == "cev" else "cp"
    return PostalAddress(**values, house_number_kind=kind if values["house_number"] else None)  # type: ignore[arg-type]


def lines(address: Record) -> list[str]:
    """The lines of an envelope; what was typed, where the address has no parts."""
    found = envelope(postal(address))
    original = clean_line(address["original"])
    return found if has_place(address) or not original else [original]


def adr_parts(address: Record) -> AdrParts:
    """The address as the components of a vCard."""
    if not has_place(address):
        return AdrParts(street=clean_line(address["original"]), country=clean_line(address["country"]))
    whole = postal(address)
    street = envelope(PostalAddress(**_street_only(whole)))  # type: ignore[arg-type]
    city, district = whole.city or "", whole.district or ""
    if city and district.startswith(f"{city} "):
        city, district = district, ""
    part = whole.part if whole.street and whole.part != whole.city else None
    return AdrParts(
        extended=", ".join(filter(None, (whole.extra, part, district))),
        street=street[0] if street else "",
        city=city,
        region=whole.region or "",
        code=whole.postcode or "",
        country=whole.country or "",
    )


def _street_only(whole: PostalAddress) -> dict[str, object]:
    """Street and number; in a village without streets its name stands with the number."""
    kept = replace(whole, extra=None, district=None, postcode=None, region=None, country=None)
    if kept.street:
        kept = replace(kept, part=None, city=None)
    if not (kept.street or kept.house_number or kept.orientation_number or kept.part):
        kept = replace(kept, city=None)
    names = (*_PARTS, "house_number_kind")
    return {name: getattr(kept, name) for name in names}


def has_place(address: Record) -> bool:
    """Whether the address has any part that says where; else it is what somebody typed."""
    return any(clean_line(address[part]) for part in _PARTS if part != "country")
