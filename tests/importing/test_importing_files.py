import csv
import re
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from effort import examples
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from workbench.errors import BrokenFileError, InputError, UnknownNameError
from workbench.importing import RawTable, read_table, sniff
from workbench.importing.table import MAX_COLUMNS, column_letter

HEADER = ["Název", "IČO", "Město"]
ROWS = [
    ["Žluťoučký kůň s.r.o.", "90000127", "Šťáhlavy"],
    ["Příliš a.s.", "90000224", "Třešť"],
    ["Úpěl z.s.", "", "Brno"],
]


def written(
    path: Path, delimiter: str = ";", encoding: str = "utf-8", rows: list[list[str]] | None = None
) -> Path:
    lines = [delimiter.join(row) for row in ([HEADER, *ROWS] if rows is None else rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def content(table: RawTable) -> list[list[str]]:
    return [["" if cell != cell else str(cell) for cell in row] for row in table.frame.to_numpy().tolist()]  # noqa: PLR0124


def refusal(path: Path) -> str:
    with pytest.raises(BrokenFileError) as caught:
        read_table(path)
    assert path.name in str(caught.value)
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_reads_back_in_every_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = written(tmp_path / "a.csv", delimiter, encoding)
    layout = sniff(path)
    assert (layout.delimiter, layout.has_header, layout.columns) == (delimiter, True, tuple(HEADER))
    if encoding != "utf-16-le":
        assert layout.encoding == encoding
    assert content(read_table(path)) == ROWS


def test_headers_are_found_below_other_lines_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", rows=[["Export klientů"], ["k 1. 11. 2026"], [], HEADER, *ROWS[:1], [], *ROWS[1:]]
    )
    table = read_table(path)
    assert table.columns == tuple(HEADER)
    assert table.first_row == 5
    assert list(table.frame.index) == [5, 7, 8]


def test_a_table_without_headers_loses_no_row(tmp_path: Path) -> None:
    table = read_table(written(tmp_path / "a.csv", rows=ROWS))
    assert table.columns == ("[A]", "[B]", "[C]")
    assert content(table) == ROWS


def test_the_delimiter_that_excel_declares_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\nNázev|IČO\nA, B; C|90000127\n", encoding="utf-8")
    assert content(read_table(path)) == [["A, B; C", "90000127"]]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'Název;IČO\n"Firma ""U lípy""; s.r.o.\n(pobočka)";90000127\nB;90000224\n', encoding="utf-8"
    )
    assert content(read_table(path))[0] == ['Firma "U lípy"; s.r.o.\n(pobočka)', "90000127"]


def test_repeated_and_empty_headers_get_names_of_their_own(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", rows=[["Název", "Telefon", "Telefon", "", "IČO"], ["A", "1", "2", "3", "4"]]
    )
    table = read_table(path)
    assert table.columns == ("Název", "Telefon", "Telefon (2)", "[D]", "IČO")
    assert [note.code for note in table.notes] == ["duplicate_header"]


def test_ragged_rows_are_told_apart_from_the_good_ones(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", rows=[HEADER, *ROWS, ["A", "1"], ["B", "2", "C", "D"], ["E", "3", "F", ""]]
    )
    table = read_table(path)
    assert table.misfits == {6: ("B", "2", "C", "D")}
    assert table.short == (5,)
    assert len(table) == 6


def test_many_rows_that_are_too_long_mean_a_broken_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", rows=[HEADER, *[["a", "b", "c", "d"]] * 30, *ROWS])
    assert "rows have more cells" in refusal(path)


@pytest.mark.parametrize("tail", ["", "B;2\n", "B;2\n" * 500])
def test_an_unclosed_quote_is_reported_with_its_row(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Název;IČO\nA;1\n"Firma;2\n{tail}', encoding="utf-8")
    with pytest.raises(BrokenFileError) as caught:
        read_table(path)
    assert caught.value.values["row"] == 3


def test_a_stray_quote_is_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Název;IČO\n"Hvězda" Praha;90000127\n', encoding="utf-8")
    table = read_table(path)
    assert content(table) == [["Hvězda Praha", "90000127"]]
    assert [note.code for note in table.notes] == ["quotes"]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", rows=[[f"h{n}" for n in range(10_000)], ["1"] * 10_000])
    assert "columns; at most" in refusal(path)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b" \n\n", "blank space"),
        ("Název;IČO\n".encode(), "no row below"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7\n", "not a table"),
        (b"<html><table>", "not a table"),
        (b"PK\x03\x04 cut short", "damaged workbook"),
        (b"a;b\n\x00\x01\x02\x03\x04\x05\x06", "control code"),
        (("Název;IČO\n" + "Žluťoučký kůň;1\n" * 5).encode() + b"\xff;2\n", "does not belong there"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, data: bytes, part: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert part in refusal(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "There is no file" in refusal(tmp_path / "none.csv")


def test_a_bad_byte_is_located(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Název;Město\nŽižkov;Šumperk\nčáp;".encode() + b"\xe8\n")
    with pytest.raises(BrokenFileError) as caught:
        read_table(path)
    assert caught.value.values["line"] == 3


def assert_table_or_refusal(path: Path) -> None:
    message = ""
    try:
        assert len(read_table(path)) > 0
    except BrokenFileError as error:
        message = str(error)
    assert not message or path.name in message


@examples(25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
@example(data=b'sep=,\n"')
@example(data=b"\xff\xfe\x00")
@example(data=b"\x1a")
@example(data=b'"\r"\r\n""";')
def test_any_bytes_give_a_table_or_a_clear_refusal(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(data)
    assert_table_or_refusal(path)


cells = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@examples(10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), delimiter=st.sampled_from(";,\t|")
)
def test_whatever_a_csv_writer_wrote_reads_back(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([HEADER, *rows])
    assert content(read_table(path)) == [list(row) for row in rows]


def workbook(path: Path, *rows: list[object], title: str = "Klienti") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Druhý").append(["x"])
    book.save(path)
    return path


def test_numbers_of_a_workbook_become_the_text_that_was_meant(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["Přehled"],
        [],
        ["Název", "IČO", "Obrat", "Datum vzniku", "Plátce DPH"],
        ["A", 90000127.0, 1234.5, datetime(2020, 1, 31), True],  # noqa: DTZ001
        ["B", 27074358, 0.3, None, False],
    )
    table = read_table(path)
    assert content(table) == [
        ["A", "90000127", "1234.5", "2020-01-31", "true"],
        ["B", "27074358", "0.3", "", "false"],
    ]
    assert list(table.frame.index) == [4, 5]
    assert [note.code for note in table.notes] == ["sheets"]


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_is_corrected(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["Název"], ["A"])
    assert read_table(path, sheet="Klienti").sheet == "Klienti"
    with pytest.raises(UnknownNameError, match="Klienti"):
        read_table(path, sheet="Klient")
    with pytest.raises(InputError):
        read_table(written(tmp_path / "a.csv"), sheet="Klienti")


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert content(read_table(workbook(tmp_path / "a.csv", ["Název", "IČO"], ["A", 1]))) == [["A", "1"]]


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


FRAME = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def test_an_archive_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", {**FRAME, "xl/worksheets/sheet1.xml": bytes(40 * 1024 * 1024)})
    assert path.stat().st_size < 100_000
    assert "would unpack" in refusal(path)


def test_an_archive_that_claims_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", FRAME)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 4_000_000_000)
    path.write_bytes(data)
    assert "would unpack" in refusal(path)


def test_an_archive_of_a_thousand_parts_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", {**FRAME, **{f"p{n}": b"" for n in range(5_001)}})
    assert "parts" in refusal(path)


def test_a_workbook_that_declares_entities_is_not_read(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbb">]><workbook/>'
    assert "entities" in refusal(packed(tmp_path / "a.xlsx", {**FRAME, "xl/workbook.xml": bomb}))


def test_another_kind_of_archive_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"word/document.xml": b"<w/>"})
    with pytest.raises(BrokenFileError, match="Word"):
        read_table(path)


@examples(7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.lists(st.tuples(st.integers(4, 1 << 20), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_workbook_gives_a_table_or_a_clear_refusal(
    tmp_path: Path, damage: list[tuple[int, int]]
) -> None:
    good = tmp_path / "a.xlsx"
    whole = bytearray(
        (good if good.exists() else workbook(good, ["Název", "IČO"], ["A", 90000127])).read_bytes()
    )
    for at, byte in damage:
        whole[at % len(whole)] = byte
    path = tmp_path / "broken.xlsx"
    path.write_bytes(whole)
    assert_table_or_refusal(path)


def test_a_sheet_that_claims_all_columns_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["h"] * (MAX_COLUMNS + 1), ["1"] * (MAX_COLUMNS + 1))
    assert "columns; at most" in refusal(path)


@pytest.mark.parametrize(("claimed", "said"), [("XFD1048576", "columns; at most"), ("A2", "the same place")])
def test_a_cell_that_would_be_dropped_is_told_of(tmp_path: Path, claimed: str, said: str) -> None:
    good = workbook(tmp_path / "good.xlsx", ["Název", "IČO"], ["A", 90000127])
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (sheet,) = [name for name, data in parts.items() if b"90000127" in data]
    edited = re.sub(rb'r="B\d+"(?=[^>]*><v>90000127)', f'r="{claimed}"'.encode(), parts[sheet])
    assert edited != parts[sheet]
    assert said in refusal(packed(tmp_path / "a.xlsx", {**parts, sheet: edited}))


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_display_of_a_table_holds_no_data(tmp_path: Path) -> None:
    assert repr(read_table(written(tmp_path / "a.csv"))) == "<RawTable a.csv: 3 rows, 3 columns>"
