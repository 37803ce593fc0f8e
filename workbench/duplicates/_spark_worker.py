"""The process in which Spark runs a job: ``python -m workbench.duplicates._spark_worker FOLDER``, in that folder.

Paths are relative to the folder, for Spark takes a comma in one for the end of it.
"""

import json
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any, Final

from workbench.duplicates.spark_here import PAIRS, RECORDS, SETTINGS
from workbench.duplicates.splink_run import on_spark

_OWN: Final = "spark"
"""A folder in the folder."""


def main(folder: Path) -> None:
    """Compare the records that lie in a folder and write the pairs beside them.

    Args:
        folder: as :meth:`workbench.duplicates.splink_job.SplinkJob.write` makes it.
    """
    threading.Thread(target=_end_with_the_other, args=(folder,), daemon=True).start()
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    session = _session()
    records = session.read.parquet(RECORDS)
    pairs = on_spark(session, records, settings)
    pairs.as_spark_dataframe().write.parquet(PAIRS)
    _end(session)


def _end_with_the_other(folder: Path) -> None:
    """Wait till the process that waits for this one is gone; then end Java, remove the folder, which nobody else will, and end."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    try:
        from pyspark import SparkContext  # noqa: PLC0415 - an extra

        gateway: Any = SparkContext._gateway  # noqa: SLF001 - it has no other name
        if gateway is not None:
            gateway.proc.kill()
            gateway.proc.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _end(session: Any) -> None:
    """Stop Spark and wait for its machine of Java to be gone: till then it writes into the folder."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    session.stop()
    gateway: Any = SparkContext._gateway  # noqa: SLF001 - it has no other name
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def _session() -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 - an extra

    parts = str(2 * (os.cpu_count() or 1))
    session: Any = (
        SparkSession.builder.master("local[*]").appName("workbench")
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", "3g").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", _OWN).config("spark.sql.warehouse.dir", _OWN)
        .config("spark.driver.extraJavaOptions", "-Djava.io.tmpdir=.")
        .config("spark.sql.shuffle.partitions", parts).config("spark.default.parallelism", parts)
        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )  # fmt: skip
    session.sparkContext.setCheckpointDir(_OWN)
    return session


if __name__ == "__main__":
    main(Path(sys.argv[1]))
