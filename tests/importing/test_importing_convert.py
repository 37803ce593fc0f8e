from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from importing_tables import codes, converted, only, table

from workbench.importing import (
    convert,
    suggest_mapping,
)


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


def test_a_person_without_a_company_gets_a_name_from_its_parts() -> None:
    client = converted(["Jméno", "Příjmení"], ["Ukázka", "Vzorová"]).rows["client"]
    assert only(client, "name", "is_person", "first_name") == ["Ukázka Vzorová", True, "Ukázka"]


def test_columns_of_ones_own_and_tags_are_brought_in() -> None:
    result = converted(["Název", "Štítky", "Barva"], ["A", "vip, brno; vip", "modrá"], Barva="client.custom")
    assert only(result.rows["client"], "tags", "custom") == [("vip", "brno"), {"Barva": "modrá"}]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(min_size=1, max_size=15)), min_size=6, max_size=6),
        min_size=1,
        max_size=5,
    )
)
@examples(8, thorough=90, deadline=None)
def test_any_texts_convert_and_every_row_is_accounted_for(rows: list[list[str | None]]) -> None:
    result = converted(["Název", "IČO", "Telefon", "PSČ", "Datum vzniku", "Obrat"], *rows)
    assert len(result.rows["client"]) + len(result.refused) == result.total == len(rows)
    result.findings.apply(lambda one: one["message"].format(**one["values"]), axis=1)
