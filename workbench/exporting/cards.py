"""vCards of clients and their contact persons: versions 3.0 (RFC 2426) and 4.0 (RFC 6350).

vobject writes properties, parameters and escapes. Two things it cannot do stand in
:mod:`workbench.exporting._folding` (75 octets, RFC 6350, 3.2) and here (what version 4.0 names otherwise).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal
from uuid import UUID, uuid5

from workbench.errors import InputError
from workbench.exporting._folding import fold_lines
from workbench.exporting._naming import check_types, display_name, is_organisation, kind_label, link_name
from workbench.exporting._postal import adr_parts
from workbench.exporting._text import clean, clean_line
from workbench.model.record import Dossier, Record

Version = Literal["3.0", "4.0"]
VERSIONS: tuple[Version, ...] = ("3.0", "4.0")

_NAMESPACE = UUID("5b1f6c1e-6f0a-5d0c-9d2f-0c8f3f2d7a11")
_UNFOLDED = 1 << 40
_ADDRESS_TYPES = {"home": ["home"], "contact": ["work", "postal"], "delivery": ["work", "parcel"]}
_TEL_TYPES = {"phone": ["work", "voice"], "mobile": ["cell"], "fax": ["work", "fax"]}
_NETWORKS = frozenset({"facebook", "linkedin", "instagram", "x", "youtube"})


@dataclass(frozen=True, slots=True)
class _Post:
    """What a contact person is at a client."""

    client: str
    position: str


def vcard(dossiers: Iterable[Dossier], version: Version = "3.0") -> bytes:
    """Clients, leads or contact persons as one vCard file; each client's contact persons follow it.

    A client is an organisation (``KIND:org``, in 3.0 ``X-ABShowAs:COMPANY``) unless it is a natural person.
    A contact person has a card of its own, with ORG and TITLE from every client it works for, once in
    the file however many clients share it. Kinds of addresses that vCard has no word for stand in the
    parameter X-KIND and, for people, in X-ABLabel. IČO and DIČ are X-ICO and X-DIC.

    Args:
        dossiers: what to export, in this order.
        version: ``"3.0"`` (every phone and Outlook reads it) or ``"4.0"``.

    Returns:
        UTF-8 with CRLF, folded at 75 octets. Equal input gives equal bytes; UID stays the same for the
        life of a record. Control characters are left out of the values, line ends in names become spaces.

    Raises:
        InputError: nothing to export, an unknown version, or a record that is no client, person or lead.
    """
    if version not in VERSIONS:
        raise InputError(
            "There is no vCard version “{version}” here. Choose one of: {known}.",
            version=str(version),
            known=", ".join(VERSIONS),
        )
    chosen = tuple(dossiers)
    check_types(chosen)
    posts = _posts(chosen)
    written: set[int] = set()
    cards: list[str] = []
    for dossier in chosen:
        for one in (dossier, *_people_of(dossier)):
            if one.id not in written:
                written.add(one.id)
                cards.append(_card(one, posts.get(one.id, ()), version))
    return fold_lines("".join(cards))


def brief_card(dossier: Dossier) -> bytes:
    """One short card in version 3.0 for a QR code: names, ADR, TEL, EMAIL, URL and IČO, no more."""
    return fold_lines(_card(dossier, (), "3.0", brief=True))


def card_uid(record: Record) -> str:
    """The UID of a record's card. The moment of creation keeps ids of two data files apart."""
    return uuid5(_NAMESPACE, f"{record.type.name}/{record.id}/{record.info.created_at.isoformat()}").urn


def _people_of(dossier: Dossier) -> list[Dossier]:
    """The contact persons in the order of their links, the primary one first."""
    if dossier.record.type.name == "person":
        return []
    links = sorted(dossier.all("employment"), key=lambda one: (not one["is_primary"], one.id))
    linked = [one["person_id"] for one in links]
    order = dict.fromkeys([*linked, *dossier.persons])
    return [dossier.persons[person] for person in order if person in dossier.persons]


def _posts(dossiers: tuple[Dossier, ...]) -> dict[int, tuple[_Post, ...]]:
    """Person id -> what the person is, and where, each post once."""
    found: dict[int, dict[_Post, None]] = {}
    for dossier in dossiers:
        is_person = dossier.record.type.name == "person"
        for link in dossier.all("employment"):
            client = link_name(dossier, link["client_id"]) if is_person else display_name(dossier)
            post = _Post(client, clean_line(link["position"]))
            found.setdefault(link["person_id"], {})[post] = None
        if not is_person:
            for person in dossier.persons:
                found.setdefault(person, {_Post(display_name(dossier), ""): None})
    return {person: tuple(posts) for person, posts in found.items()}


def _card(dossier: Dossier, posts: tuple[_Post, ...], version: Version, *, brief: bool = False) -> str:
    import vobject  # noqa: PLC0415 - 60 ms that only an export pays

    record = dossier.record
    card = vobject.vCard()
    card.add("version").value = version
    if not brief:
        card.add("prodid").value = "-//workbench//exporting//CS"
        card.add("uid").value = card_uid(record)
        card.add("rev").value = f"{record.info.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    card.add("fn").value = display_name(dossier)
    _add_identity(card, dossier, posts, version)
    groups = _Groups(card, labelled=not brief)
    for address in dossier.addresses:
        _add_address(groups, address, version)
    for contact in dossier.contacts:
        _add_contact(groups, contact, version)
    _add_numbers(card, record)
    if not brief:
        _add_rest(card, record)
    return str(card.serialize(lineLength=_UNFOLDED))


def _add_identity(card: Any, dossier: Dossier, posts: tuple[_Post, ...], version: Version) -> None:
    from vobject.vcard import Name  # noqa: PLC0415 - as above

    record = dossier.record
    if is_organisation(record):
        card.add("org").value = [display_name(dossier)]
        if version == "4.0":
            card.add("kind").value = "org"
        else:
            card.add("n").value = Name()
            card.add("x-abshowas").value = "COMPANY"
        return
    parts = ("last_name", "first_name", "title_before", "title_after")
    family, given, prefix, suffix = (clean_line(record[part]) for part in parts)
    if not (family or given):
        family = display_name(dossier)
    card.add("n").value = Name(family=family, given=given, prefix=prefix, suffix=suffix)
    if version == "4.0":
        card.add("kind").value = "individual"
    if record["birthday"]:
        card.add("bday").value = (
            f"{record['birthday']:%Y%m%d}" if version == "4.0" else str(record["birthday"])
        )
    if "company" in record.type.by_name and clean_line(record["company"]):
        card.add("org").value = [clean_line(record["company"])]
    for post in posts:
        if post.client:
            card.add("org").value = [post.client]
        if post.position:
            card.add("title").value = post.position


class _Groups:
    """Adds properties with a label beside them: ``item1.TEL`` and ``item1.X-ABLabel``."""

    def __init__(self, card: Any, *, labelled: bool) -> None:
        self.card = card
        self._labelled = labelled
        self._count = 0

    def add(self, name: str, value: object, params: dict[str, list[str]], label: str = "") -> None:
        """Add one property; a label makes a group of the two."""
        line = self.card.add(name)
        line.value = value
        line.params = {
            key: values for key, values in params.items() if values and (self._labelled or key == "TYPE")
        }
        if label and self._labelled:
            self._count += 1
            line.group = f"item{self._count}"
            note = self.card.add("x-ablabel")
            note.group, note.value = line.group, label


def _add_address(groups: _Groups, address: Record, version: Version) -> None:
    from vobject.vcard import Address  # noqa: PLC0415 - as above

    parts = adr_parts(address)
    if parts == type(parts)():
        return
    kind = str(address["kind"] or "other")
    types = _ADDRESS_TYPES.get(kind, ["work"])
    value = Address(
        extended=parts.extended, street=parts.street, city=parts.city, region=parts.region, code=parts.code,
        country=parts.country,
    )  # fmt: skip
    params = _params([one for one in types if version == "3.0" or one in {"home", "work"}], address, version)
    params["X-KIND"] = [kind] if kind.isalpha() and kind.isascii() else []
    groups.add("adr", value, params, kind_label(address))


def _add_contact(groups: _Groups, contact: Record, version: Version) -> None:
    kind, value, label = contact["kind"], clean_line(contact["value"]), clean_line(contact["label"])
    if not value:
        return
    if kind in _TEL_TYPES:
        groups.add("tel", value, _params(_TEL_TYPES[kind], contact, version), label)
    elif kind == "email":
        types = ["internet", "work"] if version == "3.0" else ["work"]
        groups.add("email", value, _params(types, contact, version), label)
    elif kind == "web":
        groups.add("url", value, _params(["work"], contact, version), label)
    elif kind in _NETWORKS:
        groups.add("x-socialprofile", value, _params([kind], contact, version), label)
    else:
        groups.add("x-contact", value, _params([], contact, version), label)


def _params(types: list[str], record: Record, version: Version) -> dict[str, list[str]]:
    """TYPE, and the sign of the primary one: a type in 3.0, PREF=1 in 4.0 (RFC 6350, 5.3)."""
    if not record["is_primary"]:
        return {"TYPE": list(types)}
    return {"TYPE": [*types, "pref"]} if version == "3.0" else {"TYPE": list(types), "PREF": ["1"]}


def _add_numbers(card: Any, record: Record) -> None:
    for name, field in (("x-ico", "ico"), ("x-dic", "dic")):
        if field in record.type.by_name and clean_line(record[field]):
            card.add(name).value = clean_line(record[field])


def _add_rest(card: Any, record: Record) -> None:
    tags = [clean_line(tag) for tag in record["tags"] or ()]
    if any(tags):
        card.add("categories").value = [tag for tag in tags if tag]
    if clean(record["notice"]).strip():
        card.add("note").value = clean(record["notice"])
    if "do_not_contact" in record.type.by_name and record["do_not_contact"]:
        card.add("x-do-not-contact").value = "TRUE"
