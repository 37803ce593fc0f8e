"""Addresses put into the standard form of RÚIAN by ARES."""

from dataclasses import dataclass
from typing import Final

from workbench.model.subject import Seat
from workbench.registry.ares import _json
from workbench.registry.ares.raising import received
from workbench.registry.ares.seats import seat
from workbench.registry.ares.wire import Wire

PATH: Final = "standardizovane-adresy/vyhledat"
_ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class StandardAddress:
    """One address of RÚIAN: its parts, and the line of text that ARES makes of them."""

    seat: Seat
    text: str | None


@dataclass(frozen=True, slots=True)
class Standardised:
    """What ARES made of an address.

    Attributes:
        state: code of the list StavStandardizaceAdresy: ``UPLNA`` is one certain address.
        addresses: those that fit.
    """

    state: str | None
    addresses: tuple[StandardAddress, ...]


def standardise(wire: Wire, text: str, *, strict: bool = False) -> Standardised:
    """Find the addresses of RÚIAN that a line of text may mean.

    Args:
        wire: to ARES.
        text: an address on one line.
        strict: only the one address that is certain, else all that fit.

    Raises:
        RegisterError: ARES gave no usable answer.
    """
    kind = "UPLNA_STANDARDIZACE" if strict else "VYHOVUJICI_ADRESY"
    question = {"textovaAdresa": text, "typStandardizaceAdresy": kind, "start": 0, "pocet": _ROWS}
    data = _json.row(received(wire.post(PATH, question)))
    found = []
    for one in _json.rows(data.get("standardizovaneAdresy")):
        place = seat(one)
        if place is not None:
            found.append(StandardAddress(place, _json.text(one.get("textovaAdresa"))))
    return Standardised(_json.text(data.get("stavStandardizace")), tuple(found))
