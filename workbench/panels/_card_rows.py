"""What hangs on a client as a card shows it: addresses, contacts, activities, persons, business, relations."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from workbench.locale import t
from workbench.model import wording
from workbench.model.addresses import PostalAddress, one_line
from workbench.model.choices import RELATION_INVERSE
from workbench.model.comparison import SEAT
from workbench.model.record import Dossier, Record
from workbench.model.records import RECORD_TYPES, record_type
from workbench.panels import _form, _shown
from workbench.panels._shown import LONGEST_NAME, clip

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "address": ("kind", "street", "house_number", "house_number_kind", "orientation_number", "orientation_letter",
                "part", "city", "postcode", "district", "region", "country", "place_code", "extra"),
    "contact": ("kind", "value", "label"),
    "consent": ("title", "purpose", "valid_from", "valid_to", "note"),
    "activity": ("kind", "title", "body", "happened_at", "done"),
}  # fmt: skip
"""What hangs on a client and is edited in its card: record type -> the fields of its form."""
PRIMARY: Final = frozenset({"address", "contact"})
"""Of these one may be the primary."""
BUSINESS: Final = ("lead", "deal", "offer", "sales_order", "project")
"""What a client buys, by record type."""
ROWS: Final = 50
"""So many records of a type are shown in a card, the newest."""


def part(found: Dossier, name: str, seat_origin: dict[str, str] | None) -> dict[str, Any]:
    """The rows of one type, the primary one or the newest first, and the form that adds and edits them."""
    kind = record_type(name)
    rows = sorted(found.all(name), key=lambda one: (not one.values.get("is_primary"), one.id))
    if name == "activity":
        rows = sorted(rows, key=lambda one: one["happened_at"] or one.info.created_at, reverse=True)
    return {
        "name": name, "label": str(kind.plural), "one": str(kind.label), "primary": name in PRIMARY,
        "fields": [
            {**_form.declared(kind.field(each)), "text": _form.typed(kind.field(each), kind.field(each).default)}
            for each in PARTS[name]
        ],
        "more": max(0, len(rows) - ROWS),
        "rows": [
            {
                "id": one.id, "version": one.info.version, "primary": bool(one.values.get("is_primary")),
                "title": _shown.value(kind.fields[_title_at(name)], one[kind.fields[_title_at(name)].name]),
                **_line(one),
                "values": {each: _form.typed(kind.field(each), one[each]) for each in PARTS[name]},
                "origin": seat_origin if name == "address" and one["kind"] == SEAT else None,
            }
            for one in rows[:ROWS]
        ],
    }  # fmt: skip


def _title_at(name: str) -> int:
    """Where the field stands that says which of its kind a row is."""
    return next(
        place for place, field in enumerate(record_type(name).fields) if field.name in ("kind", "title")
    )


def _line(one: Record) -> dict[str, str]:
    """A row in words: the main line, and what is beside it."""
    shown = {name: _form.said(one.type.field(name), one[name]) for name in PARTS[one.type.name]}
    if one.type.name == "address":
        return {"text": clip(address_line(one), 300), "beside": ""}
    if one.type.name == "contact":
        return {"text": clip(shown["value"], 300), "beside": clip(shown["label"], 60)}
    if one.type.name == "consent":
        until = t("until {day}", day=shown["valid_to"]) if one["valid_to"] else ""
        since = t("since {day}", day=shown["valid_from"]) if one["valid_from"] else ""
        return {"text": clip(shown["purpose"], 300), "beside": " ".join(filter(None, (since, until)))}
    when = _shown.moment(one["happened_at"] or one.info.created_at)
    return {
        "text": clip(": ".join(filter(None, (shown["title"], shown["body"]))), 600),
        "beside": f"{when}, {clip(one.info.created_by, 40)}",
    }


def address_line(one: Record) -> str:
    """An address on one line; what was typed, where it has no parts."""
    parts = {name: one[name] for name in PostalAddress.__dataclass_fields__}
    return one_line(PostalAddress(**{**parts, "region": None})) or str(one["original"] or "")


def person(found: Dossier, link: Record) -> dict[str, Any]:
    """A contact person: name, position, what to reach them by; without a name where the user does not see them."""
    who = found.persons.get(link["person_id"])
    if who is None:
        return {"id": None, "name": "", "position": clip(link["position"], 80), "contacts": []}
    names = (who.record[each] for each in ("title_before", "first_name", "last_name", "title_after"))
    return {
        "id": who.id,
        "name": clip(" ".join(str(one) for one in names if one), LONGEST_NAME),
        "position": clip(link["position"], 80),
        "contacts": [clip(_line(one)["text"], 80) for one in who.contacts[:3]],
    }


def employer(found: Dossier, link: Record) -> str:
    """The client to whom a link of a person leads, and the position; empty where the user does not see the client."""
    name = clip(found.names.get(link["client_id"]), LONGEST_NAME)
    return f"{name} ({clip(link['position'], 80)})" if name and link["position"] else name


def business(found: Dossier, name: str) -> Iterable[dict[str, str]]:
    """The leads, deals, offers… of one type: name, state, amount."""
    kind = RECORD_TYPES[name]
    for one in found.all(name)[:ROWS]:
        amount = one.values.get("amount")
        worth = wording.amount(amount, one["currency"] or "") if amount is not None else ""
        yield {
            "type": str(kind.label), "name": clip(one["name"], LONGEST_NAME), "amount": worth,
            "state": _shown.value(kind.field("state"), one["state"]),
        }  # fmt: skip


def relation(found: Dossier, one: Record) -> dict[str, Any]:
    """What the other client is to this one."""
    outgoing = one["client_id"] == found.id
    other = one["other_id"] if outgoing else one["client_id"]
    kind = RELATION_INVERSE.get(one["kind"], one["kind"]) if outgoing else one["kind"]
    label = _shown.value(RECORD_TYPES["relation"].field("kind"), kind)
    return {"id": other, "kind": label, "name": clip(found.names.get(other), LONGEST_NAME)}
