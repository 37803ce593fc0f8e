"""Find: the whole way from tables to clusters."""

import contextlib
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from importlib import import_module
from threading import Lock, RLock, Thread
from typing import Any, Final

import duckdb
import numpy as np

from workbench.duplicates import lookalikes
from workbench.duplicates.arrays import Floats, Whole, shown
from workbench.duplicates.blocking import Blocked, block
from workbench.duplicates.clock import Clock
from workbench.duplicates.comparing import compare
from workbench.duplicates.counting import count_patterns, decided
from workbench.duplicates.found_by import DECIDED_BIT, RANDOM_BIT, TWIN_BIT
from workbench.duplicates.grouping import group
from workbench.duplicates.learning import Model, learn
from workbench.duplicates.prepare import prepare, set_twins_aside
from workbench.duplicates.scoring import score
from workbench.duplicates.settings import Settings, not_memory
from workbench.duplicates.taking import check_names
from workbench.errors import InputError

Step = Callable[[str], None]
Decisions = Iterable[tuple[int, int, str]]
"""Pairs of ids, and what a person said: ``"same"``, ``"different"`` or ``"unsure"``."""

STEPS: Final = ("prepare", "block", "compare", "learn", "cluster")
_MOST_THREADS: Final = 256
"""The engine starts as many as it is told, to the end of the machine."""
_TURN: Final = 0.0001
_LOADING: Final = Lock()
_STRANGERS: Final = 20_000
_STRANGERS_FROM: Final = 200
"""In a smaller base two records drawn at random are too often the same."""
_SAME: Final[Mapping[str, bool | None]] = {"same": True, "different": False, "unsure": None}


def no_step(_: str) -> None:
    """Nobody wants to know about the steps."""


@contextlib.contextmanager
def bounded(settings: Settings) -> Iterator[None]:
    """Say what to do where a search finds no room.

    Raises:
        InputError: neither the memory nor the disk sufficed.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise InputError(
            "The search found no room in {memory} of memory and on the disk. Give it more, for instance memory='4GB', or free the disk.",
            memory=settings.memory,
        ) from error


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, by record numbers; :class:`workbench.duplicates.result.Duplicates` shows it by ids.

    Attributes:
        connection: the database with ``rec`` (the prepared records), ``scored`` (the pairs) and ``lookalike`` (see :mod:`workbench.duplicates.lookalikes`); where others may ask at the same
            time, it is used within :meth:`alone`.
        ids: the id of each record number.
        cluster: for each record the lowest record number of its cluster.
        links: the weakest pair of each cluster: cluster, a, b, log odds.
        model: what was learned.
        blocked: what blocking did.
        settings: how it was searched.
        persons: whether contact persons were searched.
        seconds: step -> seconds it took.
        brought: whether the probabilities of the pairs came from elsewhere.
        turn: the lock of the connection; copies of the search share both.
    """

    connection: duckdb.DuckDBPyConnection
    ids: Whole
    cluster: Whole
    links: tuple[Whole, Whole, Whole, Floats]
    model: Model
    blocked: Blocked
    settings: Settings
    persons: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)
    brought: bool = False
    turn: AbstractContextManager[object] = field(default_factory=RLock, repr=False, compare=False)

    @contextlib.contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The database, for one thread at a time: panels answer from two, and a connection serves but one.

        This is always the last lock that is taken. Within it nothing but this connection is asked: neither a store, whose file has a
        lock of its own (who holds that may come here), nor another search.
        """
        with self.turn:
            yield self.connection


def find(
    tables: Mapping[str, Any],
    settings: Settings | None = None,
    *,
    persons: bool = False,
    decisions: Decisions = (),
    step: Step = no_step,
) -> Found:
    """Find which records are one.

    Args:
        tables: ``main`` (with ``id``), ``address``, ``contact``, ``employment`` as DataFrames (of pandas or polars), Arrow tables or
            record batches, with whatever columns there are. A table that has none of those that are known counts as empty, a value that is not of
            its column's kind as missing.
        settings: how; nothing has to be set.
        persons: the records are contact persons, not clients.
        decisions: what people said of pairs.
        step: called with the name of each step of :data:`STEPS` before it begins.

    Raises:
        InputError: these are no tables by their names, or one is no table; records cannot be told apart (an id is no whole number from 0 on, or several have it), a column is there twice, or
            neither memory nor disk suffices.
    """
    settings = settings or Settings()
    with bounded(settings):
        return _find(tables, settings, persons=persons, decisions=decisions, step=step)


def _find(
    tables: Mapping[str, Any], settings: Settings, *, persons: bool, decisions: Decisions, step: Step
) -> Found:
    loading = Thread(target=_load_learning, daemon=True)
    loading.start()
    search = begin(tables, settings, persons=persons, decisions=decisions, step=step)
    connection, clock = search.connection, search.clock
    clock.start("block")
    blocked = replace(block(connection, settings), twins=search.twins, fillers=search.fillers)
    connection.execute(f"INSERT INTO candidate SELECT first, r, 1::UINTEGER << {TWIN_BIT} FROM twin")
    search.add_decided()
    add_random(connection, settings, search.count)
    clock.start("compare")
    compare(connection, "candidate", "compared")
    connection.execute("DROP TABLE candidate")
    clock.start("learn")
    loading.join()
    patterns, counts = count_patterns(connection, "compared", blocked.stands_for)
    learned = learn(counts, decided(connection, "compared", counts), settings)
    score(connection, learned.odds, patterns, "compared", "scored")
    lookalikes.keep(connection, learned, counts.levels, patterns, "compared")
    connection.execute("DROP TABLE compared")
    return conclude(search, learned.model, blocked, settings, persons=persons)


def _load_learning() -> None:
    """Load scikit-learn, which takes more than a second, beside the database's work.

    Meanwhile threads take turns more often than every 5 ms: each of the many short steps of the search would wait so long for its turn.
    And no garbage is looked for: of what is loaded nothing is, and to look at all of it time and again takes a sixth of the loading.
    """
    with _LOADING:  # else one of two searches at once would take what the other has set for the usual
        turn, collects = sys.getswitchinterval(), gc.isenabled()
        sys.setswitchinterval(_TURN)
        gc.disable()
        try:
            import_module("sklearn.ensemble")
        finally:
            sys.setswitchinterval(turn)
            if collects:
                gc.enable()


def conclude(
    search: "Search",
    model: Model,
    blocked: Blocked,
    settings: Settings,
    *,
    persons: bool,
    brought: bool = False,
) -> Found:
    """The last step, from the table ``scored``: clusters, and all that was found."""
    search.clock.start("cluster")
    label, links = group(search.connection, model, settings, search.count)
    search.clock.stop()
    return Found(
        search.connection, search.ids, label, links, model, blocked, settings,
        persons=persons, seconds=search.clock.seconds, brought=brought,
    )  # fmt: skip


@dataclass(slots=True)
class Search:
    """A search in the making: the records are prepared, the decisions laid down.

    Attributes:
        connection: the database with the tables ``rec``, ``twin`` and ``decision``.
        ids: the id of each record number.
        twins: records set aside because they look like an earlier one in everything.
        fillers: values that so many names have that they say nothing.
        clock: what measures the steps.
    """

    connection: duckdb.DuckDBPyConnection
    ids: Whole
    twins: int
    fillers: int
    clock: Clock

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.ids)

    def add_decided(self) -> None:
        """What a person decided is compared whether a block holds it or not."""
        self.connection.execute(
            f"INSERT INTO candidate SELECT a, b, 1::UINTEGER << {DECIDED_BIT} FROM decision ANTI JOIN candidate USING (a, b)"
        )


def begin(
    tables: Mapping[str, Any], settings: Settings, *, persons: bool, decisions: Decisions, step: Step
) -> Search:
    """Prepare the records of a search."""
    check_names(tables)
    connection = _connect(settings)
    clock = Clock(step)
    clock.start("prepare")
    fillers = prepare(connection, tables, persons=persons)
    ids = np.asarray(connection.execute("SELECT id FROM rec ORDER BY r").fetchnumpy()["id"], dtype=np.int64)
    _take_decisions(connection, ids, decisions)
    twins = set_twins_aside(connection, settings.block)
    if decisions:  # what a person said of one record does not hold for those that look like it
        twins -= _count(
            connection, "DELETE FROM twin WHERE r IN (SELECT a FROM decision UNION SELECT b FROM decision)"
        )
    return Search(connection, ids, twins, fillers, clock)


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])


def _connect(settings: Settings) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(
            config={"memory_limit": settings.memory, "autoinstall_known_extensions": "false"}
        )
    except duckdb.Error as error:
        raise not_memory(settings.memory) from error
    connection.execute("SET preserve_insertion_order = false")
    if settings.threads:
        connection.execute(f"SET threads = {min(int(settings.threads), _MOST_THREADS)}")
    return connection


def _take_decisions(connection: duckdb.DuckDBPyConnection, ids: Whole, decisions: Decisions) -> None:
    """Table ``decision``: a, b, same (NULL for unsure), of those pairs whose records are here."""
    import pyarrow as pa  # noqa: PLC0415

    place = {int(one): at for at, one in enumerate(ids.tolist())} if decisions else {}
    rows = sorted(
        {
            (min(place[x], place[y]), max(place[x], place[y])): _SAME[verdict]
            for x, y, verdict in decisions
            if x in place and y in place and x != y
        }.items()
    )
    columns = {
            "a": pa.array([pair[0] for pair, _ in rows], pa.uint32()), "b": pa.array([pair[1] for pair, _ in rows], pa.uint32()),
            "same": pa.array([same for _, same in rows], pa.bool_()),
    }  # fmt: skip
    with shown(connection, "given_decision", **columns):
        connection.execute("CREATE OR REPLACE TABLE decision AS SELECT * FROM given_decision")


def add_random(connection: duckdb.DuckDBPyConnection, settings: Settings, count: int) -> None:
    """Strangers, so that the model knows what two records with nothing in common look like."""
    if count < _STRANGERS_FROM:
        return
    draw = np.random.default_rng(settings.seed)
    one, other = draw.integers(count, size=(2, min(_STRANGERS, count)))
    a, b = np.minimum(one, other).astype(np.uint32), np.maximum(one, other).astype(np.uint32)
    with shown(connection, "drawn", a=a, b=b):
        connection.execute(
            f"INSERT INTO candidate SELECT DISTINCT a, b, 1::UINTEGER << {RANDOM_BIT} FROM drawn ANTI JOIN candidate USING (a, b) WHERE a < b"
        )
