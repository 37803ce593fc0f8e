"""How a firm stands: with the VAT (ADIS, VIES), and whether insolvency proceedings are open (ISIR).

    from workbench.registry.standing import VatPayers

    VatPayers.of_this_machine().lookup(["CZ45274649"])["CZ45274649"]

Each is a register of its own with its own limits, asked through the same manners as ARES, with the same five
answers. What they say about people is dropped before anything is kept.
"""

from workbench.registry.standing.insolvency import Insolvencies, Insolvency, InsolvencyAnswer, InsolvencyCase
from workbench.registry.standing.vat_payers import VatAnswer, VatPayers
from workbench.registry.standing.vat_reading import Account, VatPayer
from workbench.registry.standing.vies import Vies, ViesAnswer, ViesNumber

__all__ = [
    "Account",
    "Insolvencies",
    "Insolvency",
    "InsolvencyAnswer",
    "InsolvencyCase",
    "VatAnswer",
    "VatPayer",
    "VatPayers",
    "Vies",
    "ViesAnswer",
    "ViesNumber",
]
