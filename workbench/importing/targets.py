"""Where a column of a table can go: the targets, derived from the declarations of the model.

A target is written ``client.ico``, ``address.city``, ``address[billing].city``, ``address[billing]`` (a whole
address in one cell), ``address[branch 2].city`` (of a second address of that kind), ``contact.phone``, ``person.last_name``, ``person.name`` (the whole name in one cell),
``person.phone``, ``consent.title`` or ``ignore``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from workbench.errors import UnknownNameError
from workbench.model.choices import ADDRESS_KIND, CONTACT_KIND
from workbench.model.fields import Choice, Field, Kind, Label, RecordType, declare
from workbench.model.records import (
    ADDRESS,
    CLIENT,
    CONSENT,
    CONTACT,
    LOCK_FIELDS,
    PERSON,
    RECORD_TYPES,
)

IGNORE: Final = "ignore"
WHOLE_ADDRESS: Final = "whole"
"""The field name of ``address`` and ``address[kind]``."""
WHOLE_NAME: Final = "name"
"""The field name of ``person.name``."""

_MANY: Final = frozenset({"client.tags", "client.notice", "client.custom", IGNORE})
_LEFT_OUT: Final = frozenset(
    {"record_type", "record_id", "is_primary", "origin_lead_id", "original", *LOCK_FIELDS}
)
_NUMBERED: Final = re.compile(r"address\[(\w+) ([2-9])\](\.\w+)?")
"""The second to the ninth address of a kind."""
SEAT: Final = "seat"
"""The kind of which a client has one."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place that a column can fill.

    Attributes:
        name: its spelling, e.g. ``"address[billing].city"``.
        table: ``"client"``, ``"address"``, ``"contact"``, ``"person"``, ``"person_contact"``, ``"consent"``; empty for
            :data:`IGNORE`.
        field: the declaration of the field that it fills; for contacts the field is named after their kind.
        kind: kind of the address, ``None`` where the column does not say.
        many: whether several columns may go there.
        number: which of several addresses of the kind.
    """

    name: str
    table: str
    field: Field
    kind: str | None = None
    many: bool = False
    number: int = 1

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        if not self.table:
            return str(self.field.label)
        record = RECORD_TYPES["person" if self.table == "person_contact" else self.table]
        if self.table == "address" and self.kind:
            kind = str(_choice(ADDRESS.field("kind"), self.kind).label)
            kind = kind if self.number == 1 else f"{kind} {self.number}"
            return f"{record.label} ({kind}): {self.field.label}"
        return f"{record.label}: {self.field.label}"


def target(name: str) -> Target:
    """The target of this name.

    Raises:
        UnknownNameError: there is none; the message suggests the closest spelling.
    """
    found = targets().get(name)
    numbered = _NUMBERED.fullmatch(str(name))
    if numbered and numbered[1] != SEAT:
        first = targets().get(f"address[{numbered[1]}]{numbered[3] or ''}")
        found = first and replace(first, name=str(name), number=int(numbered[2]))
    if found is None:
        raise UnknownNameError.suggest("import target", str(name), targets())
    return found


@cache
def targets() -> Mapping[str, Target]:
    """All targets by name, but those of second and further addresses of a kind, which :func:`target` knows too."""
    found = [Target(IGNORE, "", declare(IGNORE, "nepřevzít", "leave out"), many=True)]
    found += _of(CLIENT, "client")
    for kind in (None, *ADDRESS_KIND):
        prefix = f"address[{kind}]" if kind else "address"
        found.append(Target(prefix, "address", declare(WHOLE_ADDRESS, "celá adresa", "whole address"), kind))
        found += [
            Target(f"{prefix}.{one.name}", "address", one, kind)
            for one in ADDRESS
            if one.name not in _LEFT_OUT and not (kind and one.name == "kind")
        ]
    found += _contacts("contact")
    found.append(
        Target("person.name", "person", declare(WHOLE_NAME, "Celé jméno", "Whole name", personal=True))
    )
    found += _of(PERSON, "person", leave_out={"external_id", "custom", "tags", "valid", "invalid_note"})
    found.append(Target("person.position", "person", RECORD_TYPES["employment"].field("position")))
    found += _contacts("person")
    found += _of(CONSENT, "consent")
    return MappingProxyType({one.name: one for one in found})


def _of(kind: RecordType, table: str, leave_out: set[str] | None = None) -> list[Target]:
    return [
        Target(f"{table}.{one.name}", table, one, many=f"{table}.{one.name}" in _MANY)
        for one in kind
        if one.name not in _LEFT_OUT | (leave_out or set()) and one.kind not in {Kind.REFERENCE, Kind.MOMENT}
    ]


def _contacts(prefix: str) -> list[Target]:
    table = "contact" if prefix == "contact" else "person_contact"
    value = CONTACT.field("value")
    return [
        Target(f"{prefix}.{kind}", table, Field(kind, Label(*labels), value.kind, personal=True), many=True)
        for kind, labels in CONTACT_KIND.items()
    ]


def _choice(field: Field, value: str) -> Choice:
    return next(one for one in field.choices if one.value == value)
