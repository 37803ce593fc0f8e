"""Clients as one flat table, and the register of exports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import quote

if TYPE_CHECKING:
    import pandas as pd


def clients(connection: duckdb.DuckDBPyConnection, user: User, ids: Sequence[int]) -> "pd.DataFrame":
    """The visible ones of these clients, in the order of the ids.

    Returns:
        columns id, all fields of a client, street, city, postcode of the primary address, phone, email, web.
    """
    listed, ordered = ids_list(ids), f"'{[int(one) for one in ids]}'::BIGINT[]"
    fields = ", ".join(f"t.{quote(one.name)}" for one in CLIENT)
    contacts = ", ".join(
        f"string_agg(value, ', ' ORDER BY is_primary DESC, id) FILTER (kind IN ({kinds})) AS {name}"
        for name, kinds in (("phone", "'phone', 'mobile'"), ("email", "'email'"), ("web", "'web'"))
    )
    return connection.execute(f"""
        SELECT t.id, {fields}, concat_ws(' ', a.street, concat_ws('/', a.house_number, a.orientation_number || coalesce(a.orientation_letter, ''))) AS street,
               a.city, a.postcode, c.phone, c.email, c.web
        FROM db.client t
        JOIN (SELECT unnest({ordered}) AS id, generate_subscripts({ordered}, 1) AS place) w ON w.id = t.id
        LEFT JOIN (SELECT * FROM db.address WHERE record_type = 'client' AND is_primary AND record_id IN ({listed})) a ON a.record_id = t.id
        LEFT JOIN (
            SELECT record_id, {contacts} FROM db.contact WHERE record_type = 'client' AND record_id IN ({listed}) GROUP BY 1
        ) c ON c.record_id = t.id
        WHERE {visible(user, CLIENT, "t")} ORDER BY w.place
    """).df()


def record_export(
    connection: duckdb.DuckDBPyConnection, actor: str, file_format: str, entity: str, ids: Sequence[int]
) -> None:
    """Note an export."""
    connection.execute(
        "INSERT INTO db.export_log VALUES ((now() AT TIME ZONE 'UTC')::TIMESTAMP, ?, ?, ?, ?, ?)",
        [actor, file_format, entity, list(ids), len(ids)],
    )


def exports(connection: duckdb.DuckDBPyConnection, actor: str | None = None) -> "pd.DataFrame":
    """The register of exports, newest first; of one account, where it is given."""
    return connection.execute(
        "SELECT made_at, actor, format, record_type, count, record_ids FROM db.export_log WHERE actor = coalesce(?, actor) ORDER BY made_at DESC",
        [actor],
    ).df()
