"""Let Splink make, compare and score the pairs of a job, on DuckDB in this process or in a session of Spark."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import duckdb

from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.splink_settings import MARK, missing
from workbench.errors import MissingPartError

if TYPE_CHECKING:
    import pyarrow as pa

_QUIET: Final = 40
_COLUMNS: Final = (
    "unique_id_l", "unique_id_r", f"{MARK}_l", f"{MARK}_r", "match_probability", "match_key", *(f"gamma_{one.name}" for one in COMPARISONS),
)  # fmt: skip
"""What is told of a pair."""


def on_duckdb(records: "pa.Table", settings: Mapping[str, Any]) -> "pa.Table":
    """Pairs as :meth:`workbench.duplicates.splink_job.SplinkJob.run` returns them.

    Args:
        records: those of the job.
        settings: its settings in the SQL of DuckDB.

    Raises:
        MissingPartError: Splink is not installed.
    """
    require("splink")
    from splink import DuckDBAPI  # noqa: PLC0415 - an extra

    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    try:
        pairs: pa.Table = _compare(
            DuckDBAPI(connection=connection).register(records), settings
        ).as_pyarrow_table()
    finally:
        connection.close()
    return pairs


def on_spark(session: Any, records: Any, settings: Mapping[str, Any]) -> Any:
    """The same pairs, as a table of Splink in that session: ``.as_pyarrow_table()``, ``.as_spark_dataframe()``.

    Args:
        session: a ``SparkSession`` with Splink's library and a folder for what is calculated on the way.
        records: those of the job, as a DataFrame of that session.
        settings: its settings in the SQL of Spark.

    Raises:
        MissingPartError: Splink or Spark is not installed, or the session has no such library or folder; the message says how to
            get it.
    """
    require("splink")
    require("spark")
    from splink import SparkAPI  # noqa: PLC0415 - an extra
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 - an extra

    if session.sparkContext.getCheckpointDir() is None:
        raise MissingPartError(
            "The Spark session has no folder for what it calculates on the way. Name one that all its machines reach: session.sparkContext.setCheckpointDir(…)."
        )
    made: Any = SparkAPI
    engine = made(spark_session=session)
    if not session.catalog.functionExists("damerau_levenshtein"):
        raise MissingPartError(
            "The Spark session lacks the library of Splink. Make it with .config('spark.jars', {library}).",
            library=repr(similarity_jar_location()),
        )
    return _compare(engine.register(records), settings)


def require(extra: str) -> None:
    """Nothing, where a package is installed.

    Args:
        extra: ``"splink"`` or ``"spark"``.

    Raises:
        MissingPartError: it is not.
    """
    if find_spec({"splink": "splink", "spark": "pyspark"}[extra]) is None:
        raise missing(extra)


def _compare(records: Any, settings: Mapping[str, Any]) -> Any:
    from splink import Linker  # noqa: PLC0415 - an extra

    linker: Any = Linker(records, dict(settings), log_level=_QUIET)
    made = linker.inference.predict()
    return linker.misc.query_sql(
        f"SELECT {', '.join(_COLUMNS)} FROM {made.physical_name}", output_type="splink_df"
    )
