"""Spark looks at the same pairs in the same levels as DuckDB, leaves nothing behind, and says what it lacks."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.linkage.clients import generate
from workbench.duplicates import Settings, find, spark_here, splink_job
from workbench.duplicates.elsewhere import bring
from workbench.errors import MissingPartError, StoppedError, ValueRejectedError, WorkbenchError

CLIENTS = 600
ODD_NAMES = 80
needs_spark = pytest.mark.skipif(
    shutil.which("java") is None, reason="Spark needs Java: apt install default-jre-headless"
)
Job = splink_job.SplinkJob


def odd_names() -> list[str]:
    """Names of signs of one to four bytes, of one sign, and longer than a machine word has bits; many a slip apart."""
    drawn = random.Random(5)  # noqa: S311 - no secret
    made = ["a", "b", "ж", "ab", "žž", ""]
    while len(made) < ODD_NAMES:
        letters = drawn.choice(["ab", "abč ", "жшяß ", "𝔞abc", "abcdefgh "])
        one = "".join(drawn.choice(letters) for _ in range(drawn.choice([2, 3, 5, 9, 20, 70, 140])))
        at = drawn.randrange(len(one))
        made += [one, one[:at] + one[at + 1 : at + 3] + drawn.choice(letters) + one[at + 1 :]]
    return made[:ODD_NAMES]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Clients, and among them some that share a phone by tens and have the oddest names."""
    made = generate(CLIENTS, seed=8).tables
    first = int(made["client"]["id"].max()) + 1
    odd = pd.DataFrame({"id": range(first, first + ODD_NAMES), "name": odd_names()})
    phones = pd.DataFrame({
        "record_id": odd["id"], "kind": "phone", "value": [f"6017771{at // 10:02}" for at in range(ODD_NAMES)],
    })  # fmt: skip
    return {
        "main": pd.concat([made["client"], odd], ignore_index=True),
        "address": made["address"],
        "contact": pd.concat([made["contact"], phones], ignore_index=True),
    }


@pytest.fixture(scope="module")
def job(tables: dict[str, pd.DataFrame]) -> Job:
    return splink_job.make(tables, Settings(), persons=False)


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Lets JAVA_HOME name a program that answers as it is told."""

    def made(says: str) -> Path:
        program = tmp_path / "java" / "bin" / "java"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
        return program

    return made


def of_process(mark: str) -> list[str]:
    """The processes whose command says so."""
    said = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)  # noqa: S607
    return [line for line in said.stdout.splitlines() if mark in line]


@pytest.mark.slow
@needs_spark
def test_spark_looks_at_the_same_pairs(tables: dict[str, pd.DataFrame], job: Job) -> None:
    pytest.importorskip("pyspark", reason="an extra: pip install 'workbench[spark]'")
    there = job.run("spark")
    ends = ["unique_id_l", "unique_id_r"]
    ours, theirs = (
        one.to_pandas().sort_values(ends, ignore_index=True) for one in (job.run("duckdb"), there)
    )
    assert len(ours) > CLIENTS
    assert ours["unique_id_r"].gt(ours["unique_id_r"].max() - ODD_NAMES).sum() > ODD_NAMES
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)
    groups = [
        {frozenset(found.ids[found.cluster == one].tolist()) for one in set(found.cluster.tolist())}
        for found in (bring(tables, there), find(tables))
    ]
    assert groups[0] == groups[1]
    assert not of_process("workbench-spark-")


@pytest.mark.slow
@needs_spark
def test_a_session_of_ones_own_is_told_what_it_lacks(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="an extra: pip install 'workbench[spark]'")
    script = tmp_path / "own.py"
    script.write_text(
        """
from pyspark.sql import SparkSession
from workbench import locale
from workbench.duplicates.splink_run import on_spark
from workbench.errors import MissingPartError
locale.use("en")
session = SparkSession.builder.master("local[1]").getOrCreate()
for folder in (None, "between"):
    if folder:
        session.sparkContext.setCheckpointDir(folder)
    try:
        on_spark(session, None, {})
    except MissingPartError as error:
        print("told:", error)
session.stop()
""",
        encoding="utf-8",
    )
    said = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, script],
        env=spark_here.surroundings(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    lacks = [line for line in said.stdout.splitlines() if line.startswith("told:")]
    assert "setCheckpointDir" in lacks[0]
    assert "spark.jars" in lacks[1]


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("echo 'openjdk version \"11.0.2\" 2019-01-15' >&2", "je Java 11"),
        ("echo 'java version \"1.8.0_201\"' >&2", "je Java 8"),
        ("exit 1", "nespustí"),
        ("echo nothing at all", "nespustí"),
    ],
)
def test_a_java_that_is_too_old_or_does_not_start_is_told(
    java: Callable[[str], Path], says: str, told: str
) -> None:
    program = java(says)
    with pytest.raises(MissingPartError, match=told) as refused:
        spark_here.require_java()
    assert str(program) in str(refused.value)
    assert "default-jre-headless" in str(refused.value)


def test_no_java_at_all_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPartError, match="default-jre-headless"):
        spark_here.require_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingPartError, match="nespustí"):
        spark_here.require_java()


def test_spark_that_ends_or_takes_too_long_is_told_in_a_sentence_and_leaves_no_process(
    java: Callable[[str], Path], tmp_path: Path
) -> None:
    java("echo 'openjdk version \"21\"' >&2")
    (tmp_path / spark_here.SETTINGS).write_text("no settings", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="JSONDecodeError") as refused:
        spark_here.run(tmp_path, 5)
    assert "\n" not in str(refused.value)
    with pytest.raises(StoppedError):
        spark_here.run(tmp_path, 1e-5)
    assert not of_process(str(tmp_path))


@pytest.mark.parametrize("minutes", [0, -1, float("inf"), float("nan")])
def test_a_time_that_is_none_is_refused(job: Job, minutes: float) -> None:
    with pytest.raises(ValueRejectedError):
        job.run("spark", minutes=minutes)
