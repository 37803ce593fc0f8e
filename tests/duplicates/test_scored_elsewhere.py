"""Pairs compared by Splink, or scored by anybody, are reviewed and merged like those found at home."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from demo_copies import DemoCopies

from benchmarks.linkage.clients import Base, generate
from workbench.desk import Desk
from workbench.duplicates import Found, Settings, find, splink_job, splink_settings
from workbench.duplicates.blocking import block
from workbench.duplicates.comparing import compare, unpack
from workbench.duplicates.comparisons import COMPARISONS, PRIOR
from workbench.duplicates.elsewhere import bring
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.notes import of as notes
from workbench.errors import InputError, PermissionRefusedError, RefusedError, ValueRejectedError

CLIENTS = 600
SPARK_KNOWS = {
    "abs", "aggregate", "array", "array_contains", "array_except", "array_intersect", "array_max", "arrays_overlap", "cast", "coalesce", "concat",
    "contains", "damerau_levenshtein", "day", "decode", "element_at", "encode", "filter", "floor", "greatest", "least", "left",
    "length", "levenshtein", "locate", "lpad", "month", "overlay", "sequence", "size", "split", "startswith", "struct", "substring",
    "transform", "try_cast", "year", "zip_with",
}  # fmt: skip
"""Functions of Spark, and one of Splink's library for it."""


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    base: Base = generate(CLIENTS, seed=8)
    return {
        "main": base.tables["client"],
        "address": base.tables["address"],
        "contact": base.tables["contact"],
    }


@pytest.fixture(scope="module")
def job(tables: dict[str, pd.DataFrame]) -> splink_job.SplinkJob:
    return splink_job.make(tables, Settings(), persons=False)


@pytest.fixture(scope="module")
def compared(job: splink_job.SplinkJob) -> Any:
    return job.run("duckdb")


@pytest.fixture(scope="module")
def desk(shared_demo_copies: DemoCopies) -> Desk:
    return shared_demo_copies(60, 11)


def own_pairs(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The candidates of a search at home, by ids, with a column a comparison."""
    connection = begin(tables, Settings(), persons=False, decisions=(), step=no_step).connection
    block(connection, Settings())
    compare(connection, "candidate", "compared")
    rows = connection.execute(
        "SELECT x.id AS one, y.id AS other, pattern FROM compared JOIN rec x ON x.r = a JOIN rec y ON y.r = b"
    ).df()
    levels = unpack(rows.pop("pattern").to_numpy(dtype=np.uint64))
    for at, one in enumerate(COMPARISONS):
        rows[one.name] = levels[:, at]
    return rows.set_index(["one", "other"]).sort_index()


def by_levels(pairs: Any) -> pd.DataFrame:
    """The same of what came from Splink."""
    rows = pairs.to_pandas()
    ends = rows[["unique_id_l", "unique_id_r"]].to_numpy()
    made = pd.DataFrame({"one": ends.min(axis=1), "other": ends.max(axis=1)})
    for one in COMPARISONS:
        made[one.name] = np.array(splink_settings.level_of(one))[rows[f"gamma_{one.name}"].to_numpy()]
    return made.set_index(["one", "other"]).sort_index()


def divided(found: Found) -> set[frozenset[int]]:
    return {frozenset(found.ids[found.cluster == one].tolist()) for one in set(found.cluster.tolist())}


def test_splink_on_duckdb_looks_at_the_same_pairs_in_the_same_levels(
    tables: dict[str, pd.DataFrame], compared: Any
) -> None:
    home, elsewhere = own_pairs(tables), by_levels(compared)
    assert len(home) > CLIENTS
    pd.testing.assert_frame_equal(home, elsewhere, check_dtype=False)


def test_its_probability_is_what_the_general_weights_say(compared: Any) -> None:
    rows = compared.to_pandas()
    odds = np.full(len(rows), PRIOR)
    for one in COMPARISONS:
        levels = np.array(splink_settings.level_of(one))[rows[f"gamma_{one.name}"].to_numpy()]
        odds += np.array(one.weights)[levels]
    np.testing.assert_allclose(rows["match_probability"], 1 / (1 + np.exp(-odds)), atol=1e-9)


def test_splink_takes_for_null_what_says_nothing_of_a_pair(job: splink_job.SplinkJob) -> None:
    for one, told in zip(COMPARISONS, job.settings()["comparisons"], strict=True):
        null = {at for at, level in enumerate(told["comparison_levels"]) if level.get("is_null_level")}
        assert null == {0} & {at for at in range(len(one.levels)) if one.is_silent(at)}, one.name


def test_what_was_compared_elsewhere_makes_the_same_clusters_as_a_search_at_home(
    tables: dict[str, pd.DataFrame], compared: Any
) -> None:
    brought = bring(tables, compared)
    assert divided(brought) == divided(find(tables))
    assert brought.blocked.absent == 0
    assert not brought.brought


@pytest.mark.slow
def test_pairs_of_a_record_that_changed_since_the_job_are_compared_anew_and_it_is_said(
    tables: dict[str, pd.DataFrame], compared: Any
) -> None:
    before = bring(tables, compared)
    one, other = sorted(min((one for one in divided(before) if len(one) == 2), key=sorted))
    changed = {name: frame[frame.get("record_id") != one] for name, frame in tables.items() if name != "main"}
    row = tables["main"]["id"] == one
    known = [name for name in tables["main"].columns if name not in ("id", "name", "is_person")]
    main = tables["main"].assign(name=tables["main"]["name"].mask(row, "Zcela jiná"))
    changed["main"] = main.assign(**{name: main[name].mask(row, None) for name in known})
    rows = compared.to_pandas()
    theirs = int(((rows["unique_id_l"] == one) | (rows["unique_id_r"] == one)).sum())
    brought = bring(changed, compared)
    assert not any({one, other} <= group for group in divided(brought))
    assert brought.blocked.stale == theirs > 0
    assert any(said.startswith(f"{theirs} dodan") and "znovu" in said for said in notes(brought))
    levels = [name for name in rows.columns if name.startswith("gamma_")]
    probable = bring(changed, rows.drop(columns=levels))
    assert not any({one, other} <= group for group in divided(probable))
    assert any(said.startswith(f"{theirs} dodan") and "vynecha" in said for said in notes(probable))
    unmarked = bring(tables, rows.drop(columns=["mark_l", "mark_r"]))
    assert any("nepozná" in said for said in notes(unmarked))
    assert before.blocked.stale == 0


def test_a_job_is_written_whole(job: splink_job.SplinkJob, tmp_path: Path) -> None:
    folder = job.write(tmp_path / "job")
    assert len(pd.read_parquet(folder / "records.parquet")) == CLIENTS
    spark = json.loads((folder / "settings.spark.json").read_text(encoding="utf-8"))
    assert spark["sql_dialect"] == "spark"
    conditions = [
        level["sql_condition"] for one in spark["comparisons"] for level in one["comparison_levels"]
    ]
    used = {name.lower() for text in conditions for name in re.findall(r"\b([A-Za-z_]+)\(", text)}
    assert used <= SPARK_KNOWS


def test_a_job_leaves_the_process_only_with_the_right_to_export_and_is_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    desk.store.save_user("olga", "full", export=False)
    mine, olgas = desk.splink_job("person"), Desk(desk.store.path, "olga").splink_job("person")
    assert str(mine.records.num_rows) in repr(mine)
    names = set(
        desk.sql("SELECT last_name FROM person WHERE last_name IS NOT NULL").df()["last_name"].str.lower()
    )
    assert not any(name in repr(mine).lower() for name in names)
    for refused in (lambda: olgas.write(tmp_path / "hers"), lambda: olgas.run("spark", spark=object())):
        with pytest.raises(PermissionRefusedError):
            refused()
    assert not (tmp_path / "hers").exists()
    assert desk.exports().empty
    mine.write(tmp_path / "mine")
    log = desk.exports().iloc[0]
    assert (log["format"], log["record_type"], log["count"]) == ("splink", "person", mine.records.num_rows)


@pytest.mark.slow
def test_given_probabilities_hold_but_for_contradictions_and_decisions(desk: Desk) -> None:
    home = desk.duplicates().clusters()
    one, other = home["ids"][0][:2]
    apart, far = home["ids"][1][:2], home["ids"][2][0]
    desk.akce.not_duplicate(*apart).run()
    pairs = pd.DataFrame({
        "first": [one, apart[0], far], "second": [other, apart[1], 10**6], "probability": [0.93, 0.99, 0.9],
    })  # fmt: skip
    found = desk.duplicates(pairs=pairs)
    table = found.clusters()
    assert [set(ids) for ids in table["ids"]] == [{one, other}]
    assert table["certainty"][0] == pytest.approx(0.93)
    assert found.explain(one, other).text()
    assert found.certain is None
    assert len(found.notes()) >= 3
    assert desk.review(found, count=2) is not None
    with pytest.raises(RefusedError):
        desk.akce.merge_clusters(found, at_least="certain")
    before = len(desk.clients.df())
    action = desk.akce.merge_clusters(found)
    with pytest.raises(RefusedError):
        action.run()  # nobody has looked at it
    done = action.run(action.preview())
    assert len(desk.clients.df()) == before - 1
    desk.undo(done)


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"first": [1], "second": [2]}, InputError),
        ({"left": [1], "right": [2], "probability": [0.5]}, InputError),
        ({"first": [1], "second": [2], "probability": [1.5]}, ValueRejectedError),
        ({"first": [1], "second": [2], "probability": [float("nan")]}, ValueRejectedError),
        ({"first": ["a"], "second": [2], "probability": [0.5]}, ValueRejectedError),
        (
            {"first": [1.5], "second": [2], "probability": [0.5]},
            ValueRejectedError,
        ),  # is not rounded to another record
        ({"first": [True], "second": [2], "probability": [0.5]}, ValueRejectedError),
        ({"first": [2], "second": [2], "probability": [0.5]}, ValueRejectedError),
        (
            {"first": pd.Series(["\ud800"], dtype=object), "second": [2], "probability": [0.5]},
            ValueRejectedError,
        ),
    ],
)
def test_a_table_that_says_nothing_usable_is_refused(
    desk: Desk, columns: dict[str, list[Any]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        desk.duplicates(pairs=pd.DataFrame(columns))


@pytest.mark.parametrize("level", [99, "high"])
def test_levels_of_another_version_are_refused(
    tables: dict[str, pd.DataFrame], compared: Any, level: object
) -> None:
    rows = compared.to_pandas()
    rows["gamma_name"] = rows["gamma_name"].astype(type(level)).where(rows.index > 0, level)
    with pytest.raises(ValueRejectedError):
        bring(tables, rows)


def test_pairs_that_can_be_read_but_once_are_read_once(desk: Desk) -> None:
    one, other = desk.duplicates().clusters()["ids"][0][:2]
    table = pa.table({"first": [one], "second": [other], "probability": [0.9]})
    assert desk.duplicates(pairs=table.to_reader()).clusters()["ids"].tolist() == [[one, other]]
    with pytest.raises(InputError, match="generator"):
        desk.duplicates(pairs=(row for row in [(one, other, 0.9)]))


@pytest.mark.slow
def test_more_neighbours_and_threads_than_there_are_end_all_the_same(tables: dict[str, pd.DataFrame]) -> None:
    few = {name: frame.head(40) for name, frame in tables.items()}
    assert divided(find(few, Settings(nearest=10**7, threads=10**9)))
