from datetime import date
from pathlib import Path

import pytest
from importing_tables import codes, converted, only, outcomes

from workbench.importing import (
    ImportReport,
    Outcome,
    convert,
    read_table,
    suggest_mapping,
)
from workbench.model.identifiers import ico


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


def test_identifiers_that_repeat_in_the_file_are_reported_with_the_first_row() -> None:
    result = converted(["Název", "IČO"], ["A", "90000127"], ["B", None], ["C", "90000127"])
    repeated = result.findings[result.findings["code"] == "repeated_ico"]
    assert [
        (row, values["first"]) for row, values in zip(repeated["row"], repeated["values"], strict=True)
    ] == [(4, 2)]


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
