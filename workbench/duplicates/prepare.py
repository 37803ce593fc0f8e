"""Prepare: each record once, in a form in which what is equal looks equal.

The table ``rec`` has a row a record, numbered ``r`` from 0. Values that many pairs compare are whole numbers:
phones as they are dialled, e-mails and addresses by their hash. Beside a value stands how many firms have it.
"""

from collections.abc import Mapping
from typing import Any, Final

import duckdb
import numpy as np

from workbench.duplicates import _texts
from workbench.duplicates.addresses import read_addresses
from workbench.duplicates.arrays import shown
from workbench.duplicates.gathering import gather
from workbench.duplicates.taking import number_records, take
from workbench.duplicates.values import RANKED

_MAIN: Final = {
    "name": "VARCHAR", "is_person": "BOOLEAN", "first_name": "VARCHAR", "last_name": "VARCHAR", "birthday": "DATE",
    "ico": "VARCHAR", "dic": "VARCHAR", "legal_form": "VARCHAR", "bank_account": "VARCHAR", "data_box": "VARCHAR",
    "founded_on": "DATE",
}  # fmt: skip
_ADDRESS: Final = {
    "record_id": "BIGINT", "is_primary": "BOOLEAN", "street": "VARCHAR", "house_number": "VARCHAR",
    "orientation_number": "VARCHAR", "part": "VARCHAR", "city": "VARCHAR", "postcode": "VARCHAR",
}  # fmt: skip
_CONTACT: Final = {"record_id": "BIGINT", "kind": "VARCHAR", "value": "VARCHAR"}
_FOREIGN_FROM: Final = 100
"""From so many numbers on one can tell whether they have the check digit of an IČO."""
_OFTEN: Final = 20
_OFTEN_IF_VALID: Final = 200
_BEGINNINGS: Final = 4
"""A number that :data:`_OFTEN` records have, and of whose names no more than one in so many begins alike, is a filler; one that passes the check
digit may be that of a firm with many branches, and has to stand with more."""
_LINK: Final = {"person_id": "BIGINT", "client_id": "BIGINT"}


def prepare(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], *, persons: bool) -> int:
    """Make the table ``rec``.

    Args:
        connection: an in-memory database of one's own.
        tables: ``main`` (with ``id``), ``address``, ``contact`` and ``employment`` as DataFrames or Arrow tables;
            absent tables and columns count as empty.
        persons: the records are contact persons.

    Returns:
        how many company numbers were taken for fillers: so many names have them that they are nobody's.

    Raises:
        InputError: a table cannot be searched: an id is no whole number or not the only one, a column is there twice.
    """
    for name, columns in (
        ("main", {"id": "BIGINT", **_MAIN}),
        ("address", _ADDRESS),
        ("contact", _CONTACT),
        ("employment", _LINK),
    ):
        take(connection, name, tables.get(name), columns)
    number_records(connection)
    _names(connection, persons=persons)
    fillers = _empty_fillers(connection)
    read_addresses(connection)
    _employers(connection)
    count = int(connection.execute("SELECT count(*) FROM numbered").fetchall()[0][0])
    with shown(connection, "valued", r=np.arange(count, dtype=np.uint32), **gather(connection, count)):
        connection.execute(f"CREATE OR REPLACE TABLE rec AS {_RECORDS}")
    for name in ("main", "address", "contact", "employment"):
        connection.execute(f"DROP VIEW IF EXISTS given_{name}")
        connection.unregister(f"raw_{name}")
    for name in ("numbered", "attributes", "filler", "parsed_address", "main_address", "employed"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    return fillers


def _names(connection: duckdb.DuckDBPyConnection, *, persons: bool) -> None:
    """Table ``attributes``: the record's own fields, of which the name is the hardest."""
    person = "TRUE" if persons else "coalesce(is_person, FALSE)"
    given = "nullif(trim(concat_ws(' ', first_name, last_name)), '')"
    name = (
        f"coalesce({given}, name, '')"
        if persons
        else f"coalesce(nullif({_texts.trimmed('name')}, ''), {given}, '')"
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE attributes AS
        WITH spelled AS (
            SELECT r, id, birthday, legal_form, bank_account, data_box, founded_on, {person} AS person, {name} AS shown,
                   {_texts.plain("CASE WHEN person THEN split_part(shown, ' - ', 1) ELSE shown END")} AS plain,
                   {_texts.digits("ico")} AS ico_digits, TRY_CAST(regexp_extract(upper(dic), '^(?:CZ)? *([0-9]{{8}})$', 1) AS UINTEGER) AS in_dic
            FROM given_main JOIN numbered USING (id)
        ), whole AS (
            SELECT *, {_texts.spaced("plain")} AS whole FROM spelled
        ), ended AS (
            SELECT *, CASE WHEN person THEN '' ELSE {_texts.ending("whole", "plain")} END AS ending FROM whole
        ), cut AS (
            SELECT *, CASE WHEN person THEN {_texts.person("whole")} ELSE {_texts.company("whole", "ending")} END AS bare,
                   {_texts.ico_number("ico_digits")} AS own
            FROM ended
        ), split AS (
            SELECT *, string_split(bare, ' ') AS words, CASE WHEN own IS NULL THEN in_dic WHEN in_dic IS NULL OR {_texts.ico_is_valid("own")} THEN own ELSE in_dic END AS number
            FROM cut
        )
        SELECT r, id, person, shown, bare AS nm, array_to_string(list_sort(words), '') AS srt, words[1] AS w1, words[-1] AS wz, words,
               len(words)::UTINYINT AS wn, {_texts.numbers("bare")} AS dg,
               CASE WHEN person THEN 101 ELSE {_texts.form("ending", "legal_form")} END AS form,
               {_texts.ico("number")} AS ident, coalesce({_texts.ico_is_valid("number")}, FALSE) AS ident_valid, FALSE AS abroad, birthday, founded_on AS founded,
               nullif(regexp_replace(lower(bank_account), '[^0-9a-z/]', '', 'g'), '') AS account,
               nullif(lower(trim(data_box)), '') AS box
        FROM split
    """)
    filled, valid = connection.execute(
        "SELECT (SELECT count(*) FROM given_main WHERE length(trim(ico)) > 4), (SELECT count(*) FROM attributes WHERE ident_valid)"
    ).fetchall()[0]
    if filled >= _FOREIGN_FROM and valid < filled / 2:
        _foreign_numbers(connection)


def _foreign_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Where most numbers fail the check digit of an IČO, they are of another country: any of five signs and more counts."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE attributes AS
        SELECT n.* REPLACE (CASE WHEN length(code) >= 5 THEN code END AS ident, coalesce(length(code) >= 5, FALSE) AS ident_valid, TRUE AS abroad)
        FROM attributes n JOIN (SELECT id, regexp_replace(upper(ico), '[^0-9A-Z]', '', 'g') AS code FROM given_main) g USING (id)
    """)


def _empty_fillers(connection: duckdb.DuckDBPyConnection) -> int:
    """A number that many records have whose names begin in many ways was put where none was known; it says nothing of any of them.

    A firm that was entered often is different: whatever was mistyped, most of its names begin alike.

    Returns:
        how many such numbers there are.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE filler AS
        WITH often AS (SELECT ident FROM attributes WHERE ident IS NOT NULL GROUP BY ident HAVING count(*) >= CASE WHEN bool_and(ident_valid) THEN {_OFTEN_IF_VALID} ELSE {_OFTEN} END),
             beginning AS (SELECT ident, count(*) AS n FROM attributes SEMI JOIN often USING (ident) GROUP BY ident, left(nm, 4))
        SELECT ident FROM beginning GROUP BY ident HAVING max(n) * {_BEGINNINGS} <= sum(n)
    """)
    connection.execute(
        "UPDATE attributes SET ident = NULL, ident_valid = FALSE WHERE ident IN (SELECT ident FROM filler)"
    )
    return int(connection.execute("SELECT count(*) FROM filler").fetchall()[0][0])


def _employers(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE employed AS SELECT r, list(DISTINCT client_id ORDER BY client_id) AS employers "
        "FROM given_employment JOIN numbered ON numbered.id = person_id GROUP BY r"
    )


_COMPARED: Final = (
    "nm", "person", "form", "ident", "birthday", "founded", "account", "box", "street", "house", "entrance", "psc", "town", "host", "employers",
    *(f"CASE WHEN {name}s IS NULL THEN {name} END, list_transform({name}s, lambda one: one % {RANKED})" for name in ("phone", "mail", "place")),
)  # fmt: skip
"""What a comparison looks at: records equal in all of these look the same to it. How rare a value is, others decide."""

_RECORDS: Final = f"""
    SELECT *, hash({", ".join(_COMPARED)}) AS mark FROM (
        SELECT n.* EXCLUDE (words), v.* EXCLUDE (r, rare_at), n.words[v.rare_at] AS rare, s.* EXCLUDE (r), e.employers, left(n.srt, 4) AS head
        FROM attributes n JOIN valued v USING (r) LEFT JOIN main_address s USING (r) LEFT JOIN employed e USING (r)
    )
"""


def set_twins_aside(connection: duckdb.DuckDBPyConnection, limit: int) -> int:
    """Make table ``twin`` (r, first): records that look like an earlier one in all that is compared.

    Only where more than ``limit`` look alike; one of them then stands for all in blocking.

    Returns:
        how many records were set aside.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE twin AS
        SELECT rec.r, g.first FROM rec JOIN (SELECT mark, min(r) AS first FROM rec GROUP BY mark HAVING count(*) > {limit}) g USING (mark)
        WHERE rec.r <> g.first
    """)
    return int(connection.execute("SELECT count(*) FROM twin").fetchall()[0][0])
