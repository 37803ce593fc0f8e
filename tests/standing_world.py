"""What tests of ADIS, VIES and ISIR share."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from ares_world import SAMPLES, ObedientClock

from workbench.registry.answers import Malformed, OutOfReach, Refused
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import HttpReply, Manners, QueueFile
from workbench.registry.simulator import StandingSimulator
from workbench.registry.standing import (
    Account,
    Insolvencies,
    Insolvency,
    InsolvencyCase,
    VatPayer,
    VatPayers,
    Vies,
    soap,
)
from workbench.store.replies import Replies

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PAYER = VatPayer(
    "CZ90000006", "PLATCE_DPH", unreliable=False, office="461", name="Vymyšlená s.r.o.", accounts=(Account("19-2000145399/0800", date(2020, 1, 1)),),
)  # fmt: skip
UNRELIABLE = VatPayer(
    "CZ90000014", "PLATCE_DPH", unreliable=True, unreliable_since=date(2025, 5, 1), name="Nespolehlivá a.s."
)
CASE = InsolvencyCase("95 INS 1/2026", "Krajský soud v Brně", "KONKURS", date(2026, 1, 2))
FIRM = Insolvency("90000022", (CASE,))
PERSON = Insolvency("90000031", (CASE,), natural=True)


def element(sample: str, expected: tuple[str, str]) -> "Element":
    """The element in the body of a recorded reply."""
    found = soap.judged(HttpReply(200, (SAMPLES / sample).read_bytes()), "", expected)
    assert not isinstance(found, Refused | OutOfReach | Malformed)
    return found


def line(url: str, folder: Path, clock: ObedientClock | None = None) -> Line:
    polite = Manners(QueueFile(folder / "one.queue"), clock=clock or ObedientClock())
    limits = Timeouts(connect=5, read=5, whole=10)
    return Line("X", polite, base_url=url, timeouts=limits, transport=httpx.HTTPTransport(verify=False))


class Three:
    """The three registers on one simulator."""

    def __init__(self, simulator: StandingSimulator, folder: Path) -> None:
        kept = Replies(folder / "replies.duckdb")
        self.adis = VatPayers(line(simulator.adis_url, folder), kept)
        self.vies = Vies(line(simulator.vies_url, folder), kept)
        self.isir = Insolvencies(line(simulator.isir_url, folder), kept)

    def close(self) -> None:
        for one in (self.adis, self.vies, self.isir):
            one.close()
