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
from workbench.duplicates.fillers import empty_fillers
from workbench.duplicates.gathering import gather
from workbench.duplicates.statements import run
from workbench.duplicates.taking import number_records, take
from workbench.duplicates.values import RANKED

_MAIN: Final = {
    "name": "VARCHAR", "is_person": "BOOLEAN", "first_name": "VARCHAR", "last_name": "VARCHAR", "birthday": "DATE",
    "ico": "VARCHAR", "dic": "VARCHAR", "legal_form": "VARCHAR", "bank_account": "VARCHAR", "data_box": "VARCHAR",
    "founded_on": "DATE", "title_after": "VARCHAR",
}  # fmt: skip
_ADDRESS: Final = {
    "record_id": "BIGINT", "is_primary": "BOOLEAN", "street": "VARCHAR", "house_number": "VARCHAR",
    "orientation_number": "VARCHAR", "part": "VARCHAR", "city": "VARCHAR", "postcode": "VARCHAR",
}  # fmt: skip
_CONTACT: Final = {"record_id": "BIGINT", "kind": "VARCHAR", "value": "VARCHAR"}
_FOREIGN_FROM: Final = 100
"""From so many numbers on one can tell whether they have the check digit of an IČO."""
_LONGEST_NAME: Final = 500
"""Longer ones are cut when they are compared, so that no pair takes seconds; what is left has no more than 250 words, and a byte counts them."""
_BOX: Final = 7
"""Signs of the identifier of a data box; "nemá" is none."""
_NO_DAY: Final = ", ".join(
    f"DATE '{day}'" for day in ("0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01")
)
"""Dates that stand where none is known: the first day of a calendar, and the zero of spreadsheets."""
_LINK: Final = {"person_id": "BIGINT", "client_id": "BIGINT"}


def prepare(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Any], *, persons: bool) -> int:
    """Make the table ``rec``.

    Args:
        connection: an in-memory database of one's own.
        tables: ``main`` (with ``id``), ``address``, ``contact`` and ``employment`` as DataFrames or Arrow tables;
            absent tables and columns count as empty.
        persons: the records are contact persons.

    Returns:
        how many numbers, data boxes, accounts and dates were taken for fillers; see :mod:`workbench.duplicates.fillers`.

    Raises:
        InputError: a table cannot be searched: an id is no whole number from 0 on or not the only one, a column is there twice.
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
    fillers = empty_fillers(connection)
    read_addresses(connection)
    _employers(connection)
    count = int(connection.execute("SELECT count(*) FROM numbered").fetchall()[0][0])
    with shown(connection, "valued", r=np.arange(count, dtype=np.uint32), **gather(connection, count)):
        connection.execute(f"CREATE OR REPLACE TABLE rec AS {_RECORDS}")
    for name in ("main", "address", "contact", "employment"):
        connection.execute(f"DROP VIEW IF EXISTS given_{name}")
        connection.unregister(f"raw_{name}")
    for name in ("numbered", "attributes", "parsed_address", "main_address", "employed"):
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
    # of a record that holds two valid IČO nobody knows which is its own
    disputed = f"CASE WHEN number <> in_dic THEN {_texts.ico_is_valid('in_dic')} ELSE FALSE END"
    names = f"""
        CREATE OR REPLACE TEMP TABLE attributes AS
        WITH spelled AS (
            SELECT r, id, {_day("birthday")} AS birthday, {_day("founded_on")} AS founded, legal_form, lower(trim(data_box)) AS box, {person} AS person, {name} AS shown, {_texts.folded("title_after")} AS title,
                   {_texts.plain("CASE WHEN person THEN split_part(shown, ' - ', 1) ELSE shown END")} AS plain,
                   regexp_replace(lower(bank_account), '[^0-9a-z/]', '', 'g') AS account,
                   {_texts.digits("ico")} AS ico_digits, regexp_extract(upper(dic), '^(?:CZ)? *([0-9]{{8}})$', 1) AS dic_digits
            FROM given_main JOIN numbered USING (id)
        ), whole AS (
            SELECT *, {_texts.spaced("plain")} AS whole, CASE WHEN person THEN {_texts.generation("whole", "plain", "title")} END AS generation FROM spelled
        ), ended AS (
            SELECT *, CASE WHEN person THEN '' ELSE {_texts.ending("whole", "plain")} END AS ending FROM whole
        ), cut AS (
            SELECT *, CASE WHEN person THEN {_texts.person("whole", "generation")} ELSE {_texts.company("whole", "ending")} END AS uncut,
                   {_texts.ico_number("ico_digits")} AS own, {_texts.ico_number("dic_digits")} AS in_dic
            FROM ended
        ), named AS (
            SELECT *, CASE WHEN strlen(uncut) > {_LONGEST_NAME} THEN rtrim(left(uncut, {_LONGEST_NAME})) ELSE uncut END AS bare FROM cut
        ), split AS (
            SELECT *, string_split(bare, ' ') AS words, CASE WHEN own IS NULL THEN in_dic WHEN in_dic IS NULL OR {_texts.ico_is_valid("own")} THEN own ELSE in_dic END AS number
            FROM named
        )
        SELECT r, id, person, shown, bare AS nm, array_to_string(list_sort(words), '') AS srt, words[1] AS w1, words[-1] AS wz, words,
               len(words)::UTINYINT AS wn, {_texts.numbers("bare")} AS dg,
               CASE WHEN person THEN 101 ELSE {_texts.form("ending", "legal_form")} END AS form,
               {_texts.ico("number")} AS ident, coalesce({_texts.ico_is_valid("number")}, FALSE) AS ident_valid, ({disputed}) AS disputed, FALSE AS abroad, birthday, founded, generation,
               CASE WHEN ltrim(account, '0/') <> '' THEN account END AS account, CASE WHEN length(box) = {_BOX} THEN box END AS box
        FROM split
    """
    run(connection, names)
    if _are_foreign(connection):
        _foreign_numbers(connection)


def _day(column: str) -> str:
    """A date; NULL for one that stands for none."""
    return f"CASE WHEN {column} NOT IN ({_NO_DAY}) THEN {column} END"


def _are_foreign(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether most numbers fail the check digit of an IČO.

    Different ones count, for a filler is one number however many records have it; in most bases it suffices to count the records.
    """
    filled = "FROM given_main WHERE length(trim(ico)) > 4"
    for each in ("", "DISTINCT "):
        numbers, valid = connection.execute(
            f"SELECT (SELECT count({each}trim(ico)) {filled}), (SELECT count({each}ident) FROM attributes WHERE ident_valid)"
        ).fetchall()[0]
        if numbers < _FOREIGN_FROM or valid >= numbers / 2:
            return False
    return True


def _foreign_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Where most numbers fail the check digit of an IČO, they are of another country: any of five signs and more counts that is no filler."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE attributes AS
        SELECT n.* REPLACE (code AS ident, code IS NOT NULL AS ident_valid, FALSE AS disputed, TRUE AS abroad)
        FROM attributes n JOIN (
            SELECT id, regexp_replace(upper(ico), '[^0-9A-Z]', '', 'g') AS signs, CASE WHEN {_texts.is_number("signs")} THEN signs END AS code FROM given_main
        ) g USING (id)
    """)


def _employers(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE employed AS SELECT r, list(DISTINCT client_id ORDER BY client_id) AS employers "
        "FROM given_employment JOIN numbered ON numbered.id = person_id GROUP BY r"
    )


_COMPARED: Final = (
    "nm", "person", "form", "ident", "ident_valid", "disputed", "birthday", "generation", "founded", "account", "box", "street", "house", "entrance", "psc", "town", "host", "employers",
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
