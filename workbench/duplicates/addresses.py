"""Addresses: each in parts, however it was written.

A whole address may stand in the field of the street ("Lipová 123/4a, Nusle, 140 00 Praha"). What is written there and in the fields of the part and
the town is read once a text, for many records have the same: a million addresses hold a hundred thousand of them.
"""

from typing import Final

import duckdb

from workbench.duplicates import _texts
from workbench.duplicates.statements import run

_MONTH: Final = "ledna|[uú]nora|b[rř]ezna|dubna|kv[eě]tna|m[aá]je|[cč]ervna|[cč]ervence|srpna|z[aá][rř][ií]|[rř][ií]jna|listopadu|prosince"
_COUNTED: Final = "dom[uů]|lip|bor[uů]|buk[uů]|dub[uů]|b[rř][ií]z|topol[uů]|smrk[uů]|k[rř][ií][zž][uů]|studn[ií]|kamen[uů]|mlyn[uů]|louk"
"""What streets count: U 5 domů, Na 3 loukách."""
_WORDS: Final = rf"(?:[0-9]{{1,2}}(?:\. ?\p{{L}}| (?:{_MONTH}|{_COUNTED}))|[^0-9])*"
"""The words of a street, of which some are numbers: nám. 28. října, 17 listopadu, Ke 3. mostu, U 5 domů."""
_BEFORE_NUMBER: Final = rf"(?i)^({_WORDS})[0-9]"
_FIRST_NUMBER: Final = rf"(?i)^{_WORDS}([0-9]+)"
_BEHIND_NUMBER: Final = r"^[0-9]+[A-Za-z]?,? +(\p{L}{3}.*)"
"""Where the number stands first: 12 High Street, 47 Horní Lhota."""
_NUMBER_OF: Final = r"(?:[cč]\. ?(?:p|ev|e|or|o|d)?\.?|[cč]p\.?|č|(?:ev|or)\. ?[cč]?\.?)"
"""What says that a house number follows: č. p., č. ev., ev. č."""
_MARK: Final = rf"(?i)(?:^|[ ,]){_NUMBER_OF} *$"
_LINE: Final = (
    rf"(?i)^[^,]*(?:, *(?:{_NUMBER_OF} *[0-9][^,]*|[0-9]{{1,4}}[a-z]?(?: */ *[0-9]{{1,4}}[a-z]?)? *(?:$|,)))?"
)
"""What stands before the first comma, and behind it what is nothing but a house number: Pražská, č.p. 12, Kladno."""
_TOWNS: Final = ("praha", "brno", "plzen", "ostrava", "liberec", "olomouc", "pardubice", "usti nad labem", "hradec kralove", "ceske budejovice")  # fmt: skip
"""Large towns, in which no house goes by a number alone; a short one is that of a part of them: Praha 5, Plzeň 3 - Bory."""
_LETTERED: Final = "[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"
"""Postcodes that are nothing without their letters: SW1A 1AA, K1A 0B1."""
_BARE: Final = 8
"""No postcode is longer, with the mark of its country: CZ-14000."""
_WITH_TOWN: Final = r"^[^0-9]*([0-9]{3} ?[0-9]{2})[ ,]+\p{L}"
"""A postcode before a town."""
_POSTCODE: Final = r", *([0-9]{3} ?[0-9]{2})\b"
_AFTER_POSTCODE: Final = "[0-9]{3} ?[0-9]{2} +([^0-9,]+)"
_BEHIND_SLASH: Final = (
    "CASE WHEN contains({0}, '/') THEN nullif(regexp_extract({0}, '[0-9][a-zA-Z]? */ *([0-9]+)', 1), '') END"
)


def _written() -> str:
    """A query of what is written in the fields of the street, the part and the town, each once, and of what that says: road, house, entrance, psc, town."""
    line = f"CASE WHEN contains(street, ',') THEN regexp_extract(street, '{_LINE}') ELSE street END"
    house = f"CASE WHEN road IN {_TOWNS} AND length(house) < 3 THEN NULL ELSE house END"
    before = f"trim(regexp_replace(regexp_extract(line, '{_BEFORE_NUMBER}', 1), '{_MARK}', ''))"
    road = f"CASE WHEN numbered THEN coalesce(nullif({before}, ''), regexp_extract(line, '{_BEHIND_NUMBER}', 1)) ELSE line END"
    town = f"CASE WHEN city = '' AND contains(street, ',') THEN regexp_extract(street, '{_AFTER_POSTCODE}', 1) ELSE city END"
    return f"""
        WITH texts AS (
            SELECT DISTINCT coalesce(street, '') AS street, coalesce(part, '') AS part, coalesce(city, '') AS city FROM given_address
        ), lines AS (
            SELECT *, {line} AS line, regexp_matches(line, '[0-9]') AND NOT regexp_full_match(line, '(?i){_WORDS}') AS numbered, {road} AS before FROM texts
        ), cut AS (
            SELECT street, part, city, line, {_texts.plain("coalesce(nullif(trim(before), ''), nullif(part, ''), city)")} AS road, {_texts.plain(town)} AS town,
                   CASE WHEN numbered THEN regexp_extract(line, '{_FIRST_NUMBER}', 1) END AS house,
                   CASE WHEN contains(street, ',') THEN replace(regexp_extract(street, '{_POSTCODE}', 1), ' ', '') END AS psc
            FROM lines
        )
        SELECT street, part, city, {_texts.spaced("road")} AS road, {house} AS house, {_BEHIND_SLASH.format("line")} AS entrance, psc,
               split_part({_texts.spaced("town")}, ' ', 1) AS town
        FROM cut
    """


_POSTCODE_OF_FIELD: Final = (
    "CASE WHEN regexp_full_match(postcode, '[0-9]{5}') THEN postcode "
    f"WHEN regexp_full_match(upper(trim(postcode)), '{_LETTERED}') THEN upper(replace(postcode, ' ', '')) "
    f"WHEN length(postcode) > {_BARE} AND regexp_matches(postcode, '{_WITH_TOWN}') THEN replace(regexp_extract(postcode, '{_WITH_TOWN}', 1), ' ', '') "
    f"ELSE {_texts.digits('postcode')} END"
)
_HOUSE: Final = f"coalesce({_texts.first_number('house_number')}, w.house)"
_ENTRANCE: Final = f"coalesce({_texts.first_number('orientation_number')}, {_BEHIND_SLASH.format('house_number')}, w.entrance)"
_PARSED: Final = f"""
    WITH given AS (
        SELECT r, is_primary, coalesce(street, '') AS street, coalesce(part, '') AS part, coalesce(city, '') AS city, house_number, orientation_number, postcode
        FROM given_address JOIN numbered ON numbered.id = record_id WHERE street IS NOT NULL OR city IS NOT NULL OR postcode IS NOT NULL
    ), apart AS (
        SELECT r, is_primary, nullif(w.road, '') AS street, nullif({_texts.without_zeros(_HOUSE)}, '') AS house, nullif({_texts.without_zeros(_ENTRANCE)}, '') AS entrance,
               nullif(coalesce(nullif({_POSTCODE_OF_FIELD}, ''), w.psc), '') AS psc, nullif(w.town, '') AS town
        FROM given JOIN ({_written()}) w USING (street, part, city)
    )
    SELECT *, CASE WHEN street IS NOT NULL AND house IS NOT NULL THEN hash(left(street, 5), house, coalesce(left(town, 4), left(psc, 3))) END AS place FROM apart
"""
_PARTS: Final = "street, house, entrance, psc, town"
_MAIN: Final = f"""
    WITH several AS (SELECT r FROM parsed_address GROUP BY r HAVING count(*) > 1)
    SELECT r, {_PARTS} FROM parsed_address ANTI JOIN several USING (r)
    UNION ALL SELECT r, unnest(main) FROM (
        SELECT r, arg_min(struct_pack({_PARTS}), (NOT coalesce(is_primary, FALSE), {_PARTS})) AS main FROM parsed_address SEMI JOIN several USING (r) GROUP BY r
    )
"""


def read_addresses(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables ``parsed_address``, a row an address, in parts and with the hash of all, and ``main_address``, of each record its primary address.

    Args:
        connection: where the table ``numbered`` (id, r) and the view ``given_address`` are.
    """
    run(connection, f"CREATE OR REPLACE TEMP TABLE parsed_address AS {_PARSED}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE main_address AS {_MAIN}")
