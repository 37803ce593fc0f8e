"""Spark on this machine, in a process of its own.

Spark leaves much behind in a process: sockets, a virtual machine of Java, threads, a handler of interrupts, a log on the
terminal. So a job is written into a folder, a process (:mod:`workbench.duplicates._spark_worker`) runs it there, and both are gone
in the end, however the run ends: the worker ends itself when the process that waits for it is no more.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.errors import MissingPartError, RefusedError, StoppedError, WorkbenchError

if TYPE_CHECKING:
    import pyarrow as pa

RECORDS: Final = "records.parquet"
SETTINGS: Final = "settings.spark.json"
PAIRS: Final = "pairs.parquet"
_LEAST_JAVA: Final = 17
"""What Spark 4 runs on."""
_PATIENCE: Final = 60
"""Seconds that Java has to say its version."""
_LONGEST: Final = 300
"""So many signs of what Spark said are repeated."""
_GLOB: Final = "[]{}*?\\"
"""Signs that Spark takes in a path for a pattern of several."""
_DYING: Final = 50
"""So many tenths of a second a killed process has to be gone."""


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for :func:`run`, gone in the end with all that Spark wrote into it.

    Raises:
        RefusedError: Spark cannot read what lies there, for signs of its path.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-spark-", ignore_cleanup_errors=True) as folder:
        if set(_GLOB) & set(folder):
            raise RefusedError(
                "Spark cannot read files in {folder}, for it takes the signs {signs} in a path for a pattern. Let the environment variable TMPDIR name a folder without them.",
                folder=tempfile.gettempdir(), signs=" ".join(_GLOB),
            )  # fmt: skip
        yield Path(folder)


def require_java() -> None:
    """Nothing, where there is a Java that Spark runs on.

    Raises:
        MissingPartError: there is none, it does not start, or it is too old; the message says what to install.
    """
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None:
        raise MissingPartError(
            "Spark needs Java, and there is none. Install it (on Debian: apt install default-jre-headless), or set JAVA_HOME."
        )
    try:
        said = subprocess.run(  # noqa: S603 - a fixed question to the Java that the user has
            [java, "-version"], capture_output=True, text=True, timeout=_PATIENCE, check=True
        ).stderr
    except (OSError, subprocess.SubprocessError):
        said = ""
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is None:
        raise MissingPartError(
            "Spark needs Java, and {path} does not start. Install it (on Debian: apt install default-jre-headless), and let JAVA_HOME name it or nothing.",
            path=java,
        )
    if int(version[1]) < _LEAST_JAVA:
        raise MissingPartError(
            "Spark needs Java {least} or newer, and {path} is Java {version}. Install a newer one (on Debian: apt install default-jre-headless), and let JAVA_HOME name it.",
            least=_LEAST_JAVA, path=java, version=version[1],
        )  # fmt: skip


def run(folder: Path, minutes: float) -> "pa.Table":
    """Run the job that was written into a folder.

    Args:
        folder: with :data:`RECORDS` and :data:`SETTINGS`; what Spark needs on the way lies there, too.
        minutes: how long it may take.

    Returns:
        the pairs.

    Raises:
        MissingPartError: there is no Java that Spark runs on.
        StoppedError: it took longer.
        WorkbenchError: Spark ended before it was done; the message says what it said.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.1 s, and only this needs it

    require_java()
    log = folder / "log"
    with _worker(folder, log) as process:
        try:
            failed = process.wait(minutes * 60)
        except subprocess.TimeoutExpired:
            raise StoppedError(
                "Spark was not done after {minutes} min and was stopped. Nothing was changed. Give it more time: .run('spark', minutes=…).",
                minutes=f"{minutes:g}",
            ) from None
    if failed:
        raise WorkbenchError(
            "Spark ended before it was done: “{said}”. Free some memory, or take fewer records, and run it again.",
            said=_last_words(log),
        )
    pairs: pa.Table = pq.read_table(folder / PAIRS)
    return pairs


def surroundings() -> dict[str, str]:
    """The environment of a process that finds the same packages as this one from any folder, and whose Spark hears this machine only.

    Java reads and writes the names of files in the encoding of the locale.
    """
    paths = os.pathsep.join(os.path.abspath(one) for one in sys.path)  # noqa: PTH100 - "" is the folder one is in
    return {
        **os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }  # fmt: skip


@contextmanager
def _worker(folder: Path, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, which writes nowhere but into the folder; when this ends, so have it and all that it started.

    It hears from a pipe when this process is killed.
    """
    with log.open("wb") as heard:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "workbench.duplicates._spark_worker", str(folder)],
            stdin=subprocess.PIPE, stdout=heard, stderr=heard, start_new_session=True, cwd=folder,
            env={**surroundings(), "TMPDIR": str(folder)},
        )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started; what is still dying may be writing, so it is waited for."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for _ in range(_DYING):
            os.killpg(process.pid, 0)
            time.sleep(0.1)


def _last_words(log: Path) -> str:
    """The line of a log that says best what went wrong: the last one that names an error, else the last one."""
    lines = [
        line.strip()
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
        if line.strip()
    ]
    telling = [line for line in lines if re.search(r"\w*(?:Error|Exception)\b", line)] or lines or ["?"]
    return telling[-1][:_LONGEST]
