"""One record as values: what the store hands out and what exports, panels and rules read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workbench.model.fields import RecordType


@dataclass(frozen=True, slots=True)
class RowInfo:
    """Bookkeeping of a stored row; times are aware, in UTC."""

    version: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Record:
    """A stored row of any record type; fields are read as ``record["name"]`` or ``record.name``.

    Attributes:
        type: its declaration.
        id: unique among all records of all types of one file.
        values: field name -> value, all fields of the type, ``None`` where empty.
        info: version, when and by whom created and last changed.
    """

    type: RecordType
    id: int
    values: Mapping[str, Any]
    info: RowInfo

    def __getitem__(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        self.type.field(name)  # an unknown name is an error; a known one is merely empty
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except Exception as error:
            raise AttributeError(str(error)) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs, and names must not stay in them."""
        filled = sum(value not in (None, "", ()) for value in self.values.values())
        return f"<{self.type.name} {self.id}, version {self.info.version}: {filled} fields filled>"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One main record and all that hangs on it, as far as the user may see it.

    Attributes:
        record: the record itself.
        hanging: record type name -> the records of that type which hang on it or link to it:
            ``"address"``, ``"contact"``, ``"consent"``, ``"provenance"``, ``"employment"``, ``"relation"``,
            ``"activity"``, ``"attachment"``, and the main types ``"lead"``, ``"deal"``, ``"offer"``,
            ``"sales_order"``, ``"project"``; absent types have none.
        persons: the contact persons by id, each a dossier of its own (with addresses and contacts).
        names: names of the other records that are mentioned, by id (parents, owners of links).
    """

    record: Record
    hanging: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    persons: Mapping[int, "Dossier"] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The id of the main record."""
        return self.record.id

    @property
    def addresses(self) -> tuple[Record, ...]:
        """Addresses, the primary one first."""
        return self._primary_first("address")

    @property
    def contacts(self) -> tuple[Record, ...]:
        """Phones, e-mails, webs and networks, primary ones first."""
        return self._primary_first("contact")

    def all(self, record_type: str) -> tuple[Record, ...]:
        """The hanging records of this type."""
        return self.hanging.get(record_type, ())

    def _primary_first(self, record_type: str) -> tuple[Record, ...]:
        return tuple(sorted(self.all(record_type), key=lambda one: (not one["is_primary"], one.id)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    def __repr__(self) -> str:
        hanging = ", ".join(f"{len(rows)} {kind}" for kind, rows in self.hanging.items() if rows)
        return f"{self.record!r} with {hanging or 'nothing hanging on it'}"
