"""The one declaration of record types and their fields (DESIGN.md, "Records").

Tables, forms, diffs, imports, exports and the field reference of the docs derive from here. Adding a
field is one line, plus a numbered migration that adds its column (``workbench/store/migrations.py``).
"""

from collections.abc import Mapping

from workbench.errors import UnknownNameError
from workbench.model.choices import (
    ACTIVITY_KIND,
    ADDRESS_KIND,
    BUSINESS_STATE,
    CLIENT_ROLE,
    CLIENT_STATE,
    CONSENT_TITLE,
    CONTACT_KIND,
    GENDER,
    HOUSE_NUMBER_KIND,
    RATING,
    RELATION_KIND,
    VERDICT,
)
from workbench.model.fields import Field, Kind, Label, Merge, RecordType, Register, declare

ROW_INFO: tuple[Field, ...] = (
    declare("owner", "Vlastník", "Owner", Kind.USER, merge=Merge.SURVIVOR),
    declare(
        "security_level",
        "Úroveň zabezpečení",
        "Security level",
        Kind.INTEGER,
        default=0,
        merge=Merge.STRICTEST,
    ),
    declare(
        "external_id",
        "Cizí ID",
        "External id",
        merge=Merge.SURVIVOR,
        aliases=("externi id", "ext id", "kod klienta", "cislo klienta", "crm id", "raynet id"),
    ),
    declare("valid", "Platný", "Valid", Kind.FLAG, default=True, merge=Merge.SURVIVOR),
    declare("invalid_note", "Důvod zneplatnění", "Why invalid", merge=Merge.SURVIVOR),
    declare("locked_by", "Zamkl", "Locked by", Kind.USER, merge=Merge.SURVIVOR),
    declare("locked_at", "Zamčeno", "Locked at", Kind.MOMENT, merge=Merge.SURVIVOR),
    declare("lock_reason", "Důvod zámku", "Why locked", merge=Merge.SURVIVOR),
)
"""Fields that each of the seven main types has besides its own."""

LOCK_FIELDS = ("locked_by", "locked_at", "lock_reason")
TAGGING: tuple[Field, ...] = (
    declare("tags", "Štítky", "Tags", Kind.TAGS, merge=Merge.UNION, aliases=("tagy", "stitky", "labels")),
    declare("custom", "Vlastní pole", "Custom fields", Kind.CUSTOM, merge=Merge.UNION),
)
PERSON_NAME: tuple[Field, ...] = (
    declare(
        "title_before", "Titul před", "Title before", personal=True, aliases=("titul", "titul pred jmenem")
    ),
    declare("first_name", "Jméno", "First name", personal=True, merge=Merge.SURVIVOR, aliases=("krestni jmeno", "firstname")),
    declare("last_name", "Příjmení", "Last name", personal=True, merge=Merge.SURVIVOR, aliases=("lastname", "surname")),
    declare("title_after", "Titul za", "Title after", personal=True, aliases=("titul za jmenem",)),
    declare("salutation", "Oslovení", "Salutation", personal=True),
    declare("birthday", "Datum narození", "Birthday", Kind.DATE, personal=True, aliases=("narozeni",)),
)  # fmt: skip


def _main(name: str, cs: tuple[str, str], en: tuple[str, str], *fields: Field) -> RecordType:
    return RecordType(name, Label(cs[0], en[0]), Label(cs[1], en[1]), fields + TAGGING + ROW_INFO, main=True)


def _hanging(
    name: str,
    cs: tuple[str, str],
    en: tuple[str, str],
    *fields: Field,
    anchors: tuple[str, ...] = ("record_id",),
    part: bool = False,
) -> RecordType:
    return RecordType(name, Label(cs[0], en[0]), Label(cs[1], en[1]), fields, part=part, anchors=anchors)


def _client_link(*, required: bool = False) -> Field:
    return declare("client_id", "Klient", "Client", Kind.REFERENCE, to="client", required=required)


def _record_link() -> tuple[Field, Field]:
    return (
        declare("record_type", "Typ záznamu", "Record type", required=True),
        declare("record_id", "Záznam", "Record", Kind.REFERENCE, to="*", required=True),
    )


def _business(*more: Field) -> tuple[Field, ...]:
    """What deals, offers, orders and projects share."""
    return (
        declare("name", "Název", "Name", required=True, search=True),
        declare("code", "Číslo", "Number"),
        _client_link(),
        declare("person_id", "Kontaktní osoba", "Contact person", Kind.REFERENCE, to="person"),
        declare("state", "Stav", "State", Kind.CHOICE, choices=BUSINESS_STATE, default="open"),
        declare("amount", "Hodnota", "Amount", Kind.AMOUNT),
        declare("currency", "Měna", "Currency", default="CZK"),
        declare("opened_on", "Zahájeno", "Opened on", Kind.DATE),
        declare("closed_on", "Ukončeno", "Closed on", Kind.DATE),
        declare("notice", "Poznámka", "Notice", Kind.LONG_TEXT),
        *more,
    )


CLIENT = _main(
    "client", ("Klient", "Klienti"), ("Client", "Clients"),
    declare("name", "Obchodní jméno", "Name", required=True, search=True, register=Register.NAME,
            merge=Merge.REGISTER,
            aliases=("nazev", "nazev firmy", "firma", "jmeno", "company", "company name", "klient", "spolecnost")),
    declare("is_person", "Fyzická osoba", "Natural person", Kind.FLAG, default=False, merge=Merge.SURVIVOR,
            aliases=("fo", "osoba", "person")),
    *PERSON_NAME,
    declare("rating", "Rating", "Rating", Kind.CHOICE, choices=RATING, merge=Merge.NEWEST, aliases=("hodnoceni",)),
    declare("state", "Stav", "State", Kind.CHOICE, choices=CLIENT_STATE, default="potential", merge=Merge.NEWEST,
            aliases=("stav klienta", "status")),
    declare("role", "Vztah", "Role", Kind.CHOICE, choices=CLIENT_ROLE, default="customer", merge=Merge.NEWEST,
            aliases=("role", "typ vztahu")),
    declare("ico", "IČO", "Company id (IČO)", Kind.ICO, search=True, register=Register.ICO, merge=Merge.REGISTER,
            aliases=("ic", "ico firmy", "regnumber", "company number", "identifikacni cislo")),
    declare("dic", "DIČ", "VAT id (DIČ)", Kind.DIC, search=True, personal=True, register=Register.DIC,
            merge=Merge.REGISTER, aliases=("taxnumber", "vat", "vat number", "vat id")),
    declare("dic2", "DIČ (SK)", "Tax id (SK)", personal=True, aliases=("taxnumber2", "ic dph")),
    declare("vat_payer", "Plátce DPH", "VAT payer", Kind.FLAG, register=Register.VAT_PAYER, merge=Merge.REGISTER,
            aliases=("platce",)),
    declare("bank_account", "Bankovní účet", "Bank account", Kind.BANK_ACCOUNT, personal=True, merge=Merge.NEWEST,
            aliases=("ucet", "cislo uctu", "iban", "account")),
    declare("data_box", "Datová schránka", "Data box", Kind.DATA_BOX, register=Register.DATA_BOX,
            merge=Merge.REGISTER, aliases=("ds", "id datove schranky", "datovka", "databox")),
    declare("court_file", "Spisová značka", "Court file", register=Register.COURT_FILE, merge=Merge.REGISTER,
            aliases=("zapis v or", "spisova znacka or")),
    declare("legal_form", "Právní forma", "Legal form", Kind.LEGAL_FORM, register=Register.LEGAL_FORM,
            merge=Merge.REGISTER, aliases=("forma", "kod pravni formy")),
    declare("founded_on", "Datum vzniku", "Founded on", Kind.DATE, register=Register.FOUNDED_ON,
            merge=Merge.REGISTER, aliases=("vznik", "zalozeno")),
    declare("ceased_on", "Datum zániku", "Ceased on", Kind.DATE, register=Register.CEASED_ON,
            merge=Merge.REGISTER, aliases=("zanik",)),
    declare("nace", "CZ-NACE", "CZ-NACE", register=Register.NACE, merge=Merge.REGISTER, aliases=("nace kod",)),
    declare("category", "Kategorie", "Category", merge=Merge.NEWEST),
    declare("contact_source", "Zdroj kontaktu", "Contact source", merge=Merge.SURVIVOR, aliases=("zdroj",)),
    declare("employees", "Počet zaměstnanců", "Employees", merge=Merge.NEWEST, aliases=("zamestnanci",)),
    declare("payment_term", "Splatnost (dny)", "Payment term (days)", Kind.INTEGER, merge=Merge.NEWEST,
            aliases=("splatnost", "splatnost faktur")),
    declare("turnover", "Obrat", "Turnover", Kind.AMOUNT, merge=Merge.NEWEST, aliases=("rocni obrat",)),
    declare("currency", "Měna", "Currency", default="CZK", merge=Merge.NEWEST),
    declare("economic_activity", "Obor činnosti", "Economic activity", aliases=("obor", "odvetvi")),
    declare("classification1", "Klasifikace 1", "Classification 1"),
    declare("classification2", "Klasifikace 2", "Classification 2"),
    declare("classification3", "Klasifikace 3", "Classification 3"),
    declare("notice", "Poznámka", "Notice", Kind.LONG_TEXT, merge=Merge.UNION, aliases=("poznamky", "note", "notes")),
    declare("do_not_contact", "Nekontaktovat", "Do not contact", Kind.FLAG, default=False, merge=Merge.STRICTEST,
            aliases=("neoslovovat", "opt out")),
    declare("origin_lead_id", "Původní lead", "Origin lead", Kind.REFERENCE, to="lead", merge=Merge.SURVIVOR),
)  # fmt: skip

PERSON = _main(
    "person", ("Kontaktní osoba", "Kontaktní osoby"), ("Contact person", "Contact persons"),
    *PERSON_NAME,
    declare("category", "Kategorie", "Category", merge=Merge.NEWEST),
    declare("language", "Jazyk", "Language", merge=Merge.NEWEST),
    declare("gender", "Pohlaví", "Gender", Kind.CHOICE, choices=GENDER, personal=True, merge=Merge.NEWEST),
    declare("notice", "Poznámka", "Notice", Kind.LONG_TEXT, merge=Merge.UNION),
    declare("do_not_contact", "Nekontaktovat", "Do not contact", Kind.FLAG, default=False, merge=Merge.STRICTEST),
)  # fmt: skip

LEAD = _main(
    "lead", ("Lead", "Leady"), ("Lead", "Leads"),
    declare("name", "Název", "Name", required=True, search=True),
    declare("company", "Firma", "Company"),
    *PERSON_NAME,
    _client_link(),
    declare("person_id", "Kontaktní osoba", "Contact person", Kind.REFERENCE, to="person"),
    declare("state", "Stav", "State", Kind.CHOICE, choices=BUSINESS_STATE, default="open"),
    declare("contact_source", "Zdroj kontaktu", "Contact source"),
    declare("notice", "Poznámka", "Notice", Kind.LONG_TEXT),
)  # fmt: skip

_DEAL_LINK = declare("deal_id", "Obchodní případ", "Deal", Kind.REFERENCE, to="deal")
_OFFER_LINK = declare("offer_id", "Nabídka", "Offer", Kind.REFERENCE, to="offer")
_LEAD_LINK = declare("lead_id", "Lead", "Lead", Kind.REFERENCE, to="lead")

DEAL = _main("deal", ("Obchodní případ", "Obchodní případy"), ("Deal", "Deals"), *_business(
    declare("probability", "Pravděpodobnost (%)", "Probability (%)", Kind.INTEGER), _LEAD_LINK))  # fmt: skip
OFFER = _main("offer", ("Nabídka", "Nabídky"), ("Offer", "Offers"), *_business(
    declare("valid_until", "Platí do", "Valid until", Kind.DATE), _DEAL_LINK))  # fmt: skip
SALES_ORDER = _main(
    "sales_order", ("Objednávka", "Objednávky"), ("Order", "Orders"), *_business(_DEAL_LINK, _OFFER_LINK)
)
PROJECT = _main("project", ("Projekt", "Projekty"), ("Project", "Projects"), *_business(_DEAL_LINK))

ADDRESS = _hanging(
    "address", ("Adresa", "Adresy"), ("Address", "Addresses"), *_record_link(),
    declare("kind", "Druh", "Kind", Kind.CHOICE, choices=ADDRESS_KIND, default="contact"),
    declare("is_primary", "Hlavní", "Primary", Kind.FLAG, default=False),
    declare("street", "Ulice", "Street", personal=True, aliases=("adresa ulice",)),
    declare("house_number", "Číslo popisné", "House number", personal=True, aliases=("cp", "c.p.", "cislo domovni")),
    declare("house_number_kind", "Druh č. domu", "House number kind", Kind.CHOICE, choices=HOUSE_NUMBER_KIND),
    declare("orientation_number", "Číslo orientační", "Orientation number", personal=True, aliases=("co", "c.o.")),
    declare("orientation_letter", "Písmeno č.o.", "Orientation letter"),
    declare("part", "Část obce", "Part of town"),
    declare("city", "Obec", "Town", search=True, aliases=("mesto", "city")),
    declare("district", "Městská část", "City district"),
    declare("postcode", "PSČ", "Postcode", Kind.PSC, aliases=("psc", "zip", "zip code", "postal code")),
    declare("region", "Kraj", "Region"),
    declare("country", "Stát", "Country", default="CZ", aliases=("zeme", "stat")),
    declare("place_code", "Kód adresního místa", "Address place code", aliases=("kod adm", "kodadm", "ruian")),
    declare("extra", "Doplněk", "Extra"),
    declare("original", "Jak byla napsána", "As typed", personal=True),
    part=True,
)  # fmt: skip

CONTACT = _hanging(
    "contact", ("Kontakt", "Kontakty"), ("Contact", "Contacts"), *_record_link(),
    declare("kind", "Druh", "Kind", Kind.CHOICE, choices=CONTACT_KIND, required=True),
    declare("value", "Hodnota", "Value", Kind.CONTACT, required=True, personal=True, search=True),
    declare("label", "Popis", "Label"),
    declare("is_primary", "Hlavní", "Primary", Kind.FLAG, default=False),
    part=True,
)  # fmt: skip

CONSENT = _hanging(
    "consent", ("Právní titul", "Právní tituly"), ("Legal title", "Legal titles"), *_record_link(),
    declare("title", "Titul", "Title", Kind.CHOICE, choices=CONSENT_TITLE, required=True),
    declare("purpose", "Účel", "Purpose"),
    declare("valid_from", "Platí od", "Valid from", Kind.DATE),
    declare("valid_to", "Platí do", "Valid to", Kind.DATE),
    declare("note", "Poznámka", "Note", Kind.LONG_TEXT),
    part=True,
)  # fmt: skip

PROVENANCE = _hanging(
    "provenance", ("Původ údaje", "Původ údajů"), ("Provenance", "Provenance"), *_record_link(),
    declare("field", "Pole", "Field", required=True),
    declare("accepted", "Přijatá hodnota", "Accepted value", Kind.LONG_TEXT, personal=True),
    declare("source", "Zdroj", "Source", required=True),
    declare("as_of", "Stav ke dni", "As of", Kind.DATE),
    part=True,
)  # fmt: skip
"""What was last accepted from a register, field by field (AKCE.md, section 1)."""

EMPLOYMENT = _hanging(
    "employment", ("Vazba osoby", "Vazby osob"), ("Person link", "Person links"),
    declare("person_id", "Kontaktní osoba", "Contact person", Kind.REFERENCE, to="person", required=True),
    _client_link(required=True),
    declare("position", "Pozice", "Position"),
    declare("is_primary", "Hlavní", "Primary", Kind.FLAG, default=False),
    anchors=("client_id", "person_id"),
)  # fmt: skip

RELATION = _hanging(
    "relation", ("Vztah", "Vztahy"), ("Relation", "Relations"),
    _client_link(required=True),
    declare("other_id", "S klientem", "Other client", Kind.REFERENCE, to="client", required=True),
    declare("kind", "Druh", "Kind", Kind.CHOICE, choices=RELATION_KIND, required=True),
    declare("note", "Poznámka", "Note", Kind.LONG_TEXT),
    anchors=("client_id", "other_id"),
)  # fmt: skip
"""Stored once; ``kind`` says what ``client_id`` is to ``other_id``. The inverse is read, not stored."""

ACTIVITY = _hanging(
    "activity", ("Aktivita", "Aktivity"), ("Activity", "Activities"), *_record_link(),
    declare("kind", "Druh", "Kind", Kind.CHOICE, choices=ACTIVITY_KIND, default="note"),
    declare("title", "Předmět", "Subject"),
    declare("body", "Text", "Text", Kind.LONG_TEXT, personal=True),
    declare("happened_at", "Kdy", "When", Kind.MOMENT),
    declare("done", "Hotovo", "Done", Kind.FLAG),
)  # fmt: skip

ATTACHMENT = _hanging(
    "attachment", ("Příloha", "Přílohy"), ("Attachment", "Attachments"), *_record_link(),
    declare("file_name", "Soubor", "File", required=True),
    declare("media_type", "Typ", "Media type"),
    declare("size", "Velikost (B)", "Size (bytes)", Kind.INTEGER),
    declare("location", "Umístění", "Location"),
)  # fmt: skip

REDIRECT = _hanging(
    "redirect", ("Přesměrování", "Přesměrování"), ("Redirect", "Redirects"),
    declare("old_id", "Sloučený záznam", "Merged record", Kind.INTEGER, required=True),
    declare("new_id", "Přežívající záznam", "Surviving record", Kind.REFERENCE, to="*", required=True),
    declare("external_id", "Cizí ID sloučeného", "External id of the merged"),
    declare("ico", "IČO sloučeného", "Company id of the merged", Kind.ICO),
    anchors=("new_id",), part=True,
)  # fmt: skip
"""Where a merged record went. ``old_id`` is no reference: nothing stands there any more."""

DECISION = _hanging(
    "decision", ("Rozhodnutí o duplicitě", "Rozhodnutí o duplicitách"), ("Decision on a duplicate", "Decisions on duplicates"),
    *_record_link(),
    declare("other_id", "S kým", "Other record", Kind.REFERENCE, to="*", required=True),
    declare("verdict", "Verdikt", "Verdict", Kind.CHOICE, choices=VERDICT, default="different"),
    declare("reason", "Důvod", "Reason"),
    declare("fingerprint", "Otisk klíčových polí", "Fingerprint of the key fields"),
    declare("decided_by", "Rozhodl", "Decided by", Kind.USER),
    declare("decided_at", "Kdy", "When", Kind.MOMENT),
    anchors=("record_id", "other_id"), part=True,
)  # fmt: skip
"""What an analyst said of a pair of one type; it holds until one of their key fields changes."""

MERGE_RULE = _hanging(
    "merge_rule", ("Pravidlo sloučení", "Pravidla sloučení"), ("Merge rule", "Merge rules"),
    declare("record_type", "Typ záznamu", "Record type", required=True),
    declare("field", "Pole", "Field", required=True),
    declare("rule", "Pravidlo", "Rule", required=True),
    declare("sources", "Pořadí zdrojů", "Order of sources", Kind.LONG_TEXT),
    anchors=(),
)  # fmt: skip
"""A rule of survivorship that differs from the declared one; it hangs on nothing and holds for the whole file."""

RECORD_TYPES: Mapping[str, RecordType] = {
    one.name: one
    for one in (
        CLIENT, PERSON, LEAD, DEAL, OFFER, SALES_ORDER, PROJECT,
        ADDRESS, CONTACT, CONSENT, PROVENANCE, EMPLOYMENT, RELATION, ACTIVITY, ATTACHMENT, REDIRECT, DECISION, MERGE_RULE,
    )
}  # fmt: skip
MAIN_TYPES: tuple[RecordType, ...] = tuple(one for one in RECORD_TYPES.values() if one.main)


def record_type(name: str, *, main: bool = False) -> RecordType:
    """The record type of this name, with ``main`` only a main one.

    Raises:
        UnknownNameError: there is none; the message suggests the closest spelling.
    """
    known = {one.name: one for one in MAIN_TYPES} if main else RECORD_TYPES
    if name not in tuple(known):  # whatever was given, hashable or not
        raise UnknownNameError.suggest("record type", name, known)
    return known[name]


def references_to(target: str) -> tuple[tuple[RecordType, Field], ...]:
    """Every (record type, field) that may point at records of the type ``target``."""
    return tuple(
        (kind, field)
        for kind in RECORD_TYPES.values()
        for field in kind.references
        if field.to in (target, "*")
    )
