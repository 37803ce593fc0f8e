"""What a record is called on paper and in an address book."""

from collections.abc import Iterator
from contextlib import contextmanager

from workbench import locale
from workbench.errors import InputError
from workbench.exporting._text import clean_line
from workbench.model.fields import Field, Label
from workbench.model.record import Dossier, Record
from workbench.model.records import RECORD_TYPES

EXPORTABLE = ("client", "person", "lead")
"""Record types that have an identity and contacts of their own."""


def check_types(dossiers: tuple[Dossier, ...]) -> None:
    """Refuse what is no client, contact person or lead.

    Raises:
        InputError: there is nothing to export, or a record of another type.
    """
    if not dossiers:
        raise InputError("There is nothing to export. Choose at least one record.")
    for one in dossiers:
        if one.record.type.name not in EXPORTABLE:
            raise InputError(
                "Record {id} ({type}) has no card of its own. Export the client that it belongs to.",
                id=one.id,
                type=str(one.record.type.label),
            )


def is_organisation(record: Record) -> bool:
    """Whether the record is a client that is not a natural person."""
    return record.type.name == "client" and not record["is_person"]


def person_name(record: Record) -> str:
    """The name of a person with titles: “Ing. Jana Nováková, Ph.D.”; empty where there is none."""
    before = [clean_line(record[part]) for part in ("title_before", "first_name", "last_name")]
    name = " ".join(filter(None, before))
    after = clean_line(record["title_after"])
    return f"{name}, {after}" if name and after else name


def display_name(dossier: Dossier) -> str:
    """What the record is called; its type and id where it has no name. Never empty."""
    record = dossier.record
    own = clean_line(record["name"]) if "name" in record.type.by_name else ""
    return own or person_name(record) or f"{record.type.label} {record.id}"


def link_name(dossier: Dossier, link_id: int) -> str:
    """The name of another record that the dossier mentions; empty where it is unknown."""
    return clean_line(dossier.names.get(link_id))


def choice_label(field: Field, value: object) -> Label | None:
    """The label of a value of a closed list; ``None`` for a value that is not on the list."""
    return next((one.label for one in field.choices if one.value == value), None)


def kind_label(record: Record) -> str:
    """The kind of an address or contact in the language in use; the bare value where it is unknown."""
    field = RECORD_TYPES[record.type.name].field("kind")
    found = choice_label(field, record["kind"])
    return str(found) if found else clean_line(record["kind"])


@contextmanager
def speaking(language: str | None) -> Iterator[locale.Language]:
    """Give texts in another language inside a ``with`` block; ``None`` leaves it as it is.

    Raises:
        InputError: the language is not one of ours.
    """
    if language is not None and language not in locale.LANGUAGES:
        raise InputError(
            "There is no language “{language}” here. Choose one of: {known}.",
            language=language,
            known=", ".join(locale.LANGUAGES),
        )
    known = {str(one): one for one in locale.LANGUAGES}
    with locale.within(locale.current() if language is None else known[language]):
        yield locale.current()
