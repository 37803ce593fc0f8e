"""Loading a RES file: what is read, what is refused, and what stays when a load fails."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_res import COLUMNS, firm, line, some_firms, write

from workbench import locale
from workbench.errors import BrokenFileError, DiskError
from workbench.store.snapshot import Snapshot, default_snapshot_path, load

REUSED = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.text(st.sampled_from("aáÁbčéřžZ ,;\"'.&-7\r\n"), min_size=1, max_size=30).filter(
    lambda text: text.strip(" \r\n")
)


def test_every_usable_row_is_loaded_and_its_seat_taken_apart(tmp_path: Path) -> None:
    report = load(write(tmp_path / "res.csv", some_firms()), tmp_path / "res.duckdb")
    assert (report.mode, report.subjects, report.bad, report.as_of) == ("whole", 6, 0, date(2026, 11, 15))
    subjects = Snapshot(tmp_path / "res.duckdb").lookup(["90000006", "90000022"])
    seat = subjects["90000006"].seat
    assert seat is not None
    assert (seat.street, seat.house_number, seat.house_number_kind) == ("Smyšlená", "12", "cp")
    assert (seat.orientation_number, seat.orientation_letter, seat.part) == ("3", "a", "Veveří")
    assert (seat.city, seat.postcode, seat.region, seat.place_code) == (
        "Brno",
        "60200",
        "Jihomoravský kraj",
        "190000001",
    )
    prague = subjects["90000022"].seat
    assert prague is not None
    assert (prague.house_number_kind, prague.orientation_number) == ("cev", None)
    assert subjects["90000006"].source == "ČSÚ, RES 2026-11-15"
    assert subjects["90000006"].nace == "47110"


def test_of_a_dead_natural_person_only_the_ico_and_a_date_are_known(tmp_path: Path) -> None:
    load(write(tmp_path / "res.csv", some_firms()), tmp_path / "res.duckdb")
    dead = Snapshot(tmp_path / "res.duckdb").lookup(["90000057"])["90000057"]
    assert (dead.name, dead.ceased_on, dead.seat, dead.legal_form) == ("", date(2025, 3, 31), None, None)


def test_liquidation_is_read_from_the_name(tmp_path: Path) -> None:
    rows = [
        firm("90000006", "Firma s.r.o. „v likvidaci“"),
        firm("90000014", "Likvidační v likvidacích s.r.o."),
    ]
    load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    found = Snapshot(tmp_path / "res.duckdb").lookup(["90000006", "90000014"])
    assert found["90000006"].in_liquidation
    assert not found["90000014"].in_liquidation


def test_a_seat_without_a_place_code_is_read_from_its_line(tmp_path: Path) -> None:
    bare = dict.fromkeys(
        ("KODADM", "PSC", "OBEC_TEXT", "COBCE_TEXT", "ULICE_TEXT", "TYPCDOM", "CDOM", "COR"), ""
    )
    row = firm("90000006", "Firma", **bare, TEXTADR="Smyšlená 12/3, 602 00 Brno")
    load(write(tmp_path / "res.csv", [row]), tmp_path / "res.duckdb")
    seat = Snapshot(tmp_path / "res.duckdb").lookup(["90000006"])["90000006"].seat
    assert seat is not None
    assert (seat.street, seat.city, seat.postcode) == ("Smyšlená", "Brno", "60200")


@REUSED
@given(order=st.permutations([*COLUMNS, "NEW_COLUMN"]))
def test_columns_are_found_in_any_order_and_unknown_ones_do_not_matter(
    tmp_path: Path, order: list[str]
) -> None:
    rows = [{**row, "NEW_COLUMN": "x,y"} for row in some_firms()]
    report = load(write(tmp_path / "res.csv", rows, columns=order), tmp_path / "res.duckdb")
    assert (report.subjects, report.bad) == (6, 0)
    snapshot = Snapshot(tmp_path / "res.duckdb")
    assert snapshot.lookup(["90000014"])["90000014"].name == "Novák & synové, spol. s r.o."
    snapshot.close()


@REUSED
@given(names=st.lists(NAMES, min_size=1, max_size=8))
def test_quotes_commas_and_line_ends_inside_a_name_survive(tmp_path: Path, names: list[str]) -> None:
    rows = [firm(f"9{position:07}", name) for position, name in enumerate(names)]
    report = load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    assert (report.subjects, report.bad) == (len(names), 0)
    snapshot = Snapshot(tmp_path / "res.duckdb")
    found = snapshot.lookup([row["ICO"] for row in rows])
    assert [found[row["ICO"]].name for row in rows] == [" ".join(name.split()) for name in names]
    snapshot.close()


@REUSED
@given(
    odd=st.lists(
        st.sampled_from(
            [
                "90000090,too,few",
                line(firm("90000090", "Mnoho")) + ",x,y",
                line(firm("není", "Bez IČO")),
                line(firm("00000000", "Nula")),
            ]
        ),
        min_size=1,
        max_size=5,
    )
)
def test_odd_rows_are_counted_and_named_and_the_rest_is_loaded(tmp_path: Path, odd: list[str]) -> None:
    report = load(write(tmp_path / "res.csv", some_firms(), odd_lines=odd), tmp_path / "res.duckdb")
    assert (report.subjects, report.bad) == (6, len(odd))
    assert [sample.row for sample in report.bad_samples] == [8 + position for position in range(len(odd))]
    assert "Bez IČO" not in report.text()


def test_a_date_that_cannot_be_read_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [firm("90000006", "Firma", DDATVZN="31. 2. 2004"), firm("90000014", "Jiná")]
    report = load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    assert (report.subjects, report.odd_dates) == (2, 1)
    assert Snapshot(tmp_path / "res.duckdb").lookup(["90000006"])["90000006"].founded_on is None


def test_of_a_repeated_ico_the_last_row_counts(tmp_path: Path) -> None:
    rows = [firm("90000006", "Stará"), firm("90000014", "Jiná"), firm("90000006", "Nová")]
    report = load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    assert (report.subjects, report.repeated) == (2, 1)
    assert Snapshot(tmp_path / "res.duckdb").lookup(["90000006"])["90000006"].name == "Nová"


def test_lost_leading_zeros_are_restored(tmp_path: Path) -> None:
    load(write(tmp_path / "res.csv", [firm("900006", "Firma")]), tmp_path / "res.duckdb")
    assert "00900006" in Snapshot(tmp_path / "res.duckdb").lookup(["00900006"])


def test_missing_columns_are_named(tmp_path: Path) -> None:
    columns = [name for name in COLUMNS if name not in {"FIRMA", "PSC"}]
    with pytest.raises(BrokenFileError) as refused:
        load(write(tmp_path / "res.csv", [], columns=columns), tmp_path / "res.duckdb")
    assert refused.value.values["missing"] == "FIRMA, PSC"
    assert not (tmp_path / "res.duckdb").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"ICO;FIRMA\r\n1;x\r\n"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "res.csv").write_bytes(content)
    with pytest.raises(BrokenFileError):
        load(tmp_path / "res.csv", tmp_path / "res.duckdb")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=r"gone\.csv"):
        load(tmp_path / "gone.csv", tmp_path / "res.duckdb")


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused_and_the_snapshot_stays(tmp_path: Path) -> None:
    whole = write(tmp_path / "res.csv", some_firms())
    load(whole, tmp_path / "res.duckdb")
    (tmp_path / "cut.csv").write_bytes(whole.read_bytes()[:-20])
    with pytest.raises(BrokenFileError, match="uprostřed řádku"):
        load(tmp_path / "cut.csv", tmp_path / "res.duckdb")
    assert Snapshot(tmp_path / "res.duckdb").info().subjects == 6


def test_a_file_in_another_charset_is_refused_although_some_rows_could_be_read(tmp_path: Path) -> None:
    rows = [firm(f"9{number:07}", "Firma" if number % 4 else "Žlutý kůň") for number in range(400)]
    plain = {"COBCE_TEXT": "Brno", "ULICE_TEXT": "Dolni"}
    text = write(tmp_path / "utf8.csv", [row | plain for row in rows]).read_text("utf-8")
    (tmp_path / "res.csv").write_text(text, "cp1250", newline="")
    with pytest.raises(BrokenFileError, match="UTF-8"):
        load(tmp_path / "res.csv", tmp_path / "res.duckdb")


def test_more_broken_lines_than_are_told_apart_are_never_taken_for_firms_that_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("_csv", "_staging"):
        monkeypatch.setattr(f"workbench.store.snapshot.{module}.REJECTS_LIMIT", 3)
    source = write(tmp_path / "res.csv", some_firms(), odd_lines=["x"] * 4)
    with pytest.raises(BrokenFileError, match="nečitelných řádků"):
        load(source, tmp_path / "res.duckdb")


def test_a_whole_file_replaces_the_snapshot_although_all_its_rows_are_marked(tmp_path: Path) -> None:
    target = tmp_path / "res.duckdb"
    load(write(tmp_path / "res.csv", some_firms()), target)
    rows = [row | {"PRIZNAK": "P"} for row in some_firms()[:5]]
    report = load(write(tmp_path / "next.csv", rows), target)
    assert (report.mode, report.subjects) == ("whole", 5)


def test_rows_in_any_order_are_loaded_in_the_order_of_their_icos(tmp_path: Path) -> None:
    report = load(write(tmp_path / "res.csv", reversed(some_firms())), tmp_path / "res.duckdb")
    assert (report.subjects, report.repeated) == (6, 0)
    icos = [row["ICO"] for row in some_firms()]
    assert Snapshot(tmp_path / "res.duckdb").lookup_table(icos)["ico"].to_pylist() == sorted(icos)


def test_a_failed_load_leaves_the_old_snapshot_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "home" / "res.duckdb"
    load(write(tmp_path / "res.csv", some_firms()), target)
    for bad in (write(tmp_path / "empty.csv", []), write(tmp_path / "odd.csv", [], odd_lines=["x", "y"])):
        with pytest.raises(BrokenFileError):
            load(bad, target)
    assert Snapshot(target).info().subjects == 6
    assert [one.name for one in target.parent.iterdir()] == ["res.duckdb"]


def test_a_file_of_changes_is_put_into_the_snapshot(tmp_path: Path) -> None:
    target = tmp_path / "res.duckdb"
    load(write(tmp_path / "res.csv", some_firms()), target)
    changes = [
        firm("90000065", "Přibylá s.r.o.", PRIZNAK="P", DATPLAT="2026-11-30"),
        firm("90000014", "Novák a dcery s.r.o.", PRIZNAK="Z", DATPLAT="2026-11-30"),
    ]
    report = load(write(tmp_path / "changes.csv", changes), target)
    assert (report.mode, report.read, report.subjects, report.as_of) == ("changes", 2, 7, date(2026, 11, 30))
    snapshot = Snapshot(target)
    assert {one.ico for one in snapshot.suggest("novák a dcery")} == {"90000014"}
    assert snapshot.suggest("novák & synové") == []
    assert snapshot.lookup(["90000006"])["90000006"].source == "ČSÚ, RES 2026-11-30"


def test_from_a_whole_file_only_the_marked_rows_are_taken_as_changes(tmp_path: Path) -> None:
    target = tmp_path / "res.duckdb"
    load(write(tmp_path / "res.csv", some_firms()), target)
    rows = [firm("90000006", "Nová", PRIZNAK="Z"), firm("90000014", "Neoznačená")]
    report = load(write(tmp_path / "next.csv", rows), target, mode="changes")
    assert report.subjects == 6
    assert Snapshot(target).lookup(["90000014"])["90000014"].name == "Novák & synové, spol. s r.o."


def test_changes_without_a_snapshot_are_refused_with_advice(tmp_path: Path) -> None:
    source = write(tmp_path / "changes.csv", [firm("90000065", "Přibylá", PRIZNAK="P")])
    with pytest.raises(BrokenFileError):
        load(source, tmp_path / "res.duckdb", mode="changes")


def test_progress_ends_with_all_rows_read(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    load(
        write(tmp_path / "res.csv", some_firms()),
        tmp_path / "res.duckdb",
        progress=lambda *call: calls.append(call),
    )
    assert calls[0][0] == 0
    assert calls[-1] == (6, 6)
    assert calls == sorted(calls)
    assert (
        len({done for done, _ in calls[:-1] if 0 < done < 6}) > 1
    )  # reading is over, the index of names is not


def test_the_report_is_czech_in_a_czech_session(tmp_path: Path) -> None:
    report = load(write(tmp_path / "res.csv", some_firms(), odd_lines=["x"]), tmp_path / "res.duckdb")
    before = locale.current()
    try:
        locale.use("cs")
        assert "1 řádek nešlo použít" in report.text()
        assert "Řádek 8: řádek má málo sloupců." in report.text()
    finally:
        locale.use(before)


def test_the_snapshot_lies_in_the_home_that_the_user_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    assert default_snapshot_path() == tmp_path / "res.duckdb"
    monkeypatch.delenv("WORKBENCH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("sys.platform", "linux")
    assert default_snapshot_path() == tmp_path / "data" / "workbench" / "res.duckdb"
