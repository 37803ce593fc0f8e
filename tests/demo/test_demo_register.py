"""The invented register snapshot: its format, what it knows, and the sample files."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.demodata import COLUMNS, DemoBase, generate, register_chunks, register_rows, write_res_csv
from workbench.demodata.__main__ import main
from workbench.demodata.numbers import ico_numbers
from workbench.demodata.places import CITY, HAS_STREETS
from workbench.demodata.samples import CLIENTS_FILE, ENCODING, RES_FILE, SEED, write_samples

DATA = Path(__file__).parents[2] / "data"
HEADER = (
    "ICO,OKRESLAU,DDATVZN,DDATZAN,ZPZAN,DDATPAKT,FORMA,ROSFORMA,KATPO,NACE,NACE2025,ICZUJ,FIRMA,CISS2010,KODADM,TEXTADR,"
    "PSC,OBEC_TEXT,COBCE_TEXT,ULICE_TEXT,TYPCDOM,CDOM,COR,DATPLAT,PRIZNAK"
)


@pytest.fixture(scope="module")
def base() -> DemoBase:
    return generate(SEED)


@pytest.fixture(scope="module")
def rows(base: DemoBase) -> pd.DataFrame:
    return register_rows(base)


@given(st.integers(0, 10_000), st.integers(1, 80))
@examples(2, thorough=18, deadline=None)
def test_each_true_firm_has_exactly_one_row(seed: int, clients: int) -> None:
    base = generate(seed, clients, only={"client"})
    rows = register_rows(base)
    assert rows["ICO"].is_unique
    assert set(base.truth["ico"].dropna()) <= set(rows["ICO"])


def test_the_seed_alone_gives_the_same_snapshot(rows: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(register_rows(SEED), rows)


def test_the_snapshot_holds_the_current_name_seat_and_end_of_a_firm(
    base: DemoBase, rows: pd.DataFrame
) -> None:
    firms = base.firms[base.firms["ico"].notna()].set_index("ico")
    known = rows[rows["FIRMA"].notna() & rows["ICO"].isin(firms.index)].set_index("ICO")
    firms = firms.loc[known.index]
    assert known["FIRMA"].tolist() == firms["name"].tolist()
    assert known["OBEC_TEXT"].tolist() == [CITY[place] for place in firms["place"]]
    assert known["ULICE_TEXT"].notna().tolist() == [HAS_STREETS[place] for place in firms["place"]]
    assert known["CDOM"].tolist() == [str(house) for house in firms["house"]]
    assert known["DDATZAN"].isna().tolist() == firms["ceased_on"].isna().tolist()


def test_some_are_strangers_some_have_ceased_and_some_are_in_liquidation(
    base: DemoBase, rows: pd.DataFrame
) -> None:
    strangers = ~rows["ICO"].isin(base.firms["ico"])
    assert strangers.sum() > 500
    assert rows["DDATZAN"].notna().sum() > 20
    assert rows["FIRMA"].str.endswith(" v likvidaci").sum() > 5


def test_of_the_forgotten_dead_only_ico_and_a_date_remain(rows: pd.DataFrame) -> None:
    dead = rows[rows["FIRMA"].isna()]
    assert len(dead) > 0
    assert dead["DDATZAN"].notna().all()
    assert dead.drop(columns=["ICO", "DDATZAN", "DATPLAT", "PRIZNAK"]).isna().all(axis=None)


def test_one_house_has_one_place_code(rows: pd.DataFrame) -> None:
    known = rows.dropna(subset=["KODADM"])
    assert known["KODADM"].str.fullmatch(r"9\d{7}").all()
    houses = known[["KODADM", "TEXTADR"]].drop_duplicates()
    assert houses["KODADM"].is_unique
    assert houses["TEXTADR"].is_unique


def test_the_file_has_the_header_the_line_ends_and_the_quotes_of_the_real_one(
    tmp_path: Path, rows: pd.DataFrame
) -> None:
    target = tmp_path / "res.csv"
    assert write_res_csv(target, rows) == len(rows)
    text = target.read_bytes().decode("utf-8")
    lines = text.split("\r\n")
    assert lines[0] == HEADER
    assert lines[-1] == ""
    assert "\n" not in text.replace("\r\n", "")
    bare = '[^",]*'
    quoted = '("([^"]|"")+")?'
    line = re.compile(",".join(quoted if name in {"FIRMA", "TEXTADR"} else bare for name in COLUMNS))
    assert all(line.fullmatch(one) for one in lines[1:-1])


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
@examples(10, thorough=240, deadline=None)
def test_what_is_written_reads_back_whatever_the_name(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[str, str]]
) -> None:
    target = tmp_path_factory.mktemp("res") / "res.csv"
    rows = pd.DataFrame(
        [{"FIRMA": firm, "TEXTADR": address} for firm, address in names], columns=list(COLUMNS)
    )
    write_res_csv(target, rows)
    with target.open(encoding="utf-8", newline="") as source:
        read = [(row["FIRMA"], row["TEXTADR"]) for row in csv.DictReader(source)]
    assert read == names


def test_a_large_snapshot_comes_in_chunks_with_all_ico_different(tmp_path: Path) -> None:
    chunks = list(register_chunks(3, 2_000, chunk=600))
    assert len(chunks) == 4
    whole = pd.concat(chunks)
    assert whole["ICO"].is_unique
    assert 1_800 < len(whole) <= 2_000
    assert write_res_csv(tmp_path / "big.csv", iter(chunks)) == len(whole)
    assert len((tmp_path / "big.csv").read_text(encoding="utf-8").splitlines()) == len(whole) + 1


@given(st.integers(0, 10_000), st.sets(st.integers(0, 3_999_999), min_size=1, max_size=50))
def test_different_entities_have_different_ico_that_start_with_9(seed: int, entities: set[int]) -> None:
    icos = ico_numbers(seed, np.array(sorted(entities)))
    assert len(set(icos)) == len(entities)
    assert all(re.fullmatch(r"9\d{7}", ico) for ico in icos)


@pytest.mark.parametrize("name", [CLIENTS_FILE, RES_FILE])
def test_the_committed_sample_is_what_the_code_makes(name: str, tmp_path: Path) -> None:
    write_samples(tmp_path)
    made, committed = (tmp_path / name).read_bytes(), (DATA / name).read_bytes()
    assert made == committed, "make it anew with: python -m workbench.demodata data/"
    assert len(committed) < 400_000


def test_the_sample_of_clients_is_a_csv_of_300_with_spreadsheet_damage() -> None:
    text = (DATA / CLIENTS_FILE).read_bytes().decode(ENCODING)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 300
    assert any("E+07" in row["IČ"] for row in rows)
    assert any(row["IČ"].endswith(",00") for row in rows)
    assert any("\u00a0" in row["Název firmy"] for row in rows)
    assert any(re.fullmatch(r"0\d\.[IVX]+", row["Zaměstnanci"]) for row in rows)


def test_the_command_writes_both_files_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {CLIENTS_FILE, RES_FILE}
    assert capsys.readouterr().out.count("Zapsáno: ") == 2


def test_the_command_refuses_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "missing")]) == 2
    assert "složku" in capsys.readouterr().err
