"""ARES, the register of economic subjects of the Ministry of Finance, asked over the network.

    from workbench.registry.ares import AresRegister

    ares = AresRegister.of_this_machine()
    ares.lookup(["00006947"])["00006947"].text()

API: OpenAPI document of ARES, version 1.3.0. Terms of use: at most 500 questions a minute, none repeated.
"""

from workbench.registry.ares.addresses import StandardAddress, Standardised
from workbench.registry.ares.notifications import Change, ChangeBatch
from workbench.registry.ares.register import MAX_AGE, AresRegister
from workbench.registry.ares.searching import Matches, SearchAnswer
from workbench.registry.ares.sources import Detail, DetailAnswer, Source, enriched
from workbench.registry.ares.verdicts import SOURCE, TooMany
from workbench.registry.ares.wire import BASE_URL, Timeouts, Wire

__all__ = [
    "BASE_URL",
    "MAX_AGE",
    "SOURCE",
    "AresRegister",
    "Change",
    "ChangeBatch",
    "Detail",
    "DetailAnswer",
    "Matches",
    "SearchAnswer",
    "Source",
    "StandardAddress",
    "Standardised",
    "Timeouts",
    "TooMany",
    "Wire",
    "enriched",
]
