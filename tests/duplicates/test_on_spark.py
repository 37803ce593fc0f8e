"""Spark looks at the same pairs in the same levels as DuckDB, leaves nothing behind, and says what it lacks."""

import ctypes
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pytest

from benchmarks.linkage.clients import generate
from workbench.duplicates import Settings, find, spark_here, splink_job
from workbench.duplicates.elsewhere import bring
from workbench.errors import MissingPartError, RefusedError, StoppedError, ValueRejectedError, WorkbenchError

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


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes a folder of that name the one for temporary files."""

    def made(name: str) -> Path:
        (tmp_path / name).mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / name))
        return tmp_path / name

    return made


@contextmanager
def waiting_for_spark(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """A process that runs the job of a folder, and what its worker, and Java below it, say till the last of them has ended.

    Orphans are adopted by this process: not every container has a first process that lets them live and waits for them.
    """
    os.mkfifo(folder / "log")
    order = (
        "import sys, pathlib, workbench.duplicates.spark_here as here; here.run(pathlib.Path(sys.argv[1]), 5)"
    )
    adopt(1)
    process = subprocess.Popen([sys.executable, "-c", order, folder])  # noqa: S603 - our own interpreter
    try:
        with process, (folder / "log").open("rb") as said:
            yield process, said
    finally:
        adopt(0)


def adopt(whether: int) -> None:
    """Let orphans below this process be its own children from now on, or no longer (man 2 PR_SET_CHILD_SUBREAPER)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, whether, 0, 0, 0)


def kill(process: "subprocess.Popen[bytes]", said: IO[bytes], folder: Path) -> None:
    """Kill it, and wait till all below it have ended."""
    (worker,) = [int(line.split()[0]) for line in of_process("_spark_worker") if str(folder) in line]
    process.kill()
    process.wait()  # only then has its orphan been adopted
    said.read()
    if sys.platform == "linux":
        os.waitpid(worker, 0)


def of_process(mark: str) -> list[str]:
    """The number and command of the processes whose command says so."""
    said = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True)  # noqa: S607
    return [line for line in said.stdout.splitlines() if mark in line]


@pytest.mark.slow
@needs_spark
def test_spark_looks_at_the_same_pairs_and_leaves_nothing(
    tables: dict[str, pd.DataFrame],
    job: Job,
    temporary: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("pyspark", reason="an extra: pip install 'workbench[spark]'")
    between = temporary("mezi, výsledky")
    own = between.parent / "own"
    own.mkdir()
    monkeypatch.chdir(own)
    there = job.run("spark")
    assert not [*own.iterdir(), *between.iterdir()]
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


def test_a_worker_ends_and_clears_up_when_the_process_that_waits_for_it_is_killed(
    java: Callable[[str], Path], tmp_path: Path
) -> None:
    java("echo 'openjdk version \"21\"' >&2")
    folder = tmp_path / "job"
    folder.mkdir()
    os.mkfifo(folder / spark_here.SETTINGS)
    with (
        waiting_for_spark(folder) as (process, said),
        (folder / spark_here.SETTINGS).open("wb"),  # the worker is there, and waits for more
    ):
        kill(process, said, folder)
    assert not of_process(str(folder))
    assert not folder.exists()


@pytest.mark.slow
@needs_spark
def test_java_ends_too_when_the_process_that_waits_is_killed(job: Job, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="an extra: pip install 'workbench[spark]'")
    folder = job.write(tmp_path / "job")
    with waiting_for_spark(folder) as (process, said):
        assert any(b"log level" in line for line in said), "Java says how much it is going to say"
        assert of_process("SparkSubmit")
        kill(process, said, folder)
    assert not of_process(str(folder))
    assert not folder.exists()


def test_a_folder_that_spark_takes_for_a_pattern_is_refused_in_a_sentence(
    temporary: Callable[[str], Path],
) -> None:
    with spark_here.workplace() as folder:
        (folder / "left").touch()
    assert not folder.exists()
    taken = temporary("a[b]")
    with pytest.raises(RefusedError, match="TMPDIR"), spark_here.workplace():
        pass
    assert not [*taken.iterdir()]


def test_a_worker_finds_the_same_packages_from_its_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["", "near", *sys.path])
    here = Path.cwd()
    assert spark_here.surroundings()["PYTHONPATH"].split(os.pathsep)[:2] == [str(here), str(here / "near")]


@pytest.mark.parametrize(
    "minutes", [0, -1, float("inf"), float("nan"), 10**400, True, None, "5", [5], pd.NA], ids=str
)
@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_a_time_that_is_none_is_refused(job: Job, engine: Any, minutes: Any) -> None:
    with pytest.raises(ValueRejectedError, match="minut"):
        job.run(engine, minutes=minutes)
