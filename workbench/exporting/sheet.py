"""What a printed sheet shows of one client, as plain text values: the variables of a template."""

from dataclasses import dataclass

from workbench.exporting import _wording
from workbench.exporting._naming import (
    display_name,
    is_organisation,
    kind_label,
    link_name,
    person_name,
)
from workbench.exporting._postal import lines
from workbench.exporting._register_rows import Row, register_rows, seat_note
from workbench.exporting._text import clean_line, clean_lines
from workbench.locale import t
from workbench.model import wording
from workbench.model.record import Dossier, Record
from workbench.model.records import RECORD_TYPES

_IDENTITY = (
    "company", "salutation", "role", "state", "rating", "category", "economic_activity", "vat_payer", "dic2",
    "bank_account", "payment_term", "employees", "turnover", "classification1", "classification2",
    "classification3", "contact_source", "language", "owner", "external_id",
)  # fmt: skip
_BUSINESS = ("deal", "offer", "sales_order", "project")
_SHORT = 70
_COLUMN = 34  # characters that fit on one line of a column
_PAGE = 42  # lines under a usual heading


@dataclass(frozen=True, slots=True)
class Place:
    """An address: its kind, the lines of an envelope, and where the register confirms it."""

    kind: str
    primary: bool
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone, e-mail, web or network; ``href`` is empty where it leads nowhere safe."""

    kind: str
    value: str
    href: str
    label: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person with the position at this client."""

    name: str
    position: str
    primary: bool
    do_not_contact: bool
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """An open deal, offer, order or project."""

    type: str
    name: str
    code: str
    amount: str
    opened_on: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One client, contact person or lead on paper; every text is clean and in the language asked for.

    ``qr`` is the address of the QR code's picture for ``<img src>``, empty where there is none.
    ``short_name`` fits a footer. ``is_person`` is true of a contact person, whose ``persons`` are the clients
    that it works for.
    """

    id: int
    type: str
    is_person: bool
    name: str
    short_name: str
    subtitle: str
    badges: tuple[str, ...]
    identity: tuple[Row, ...]
    register: tuple[Row, ...]
    register_note: str
    addresses: tuple[Place, ...]
    contacts: tuple[Contact, ...]
    persons: tuple[Person, ...]
    business: tuple[Business, ...]
    tags: tuple[str, ...]
    notice: tuple[str, ...]
    changed: str
    qr: str = ""

    @property
    def tall(self) -> bool:
        """Whether two columns side by side would not fit on the first page; one under the other they break well."""
        contacts = sum(2 + len(one.value + one.label) // _COLUMN for one in self.contacts)
        places = sum(2 + len(one.lines) for one in self.addresses)
        rows = sum(1 + len(one.value + one.note) // _COLUMN for one in self.register)
        heading = len(self.name) // _COLUMN + sum(len(tag) + 4 for tag in self.tags) // (2 * _COLUMN)
        return heading + max(contacts + places, rows) > _PAGE


def shortened(name: str) -> str:
    """A name that fits a footer."""
    return name if len(name) <= _SHORT else name[: _SHORT - 1].rstrip() + "…"


def make_sheet(dossier: Dossier, qr: str = "") -> Sheet:
    """The sheet of one dossier, in the language in use.

    Args:
        dossier: a client, contact person or lead.
        qr: address of the picture that holds its QR code.
    """
    record = dossier.record
    name = display_name(dossier)
    rows, note = register_rows(dossier)
    return Sheet(
        id=record.id,
        type=str(record.type.label),
        is_person=record.type.name == "person",
        name=name,
        short_name=shortened(name),
        subtitle=_subtitle(record, name),
        badges=_badges(record),
        identity=tuple(_identity(record)),
        register=rows,
        register_note=note,
        addresses=tuple(_places(dossier)),
        contacts=_contacts(dossier),
        persons=tuple(_persons(dossier)),
        business=tuple(_business(dossier)),
        tags=tuple(filter(None, (clean_line(tag) for tag in record["tags"] or ()))),
        notice=clean_lines(record["notice"]),
        changed=wording.day(record.info.updated_at),
        qr=qr,
    )


def _subtitle(record: Record, name: str) -> str:
    parts = [] if is_organisation(record) else [person_name(record)]
    if "legal_form" in record.type.by_name:
        parts.append(_wording.shown(record.type.field("legal_form"), record["legal_form"]))
    return " · ".join(part for part in parts if part and part != name)


def _badges(record: Record) -> tuple[str, ...]:
    found = []
    if "do_not_contact" in record.type.by_name and record["do_not_contact"]:
        found.append(t("Do not contact"))
    if record["valid"] is False:
        found.append(t("Invalid"))
    if "ceased_on" in record.type.by_name and record["ceased_on"]:
        found.append(t("Ceased"))
    return tuple(found)


def _identity(record: Record) -> list[Row]:
    names = [name for name in _IDENTITY if name in record.type.by_name]
    fields = [one for one in map(record.type.field, names) if one.register is None]
    currency = record["currency"] if "currency" in record.type.by_name else None
    rows = [Row(str(one.label), _wording.shown(one, record[one.name], currency or "CZK")) for one in fields]
    return [row for row in rows if row.value]


def _places(dossier: Dossier) -> list[Place]:
    return [
        Place(
            kind_label(one),
            bool(one["is_primary"]),
            tuple(lines(one)),
            seat_note(dossier, one) if one["kind"] == "seat" else "",
        )
        for one in dossier.addresses
        if lines(one)
    ]


def _contacts(dossier: Dossier) -> tuple[Contact, ...]:
    return tuple(
        Contact(
            kind=kind_label(one),
            value=wording.phone(value) if one["kind"] in {"phone", "mobile", "fax"} else value,
            href=_wording.link(one["kind"], value),
            label=clean_line(one["label"]),
            primary=bool(one["is_primary"]),
        )
        for one in dossier.contacts
        if (value := clean_line(one["value"]))
    )


def _persons(dossier: Dossier) -> list[Person]:
    links = sorted(dossier.all("employment"), key=lambda one: (not one["is_primary"], one.id))
    found = []
    if dossier.record.type.name == "person":
        return [
            Person(link_name(dossier, one["client_id"]), clean_line(one["position"]), bool(one["is_primary"]),
                   do_not_contact=False, contacts=())
            for one in links
            if link_name(dossier, one["client_id"])
        ]  # fmt: skip
    for person_id in dict.fromkeys([*(one["person_id"] for one in links), *dossier.persons]):
        if person_id not in dossier.persons:
            continue
        who = dossier.persons[person_id]
        posts = [one for one in links if one["person_id"] == person_id]
        positions = dict.fromkeys(clean_line(one["position"]) for one in posts)
        found.append(
            Person(
                name=display_name(who),
                position=", ".join(filter(None, positions)),
                primary=any(one["is_primary"] for one in posts),
                do_not_contact=bool(who.record["do_not_contact"]),
                contacts=_contacts(who),
            )
        )
    return found


def _business(dossier: Dossier) -> list[Business]:
    found = []
    for kind in _BUSINESS:
        declared = RECORD_TYPES[kind]
        for one in dossier.all(kind):
            if one["state"] == "open":
                until = one["valid_until"] if "valid_until" in declared.by_name else None
                found.append(
                    Business(
                        type=str(declared.label),
                        name=clean_line(one["name"]),
                        code=clean_line(one["code"]),
                        amount=_wording.shown(
                            declared.field("amount"), one["amount"], one["currency"] or "CZK"
                        ),
                        opened_on=wording.day(one["opened_on"]) if one["opened_on"] else "",
                        valid_until=wording.day(until) if until else "",
                    )
                )
    return found
