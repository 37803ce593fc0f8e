"""A client as a card shows it: groups of fields, what hangs on it, where values come from, what to beware of."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from workbench.desk import Desk
from workbench.locale import t
from workbench.model.comparison import SEAT, as_text, seat_text
from workbench.model.fields import Field, Kind
from workbench.model.groups import CLIENT_GROUPS, OF_PERSONS
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.names import parse_company
from workbench.model.record import Dossier, Record
from workbench.model.subject import Seat
from workbench.model.wording import accepted
from workbench.panels import _form, _shown
from workbench.panels._card_rows import BUSINESS, PARTS, ROWS, business, part, person, relation
from workbench.panels._shown import LONGEST_NAME, clip


def card(desk: Desk, found: Dossier) -> dict[str, Any]:
    """Everything that a card shows of a client."""
    record = found.record
    origins = _origins(found)
    return {
        "id": found.id,
        "version": record.info.version,
        "name": clip(record["name"], LONGEST_NAME),
        "isPerson": bool(record["is_person"]),
        "valid": bool(record["valid"]),
        "invalidNote": clip(record["invalid_note"], 300),
        "lockedBy": clip(record["locked_by"], 40),
        "obstacle": _obstacle(desk, record),
        "changed": _shown.moment(record.info.updated_at),
        "changedBy": clip(record.info.updated_by, 40),
        "warnings": _warnings(record),
        "twins": _twins(desk, record),
        "groups": _groups(found, origins),
        "parts": [part(found, name, origins.get(SEAT)) for name in PARTS],
        "persons": [person(found, link) for link in found.all("employment")[:ROWS]],
        "business": [one for name in BUSINESS for one in business(found, name)],
        "relations": [relation(found, one) for one in found.all("relation")[:ROWS]],
        "attachments": [
            {"name": clip(one["file_name"], LONGEST_NAME)} for one in found.all("attachment")[:ROWS]
        ],
        "merged": [int(one["old_id"]) for one in found.all("redirect")],
    }


def _obstacle(desk: Desk, record: Record) -> str:
    """Why this user cannot change the client; the journal would refuse it for the same reasons."""
    user = desk.user
    if not user.rights.edit:
        return t(
            "You may read here, but not change anything. An administrator can grant you the right to edit."
        )
    if record["locked_by"] not in (None, user.name):
        why = f" ({clip(record['lock_reason'], 200)})" if record["lock_reason"] else ""
        return t(
            "Locked by {user}{why}: only they or an administrator can unlock it.",
            user=record["locked_by"],
            why=why,
        )
    return ""


def _groups(found: Dossier, origins: Mapping[str, dict[str, str]]) -> list[dict[str, Any]]:
    record = found.record
    return [
        {
            "name": group.name,
            "label": str(group.label),
            "fields": [
                {
                    **_form.declared(field),
                    **_form.held(field, record[field.name]),
                    "origin": origins.get(field.name),
                }
                for field in group.fields()
                if _concerns(record, field)
            ],
        }
        for group in CLIENT_GROUPS
    ]


def _concerns(record: Record, field: Field) -> bool:
    """Fields of natural persons are for those; a link is shown where there is one."""
    filled = record[field.name] not in (None, "", ())
    return filled or not (
        (field.name in OF_PERSONS and not record["is_person"]) or field.kind is Kind.REFERENCE
    )


def _origins(found: Dossier) -> dict[str, dict[str, str]]:
    """Field -> where it was copied from and when, and what the register said where it was changed since."""
    origins = {}
    seat = next((one for one in found.addresses if one["kind"] == SEAT), None)
    for mark in found.all("provenance"):
        name = str(mark["field"])
        if name != SEAT and name not in found.record.type.by_name:
            continue  # what a person dismissed, or saw of the firm's standing
        ours = (
            found.record[name]
            if name != SEAT
            else seat and Seat(**{part: seat[part] for part in Seat.__slots__})
        )
        text = seat_text(ours) if isinstance(ours, Seat) else as_text(ours)
        said = str(mark["accepted"] or "").strip()
        day = _shown.day(mark["as_of"]) if mark["as_of"] else ""
        source = clip(mark["source"], 60)
        origins[name] = {
            "when": day or source,
            "source": t("Source: {source}, as of {day}", source=source, day=day) if day else t("Source: {source}", source=source),
            "other": "" if said in (text, "") else t("the register says: {value}", value=clip(accepted(name, said), LONGEST_NAME)),
        }  # fmt: skip
    return origins


def _warnings(record: Record) -> list[str]:
    name = parse_company(record["name"])
    ceased = record["ceased_on"]
    found = [
        t("The check digit of the IČO is wrong.") if record["ico"] and not ico_numbers.is_valid(record["ico"]) else "",
        t("The subject ceased to exist on {day}.", day=_shown.day(ceased))
        if ceased and ceased <= datetime.now(UTC).date() else "",
        t("The subject is in liquidation.") if name.in_liquidation else "",
        t("The name says that the firm is insolvent.") if name.bankrupt else "",
        t("This client must not be contacted.") if record["do_not_contact"] else "",
    ]  # fmt: skip
    return [one for one in found if one]


def _twins(desk: Desk, record: Record) -> list[dict[str, Any]]:
    return same_ico(desk, record["ico"], but=record.id) if record["ico"] else []


def same_ico(desk: Desk, ico: str, *, but: int | None = None) -> list[dict[str, Any]]:
    """Other clients with this IČO, those that the user sees, invalid ones too."""
    hits = desk.clients.search(ico, limit=20, invalid=True)
    return [
        {"id": one.id, "name": clip(one.name, LONGEST_NAME)}
        for one in hits
        if one.ico == ico and one.id != but
    ]
