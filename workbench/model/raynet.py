"""The XLSX that RAYNET imports: its limits, sheets, columns and words.

What RAYNET says of it, and what is assumed here, stands in docs/exchange.md. Exports and imports both read this one
declaration, so that a file of ours comes back as it left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workbench.model.choices import ADDRESS_KIND

MAX_TEXT: Final = 255
"""Characters that a cell may hold."""
MAX_CLIENTS: Final = 5_000
"""Clients in one file; newer instances of RAYNET take up to 7,500."""
MAX_ROWS: Final = 10_000
"""Rows in one file."""
CLIENTS: Final = "Klienti"
PERSONS: Final = "Kontaktní osoby"
ADDRESS_KINDS: Final = ("seat", "contact", "billing", "delivery")
ADDRESS_PARTS: Final = {
    "street": "ulice",
    "city": "město",
    "postcode": "PSČ",
    "region": "kraj",
    "country": "země",
}
PHONE_TYPES: Final = {"phone": "telefon", "mobile": "mobil", "fax": "fax"}
REQUIRED: Final = ("client.name", "client.rating", "client.state", "client.role")
"""What RAYNET does not take a client without."""
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "client.state": {
        "potential": "Potenciální", "actual": "Aktuální", "deferred": "Odložený", "unattractive": "Nezajímavý",
    },
    "client.role": {"customer": "Odběratel", "partner": "Partner", "supplier": "Dodavatel", "rival": "Konkurent"},
    "client.rating": {"A": "A", "B": "B", "C": "C"},
    "person.gender": {"female": "Žena", "male": "Muž"},
}  # fmt: skip
"""Target -> our value -> RAYNET's word."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        header: its name in the file.
        target: the field, as imports spell it; for a phone's type that of the phone.
        place: which of several contacts of the kind, from 1.
        types: whether it says the type of the phone in the column of that place.
    """

    header: str
    target: str
    place: int = 1
    types: bool = False


_CLIENT: Final = {
    "Název": "name", "Jedná se o fyzickou osobu": "is_person", "Titul před jménem": "title_before", "Jméno": "first_name",
    "Příjmení": "last_name", "Titul za jménem": "title_after", "Oslovení": "salutation", "Narozeniny/Výročí": "birthday",
    "IČ": "ico", "DIČ": "dic", "IČ DPH": "dic2", "Plátce DPH": "vat_payer", "Stav": "state", "Vztah": "role", "Rating": "rating",
    "Vlastník": "owner", "Kategorie": "category", "Zdroj kontaktu": "contact_source", "Zaměstnanců": "employees",
    "Platební podmínky": "payment_term", "Obrat": "turnover", "Měna": "currency", "Obor": "economic_activity",
    "Klasifikace 1": "classification1", "Klasifikace 2": "classification2", "Klasifikace 3": "classification3",
    "Právní forma": "legal_form", "Bankovní spojení": "bank_account", "Datová schránka": "data_box",
    "Spisová značka": "court_file", "Datum vzniku": "founded_on", "Datum zániku": "ceased_on", "CZ-NACE": "nace",
    "Poznámka": "notice", "Nekontaktovat": "do_not_contact", "Štítky": "tags", "Externí ID": "external_id",
}  # fmt: skip
_PERSON: Final = {
    "Titul před jménem": "title_before", "Jméno": "first_name", "Příjmení": "last_name", "Titul za jménem": "title_after",
    "Oslovení": "salutation", "Pozice": "position", "Datum narození": "birthday", "Pohlaví": "gender", "Jazyk": "language",
    "Kategorie": "category", "Vlastník": "owner", "Poznámka": "notice", "Nekontaktovat": "do_not_contact",
}  # fmt: skip
_NETWORKS: Final = {
    "Facebook": "facebook",
    "LinkedIn": "linkedin",
    "Instagram": "instagram",
    "X": "x",
    "YouTube": "youtube",
}


def _contacts(prefix: str, *, phones: int, emails: int) -> list[Column]:
    found: list[Column] = []
    for place in range(1, phones + 1):
        found += [
            Column(f"Tel. {place}", f"{prefix}.phone", place),
            Column(f"Typ tel. {place}", f"{prefix}.phone", place, types=True),
        ]
    return found + [Column(f"Email {place}", f"{prefix}.email", place) for place in range(1, emails + 1)]


def _address(kind: str) -> list[Column]:
    label = ADDRESS_KIND[kind][0]
    title = "Sídlo" if kind == "seat" else f"{label.capitalize()} adresa"
    return [Column(f"{title} – {word}", f"address[{kind}].{part}") for part, word in ADDRESS_PARTS.items()]


SHEETS: Final[Mapping[str, tuple[Column, ...]]] = {
    CLIENTS: (
        *(Column(header, f"client.{field}") for header, field in _CLIENT.items()),
        *(column for kind in ADDRESS_KINDS for column in _address(kind)),
        *_contacts("contact", phones=4, emails=3),
        *(Column(f"WWW {place}", "contact.web", place) for place in (1, 2)),
        *(Column(header, f"contact.{kind}") for header, kind in _NETWORKS.items()),
    ),
    PERSONS: (
        Column("Klient", "client.name"), Column("IČ klienta", "client.ico"), Column("Externí ID klienta", "client.external_id"),
        *(Column(header, f"person.{field}") for header, field in _PERSON.items()),
        *_contacts("person", phones=3, emails=2),
    ),
}  # fmt: skip
"""The columns of each sheet, in their order."""
