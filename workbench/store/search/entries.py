"""The entries of the clients in the file: their accent-free words, which take too long to be made at each start.

The table ``search_entry`` has a line for each client in order of the ids: the words of the name, all its other words, the
town of its primary address, and the change set that made it. It is derived from the records and can always be made anew.
"""

from typing import Final

import duckdb

from workbench.store.columns import folded

SOURCES: Final = ("client", "address", "contact")
"""Record types whose searchable fields make up a client's words."""

TABLE: Final = "id BIGINT, name_key VARCHAR, rest VARCHAR, city VARCHAR, revision BIGINT"

_DIGITS: Final = "regexp_replace({}, '[^0-9]', '', 'g')"
_WITHOUT_COUNTRY: Final = r"regexp_replace({}, '^(\+|00)42[01]', '')"


def reached(value: str) -> str:
    """SQL of what a contact is found by: a phone with and without its country, anything else as it is."""
    whole, local = _DIGITS.format(value), _DIGITS.format(_WITHOUT_COUNTRY.format(value))
    return f"CASE WHEN kind IN ('phone', 'mobile', 'fax') THEN concat_ws(' ', {whole}, nullif({local}, {whole})) ELSE {value} END"


def refresh(connection: duckdb.DuckDBPyConnection, ids: str, revision: int) -> None:
    """Bring the entries of these clients up to date, inside the transaction that changed them.

    Args:
        connection: in that transaction.
        ids: a query of client ids; those that are gone lose their entry.
        revision: the change set.
    """
    if not connection.execute(f"SELECT 1 FROM ({ids}) LIMIT 1").fetchall():
        return
    connection.execute(f"DELETE FROM db.search_entry WHERE id IN ({ids})")
    connection.execute(f"""
        INSERT INTO db.search_entry
        WITH mine AS (SELECT DISTINCT id FROM ({ids})),
        place AS (
            SELECT record_id AS id, string_agg(DISTINCT city, ' ') AS text, any_value(city) FILTER (is_primary) AS city
            FROM db.address WHERE record_type = 'client' AND record_id IN (SELECT id FROM mine) GROUP BY 1
        ),
        contact AS (
            SELECT record_id AS id, string_agg({reached("value")}, ' ') AS text
            FROM db.contact WHERE record_type = 'client' AND record_id IN (SELECT id FROM mine) GROUP BY 1
        )
        SELECT c.id, coalesce({folded("c.name")}, ''), {folded("concat_ws(' ', c.ico, c.dic, c.id::VARCHAR, place.text, contact.text)")},
               place.city, {int(revision)}
        FROM db.client c JOIN mine USING (id) LEFT JOIN place USING (id) LEFT JOIN contact USING (id) ORDER BY c.id
    """)


def rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table anew from the records."""
    connection.execute(f"CREATE OR REPLACE TABLE db.search_entry ({TABLE})")
    revision = connection.execute("SELECT revision FROM db.meta").fetchall()[0][0]
    refresh(connection, "SELECT id FROM db.client", int(revision))
