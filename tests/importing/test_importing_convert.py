from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError, UnknownNameError
from workbench.importing import (
    Converted,
    ImportReport,
    Mapping,
    Outcome,
    RawTable,
    convert,
    read_table,
    suggest_mapping,
    targets,
)
from workbench.importing.cleaning import Result
from workbench.importing.columnwise import read_column
from workbench.importing.composer import Composer, of_address
from workbench.importing.scalars import currency_of, read_amount, read_date, read_flag, read_integer
from workbench.importing.table import build
from workbench.model.addresses import compose
from workbench.model.identifiers import ico


def table(headers: list[str], *rows: list[str | None]) -> RawTable:
    return build(Path("x.csv"), rows, range(2, len(rows) + 2), headers, first_row=2)


def converted(headers: list[str], *rows: list[str | None], **changes: str) -> Converted:
    raw = table(headers, *rows)
    mapping = suggest_mapping(raw.columns, raw.frame)
    for column, target in changes.items():
        mapping.set(column, target)
    return convert(raw, mapping)


def codes(result: Converted, row: int | None = None) -> set[tuple[str, str]]:
    found = result.findings if row is None else result.findings[result.findings["row"] == row]
    return set(zip(found["severity"], found["code"], strict=True))


def only(frame: pd.DataFrame, *fields: str) -> list[Any]:
    assert len(frame) == 1
    return [frame.iloc[0][field] for field in fields]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("obchodni_jmeno", "client.name"),
        ("IČ", "client.ico"),
        ("PRÁVNÍ FORMA", "client.legal_form"),
        ("Company name", "client.name"),
        ("VAT number", "client.dic"),
        ("Fakturační adresa - město", "address[billing].city"),
        ("Dodací PSČ", "address[delivery].postcode"),
        ("Sídlo", "address[seat]"),
        ("ZIP", "address.postcode"),
        ("Telefon 2", "contact.phone"),
        ("E-mail", "contact.email"),
        ("Telefon kontaktní osoby", "person.phone"),
        ("Kontaktní osoba", "person.name"),
        ("External ID", "client.external_id"),
        ("address[branch].street", "address[branch].street"),
        ("Rodné číslo", "ignore"),
    ],
)
def test_headers_in_both_languages_find_their_targets(header: str, target: str) -> None:
    assert suggest_mapping([header]).to_dict() == {header: target}


def test_a_persons_name_beside_a_company_is_the_contact_person() -> None:
    assert suggest_mapping(["Firma", "Jméno", "Příjmení"]).to_dict() == {
        "Firma": "client.name",
        "Jméno": "person.first_name",
        "Příjmení": "person.last_name",
    }
    alone = suggest_mapping(["Jméno", "Příjmení"]).to_dict()
    assert alone == {"Jméno": "client.first_name", "Příjmení": "client.last_name"}


def test_values_tell_what_a_header_does_not() -> None:
    icos = [f"9000{n:03}" + ico.check_digit(f"9000{n:03}") for n in range(1, 6)]
    sample = pd.DataFrame(
        {"c1": icos, "c2": [f"a{n}@priklad.cz" for n in range(5)], "c3": ["111 11"] * 4 + ["abc"]}
    )
    mapping = suggest_mapping(["c1", "c2", "c3"], sample)
    assert mapping.to_dict() == {"c1": "client.ico", "c2": "contact.email", "c3": "ignore"}


def test_of_two_columns_for_one_field_the_surer_wins() -> None:
    assert suggest_mapping(["IČ", "IČO"]).to_dict() == {"IČ": "ignore", "IČO": "client.ico"}


def test_a_mapping_is_changed_kept_and_brought_back() -> None:
    mapping = suggest_mapping(["Firma", "Nic"]).set("Nic", "client.custom").drop("Firma")
    assert mapping.ignored() == ("Firma",)
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert list(mapping.df().columns) == ["column", "target", "label", "score", "reason"]


def test_a_mapping_refuses_what_does_not_exist_and_says_what_does() -> None:
    mapping = suggest_mapping(["Firma", "IČO"])
    with pytest.raises(UnknownNameError, match=r"client\.ico"):
        mapping.set("IČO", "client.icoo")
    with pytest.raises(UnknownNameError, match="Firma"):
        mapping.set("Firm", "client.name")
    with pytest.raises(InputError, match="Firma"):
        mapping.set("IČO", "client.name")
    with pytest.raises(UnknownNameError, match="IČO"):
        convert(table(["IČO"], ["90000127"]), Mapping.from_dict({"ICO": "client.ico"}))


def test_every_target_has_a_label_and_is_found_by_its_own_name() -> None:
    names = list(targets())
    assert all(one.label for one in targets().values())
    found = suggest_mapping(names).to_dict()
    assert {column: where for column, where in found.items() if column != where} == {}


def test_what_excel_did_to_a_row_is_healed_and_reported() -> None:
    result = converted(
        ["Název", "IČO", "PSČ", "Datum vzniku", "Splatnost"],
        ["  Ukázka\u00a0 s.r.o. ", "123455.0", "111 11", "43861", "14.0"],
    )
    client = result.rows["client"]
    assert only(client, "name", "founded_on", "payment_term") == ["Ukázka s.r.o.", date(2020, 1, 31), 14]
    assert client.iloc[0]["ico"] == "00123455"
    assert only(result.rows["address"], "postcode") == ["11111"]
    healed = {code for severity, code in codes(result) if severity == "healed"}
    assert {"spaces", "zeros", "float", "date_serial", "separators"} <= healed


def test_a_wrong_check_digit_is_a_warning_and_the_value_stays() -> None:
    result = converted(["Název", "IČO"], ["A", "90000128"])
    assert result.rows["client"].iloc[0]["ico"] == "90000128"
    assert ("warning", "check_digit") in codes(result)


def test_what_cannot_be_read_is_kept_aside_and_does_not_lose_the_row() -> None:
    result = converted(["Název", "Datum vzniku", "E-mail", "Rating"], ["A", "loni", "nikde", "Z"])
    assert only(result.rows["client"], "name", "founded_on", "rating") == ["A", None, None]
    assert result.rows["client"].iloc[0]["custom"] == {
        "import: Datum vzniku": "loni",
        "import: E-mail": "nikde",
        "import: Rating": "Z",
    }
    assert {code for severity, code in codes(result) if severity == "set_aside"} == {
        "date_text",
        "email_no_at",
        "choice_text",
    }


def test_a_birth_number_in_place_of_an_ico_is_kept_nowhere() -> None:
    result = converted(["Název", "IČO"], ["A", "905101000"])
    assert "custom" not in result.rows["client"] or result.rows["client"].iloc[0]["custom"] is None
    assert not result.findings.astype(str).apply(lambda column: column.str.contains("905101000")).any().any()


def test_a_row_that_nothing_identifies_is_refused_and_the_counts_add_up() -> None:
    raw = table(
        ["Název", "IČO", "Město"],
        ["A", None, "Brno"],
        [None, None, "Praha"],
        [None, "90000127", None],
        ["x", "1", "2", "3"],
    )
    result = convert(raw, suggest_mapping(raw.columns, raw.frame))
    assert result.refused == (3, 5)
    assert result.total == 4
    assert len(result.rows["client"]) + len(result.refused) == result.total
    assert codes(result, 3) == {("refused", "unidentified")}
    assert codes(result, 5) == {("refused", "too_many_cells")}
    assert ("warning", "nameless") in codes(result, 4)
    assert list(result.rows["address"]["row"]) == [2]


def test_names_tell_the_legal_form_and_the_end_of_a_company() -> None:
    result = converted(["Název"], ["Ukázka s.r.o. v likvidaci"], ["Jiná a.s."])
    assert list(result.rows["client"]["legal_form"]) == ["112", "121"]
    assert list(result.rows["client"]["name"]) == ["Ukázka s.r.o. v likvidaci", "Jiná a.s."]
    assert codes(result, 2) == {("warning", "in_liquidation")}


def test_a_form_in_words_becomes_its_code_and_a_contradiction_is_a_warning() -> None:
    result = converted(
        ["Název", "Právní forma"], ["A s.r.o.", "Akciová společnost"], ["B", "121"], ["C", "Cech"]
    )
    assert list(result.rows["client"]["legal_form"]) == ["121", "121", None]
    assert codes(result, 2) == {("warning", "forms_differ")}
    assert codes(result, 4) == {("set_aside", "legal_form_unknown")}


def test_identifiers_that_repeat_in_the_file_are_reported_with_the_first_row() -> None:
    result = converted(["Název", "IČO"], ["A", "90000127"], ["B", None], ["C", "90000127"])
    repeated = result.findings[result.findings["code"] == "repeated_ico"]
    assert [
        (row, values["first"]) for row, values in zip(repeated["row"], repeated["values"], strict=True)
    ] == [(4, 2)]


def test_a_person_without_a_company_gets_a_name_from_its_parts() -> None:
    client = converted(["Jméno", "Příjmení"], ["Ukázka", "Vzorová"]).rows["client"]
    assert only(client, "name", "is_person", "first_name") == ["Ukázka Vzorová", True, "Ukázka"]


def test_addresses_come_by_kind_with_one_primary() -> None:
    rows = converted(
        ["Název", "Ulice", "Město", "PSČ", "Sídlo"],
        ["A", "Dlouhá 12/3a", "Brno", "602 00", "Krátká 5, 110 00 Praha 1"],
        ["B", None, "Brno", None, None],
    ).rows["address"]
    assert [
        (row, kind, bool(first))
        for row, kind, first in zip(rows["row"], rows["kind"], rows["is_primary"], strict=True)
    ] == [
        (2, "seat", True),
        (2, "contact", False),
        (3, "contact", True),
    ]
    assert list(rows["city"]) == ["Praha", "Brno", "Brno"]
    second = rows.iloc[1]
    assert (second["street"], second["house_number"], second["orientation_number"]) == ("Dlouhá", "12", "3")


def test_addresses_composed_together_are_those_composed_alone() -> None:
    streets = [
        "Dlouhá 5",
        "Dlouhá 12/3a",
        "Dlouhá 7",
        "Lhota 15",
        "28. října 4",
        "Nádražní",
        "č.p. 12",
        "Žižkov 8",
        "Praha 5",
    ]
    places = [
        ("Praha 1", "110 00"),
        ("Brno", "60200"),
        ("Lhota", None),
        (None, "60200"),
        ("Kocourkov", None),
        (None, None),
    ]
    numbers = [(None, None), ("12", None), ("730", "12"), ("730/12", None)]
    composer = Composer()
    for street in streets * 2:
        for city, postcode in places:
            for house, orientation in numbers:
                cells = {
                    "street": street,
                    "city": city,
                    "postcode": postcode,
                    "house_number": house,
                    "orientation_number": orientation,
                }
                assert composer.compose(cells) == of_address(compose(**cells))


def test_a_postcode_beside_a_foreign_country_is_kept_as_it_is() -> None:
    rows = converted(["Název", "Město", "PSČ", "Stát"], ["A", "London", "sw1a 1aa", "Velká Británie"]).rows[
        "address"
    ]
    assert only(rows, "postcode", "country") == ["SW1A 1AA", "GB"]


def test_several_contacts_in_one_cell_become_several() -> None:
    result = converted(
        ["Název", "Telefon", "Telefon sklad", "E-mail"],
        ["A", "602 111 222, 602 111 333", "602111222", "a@priklad.cz; b@priklad.cz"],
    )
    rows = result.rows["contact"]
    assert list(zip(rows["kind"], rows["value"], rows["is_primary"], strict=True)) == [
        ("phone", "+420602111222", True),
        ("phone", "+420602111333", False),
        ("email", "a@priklad.cz", True),
        ("email", "b@priklad.cz", False),
    ]
    assert ("healed", "parted") in codes(result)


def test_a_contacts_header_may_carry_a_label() -> None:
    rows = converted(["Název", "Telefon sklad"], ["A", "602111222"]).rows["contact"]
    assert only(rows, "label") == ["Telefon sklad"]


def test_contacts_of_a_person_without_a_name_belong_to_the_client() -> None:
    headers = ["Název", "Kontaktní osoba", "Telefon kontaktní osoby"]
    result = converted(headers, ["A", "Ing. Vzor Ukázkový", "602111222"], ["B", None, "602111333"])
    assert only(result.rows["person"], "row", "title_before", "first_name", "last_name") == [
        2,
        "Ing.",
        "Vzor",
        "Ukázkový",
    ]
    assert only(result.rows["person_contact"], "row") == [2]
    assert only(result.rows["contact"], "row") == [3]


def test_columns_of_ones_own_and_tags_are_brought_in() -> None:
    result = converted(["Název", "Štítky", "Barva"], ["A", "vip, brno; vip", "modrá"], Barva="client.custom")
    assert only(result.rows["client"], "tags", "custom") == [("vip", "brno"), {"Barva": "modrá"}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020-01-31", date(2020, 1, 31)),
        ("31. 1. 2020", date(2020, 1, 31)),
        ("31/01/2020", date(2020, 1, 31)),
        ("31.1.20", date(2020, 1, 31)),
        ("20200131", date(2020, 1, 31)),
        ("2020-01-31 00:00:00", date(2020, 1, 31)),
        ("43861", date(2020, 1, 31)),
        ("30.2.2020", None),
        ("2020", None),
    ],
)
def test_dates_are_read_as_czechs_and_spreadsheets_write_them(text: str, value: date | None) -> None:
    result = read_date(text)
    assert result.value == value
    assert (result.problem is None) == (value is not None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,50 Kč", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234 567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("-5,5", "-5.50"),
        ("0,125", "0.12"),
        ("100,- Kč", "100.00"),
        ("€ 12", "12.00"),
        ("dvanáct", None),
        ("1,2,3", None),
        ("9" * 30, None),
    ],
)
def test_amounts_are_read_with_either_decimal_sign(text: str, value: str | None) -> None:
    assert read_amount(text).value == (None if value is None else Decimal(value))


def test_the_currency_beside_an_amount_is_known() -> None:
    assert [currency_of(text) for text in ("5 Kč", "€ 5", "5", "5 usd")] == ["CZK", "EUR", None, "USD"]


def test_yes_and_no_come_in_many_shapes() -> None:
    assert [read_flag(text).value for text in ("Ano", "x", "1", "TRUE", "✓")] == [True] * 5
    assert [read_flag(text).value for text in ("ne", "0", "false", "NEPRAVDA")] == [False] * 4
    assert read_flag("možná").problem is not None


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (read_date, read_amount, read_integer, read_flag):
        result = read(text)
        assert result.value is None or result.problem is None


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(min_size=1, max_size=15)), min_size=6, max_size=6),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_texts_convert_and_every_row_is_accounted_for(rows: list[list[str | None]]) -> None:
    result = converted(["Název", "IČO", "Telefon", "PSČ", "Datum vzniku", "Obrat"], *rows)
    assert len(result.rows["client"]) + len(result.refused) == result.total == len(rows)
    result.findings.apply(lambda one: one["message"].format(**one["values"]), axis=1)


def test_equal_cells_are_read_once() -> None:
    seen: list[str] = []

    def read(text: str) -> Result:
        seen.append(text)
        return Result(text.upper())

    column = read_column(pd.Series(["a", "b", "a", None, "a"], dtype="str"), read)
    assert seen == ["a", "b"]
    assert list(column.values()) == ["A", "B", "A", None, "A"]


def outcomes(result: Converted, outcome: str = "new") -> pd.DataFrame:
    rows = result.rows["client"].index
    return pd.DataFrame({"row": rows, "outcome": outcome, "client_id": None, "matched_by": None})


def test_a_report_adds_up() -> None:
    result = converted(["Název", "IČO"], ["A", "1234"], [None, None], ["B", None])
    report = ImportReport.of(result, outcomes(result))
    assert report.counts() == {Outcome.NEW: 2, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.REFUSED: 1}
    assert "x.csv: 3 řádky" in report.summary()
    assert list(report.refusals()["row"]) == [3]
    assert report.df()["severity"].iloc[0] == "refused"
    assert report.findings_df()["text"].str.len().min() > 0


def test_a_report_with_a_lost_row_is_not_made() -> None:
    result = converted(["Název"], ["A"], ["B"])
    with pytest.raises(ValueError, match="1 outcomes for 2 rows"):
        ImportReport.of(result, outcomes(result).head(1))


def test_a_list_with_honest_dirt_comes_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    firms = [(f"Ukázka {n} s.r.o." + " v likvidaci" * (n % 7 == 0), f"9{n:06}") for n in range(500)]
    lines = [f"{name},Společnost s r.o.,{number + ico.check_digit(number)}" for name, number in firms]
    lines += [f"Stará {n} z.s.,Spolek,{n:05}{ico.check_digit(f'00{n:05}')}" for n in range(100, 150)]
    path.write_text("obchodni_jmeno,pravni_forma,ico\n" + "\n".join(lines), encoding="utf-8")
    raw = read_table(path)
    result = convert(raw, suggest_mapping(raw.columns, raw.frame))
    count = result.findings["code"].value_counts()
    assert (result.total, len(result.rows["client"]), len(result.refused)) == (550, 550, 0)
    assert set(result.rows["client"]["ico"].str.len()) == {8}
    assert (count["zeros"], count["in_liquidation"]) == (50, 72)
    assert "check_digit" not in count
    assert result.rows["client"]["legal_form"].value_counts().to_dict() == {"112": 500, "706": 50}


def test_displays_hold_counts_and_no_data() -> None:
    result = converted(["Název", "IČO"], ["Tajná s.r.o.", "90000127"])
    assert "Tajná" not in repr(result) + repr(result.raw) + repr(result.mapping) + repr(
        ImportReport.of(result, outcomes(result))
    )
