"""A search that Splink does elsewhere: prepared records with their blocking keys, and the settings to compare them by.

Preparing and blocking take time by records and stay at home; making pairs and comparing them takes time by pairs and
goes to Splink, on DuckDB or on a cluster with Spark. What comes back is read by :mod:`workbench.duplicates.elsewhere`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.duplicates import spark_here, splink_run, splink_settings
from workbench.duplicates.blocking import share
from workbench.duplicates.compared_columns import compared_columns
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.found_by import RULES
from workbench.duplicates.labelling import IDENTIFIERS
from workbench.duplicates.settings import Settings
from workbench.duplicates.splink_settings import BLOCKING_KEYS, MARK, MARK_SQL, Dialect
from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.locale import n

if TYPE_CHECKING:
    import pyarrow as pa

DIALECTS: Final[tuple[Dialect, ...]] = ("duckdb", "spark")
_SHOWN: Final = 40
_LONGEST: Final = 60 * 24 * 30
"""Minutes that Spark may be given: a month."""
_SIGNED: Final = {"UBIGINT": "({} >> 1)::BIGINT", "UINTEGER": "{}::BIGINT", "UTINYINT": "{}::INTEGER", "USMALLINT": "{}::INTEGER"}  # fmt: skip
"""Types that Spark does not have, and what goes in their place; of a hash the last bit is dropped."""


def _unasked(*_: object) -> None:
    """Records that are in no file of anybody's need nobody's leave."""


@dataclass(frozen=True, slots=True)
class SplinkJob:
    """What Splink needs to look for duplicates as this package does; made by :func:`make`.

    Attributes:
        records: a row a record: unique_id, mark (by which changes are noticed later), the columns that are compared, and two lists of blocking keys.
        permit: called with no argument before records leave this process; refuses who may not take data out.
        note: called with the ids of the records once nothing stands against it, to record who took them where.
    """

    records: "pa.Table" = field(repr=False)
    permit: Callable[[], object] = field(default=_unasked, repr=False)
    note: Callable[[Sequence[int]], object] = field(default=_unasked, repr=False)

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        counted = n("{count} record for Splink", "{count} records for Splink", self.records.num_rows)
        return f"<{counted}: .run() .write(folder) .settings()>"

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
            PermissionRefusedError: the user may not export; nothing was written.
        """
        self.permit()
        return self._written(Path(folder), note=True)

    def _written(self, path: Path, *, note: bool) -> Path:
        import pyarrow.parquet as pq  # noqa: PLC0415 - 0.1 s, and only this needs it

        texts = {one: json.dumps(self.settings(one), ensure_ascii=False, indent=1) for one in DIALECTS}
        path.mkdir(parents=True, exist_ok=True)
        for dialect, text in texts.items():
            (path / f"settings.{dialect}.json").write_text(text, encoding="utf-8")
        if note:
            self.note(self.records["unique_id"].to_pylist())
        pq.write_table(self.records, path / "records.parquet")
        return path

    def run(self, engine: Dialect = "duckdb", *, spark: Any = None, minutes: float = 60) -> "pa.Table":
        """Let Splink make, compare and score the pairs.

        Args:
            engine: ``"duckdb"`` in this process, or ``"spark"``.
            spark: a ``SparkSession`` of a cluster, with the library that ``splink.backends.spark.similarity_jar_location()`` names in
                ``spark.jars`` and a checkpoint folder; by default Spark runs on this machine, in a process of its own.
            minutes: how long Spark may take on this machine, above 0 and up to a month.

        Returns:
            a row a candidate pair: unique_id_l, unique_id_r, mark_l, mark_r, match_probability, match_key, and a ``gamma_…`` for each comparison.

        Raises:
            UnknownNameError: another engine.
            MissingPartError: Splink, Spark or Java is not installed, or too old; the message says how to get it.
            ValueRejectedError: the time is none.
            RefusedError: the path of the folder for temporary files has signs that Spark takes for a pattern.
            StoppedError: Spark took longer.
            WorkbenchError: Spark ended before it was done.
            PermissionRefusedError: a cluster is named, and the user may not export; nothing left this process.
        """
        longest = _checked(minutes)
        settings = self.settings(engine)
        if engine == "duckdb":
            return splink_run.on_duckdb(self.records, settings)
        if spark is not None:
            self.permit()
        splink_run.require("spark")
        if spark is not None:
            self.note(self.records["unique_id"].to_pylist())
            pairs: pa.Table = splink_run.on_spark(
                spark, spark.createDataFrame(self.records), settings
            ).as_pyarrow_table()
            return pairs
        with spark_here.workplace() as folder:
            self._written(folder, note=False)  # gone with the workplace, on this machine
            return spark_here.run(folder, longest)


def _checked(minutes: Any) -> float:
    """The minutes that Spark may take, of whatever was given.

    Raises:
        ValueRejectedError: it is no such number.
    """
    numeric = not isinstance(minutes, bool) and isinstance(minutes, Real)
    if numeric and 0 < minutes <= _LONGEST:
        return float(minutes)
    raise ValueRejectedError(
        "Spark may take a number of minutes above 0 and up to {most}, not {given}.",
        most=_LONGEST, given=repr(minutes)[:_SHOWN],
    )  # fmt: skip


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
    types = dict(
        connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {compared_columns()})").fetchall()
    )
    compared = splink_settings.columns()
    listed = ", ".join(
        f"{_SIGNED.get(types[name], '{}').format(f'side.{name}')} AS {name}" for name in compared
    )
    numbers = ", ".join(str(RULES.index(one)) for one in IDENTIFIERS if one in RULES)
    others, identifying = (
        f"list(DISTINCT (k >> 1)::BIGINT) FILTER (rule {word} ({numbers})) AS {name}"
        for word, name in zip(("NOT IN", "IN"), BLOCKING_KEYS, strict=True)
    )
    records = connection.sql(f"""
        SELECT rec.id AS unique_id, {MARK_SQL} AS {MARK}, {listed}, s.* EXCLUDE (r) FROM rec JOIN ({compared_columns()}) side USING (r)
        LEFT JOIN (SELECT r, {others}, {identifying} FROM shared GROUP BY r) s USING (r) ORDER BY rec.id
    """).to_arrow_table()
    connection.close()
    return SplinkJob(records)
