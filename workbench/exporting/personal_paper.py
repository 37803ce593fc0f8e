"""All that is held about a person on paper (GDPR, art. 15): readable, in Czech or English, by the template ``paper``."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from typing import Any

from workbench.exporting import _wording
from workbench.exporting._naming import display_name
from workbench.exporting.paper import Paper, Table, make_paper, make_table
from workbench.exporting.personal_items import Item, held, items_of, mentioned, own_items
from workbench.locale import t
from workbench.model import journal_words, wording
from workbench.model.fields import Kind
from workbench.model.personal_data import BUSINESS, LINKS, PARTS, PersonalData, Source
from workbench.model.record import Dossier, Record
from workbench.model.records import RECORD_TYPES

Labels = Callable[[str], str]
"""What people call an action, by its name."""


def personal_paper(data: PersonalData, action_label: Labels) -> Paper:
    """The document in the language in use.

    Args:
        data: what is held.
        action_label: what people call an action.
    """
    first = data.dossiers[0]
    intro = [
        t("What the data file holds about this person, where each value comes from, and what was done with it."),
        *([] if data.whole else [t("It holds what the account {account} sees; a whole one is made by an administrator.", account=data.made_by)]),
        t("Attached files and paper documents are not in the data file; they are added by hand. Other persons are named by number only."),
    ]  # fmt: skip
    return make_paper(
        t("Personal data"),
        display_name(first),
        remark=t("GDPR, art. 15 and 20 · {when} · account {account}", when=wording.moment(data.made_at), account=data.made_by),
        intro=intro,
        tables=[*_records(data, action_label), *_past(data, action_label)],
    )  # fmt: skip


def source_text(source: Source | None, action_label: Labels) -> str:
    """Where a value comes from, in a few words; empty where nobody knows."""
    if source is None:
        return ""
    when = "" if source.at is None else wording.day(source.at)
    name = action_label(source.name)
    if source.kind == "register":
        as_of = t("as of {day}", day=wording.day(source.as_of)) if source.as_of else when
        return ", ".join(filter(None, (t("register: {name}", name=name), as_of)))
    if source.kind == "file":
        return ", ".join(filter(None, (t("file: {name}", name=name), when)))
    return ", ".join(filter(None, (source.by or "", name, when)))


def _records(data: PersonalData, action_label: Labels) -> Iterator[Table]:
    three = (t("Field"), t("Value"), t("Where from"))
    for dossier in data.dossiers:
        yield make_table(
            f"{dossier.record.type.label} {t('No.')} {dossier.id}", three,
            ((one.field.label, _value(data, dossier.record, one), source_text(one.source, action_label)) for one in own_items(data, dossier)),
        )  # fmt: skip
        for kind in (*PARTS, *LINKS, *BUSINESS):
            yield make_table(
                str(RECORD_TYPES[kind].plural), (t("Record"), t("Value"), t("Where from")),
                ((f"{one.type.label} {t('No.')} {one.id}", *_described(data, dossier, one, action_label)) for one in held(dossier, (kind,))),
            )  # fmt: skip


def _described(data: PersonalData, dossier: Dossier, record: Record, action_label: Labels) -> tuple[str, str]:
    items = items_of(data, dossier, record)
    sources = dict.fromkeys(source_text(one.source, action_label) for one in items)
    lines = [f"{one.field.label}: {_value(data, record, one)}" for one in items]
    return "\n".join(lines), "\n".join(filter(None, sources))


def _value(data: PersonalData, record: Record, item: Item) -> str:
    if item.field.kind is Kind.REFERENCE:
        name = mentioned(data, record, item)
        return f"{name + ', ' if name else ''}{t('No.')} {item.value}"
    if record.type.name == "provenance" and item.field.name == "field":
        return journal_words.label_of("client", str(item.value))
    return _wording.shown(item.field, item.value, record.values.get("currency") or "")


def _past(data: PersonalData, action_label: Labels) -> Iterator[Table]:
    yield make_table(
        t("Merged records"), (t("Merged"), t("Stands now under")),
        ((f"{t('No.')} {gone}", f"{t('No.')} {now}") for gone, now in data.merged),
    )  # fmt: skip
    yield make_table(
        t("Who took it out"), (t("When"), t("Who"), t("Format")),
        ((_when(row), row["actor"], str(row["format"]).upper()) for row in data.exports), t("Nobody did."),
    )  # fmt: skip
    yield make_table(
        t("What happened"), (t("When and who"), t("Action"), t("Field"), t("Before"), t("After")),
        (_change(row, action_label) for row in data.history), t("Nothing is recorded."),
    )  # fmt: skip


def _change(row: Mapping[str, Any], action_label: Labels) -> tuple[str, ...]:
    label, before, after = journal_words.told(row)
    note = f"\n{row['note']}" if row["note"] else ""
    return (
        f"{_when(row)}\n{row['actor']}",
        f"{action_label(row['action'])}{note}",
        f"{label} {t('No.')} {row['id']}",
        before,
        after,
    )


def _when(row: Mapping[str, Any]) -> str:
    return wording.moment(row["made_at"].replace(tzinfo=UTC))
