"""How a person reads a client, or a contact person: the fields of the declaration in groups, in the order of a card."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from workbench.model.fields import Field, Label, RecordType
from workbench.model.records import CLIENT, LOCK_FIELDS, PERSON_NAME


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together.

    Attributes:
        name: for programs.
        label: the heading.
        names: the fields, in order.
    """

    name: str
    label: Label
    names: tuple[str, ...]

    def fields(self, kind: RecordType = CLIENT) -> Iterator[Field]:
        """The declarations of the fields."""
        return (kind.field(name) for name in self.names)


CLIENT_GROUPS: Final = (
    Group(
        "identity", Label("Totožnost", "Identity"),
        ("name", "ico", "dic", "legal_form", "is_person", *(one.name for one in PERSON_NAME), "vat_payer", "data_box",
         "court_file", "founded_on", "ceased_on", "nace", "dic2"),
    ),
    Group(
        "trade", Label("Obchodní údaje", "Trade"),
        ("state", "role", "rating", "owner", "payment_term", "bank_account", "category", "contact_source", "employees",
         "turnover", "currency", "economic_activity", "classification1", "classification2", "classification3"),
    ),
    Group("notes", Label("Poznámka a štítky", "Note and tags"), ("notice", "tags", "do_not_contact", "custom")),
    Group("keeping", Label("Evidence", "Record keeping"), ("external_id", "security_level", "origin_lead_id")),
)  # fmt: skip
"""All fields of a client that a form shows; each stands in one group."""
PERSON_GROUPS: Final = (
    Group("identity", Label("Totožnost", "Identity"), (*(one.name for one in PERSON_NAME), "gender", "language", "category")),
    Group("notes", Label("Poznámka a štítky", "Note and tags"), ("notice", "tags", "do_not_contact", "custom")),
    Group("keeping", Label("Evidence", "Record keeping"), ("owner", "external_id", "security_level")),
)  # fmt: skip
"""The same of a contact person."""
GROUPS: Final[Mapping[str, tuple[Group, ...]]] = {"client": CLIENT_GROUPS, "person": PERSON_GROUPS}
"""Record type -> its groups."""
OWN_ACTIONS: Final = frozenset({"valid", "invalid_note", *LOCK_FIELDS})
"""Fields that no form shows, for actions of their own set them."""
OF_PERSONS: Final = frozenset(one.name for one in PERSON_NAME)
"""Fields that only natural persons have."""
