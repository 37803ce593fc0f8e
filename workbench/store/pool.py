"""The records of one type with what tells them apart, as Arrow tables: what a search for duplicates works on."""

from typing import TYPE_CHECKING, Final

import duckdb

from workbench.model.fields import RecordType
from workbench.model.records import RECORD_TYPES
from workbench.model.rights import User
from workbench.store.access import visible
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pyarrow as pa

_FIELDS: Final = (
    "name", "is_person", "first_name", "last_name", "birthday", "ico", "dic", "legal_form", "bank_account", "data_box", "founded_on", "title_after",
)  # fmt: skip
HANGING: Final = {
    "address": (
        "record_id", "is_primary", "street", "house_number", "orientation_number", "part", "city", "postcode",
    ),
    "contact": ("record_id", "kind", "value"),
}  # fmt: skip
"""What hangs on a record and tells it apart, and the fields of it that do."""


def pool(connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType) -> "dict[str, pa.Table]":
    """The valid records of a type that the user sees, with their addresses, contacts and employers.

    Returns:
        ``main`` with id and the fields that tell records apart, ``address``, ``contact``, and for persons
        ``employment``.
    """
    main = quote(kind.name)
    fields = ", ".join(f"t.{quote(name)}" for name in _FIELDS if name in kind.by_name)
    seen = f"t.valid AND {visible(user, kind, 't')}"
    ids = f"SELECT t.id FROM db.{main} t WHERE {seen}"
    tables = {"main": connection.sql(f"SELECT t.id, {fields} FROM db.{main} t WHERE {seen}").to_arrow_table()}
    for name, columns in HANGING.items():
        listed = ", ".join(f"h.{quote(column)}" for column in columns)
        tables[name] = connection.sql(
            f"SELECT {listed} FROM db.{name} h WHERE h.record_type = {literal(kind.name)} AND h.record_id IN ({ids})"
        ).to_arrow_table()
    if kind.name == "person":
        employment = RECORD_TYPES["employment"]
        tables["employment"] = connection.sql(
            f"SELECT h.person_id, h.client_id FROM db.employment h WHERE h.person_id IN ({ids}) AND {visible(user, employment, 'h')}"
        ).to_arrow_table()
    return tables


def ids(connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType) -> "pa.Table":
    """The numbers of those records alone: id."""
    return connection.sql(
        f"SELECT t.id FROM db.{quote(kind.name)} t WHERE t.valid AND {visible(user, kind, 't')}"
    ).to_arrow_table()
