"""The user's own SQL: on copies of what this user may see, in a database that reaches nothing else."""

import contextlib
import functools
import re
import threading
from typing import TYPE_CHECKING, Any, Final

import duckdb

from workbench.errors import InputError, MissingPartError, UnknownNameError
from workbench.model.records import MAIN_TYPES, RECORD_TYPES
from workbench.model.rights import User
from workbench.model.times import PRAGUE
from workbench.store import hindsight, timeline
from workbench.store.access import load_user, stored, visible
from workbench.store.columns import columns_of, literal, quote
from workbench.store.engine import Engine, Stamp

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_Moment = tuple[Stamp, int]
"""The file's stamp and the store's revision: what all tables of one query have in common."""
_READING: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)


class Answer:
    """The rows a query gave, already fetched.

    Args:
        rows: the rows.
    """

    def __init__(self, rows: "pa.Table") -> None:
        self._rows = rows

    def arrow(self) -> "pa.Table":
        """As an Arrow table."""
        return self._rows

    def df(self) -> "pd.DataFrame":
        """As a pandas DataFrame."""
        frame: pd.DataFrame = self._rows.to_pandas()
        return frame

    def pl(self) -> Any:
        """As a Polars DataFrame.

        Raises:
            MissingPartError: polars is not installed.
        """
        try:
            import polars  # noqa: ICN001, PLC0415 - an optional extra
        except ImportError as error:
            raise MissingPartError(
                "Polars is not installed. Install it: pip install 'workbench[polars]'."
            ) from error
        return polars.from_arrow(self._rows)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """As Python tuples."""
        return list(zip(*(column.to_pylist() for column in self._rows.columns), strict=True))

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    def __repr__(self) -> str:
        return f"<{self._rows.num_rows} rows, {self._rows.num_columns} columns: .df() .arrow() .pl()>"


class Sandbox:
    """An in-memory database with copies of the record tables, loaded when a query first names them.

    It is made anew when the file changed, so that all its tables are of one moment. Times are aware and read in
    Prague. A query can read nothing but these tables: no file, no network, no Python variable; and whatever it
    does to them reaches nobody.

    Args:
        engine: where the data comes from.
        user: the account whose rows are copied; its rights are read anew with each load.
        change_set: the past to show, as the last change set it knows; ``None`` for the present.
    """

    def __init__(self, engine: Engine, user: str, change_set: int | None = None) -> None:
        self._engine = engine
        self._user = user
        self._change_set = change_set
        self._moment: _Moment | None = None
        self._loaded: set[str] = set()
        self._lock = threading.RLock()

    @functools.cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Made by the first query: many a desk is opened that asks none."""
        return _empty()

    def sql(self, query: str, parameters: list[object] | None = None) -> Answer:
        """Run one query over the record tables.

        Raises:
            UnknownNameError: it names a table that is not there.
            InputError: DuckDB refuses it; the message says what it said.
        """
        with self._lock:  # panels may ask from another thread than a cell
            return self._answer(query, parameters or [])

    def _answer(self, query: str, parameters: list[object]) -> Answer:
        named: set[str] = set()
        try:
            named = _tables_read(self._connection, query)
            self._load(named & set(RECORD_TYPES))
            connection = self._connection
            connection.execute("BEGIN")
            try:
                return Answer(connection.sql(query, params=parameters).to_arrow_table())
            finally:
                connection.execute("ROLLBACK")  # WITH can hide an INSERT
        except duckdb.CatalogException as error:
            missing = named - set(RECORD_TYPES)
            if missing:
                raise UnknownNameError.suggest("table", min(missing), RECORD_TYPES) from error
            raise _refused(error) from error
        except duckdb.Error as error:
            raise _refused(error) from error

    def table(self, name: str, *, invalid: bool = True) -> Answer:
        """One record table; without the invalid ones if asked."""
        valid = "" if invalid or not RECORD_TYPES[name].main else " WHERE valid"
        return self.sql(f"SELECT * FROM {quote(name)}{valid} ORDER BY id")

    def _load(self, named: set[str]) -> None:
        """Copy the tables that are not here yet; if the file has changed since the others, those anew too."""
        if self._moment is None or self._moment[0] != self._engine.stamp():
            self._forget()
        if named <= self._loaded:
            return

        def read(connection: duckdb.DuckDBPyConnection) -> "tuple[_Moment, dict[str, pa.Table]]":
            rows = connection.execute("SELECT revision FROM db.meta").fetchall()
            moment = (self._engine.stamp(), int(rows[0][0]))
            known = self._loaded if moment == self._moment else set()
            return moment, self._rows(connection, [name for name in RECORD_TYPES if name in named - known])

        moment, tables = self._engine.read(read)
        if moment != self._moment:
            self._forget()
        self._moment = moment
        for name, rows in tables.items():
            self._connection.register("incoming", rows)
            self._connection.execute(
                f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT * REPLACE ({_aware(name)}) FROM incoming"
            )
            self._connection.unregister("incoming")
            self._loaded.add(name)

    def _forget(self) -> None:
        for name in self._loaded:
            self._connection.execute(f"DROP TABLE {quote(name)}")
        self._loaded = set()
        self._moment = None

    def _rows(self, connection: duckdb.DuckDBPyConnection, names: list[str]) -> "dict[str, pa.Table]":
        user, source = load_user(connection, self._user), stored
        laid_down: dict[str, None] = {}
        if self._change_set is not None:
            source = _past
            # What a row hangs on decides who sees it; administrators see all.
            mains = [] if user.is_administrator else [one.name for one in MAIN_TYPES]
            laid_down = dict.fromkeys([*mains, *names])
            for name in laid_down:
                self._lay_down(connection, user, name)
        try:
            return {
                name: connection.sql(
                    f"SELECT t.* FROM {source(name)} t WHERE {visible(user, RECORD_TYPES[name], 't', source)} ORDER BY t.id"
                ).to_arrow_table()
                for name in names
            }
        finally:
            for name in laid_down:
                connection.execute(f"DROP TABLE {_past(name)}")

    def _lay_down(self, connection: duckdb.DuckDBPyConnection, user: User, name: str) -> None:
        """A table as it stood, less the main records that are out of this user's sight now, or were when they went."""
        kind, sight = RECORD_TYPES[name], ""
        if kind.main and not user.is_administrator:
            sight = f"WHERE p.id IN ({hindsight.seen(user, kind)})"
        past = timeline.state(connection, name, int(self._change_set or 0))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_past(name)} AS SELECT p.* FROM ({past}) p {sight}"
        )


def _empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={"enable_external_access": "false", "python_enable_replacements": "false"}
    )
    connection.execute(f"SET TimeZone = {literal(PRAGUE.key)}")
    return connection


def _aware(table: str) -> str:
    """The moments of a table, which the store keeps in UTC without a zone, as moments in time."""
    columns = columns_of(RECORD_TYPES[table])
    moments = [quote(name) for name, column in columns.items() if column == "TIMESTAMP"]
    return ", ".join(f"{one} AT TIME ZONE 'UTC' AS {one}" for one in moments)


def _tables_read(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """The tables that a query names.

    Raises:
        InputError: it is none, several, or one that does not read.
    """
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise InputError("Give one query at a time; there are {count} here.", count=len(statements))
    if statements[0].type not in _READING:
        raise InputError(
            "desk.sql only reads: begin the query with SELECT, FROM, WITH, DESCRIBE or SUMMARIZE."
        )
    if (
        statements[0].type is not duckdb.StatementType.MULTI
    ):  # PIVOT, of which DuckDB does not list the tables
        with contextlib.suppress(duckdb.BinderException):  # JOIN … USING, of tables that it does not know yet
            return {name.lower().rsplit(".", 1)[-1].strip('"') for name in connection.get_table_names(query)}
    return set(re.findall(r"\w+", query.lower())) & set(RECORD_TYPES)


def _past(table: str) -> str:
    return quote("past " + table)


def _refused(error: duckdb.Error) -> InputError:
    return InputError("DuckDB refuses the query: {detail}", detail=str(error))
