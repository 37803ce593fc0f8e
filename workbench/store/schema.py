"""The tables: one a record type, and the store's own."""

from collections.abc import Iterator
from typing import Final

from workbench.model.records import RECORD_TYPES
from workbench.store.columns import columns_of, quote
from workbench.store.search import entries

SCHEMA_VERSION: Final = 6
"""The number of the newest migration."""

OWN_TABLES: Final = {
    # One row: the next free id of any record, the schema version, the revision that panels poll.
    "meta": "schema_version INTEGER, next_id BIGINT, revision BIGINT, created_at TIMESTAMP",
    "user_account": "name VARCHAR, role VARCHAR, rights VARCHAR, created_at TIMESTAMP, created_by VARCHAR",
    "change_set": (
        "id BIGINT, operation VARCHAR, made_at TIMESTAMP, actor VARCHAR, action VARCHAR, options VARCHAR, code VARCHAR, "
        "note VARCHAR, undoes BIGINT, holds_values BOOLEAN"
    ),
    # ``op`` is insert, update or delete. Images hold the fields that changed; an insert needs none (its values
    # are what stands in the table, less what later images took away), a delete keeps the whole row as ``before``.
    "change": (
        "change_set BIGINT, entity VARCHAR, record_id BIGINT, op VARCHAR, step INTEGER, version INTEGER, before VARCHAR, after VARCHAR"
    ),
    "erasure": "record_type VARCHAR, record_id BIGINT, made_at TIMESTAMP, actor VARCHAR, change_set BIGINT",
    "export_log": "made_at TIMESTAMP, actor VARCHAR, format VARCHAR, record_type VARCHAR, record_ids BIGINT[], count BIGINT",
    # Who has which pair of clients or persons in hand while duplicates are reviewed, until when (UTC).
    "review_claim": "first_id BIGINT, second_id BIGINT, actor VARCHAR, session VARCHAR, until TIMESTAMP",
    "search_entry": entries.TABLE,
}
"""No primary keys and no indexes: ids rise, so zone maps find a row in a million as fast as an index does
(both 1.4 ms), the file is a third smaller, and updates of list columns stay in place (100k rows: 0.09 s
against 2.4 s). Uniqueness of ids is the journal's duty, which hands them out."""


def statements() -> Iterator[str]:
    """The SQL that makes an empty store in the attached catalogue ``db``."""
    for kind in RECORD_TYPES.values():
        columns = ", ".join(f"{quote(name)} {column}" for name, column in columns_of(kind).items())
        yield f"CREATE TABLE db.{quote(kind.name)} ({columns})"
    for table, columns in OWN_TABLES.items():
        yield f"CREATE TABLE db.{table} ({columns})"
    yield (f"INSERT INTO db.meta VALUES ({SCHEMA_VERSION}, 1, 0, (now() AT TIME ZONE 'UTC')::TIMESTAMP)")
