"""A search that Splink does elsewhere: prepared records with their blocking keys, and the settings to compare them by.

Preparing and blocking take time by records and stay at home; making pairs and comparing them takes time by pairs and
goes to Splink, on DuckDB or on a cluster with Spark. What comes back is read by :mod:`workbench.duplicates.elsewhere`.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from workbench.duplicates import splink_settings
from workbench.duplicates.blocking import share
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.found_by import RULES
from workbench.duplicates.labelling import IDENTIFIERS
from workbench.duplicates.settings import Settings
from workbench.duplicates.sides import sides
from workbench.duplicates.splink_settings import KEYS, Dialect, missing
from workbench.errors import MissingPartError, UnknownNameError

if TYPE_CHECKING:
    import pyarrow as pa

DIALECTS: Final[tuple[Dialect, ...]] = ("duckdb", "spark")
_QUIET: Final = 40
_SIGNED: Final = {"UBIGINT": "({} >> 1)::BIGINT", "UINTEGER": "{}::BIGINT", "UTINYINT": "{}::INTEGER", "USMALLINT": "{}::INTEGER"}  # fmt: skip
"""Types that Spark does not have, and what goes in their place; of a hash the last bit is dropped."""


@dataclass(frozen=True, slots=True)
class SplinkJob:
    """What Splink needs to look for duplicates as this package does; made by :func:`make`.

    Attributes:
        records: a row a record: unique_id, the columns that are compared, and two lists of blocking keys.
    """

    records: "pa.Table"

    def settings(self, dialect: Dialect = "duckdb") -> dict[str, Any]:
        """The settings of Splink, with the general weights as its m and u; it may train them anew.

        Args:
            dialect: ``"duckdb"`` or ``"spark"``.

        Raises:
            UnknownNameError: another dialect.
            MissingPartError: the SQL of Spark takes Splink to write.
        """
        if dialect not in DIALECTS:
            raise UnknownNameError.suggest("option", dialect, DIALECTS)
        return splink_settings.settings(dialect)

    def write(self, folder: str | Path) -> Path:
        """Write it for a machine or a cluster elsewhere: ``records.parquet``, ``settings.duckdb.json``, ``settings.spark.json``.

        Returns:
            the folder.

        Raises:
            MissingPartError: Splink is not installed.
        """
        import pyarrow.parquet as pq  # noqa: PLC0415 - 0.1 s, and only this needs it

        texts = {one: json.dumps(self.settings(one), ensure_ascii=False, indent=1) for one in DIALECTS}
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        for dialect, text in texts.items():
            (path / f"settings.{dialect}.json").write_text(text, encoding="utf-8")
        pq.write_table(self.records, path / "records.parquet")
        return path

    def run(self, engine: Dialect = "duckdb", *, spark: Any = None) -> "pa.Table":
        """Let Splink make, compare and score the pairs.

        Args:
            engine: ``"duckdb"`` in this process, or ``"spark"``.
            spark: a ``SparkSession``; by default one is made on this machine and stopped afterwards. A session of one's
                own needs the library that ``splink.backends.spark.similarity_jar_location()`` names.

        Returns:
            a row a candidate pair: unique_id_l, unique_id_r, match_probability, match_key, and a ``gamma_…`` for each comparison.

        Raises:
            UnknownNameError: another engine.
            MissingPartError: Splink, Spark or Java is not installed; the message says how to get it.
        """
        settings = self.settings(engine)
        if find_spec("splink") is None:
            raise missing("splink")
        with _duckdb(self) if engine == "duckdb" else _spark(self, spark) as records:
            from splink import Linker  # noqa: PLC0415 - an extra

            linker: Any = Linker(records, settings, log_level=_QUIET)
            made = linker.inference.predict()
            levels = ", ".join(f"gamma_{one.name}" for one in COMPARISONS)
            answer: pa.Table = linker.misc.query_sql(
                f"SELECT unique_id_l, unique_id_r, match_probability, match_key, {levels} FROM {made.physical_name}",
                output_type="splink_df",
            ).as_pyarrow_table()
        return answer


def make(tables: Mapping[str, Any], settings: Settings, *, persons: bool) -> SplinkJob:
    """Prepare a job.

    Args:
        tables: as :func:`workbench.duplicates.find` takes them.
        settings: the sizes of blocks.
        persons: the records are contact persons.
    """
    search = begin(tables, settings, persons=persons, decisions=(), step=no_step)
    connection = search.connection
    share(connection, settings)
    types = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {sides()})").fetchall())
    compared = splink_settings.columns()
    listed = ", ".join(
        f"{_SIGNED.get(types[name], '{}').format(f'side.{name}')} AS {name}" for name in compared
    )
    numbers = ", ".join(str(RULES.index(one)) for one in IDENTIFIERS if one in RULES)
    others, identifying = (
        f"list(DISTINCT (k >> 1)::BIGINT) FILTER (rule {word} ({numbers})) AS {name}"
        for word, name in zip(("NOT IN", "IN"), KEYS, strict=True)
    )
    records = connection.sql(f"""
        SELECT rec.id AS unique_id, {listed}, s.* EXCLUDE (r) FROM rec JOIN ({sides()}) side USING (r)
        LEFT JOIN (SELECT r, {others}, {identifying} FROM shared GROUP BY r) s USING (r) ORDER BY rec.id
    """).to_arrow_table()
    connection.close()
    return SplinkJob(records)


@contextmanager
def _duckdb(job: SplinkJob) -> Iterator[Any]:
    from splink import DuckDBAPI  # noqa: PLC0415 - an extra

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    yield DuckDBAPI(connection=connection).register(job.records)
    connection.close()


@contextmanager
def _spark(job: SplinkJob, session: Any) -> Iterator[Any]:
    if find_spec("pyspark") is None:
        raise missing("spark")
    from splink import SparkAPI  # noqa: PLC0415 - an extra

    engine: Any = SparkAPI
    with tempfile.TemporaryDirectory(prefix="workbench-spark-") as folder:
        own: Any = None if session is not None else _local(folder)
        used: Any = own if session is None else session
        try:
            if own is not None:
                own.sparkContext.setCheckpointDir(folder)
            records = used.createDataFrame(job.records)
            yield engine(spark_session=used).register(records)
        finally:
            if own is not None:
                own.stop()


def _local(folder: str) -> Any:
    """A session on this machine.

    Raises:
        MissingPartError: there is no Java.
    """
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise MissingPartError(
            "Spark needs Java, and there is none. Install it (on Debian: apt install default-jre-headless), or set JAVA_HOME."
        )
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 - an extra

    cores = os.cpu_count() or 1
    return (
        SparkSession.builder.master("local[*]").appName("workbench")
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", "3g").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", folder).config("spark.sql.warehouse.dir", folder)
        .config("spark.sql.shuffle.partitions", str(2 * cores)).config("spark.default.parallelism", str(2 * cores))
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )  # fmt: skip
