"""Prepared records: what is equal looks equal, in whatever order and form it was written."""

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients
from hypothesis import given
from hypothesis import strategies as st
from importing_tables import converted

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Settings, _texts
from workbench.duplicates.blocking import KEYS
from workbench.duplicates.comparing import _as_written, compare, unpack
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.found_by import RULES
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, VETOES
from workbench.duplicates.sharing import MOST_RULES
from workbench.model.identifiers import ico
from workbench.model.names import fold

IDS = ico_numbers(1, np.arange(3)).tolist()
_LETTERS = st.characters(min_codepoint=1, max_codepoint=0x24F) | st.sampled_from(".,&-á1")


def prepared(made: dict[str, pd.DataFrame], **more: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    return begin({**made, **more}, Settings(), persons=False, decisions=(), step=no_step).connection


def levels(connection: duckdb.DuckDBPyConnection, *pairs: tuple[int, int]) -> list[dict[str, int]]:
    """The levels of pairs of records, by comparison."""
    asked = pd.DataFrame([(*pair, 1) for pair in pairs], columns=["a", "b", "found_by"]).astype("uint32")
    connection.register("asked", asked)
    compare(connection, "asked", "answered")
    rows = connection.execute("SELECT pattern FROM answered ORDER BY a, b").fetchnumpy()["pattern"]
    found = unpack(np.asarray(rows, dtype=np.uint64))
    return [dict(zip(NAMES, row, strict=True)) for row in found.tolist()]


def contacts(*rows: tuple[int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["record_id", "kind", "value"])


def test_rules_have_a_bit_each() -> None:
    assert set(KEYS) == set(RULES)
    assert len(RULES) <= MOST_RULES


@pytest.mark.parametrize(
    ("text", "found"),
    [("602 123 456", "602123456"), ("+420602123456", "420602123456"), ("602.123456", "602123456"), ("1e5", "15"), ("27082440.0", "27082440"),
     ("602.123.000", "602123000"), ("", ""), ("x", ""), ("1+2", "12"), (None, None)],
)  # fmt: skip
def test_of_a_number_only_its_digits_are_left(text: str | None, found: str | None) -> None:
    assert duckdb.execute(
        f"SELECT {_texts.digits('t')} FROM (SELECT $1::VARCHAR AS t)", [text]
    ).fetchall() == [(found,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [("+420 731 010 638 kl. 12", 731010638), ("485010638 l.5", 485010638), ("731010638 linka 204", 731010638), ("731 010 638, 602 123 456", 731010638),
     ("+420731010638; +420602123456", 731010638), ("731010638 / 602123456", 731010638), ("0602/123456", 602123456), ("02/24123456", 224123456),
     ("(+420) 602 123 456", 602123456), ("602,123,456", 602123456), ("+420 602 123 456 (p. Malý)", 602123456), ("602123456.0", 602123456),
     ("+420 777 123 456, 222 333 444", 777123456), ("777 123 456; 222 333 444; 602 123 456", 777123456), ("777 123 456 222 333 444", 777123456), ("777123456/222333444", 777123456),
     ("00420 777 123 456", 777123456), ("777 123 456 nebo 222 333 444", 777123456), ("777123456 a 222333444", 777123456), ("+420 777 123 456\n+420 222 333 444", 777123456), ("222 333 444-6", 222333444),
     ("+420777123456 +420222333444", 777123456), ("kl. 12", None), ("x", None)],
)  # fmt: skip
def test_of_two_phones_in_one_field_the_first_counts_and_no_extension(text: str, found: int | None) -> None:
    asked = f"SELECT {_texts.phone('t')} FROM (SELECT $1::VARCHAR AS t)"
    assert duckdb.execute(asked, [text]).fetchall() == [(found,)]


def test_of_several_phones_in_a_cell_of_a_file_each_brings_clients_together() -> None:
    rows: list[list[str | None]] = [["Alfa", cell] for cell in ("+420 777 123 456, 222 333 444", "222 333 444", "777123456")]  # fmt: skip
    kept = converted(["Název", "Telefon"], *rows).rows["contact"]
    told = [(row - 1, kind, value) for row, kind, value in zip(kept["row"], kept["kind"], kept["value"], strict=True)]  # fmt: skip
    made = prepared(clients({"name": "Alfa"}, {"name": "Beta"}, {"name": "Gama"}), contact=contacts(*told))
    assert [one["phone"] > 1 for one in levels(made, (0, 1), (0, 2), (1, 2))] == [True, True, False]


def test_what_stands_behind_a_legal_form_is_no_part_of_the_name() -> None:
    known = {
        "Alfa Servis, s.r.o. - prodejna Kladno": ("alfa servis", 112), "Alfa Servis spol. s r.o., Jan Novák": ("alfa servis", 112),
        "ALFA SERVIS AKCIOVÁ SPOLEČNOST (nový)": ("alfa servis", 121), "Alfa Servis a.s. NEPOUŽÍVAT": ("alfa servis", 121),
        "Alfa a, s.r.o.": ("alfa a", 112), "Alfa s.r.o. v likvidaci": ("alfa", 112), "Kavárna a s láskou, s.r.o.": ("kavarna a s laskou", 112),
        "Rybářský svaz, z. s., místní organizace Kladno": ("rybarsky svaz mistni organizace kladno", None), "Rybářský svaz, z. s.": ("rybarsky svaz", 706),
        "Novák a syn": ("novak a syn", None), "Dům a sad Kladno": ("dum a sad kladno", None), "Akciová společnost Alfa": ("akciova spolecnost alfa", None),
        "Alfa s.r.o., odštěpný závod": ("alfa odstepny zavod", None), "Alfa a.s. - odštěpný závod Brno": ("alfa odstepny zavod brno", None), "Alfa, odštěpný závod": ("alfa odstepny zavod", None),
    }  # fmt: skip
    rec = prepared(clients(*({"name": one} for one in known)))
    found = rec.execute("SELECT nm, form FROM rec ORDER BY r").fetchall()
    assert dict(zip(known, found, strict=True)) == known


@pytest.mark.parametrize(
    ("written", "found"),
    [("1234567", None), ("12345678", None), ("00000000", None), ("11111111", None), ("0091234567", "91234567"), ("9123456", "09123456"),
     ("912 34 567", "91234567"), ("91234567.0", "91234567"), ("1191234567", None), ("12345", None), ("", None)],
)  # fmt: skip
def test_an_ico_is_read_as_it_was_meant_and_what_fills_a_field_is_none(
    written: str, found: str | None
) -> None:
    rec = prepared(clients({"name": "Alfa", "ico": written}))
    assert rec.execute("SELECT ident FROM rec").fetchall() == [(found,)]


LINES: dict[str, tuple[str | None, ...]] = {
    "Lipová 12": ("lipova", "12", None), "Lipová 12/4": ("lipova", "12", "4"), "28. října 12": ("28 rijna", "12", None), "9. května 2417/5a": ("9 kvetna", "2417", "5"),
    "28. října": ("28 rijna", None, None), "1.máje 5": ("1 maje", "5", None), "č.p. 47": ("kladno", "47", None), "č. 47": ("kladno", "47", None),
    "C.P. 47": ("kladno", "47", None), "47": ("kladno", "47", None), "Lipová č. 12": ("lipova", "12", None), "Lipová": ("lipova", None, None), "": ("kladno", None, None),
    "Lipová 123/4a, Nusle, 140 00 Praha": ("lipova", "123", "4"), "Nám. 28. října 3/1": ("nam 28 rijna", "3", "1"), "tř. 17. listopadu": ("tr 17 listopadu", None, None),
    "17 listopadu 5": ("17 listopadu", "5", None), "Ke 3. mostu 5": ("ke 3 mostu", "5", None), "Lipová 12.": ("lipova", "12", None), "28. října č.p. 47": ("28 rijna", "47", None),
    "Lipová ev. č. 12": ("lipova", "12", None), "ev. č. 12": ("kladno", "12", None), "Lhota č 7": ("lhota", "7", None), "12 High Street": ("high street", "12", None),
    "K. H. Máchy 12/4": ("k h machy", "12", "4"), "Karla IV. 12": ("karla iv", "12", None), "12/4": ("kladno", "12", "4"),
    "U 5 domů 7": ("u 5 domu", "7", None), "Na 3 loukách": ("na 3 loukach", None, None), "U 5": ("u", "5", None), "Lipová 12 byt 5": ("lipova", "12", None), "Lipová 5 bytů": ("lipova", "5", None),
    "Praha 5": ("praha", None, None), "PRAHA 10 - Strašnice": ("praha", None, None), "Plzeň 3, Bory": ("plzen", None, None), "Pražská 5": ("prazska", "5", None), "Praha 512": ("praha", "512", None),
    "Pražská, č.p. 12": ("prazska", "12", None), "Pražská, č. p. 12/4, Kladno": ("prazska", "12", "4"), "Pražská, 12": ("prazska", "12", None), "Pražská, 12a/4, Kladno": ("prazska", "12", "4"),
    "Lipová, 140 00 Praha": ("lipova", None, None), "Pražská 5, č.p. 12": ("prazska", "5", None), "Pražská, Kladno 12": ("prazska", None, None),
}  # fmt: skip
FIELDS: dict[tuple[str | None, str | None, str | None], tuple[str | None, ...]] = {
    ("123/4a", None, "140 00"): ("123", "4", "14000"), ("123/4", "", "CZ-14000"): ("123", "4", "14000"), ("12-14", None, "14000.0"): ("12", None, "14000"),
    ("12a", "4b", "SW1A 1AA"): ("12", "4", "SW1A1AA"), ("č.p. 12", None, "n1 1xx"): ("12", None, "N11XX"), ("12.0", "4.0", "D-80331"): ("12", "4", "80331"),
    ("1", None, "140 00 Praha 4"): ("1", None, "14000"), ("2", None, "14000, Praha"): ("2", None, "14000"), ("3", None, "CZ - 140 00 Praha"): ("3", None, "14000"), ("4", None, "00-950 Warszawa"): ("4", None, "00950"),
    ("", "", ""): (None, None, None), (None, None, None): (None, None, None),
}  # fmt: skip
"""House number, orientation number and postcode as they are written -> as they are read."""


def main_addresses(column: str, rows: pd.DataFrame) -> list[tuple[str | None, ...]]:
    """What is read of the addresses of as many clients."""
    made = clients(*[{"name": "Alfa"}] * len(rows))
    address = rows.assign(record_id=range(1, len(rows) + 1), is_primary=True)
    return prepared(made, address=address).execute(f"SELECT {column} FROM rec ORDER BY r").fetchall()


def test_a_line_of_an_address_is_taken_apart() -> None:
    for empty in (None, ""):
        rows = pd.DataFrame({"street": [*LINES], "city": "Kladno", "house_number": empty})
        found = main_addresses("street, house, entrance", rows)
        assert dict(zip(LINES, found, strict=True)) == LINES


def test_of_two_numbers_in_one_field_each_is_read_for_itself_and_postcodes_keep_letters_they_need() -> None:
    rows = pd.DataFrame([*FIELDS], columns=["house_number", "orientation_number", "postcode"])
    found = main_addresses("house, entrance, psc", rows.assign(street="Lipová"))
    assert dict(zip(FIELDS, found, strict=True)) == FIELDS


@given(st.lists(st.text(_LETTERS) | st.text(" .,a"), min_size=1, max_size=200))
def test_a_text_is_folded_as_everywhere_else(texts: list[str]) -> None:
    rows = duckdb.execute(
        f"SELECT {_texts.folded('t')}, {_texts.trimmed('t')} FROM (SELECT unnest($1::VARCHAR[]) AS t)",
        [texts],
    ).fetchall()
    assert rows == [(fold(text), text.strip(" ")) for text in texts]


def test_names_of_letters_that_czech_keyboards_lack_are_read_as_they_are_typed_without_them() -> None:
    spelled = {
        "Władysław Großmann": "Wladyslaw Grossmann", "BJØRN STRAẞ": "bjorn strass", "Đorđe Iğdır": "Dorde Igdir", "Þórður Ægisson": "Thordur Aegisson",
        "Jan Weiß st., Brno": "Jan Weiss st., Brno", "Œuvre & Łódź, s.r.o.": "Oeuvre a Lodz s.r.o.",
    }  # fmt: skip
    made = clients(*({"name": one.replace(" & ", " a "), "is_person": "s.r.o." not in one} for pair in spelled.items() for one in pair))  # fmt: skip
    found = prepared(made).execute("SELECT nm, generation FROM rec ORDER BY r").fetchall()
    assert found[::2] == found[1::2]
    assert [name for name, _ in found[::2]][:2] == ["wladyslaw grossmann", "bjorn strass"]
    assert found[8][1] == "st"
    streets = pd.DataFrame({"street": ["Hauptstraße 5", "Hauptstrasse 5"], "city": ["Płock", "Plock"]})
    one, other = main_addresses("street, town, house", streets)
    assert one == other == ("hauptstrasse", "plock", "5")


@given(st.lists(st.integers(0, 99_999_999), min_size=1, max_size=200))
def test_an_ico_is_valid_as_everywhere_else(numbers: list[int]) -> None:
    written = [f"{number:08}" for number in [*numbers, *(int(one) for one in IDS)]]
    rows = duckdb.execute(
        f"SELECT {_texts.ico_is_valid('n')} FROM (SELECT unnest($1::VARCHAR[])::UINTEGER AS n)", [written]
    ).fetchall()
    assert rows == [(ico.is_valid(one),) for one in written]


def test_which_of_two_main_addresses_counts_does_not_hang_on_their_order() -> None:
    made = clients({"name": "Alfa"})
    rows = pd.DataFrame({"record_id": [1, 1], "is_primary": [True, True], "street": ["Dlouhá", "Dlouhá"], "house_number": ["2", "1"], "city": ["Brno", "Brno"]})  # fmt: skip
    query = "SELECT house, mark FROM rec"
    ways = [prepared(made, address=one).execute(query).fetchall() for one in (rows, rows[::-1])]
    assert ways[0] == ways[1]


@pytest.mark.parametrize("value", ["@alfa.example", "-@alfa.example", "...@alfa.example"])
def test_a_mailbox_without_a_name_bears_nobodys_name(value: str) -> None:
    made = clients({"name": "Alfa"}, {"name": ""}, {"name": "Beta"})
    found = prepared(made, contact=contacts((1, "email", value), (3, "email", value.replace("alfa", "-"))))
    assert found.execute("SELECT mailbox FROM rec").fetchall() == [(None,)] * 3
    assert [one["bears_name"] for one in levels(found, (0, 1), (1, 2))] != [2, 2]


def test_how_common_names_are_does_not_tell_whether_numbers_agree() -> None:
    same, other = (
        clients({"name": "Alfa", "ico": IDS[0]}, {"name": "Beta", "ico": number}) for number in IDS[:2]
    )
    found = [levels(prepared(made), (0, 1))[0]["name_common"] for made in (same, other)]
    assert found[0] == found[1]


@pytest.mark.parametrize(("common", "level"), [(1, 6), (30, 3)])
def test_a_shared_phone_is_as_rare_as_that_phone_whatever_others_there_are(common: int, level: int) -> None:
    """Two clients of one accountant, each of whom also has a phone of their own."""
    made = clients({"name": "Alfa"}, {"name": "Beta"}, *({"name": f"Klient {at}"} for at in range(common)))
    told = [
        (one, "phone", phone)
        for one, phone in ((1, "602000001"), (2, "602000002"), (1, "603000003"), (2, "603000003"))
    ]
    told += [(3 + at, "phone", "603000003") for at in range(common if common > 1 else 0)]
    assert levels(prepared(made, contact=contacts(*told)), (0, 1))[0]["phone"] == level


def test_many_pairs_of_few_records_are_compared_as_few_are(searched: Any) -> None:
    connection = searched.connection
    rows = connection.execute("SELECT a, b FROM scored ORDER BY a, b LIMIT 300").fetchall()
    expected = [levels(connection, pair)[0] for pair in rows[:5]]
    with _as_written(connection, only=True):
        assert levels(connection, *rows)[:5] == expected
    assert connection.execute("SELECT current_setting('disabled_optimizers')").fetchall() == [("",)]


@pytest.mark.parametrize(
    ("ico", "dic", "number", "disputed"),
    [
        (IDS[0], f"CZ{IDS[0]}", IDS[0], False),
        (IDS[0], f"CZ{IDS[1]}", IDS[0], True),  # which of the two is its own nobody knows
        (IDS[0], "CZ90000000", IDS[0], False),  # only one of them passes its check digit
        ("90000000", f"CZ{IDS[1]}", IDS[1], False),
        (None, f"CZ{IDS[1]}", IDS[1], False),
        (IDS[0], f"CZ6{IDS[1]}", IDS[0], False),  # of a group for the tax, or of a person
        (IDS[0], None, IDS[0], False),
    ],
)
def test_an_ico_is_disputed_where_the_dic_holds_another_valid_one(
    ico: str | None, dic: str | None, number: str, disputed: bool
) -> None:
    made = {"main": pd.DataFrame({"id": [1], "name": ["Alfa"], "ico": [ico], "dic": [dic]})}
    found = prepared(made).execute("SELECT ident, ident_valid, disputed FROM rec").fetchall()
    assert found == [(number, True, disputed)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_disputed_ico_labels_nothing_whichever_record_comes_first(order: tuple[int, int]) -> None:
    made = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "name": ["Alfa"] * 3,
            "ico": [IDS[0], IDS[0], IDS[1]],
            "dic": [None, f"CZ{IDS[2]}", None],
        }
    )
    rows = made.iloc[[*order, 2]].assign(id=[1, 2, 3])
    first, second = levels(prepared({"main": rows}), (0, 1), (order[1], 2))
    assert IDENTIFIERS["ident"] == (6, 1)
    assert (first["ident"], second["ident"]) == (5, 2), "neither the same nor another's, and yet forbidden"
    assert 2 in VETOES["ident"]


def test_a_record_is_marked_as_changed_when_its_number_becomes_valid_by_what_others_came() -> None:
    """Of too few numbers nobody can tell whether they are of another country; of more one can, and then all of them count."""
    firms = [{"name": f"Závod {at}", "ico": str(20_000_000 + at)} for at in range(150)]
    few, many = (
        dict(connection.execute("SELECT id, (ident, ident_valid, mark) FROM rec").fetchall())
        for connection in (prepared(clients(*firms[:90])), prepared(clients(*firms)))
    )
    became = {one for one, (_, valid, _) in few.items() if many[one][1] and not valid}
    assert 0 < len(became) < len(few)
    assert all(few[one][0] == many[one][0] for one in few)
    assert {one for one, (*_, mark) in few.items() if many[one][2] != mark} == became
