"""What the headers of columns mean, in Czech and English: from the declarations, and words people use besides.

Headers are compared without accents, capitals, spaces and punctuation, so ``obchodni_jmeno``, ``Obchodní
jméno`` and ``OBCHODNÍ JMÉNO`` are the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from workbench.importing.targets import WHOLE_NAME, targets
from workbench.model.choices import CONTACT_KIND
from workbench.model.fields import Field
from workbench.model.names import fold
from workbench.model.records import ADDRESS, CLIENT, PERSON

_CLIENT: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "nazev klienta", "nazev spolecnosti", "jmeno firmy", "firma nazev", "obchodni firma", "nazev organizace",
        "nazev subjektu", "subjekt", "organizace", "zakaznik", "odberatel", "dodavatel", "partner", "account name",
        "organization", "organisation", "customer", "client name", "business name", "jmeno nebo nazev",
    ),
    "ico": ("ico klienta", "ic klienta", "reg number", "registration number", "company id", "id number", "ico ic"),
    "dic": ("dic klienta", "tax number", "tax id", "vat no", "vat reg no", "danove cislo"),
    "dic2": ("ic dph", "icdph", "dic sk", "tax number 2"),
    "vat_payer": ("je platce dph", "dph", "platce dane", "vat registered"),
    "bank_account": ("bankovni spojeni", "cislo bankovniho uctu", "bank account number", "ucet cislo"),
    "data_box": ("id ds", "idds", "datova schranka id", "isds", "data box id"),
    "court_file": ("oddil a vlozka", "zapis v obchodnim rejstriku", "sp zn", "spzn", "court file number"),
    "legal_form": ("pravni forma kod", "pravni forma text", "forma spolecnosti", "typ spolecnosti", "company type"),
    "founded_on": ("datum zalozeni", "vznik dne", "date founded", "established"),
    "ceased_on": ("zanik dne", "datum vymazu", "date ceased"),
    "nace": ("nace", "cznace", "hlavni nace"),
    "category": ("kategorie klienta", "segment", "typ klienta"),
    "employees": ("pocet zamestnancu", "number of employees", "employee count", "kategorie poctu zamestnancu"),
    "payment_term": ("doba splatnosti", "splatnost dnu", "payment terms"),
    "turnover": ("obrat kc", "trzby", "revenue", "annual revenue"),
    "notice": ("komentar", "comment", "comments", "popis", "description", "interni poznamka"),
    "do_not_contact": ("zakaz kontaktu", "nekontaktovat klienta", "donotcontact", "unsubscribed"),
    "tags": ("skupiny", "keywords", "klicova slova"),
    "external_id": ("id", "client id", "customer id", "kod", "id klienta", "externid", "cislo zakaznika", "kod zakaznika"),
    "valid": ("platnost", "aktivni"),
    "is_person": ("fyzicka osoba ano ne", "je fyzicka osoba"),
    "currency": ("kod meny",),
}  # fmt: skip
_ADDRESS: Final[Mapping[str, tuple[str, ...]]] = {
    "street": ("ulice a cislo", "ulice cp", "ulice c p", "ulice cislo", "street address", "address line 1", "ulice a cp"),
    "house_number": ("c p", "cislo", "cislo popisne evidencni", "cd", "house no", "number", "cislo domu"),
    "orientation_number": ("cislo orientacni", "c o"),
    "part": ("cast mesta", "cast obce nazev"),
    "city": ("obec mesto", "mesto obec", "nazev obce", "town", "municipality", "sidlo mesto"),
    "district": ("mestska cast", "obvod"),
    "postcode": ("p s c", "post code", "postal", "smerovaci cislo", "postovni smerovaci cislo"),
    "region": ("nazev kraje", "state province"),
    "country": ("kod statu", "kod zeme", "country code", "nazev statu"),
    "extra": ("doplnek adresy", "address line 2"),
}  # fmt: skip
_CONTACT: Final[Mapping[str, tuple[str, ...]]] = {
    "phone": ("telefonni cislo", "tel", "tel c", "telefony", "phone number", "telephone", "pevna linka"),
    "mobile": ("mobilni telefon", "mob", "gsm", "mobile phone", "cell", "cell phone"),
    "fax": ("fax cislo",),
    "email": ("emailova adresa", "emaily", "mail", "email address", "elektronicka posta"),
    "web": ("www", "www stranky", "webove stranky", "url", "website", "web site", "homepage", "internet"),
    "x": ("twitter", "x twitter"),
}  # fmt: skip
_PERSON: Final[Mapping[str, tuple[str, ...]]] = {
    WHOLE_NAME: ("jmeno a prijmeni", "cele jmeno", "full name", "prijmeni a jmeno", "jmeno prijmeni", "contact name"),
    "position": ("pozice", "funkce", "position", "job title", "role osoby", "pracovni pozice"),
}  # fmt: skip
_KIND_WORDS: Final[Mapping[str, str]] = {
    "sidlo": "seat", "sidla": "seat", "seat": "seat", "registered": "seat",
    "fakturacni": "billing", "fakturace": "billing", "billing": "billing", "invoice": "billing",
    "dodaci": "delivery", "doruceni": "delivery", "delivery": "delivery", "shipping": "delivery",
    "kontaktni": "contact", "korespondencni": "contact", "dorucovaci": "contact", "mailing": "contact",
    "provozovna": "branch", "provozovny": "branch", "pobocka": "branch", "branch": "branch",
    "soukroma": "home", "bydliste": "home", "domu": "home", "home": "home",
}  # fmt: skip
_PERSON_WORDS: Final = frozenset({"osoba", "osoby", "osobe", "kontakt", "kontaktu", "contact", "person"})
_FILLERS: Final = frozenset(
    {
        "adresa",
        "adresy",
        "address",
        "klienta",
        "firmy",
        "klient",
        "firma",
        "company",
        "client",
        "spolecnosti",
        "na",
        "v",
        "the",
    }
)
_ADDRESS_WORDS: Final = frozenset({"adresa", "adresy", "address", "sidlo", "bydliste"})
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COPY: Final = re.compile(r"\s*\(\d+\)$")
EXACT: Final = 1.0
USED: Final = 0.95
PIECED: Final = 0.85


def key(text: str) -> str:
    """A header without accents, capitals, spaces and punctuation."""
    return fold(text).replace(" ", "")


def meaning(header: str) -> tuple[str, float] | None:
    """The target that a header names, with how sure that is (0 to 1), or ``None``.

    Whose name or contact it is may still depend on the other columns (:mod:`workbench.importing.suggest`).
    """
    bare = _COPY.sub("", header).strip()
    whole = _known().get(key(bare)) or _known().get(key(bare).rstrip("0123456789"))
    if whole:
        return whole
    words = fold(_CAMEL.sub(" ", bare)).split()
    return _pieced([word for word in words if not word.isdigit()])


def is_known(header: str) -> bool:
    """Whether the header means something for sure, so that the row it stands in is a row of headers."""
    return meaning(header) is not None


def contact_label(header: str) -> str | None:
    """What a contact's header says beyond its kind (“Telefon sklad”), worth keeping as its label."""
    bare = _COPY.sub("", header).strip()
    return None if key(bare).rstrip("0123456789") in _known() else bare


def _pieced(words: list[str]) -> tuple[str, float] | None:
    """“Fakturační adresa – město”, “Telefon kontaktní osoby”, “Dodací PSČ”."""
    person = bool(_PERSON_WORDS & set(words)) or {"kontaktni", "osoby"} <= set(words)
    if person:
        rest = "".join(word for word in words if word not in _PERSON_WORDS | _FILLERS | {"kontaktni"})
        if not rest:
            return ("person.name", PIECED) if len(words) > 1 else None
        name = next((f"person.{field}" for field, keys in _person().items() if rest in keys), None)
        if name in targets():
            return str(name), PIECED
    kind = next((_KIND_WORDS[word] for word in words if word in _KIND_WORDS), None)
    rest = "".join(word for word in words if word not in _KIND_WORDS and word not in _FILLERS)
    prefix = f"address[{kind}]" if kind else "address"
    if not rest:
        return (prefix, PIECED) if _ADDRESS_WORDS & set(words) or (kind and len(words) == 1) else None
    found = _known().get(rest)
    if found is None:
        return _contact_word(words)
    name = found[0]
    if name.startswith("address."):
        name = prefix + name.removeprefix("address")
    return name, PIECED


def _contact_word(words: list[str]) -> tuple[str, float] | None:
    """“Telefon práce”: the kind of a contact with a word that describes it."""
    for word in words:
        found = _known().get(word)
        if found and found[0].startswith("contact."):
            return found[0], PIECED
    return None


@cache
def _known() -> Mapping[str, tuple[str, float]]:
    """Header key → target; what is declared first wins."""
    found: dict[str, tuple[str, float]] = {}
    for target, words, score in _spellings():
        for word in words:
            if len(key(word)) > 1:  # “X” as a header says nothing
                found.setdefault(key(word), (target, score))
    return found


def _spellings() -> Iterator[tuple[str, Iterable[str], float]]:
    """Targets with the words for them and how sure those are."""
    for name in targets():
        yield name, (name,), EXACT
    for one in CLIENT:
        if f"client.{one.name}" in targets():
            yield f"client.{one.name}", _labels(one), EXACT
            yield f"client.{one.name}", one.aliases, USED
    for field, words in _CLIENT.items():
        yield f"client.{field}", words, USED
    for one in ADDRESS:
        if f"address.{one.name}" in targets() and one.name != "kind":
            yield f"address.{one.name}", (*_labels(one), *one.aliases), EXACT
    for field, words in _ADDRESS.items():
        yield f"address.{field}", words, USED
    yield from _contact_spellings()
    for field, words in _PERSON.items():
        yield f"person.{field}", words, USED


def _contact_spellings() -> Iterator[tuple[str, Iterable[str], float]]:
    for kind, labels in CONTACT_KIND.items():
        if kind != "other":
            yield f"contact.{kind}", (kind, *labels, *_CONTACT.get(kind, ())), USED


@cache
def _person() -> Mapping[str, frozenset[str]]:
    """Field of a person or kind of contact → the keys of its words."""
    found = {one.name: {key(word) for word in (*_labels(one), *one.aliases)} for one in PERSON}
    for kind, labels in CONTACT_KIND.items():
        found[kind] = {key(word) for word in (kind, *labels, *_CONTACT.get(kind, ()))}
    for field, words in _PERSON.items():
        found.setdefault(field, set()).update(key(word) for word in words)
    return {field: frozenset(words) for field, words in found.items()}


def _labels(field: Field) -> tuple[str, ...]:
    return field.name, field.label.cs, field.label.en
