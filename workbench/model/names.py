"""Names of companies and people: taken apart, and turned into keys that can be compared."""

from workbench.model._company import CompanyName, company_key, in_liquidation, parse_company
from workbench.model._fold import fold
from workbench.model._person import PersonName, parse_person, person_key

__all__ = [
    "CompanyName",
    "PersonName",
    "company_key",
    "fold",
    "in_liquidation",
    "parse_company",
    "parse_person",
    "person_key",
]
