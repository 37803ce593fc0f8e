"""What happened to one record, from its journal: who, when, which field, before and after."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from typing import Any

from workbench.exporting._naming import display_name
from workbench.exporting._text import clean_line, clean_lines
from workbench.exporting.sheet import shortened
from workbench.locale import n
from workbench.model import journal_words, wording
from workbench.model.record import Dossier


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record: its label, and what it was and became, line by line."""

    label: str
    record: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set, as far as it concerns the record."""

    number: int
    when: str
    who: str
    action: str
    note: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The changes of one record, the newest first."""

    id: int
    type: str
    name: str
    short_name: str
    count: str
    entries: tuple[Entry, ...]


def make_report(
    dossier: Dossier, rows: Iterable[Mapping[Any, Any]], action_label: Callable[[str], str]
) -> Report:
    """The report of one record, in the language in use.

    Args:
        dossier: the record as it stands.
        rows: its journal as the store tells it to the user (change_set, made_at in UTC, actor, action, note,
            entity, id, operation, field, before, after), newest first.
        action_label: what people call an action.
    """
    entries = []
    for number, given in groupby(rows, key=lambda row: int(row["change_set"])):
        changed = list(given)
        first = changed[0]
        entries.append(
            Entry(
                number=number,
                when=wording.moment(first["made_at"].to_pydatetime().replace(tzinfo=UTC)),
                who=clean_line(first["actor"]),
                action=clean_line(action_label(str(first["action"]))),
                note=_said(first["note"]),
                changes=tuple(_change(row, dossier.id) for row in changed),
            )
        )
    name = display_name(dossier)
    return Report(
        id=dossier.id,
        type=str(dossier.record.type.label),
        name=name,
        short_name=shortened(name),
        count=n("{count} change", "{count} changes", len(entries)),
        entries=tuple(entries),
    )


def _change(row: Mapping[Any, Any], own: int) -> Change:
    label, before, after = journal_words.told(row)
    return Change(
        clean_line(label), "" if row["id"] == own else str(row["id"]), clean_lines(before), clean_lines(after)
    )


def _said(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""
