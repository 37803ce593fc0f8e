import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbench.errors import InputError, UnknownNameError
from workbench.exporting import table
from workbench.exporting._cells import is_formula
from workbench.exporting._text import clean
from workbench.exporting._xlsx import Page, workbook
from workbench.exporting.tables import FORMATS

FORMULAS = ["=1+1", "=cmd|'/C calc'!A0", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\ufeff=1", "+420-1", "-"]  # fmt: skip
HARMLESS = ["+420601000111", "+420 601 000 111", "-5", "-1,5", "00012345", "06018", "Novák = syn", "a@b.cz"]


def sheet_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def csv_rows(data: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_in_csv_and_stays_text_in_xlsx(text: str) -> None:
    frame = pd.DataFrame({"x": [text]})
    assert csv_rows(table(frame))[1] == ["'" + clean(text)]
    found = sheet_of(table(frame, "xlsx"))["A2"]
    assert (found.data_type, found.value, found.quotePrefix) == ("s", clean(text), True)


@pytest.mark.parametrize("text", HARMLESS)
def test_phones_zeros_and_plain_numbers_in_text_stay_as_they_are(text: str) -> None:
    frame = pd.DataFrame({"x": [text]})
    assert csv_rows(table(frame))[1] == [text]
    found = sheet_of(table(frame, "xlsx"))["A2"]
    assert (found.data_type, found.value, found.number_format) == ("s", text, "@")
    assert not found.quotePrefix


@given(st.text(), st.sampled_from(["cs", "en"]))
def test_no_csv_cell_begins_like_a_formula_and_taking_the_apostrophe_away_gives_the_text(
    text: str, language: str
) -> None:
    data = table(pd.DataFrame({text or "x": [text, "b"]}, dtype=object), language=language)
    for line in csv_rows(data, {"cs": ";", "en": ","}[language])[:2]:
        (found,) = line or [""]
        assert not is_formula(found)
        plain = found[1:] if found[:1] == "'" and is_formula(found[1:]) else found
        assert plain == clean(text) or (not text and plain == "x")


@examples(5)
@given(st.text(max_size=200))
def test_text_reads_back_from_xlsx(text: str) -> None:
    data = table(pd.DataFrame({"x": [f"a{text}", "b"]}, dtype=object), "xlsx")
    found = sheet_of(data)["A2"]
    assert found.data_type == "s"
    assert found.value.replace("_x005F_", "_") == clean(f"a{text}").replace("_x005F_", "_")


@pytest.mark.parametrize(
    "text", [*FORMULAS, *HARMLESS, '=HYPERLINK("http://x")', "=DDE(1;2;3)", "a\n=1", " 1 ", "<b>&"]
)
def test_the_file_itself_holds_no_formula_and_no_link(text: str) -> None:
    with zipfile.ZipFile(
        io.BytesIO(table(pd.DataFrame({text.strip() or "x": [text, "06018"]}), "xlsx"))
    ) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f" not in sheet
    assert "<hyperlink" not in sheet
    assert re.findall(r"<c [^>]*>", sheet) == re.findall(
        r'<c r="[A-Z]+\d+" s="\d+" t="s">', sheet
    )  # all are texts
    assert sum("externalLink" in name or "connection" in name for name in parts) == 0


def test_what_a_spreadsheet_would_change_is_written_as_text() -> None:
    frame = pd.DataFrame(
        {"n": [10**15 + 1, 10**400], "day": [date(1612, 3, 4), date(1899, 12, 31)]}, dtype=object
    )
    page = sheet_of(table(frame, "xlsx"))
    assert [cell.value for cell in page["A"][1:]] == ["1000000000000001", str(10**400)]
    assert [cell.value for cell in page["B"][1:]] == ["1612-03-04", "1899-12-31"]


def test_sheets_of_a_workbook_have_names_of_their_own() -> None:
    one = pd.DataFrame({"a": ["x"]})
    book = load_workbook(
        io.BytesIO(workbook([Page("Data", ["a"], one), Page("DATA", ["a"], one), Page("[]", ["a"], one)]))
    )
    assert book.sheetnames == ["Data", "DATA (2)", "Export"]
    assert [page["A2"].value for page in book] == ["x", "x", "x"]


INVISIBLE = "\u200b\u200e\u200f\u202e\u2066\ufeff\u00a0\u00ad\u2060\u3164\u115f \u3000\ufe0f"


@given(st.text(st.sampled_from(INVISIBLE)), st.sampled_from("=+-@\t\r＝＋－＠﹢﹣﹦﹫"), st.text())
def test_no_invisible_sign_before_a_formula_hides_it(hidden: str, sign: str, rest: str) -> None:
    assert is_formula(f"{hidden}{sign}{rest}=1")


def test_a_header_cannot_be_a_formula_either() -> None:
    frame = pd.DataFrame({"=1+1": [1]})
    assert csv_rows(table(frame))[0] == ["'=1+1"]
    assert sheet_of(table(frame, "xlsx"))["A1"].data_type == "s"


def test_numbers_stay_numbers_and_dates_dates() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    frame = pd.DataFrame(
        {
            "i": [-5],
            "f": [1234.5],
            "d": [Decimal("-10.50")],
            "b": [True],
            "day": [date(2026, 11, 3)],
            "at": [moment],
        }
    )
    row = [cell.value for cell in sheet_of(table(frame, "xlsx"))[2]]
    assert row == [-5, 1234.5, -10.5, True, datetime(2026, 11, 3), datetime(2026, 7, 2, 0, 30)]  # noqa: DTZ001
    assert csv_rows(table(frame))[1] == ["-5", "1234,5", "-10,50", "ano", "2026-11-03", "2026-07-02 00:30:00"]
    english = csv_rows(table(frame, language="en"), ",")[1]
    assert english[1:4] == ["1234.5", "-10.50", "yes"]


def test_empty_cells_of_every_kind_are_empty() -> None:
    frame = pd.DataFrame({"x": [None, float("nan"), pd.NA, pd.NaT, float("inf"), "", (), {}]}, dtype=object)
    assert {tuple(line) for line in csv_rows(table(frame))[1:]} <= {("",), ()}
    assert all(cell.value is None for cell in sheet_of(table(frame, "xlsx"))["A"][1:])


def test_tags_and_custom_fields_become_text() -> None:
    frame = pd.DataFrame({"tags": [("a", "b")], "custom": [{"barva": "žlutá"}]})
    assert csv_rows(table(frame))[1] == ["a, b", '{"barva": "žlutá"}']


def test_csv_opens_in_excel_with_czech_letters() -> None:
    data = table(pd.DataFrame({"Název": ["Žluťoučký; kůň"]}))
    assert data == b"\xef\xbb\xbf" + '"Název"\r\n"Žluťoučký; kůň"\r\n'.encode()


def test_xlsx_has_a_frozen_header_filters_and_widths() -> None:
    page = sheet_of(
        table(pd.DataFrame({"IČO": ["00012345"], "Název": ["x" * 40]}), "xlsx", sheet="Klienti: [1]")
    )
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B2"
    assert page.column_dimensions["B"].width > page.column_dimensions["A"].width
    assert page.title == "Klienti 1"
    assert page["A1"].font.bold


@pytest.mark.parametrize("kind", FORMATS)
def test_equal_tables_give_equal_bytes(kind: Any) -> None:
    frame = pd.DataFrame({"a": ["x", None], "b": [1, 2]})
    assert table(frame, kind) == table(frame.copy(), kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_table_keeps_its_header(kind: Any) -> None:
    assert table(pd.DataFrame({"a": pd.Series(dtype=str)}), kind) != b""
    assert table(pd.DataFrame(), kind)


def test_parquet_keeps_kinds_and_values() -> None:
    frame = pd.DataFrame({"ico": ["00012345", "=1"], "n": [1, 2], "tags": [["a"], []]})
    back = pq.read_table(io.BytesIO(table(frame, "parquet"))).to_pydict()
    assert back == {"ico": ["00012345", "=1"], "n": [1, 2], "tags": [["a"], []]}


def test_arrow_keeps_kinds_and_values() -> None:
    frame = pd.DataFrame({"ico": ["00012345", "=1"], "n": [1, 2], "tags": [["a"], []]})
    with pa.ipc.open_file(io.BytesIO(table(frame, "arrow"))) as found:
        assert found.read_all().to_pydict() == {"ico": ["00012345", "=1"], "n": [1, 2], "tags": [["a"], []]}


def test_parquet_names_the_column_that_it_cannot_keep() -> None:
    with pytest.raises(InputError, match="smesice"):
        table(pd.DataFrame({"smesice": ["a", 1]}, dtype=object), "parquet")


def test_xlsx_names_the_cell_that_is_too_long() -> None:
    with pytest.raises(InputError, match=r"řádku 2 .*sloupci „n“"):
        table(pd.DataFrame({"n": ["a", "x" * 32_768]}), "xlsx")


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="„a“"):
        table(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_an_unknown_format_is_answered_with_the_closest() -> None:
    with pytest.raises(UnknownNameError, match="xlsx"):
        table(pd.DataFrame(), "xslx")  # type: ignore[arg-type]
