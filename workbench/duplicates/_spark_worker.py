"""The process in which Spark runs a job: ``python -m workbench.duplicates._spark_worker FOLDER``."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from workbench.duplicates.spark_here import PAIRS, RECORDS, SETTINGS
from workbench.duplicates.splink_run import on_spark


def main(folder: Path) -> None:
    """Compare the records that lie in a folder and write the pairs beside them.

    Args:
        folder: as :meth:`workbench.duplicates.splink_job.SplinkJob.write` makes it.
    """
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    session = _session(folder)
    records = session.read.parquet(str(folder / RECORDS))
    pairs = on_spark(session, records, settings)
    pairs.as_spark_dataframe().write.parquet(str(folder / PAIRS))
    _end(session)


def _end(session: Any) -> None:
    """Stop Spark and wait for its machine of Java to be gone: till then it writes into the folder."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    session.stop()
    gateway: Any = SparkContext._gateway  # noqa: SLF001 - it has no other name
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


def _session(folder: Path) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 - an extra

    parts = str(2 * (os.cpu_count() or 1))
    workplace = str(folder / "spark")
    session: Any = (
        SparkSession.builder.master("local[*]").appName("workbench")
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", "3g").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", workplace).config("spark.sql.warehouse.dir", workplace)
        .config("spark.sql.shuffle.partitions", parts).config("spark.default.parallelism", parts)
        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )  # fmt: skip
    session.sparkContext.setCheckpointDir(workplace)
    return session


if __name__ == "__main__":
    main(Path(sys.argv[1]))
