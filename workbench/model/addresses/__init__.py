"""Czech postal addresses: reading free text, writing it back, known places."""

from workbench.model.addresses import places
from workbench.model.addresses.compose import compose
from workbench.model.addresses.formatting import address_key, envelope, one_line
from workbench.model.addresses.grammar import read_address
from workbench.model.addresses.numbers import read_street_line
from workbench.model.addresses.parts import AddressReading, HouseNumberKind, PostalAddress

__all__ = [
    "AddressReading",
    "HouseNumberKind",
    "PostalAddress",
    "address_key",
    "compose",
    "envelope",
    "one_line",
    "places",
    "read_address",
    "read_street_line",
]
