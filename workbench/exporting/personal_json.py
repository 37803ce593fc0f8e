"""All that is held about a person as JSON (GDPR, art. 20): the shape is written down in docs/gdpr.md."""

import json
from datetime import UTC
from typing import Any, Final

from workbench.exporting.personal_items import Item, held, items_of, own_items, plain
from workbench.model.personal_data import BUSINESS, LINKS, PARTS, PersonalData, Source
from workbench.model.record import Dossier, Record

FORMAT: Final = "workbench/personal-data"
VERSION: Final = 1
"""Number of the shape; it rises when a program that reads it would have to change."""


def personal_json(data: PersonalData) -> bytes:
    """The document in UTF-8; equal input gives equal bytes."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": data.made_at.isoformat(timespec="seconds"),
        "made_by": data.made_by,
        "complete": data.whole,
        "records": [_person(data, one) for one in data.dossiers],
        "merged": [{"id": gone, "into": now} for gone, now in data.merged],
        "history": [
            {
                "change_set": row["change_set"], "at": row["made_at"].replace(tzinfo=UTC).isoformat(), "by": row["actor"],
                "action": row["action"], "note": row["note"], "record": {"type": row["entity"], "id": row["id"]},
                "operation": row["operation"], "field": None if row["field"] == "*" else row["field"],
                "before": row["before"], "after": row["after"],
            }
            for row in data.history
        ],
        "exports": [
            {"at": row["made_at"].replace(tzinfo=UTC).isoformat(), "by": row["actor"], "format": row["format"]}
            for row in data.exports
        ],
    }  # fmt: skip
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace") + b"\n"


def _person(data: PersonalData, dossier: Dossier) -> dict[str, Any]:
    info = dossier.record.info
    return {
        "type": dossier.record.type.name,
        "id": dossier.id,
        "version": info.version,
        "created": {"at": info.created_at.isoformat(), "by": info.created_by},
        "updated": {"at": info.updated_at.isoformat(), "by": info.updated_by},
        "fields": [_field(one) for one in own_items(data, dossier)],
        "parts": [_record(data, dossier, one) for one in held(dossier, PARTS)],
        "links": [_record(data, dossier, one) for one in held(dossier, LINKS)],
        "business": [_record(data, dossier, one) for one in held(dossier, BUSINESS)],
    }


def _record(data: PersonalData, dossier: Dossier, record: Record) -> dict[str, Any]:
    return {
        "type": record.type.name,
        "id": record.id,
        "fields": [_field(one) for one in items_of(data, dossier, record)],
    }


def _field(item: Item) -> dict[str, Any]:
    label = item.field.label
    return {
        "name": item.field.name,
        "label": {"cs": label.cs, "en": label.en},
        "value": plain(item.value),
        "personal": item.field.personal,
        "source": None if item.source is None else _source(item.source),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind, "name": source.name, "as_of": None if source.as_of is None else source.as_of.isoformat(),
        "at": None if source.at is None else source.at.isoformat(), "by": source.by, "change_set": source.change_set,
    }  # fmt: skip
