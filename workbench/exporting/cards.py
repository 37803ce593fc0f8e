"""vCards of clients and their contact persons: versions 3.0 (RFC 2426) and 4.0 (RFC 6350).

vobject escapes the values. What it cannot do stands in :mod:`workbench.exporting._card_lines` (version 4.0, ten
thousand cards in seconds) and :mod:`workbench.exporting._folding` (75 octets, RFC 6350, 3.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid5

from workbench.errors import InputError
from workbench.exporting._card_picture import picture_of
from workbench.exporting._folding import fold_lines
from workbench.exporting._naming import check_types, display_name, is_organisation, kind_label, link_name
from workbench.exporting._postal import adr_parts
from workbench.exporting._text import clean, clean_line
from workbench.model.record import Dossier, Record

if TYPE_CHECKING:
    from workbench.exporting._card_lines import CardLines

Version = Literal["3.0", "4.0"]
VERSIONS: tuple[Version, ...] = ("3.0", "4.0")

_NAMESPACE = UUID("5b1f6c1e-6f0a-5d0c-9d2f-0c8f3f2d7a11")
_ADDRESS_TYPES = {"home": ["home"], "contact": ["work", "postal"], "delivery": ["work", "parcel"]}
_TEL_TYPES = {"phone": ["work", "voice"], "mobile": ["cell"], "fax": ["work", "fax"]}
_NUMBERS = {"X-ICO": "ico", "X-DIC": "dic", "X-EXTERNAL-ID": "external_id"}
_NAME_PARTS = 5
_NETWORKS = frozenset({"facebook", "linkedin", "instagram", "x", "youtube"})


@dataclass(frozen=True, slots=True)
class _Post:
    """What a contact person is at a client, and the client's IČO, by which an import finds it again."""

    client: str
    position: str
    ico: str = ""


def vcard(dossiers: Iterable[Dossier], version: Version = "3.0") -> bytes:
    """Clients, leads or contact persons as one vCard file; each client's contact persons follow it.

    A client is an organisation (``KIND:org``, in 3.0 ``X-ABShowAs:COMPANY``) unless it is a natural person.
    A contact person has a card of its own, with ORG and TITLE from every client it works for, once in
    the file however many clients share it; the client's IČO stands beside its ORG in the parameter X-ICO. Kinds of
    addresses that vCard has no word for stand in the parameter X-KIND and, for people, in X-ABLabel. IČO, DIČ and
    the external id are X-ICO, X-DIC and X-EXTERNAL-ID. A picture among the attachments is the LOGO of a client, the
    PHOTO of a person.

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
            position = clean_line(link["position"])
            if is_person:
                post = _Post(link_name(dossier, link["client_id"]), position)
            else:
                post = _Post(display_name(dossier), position, clean_line(dossier.record["ico"]))
            found.setdefault(link["person_id"], {})[post] = None
        if not is_person:
            for person in dossier.persons:
                post = _Post(display_name(dossier), "", clean_line(dossier.record["ico"]))
                found.setdefault(person, {post: None})
    return {person: tuple(posts) for person, posts in found.items()}


def _card(dossier: Dossier, posts: tuple[_Post, ...], version: Version, *, brief: bool = False) -> str:
    from workbench.exporting._card_lines import CardLines  # noqa: PLC0415 - 60 ms that only an export pays

    record = dossier.record
    card = CardLines(version, labelled=not brief)
    if not brief:
        card.raw("PRODID", "-//workbench//exporting//CS")
        card.raw("UID", card_uid(record))
        card.raw("REV", f"{record.info.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    card.text("FN", display_name(dossier))
    _add_identity(card, dossier, posts)
    for address in dossier.addresses:
        _add_address(card, address)
    for contact in dossier.contacts:
        _add_contact(card, contact)
    _add_numbers(card, record, brief=brief)
    if not brief:
        _add_rest(card, dossier)
    return card.whole()


def _add_identity(card: "CardLines", dossier: Dossier, posts: tuple[_Post, ...]) -> None:
    record = dossier.record
    if is_organisation(record):
        card.parts("ORG", [display_name(dossier)])
        if card.old:
            card.parts("N", [""] * _NAME_PARTS)
            card.raw("X-ABShowAs", "COMPANY")
        else:
            card.raw("KIND", "org")
        return
    names = ("last_name", "first_name", "title_before", "title_after")
    family, given, prefix, suffix = (clean_line(record[part]) for part in names)
    if not (family or given):
        family = display_name(dossier)
    card.parts("N", [family, given, "", prefix, suffix])
    if not card.old:
        card.raw("KIND", "individual")
    if record["birthday"]:
        card.raw("BDAY", f"{record['birthday']:%Y-%m-%d}" if card.old else f"{record['birthday']:%Y%m%d}")
    if "company" in record.type.by_name and clean_line(record["company"]):
        card.parts("ORG", [clean_line(record["company"])])
    for post in posts:
        if post.client:
            card.parts("ORG", [post.client], {"X-ICO": [post.ico] if post.ico else []})
        if post.position:
            card.text("TITLE", post.position)


def _add_address(card: "CardLines", address: Record) -> None:
    parts = adr_parts(address)
    if parts == type(parts)():
        return
    kind = str(address["kind"] or "other")
    types = _ADDRESS_TYPES.get(kind, ["work"])
    params = _params([one for one in types if card.old or one in {"home", "work"}], address, card)
    params["X-KIND"] = [kind]
    values = ["", parts.extended, parts.street, parts.city, parts.region, parts.code, parts.country]
    card.parts("ADR", values, params, kind_label(address))


def _add_contact(card: "CardLines", contact: Record) -> None:
    kind, value, label = contact["kind"], clean_line(contact["value"]), clean_line(contact["label"])
    if not value:
        return
    if kind in _TEL_TYPES:
        card.text("TEL", value, _params(_TEL_TYPES[kind], contact, card), label)
    elif kind == "email":
        card.text(
            "EMAIL", value, _params(["internet", "work"] if card.old else ["work"], contact, card), label
        )
    elif kind == "web":
        card.address("URL", value, _params(["work"], contact, card), label)
    elif kind in _NETWORKS:
        card.text("X-SOCIALPROFILE", value, _params([kind], contact, card), label)
    else:
        card.text("X-CONTACT", value, _params([], contact, card), label)


def _params(types: list[str], record: Record, card: "CardLines") -> dict[str, list[str]]:
    """TYPE, and the sign of the primary one: a type in 3.0, PREF=1 in 4.0 (RFC 6350, 5.3)."""
    if not record["is_primary"]:
        return {"TYPE": types}
    return {"TYPE": [*types, "pref"]} if card.old else {"TYPE": types, "PREF": ["1"]}


def _add_numbers(card: "CardLines", record: Record, *, brief: bool) -> None:
    for name, field in _NUMBERS.items():
        if (
            field in record.type.by_name
            and clean_line(record[field])
            and not (brief and field == "external_id")
        ):
            card.text(name, clean_line(record[field]))


def _add_rest(card: "CardLines", dossier: Dossier) -> None:
    record = dossier.record
    if tags := [tag for tag in map(clean_line, record["tags"] or ()) if tag]:
        card.several("CATEGORIES", tags)
    if clean(record["notice"]).strip():
        card.text("NOTE", clean(record["notice"]))
    if "do_not_contact" in record.type.by_name and record["do_not_contact"]:
        card.raw("X-DO-NOT-CONTACT", "TRUE")
    if picture := picture_of(dossier):
        name = "LOGO" if is_organisation(record) else "PHOTO"
        if card.old:
            card.raw(name, picture.content, {"ENCODING": ["b"], "TYPE": [picture.kind.upper()]})
        else:
            card.raw(name, f"data:image/{picture.kind};base64,{picture.content}")
