"""Pairs that were compared or scored elsewhere, brought home: what a search of one's own would have found from them.

Where a table says the levels of each pair (Splink's ``gamma_…`` of :mod:`workbench.duplicates.splink_job`), they are taken
as they are and scored here, by what identifiers and people say. Where it only says how probable a pair is, that is
taken, and the comparison is done here for the explanation. What contradicts, and what people decided, holds either way.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import duckdb
import numpy as np

from workbench.duplicates import lookalikes
from workbench.duplicates.arrays import tabular
from workbench.duplicates.blocking import Blocked
from workbench.duplicates.comparing import STEPS, compare
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.counting import count_patterns, decided
from workbench.duplicates.finding import (
    Decisions,
    Found,
    Search,
    Step,
    add_random,
    begin,
    bounded,
    conclude,
    no_step,
)  # fmt: skip
from workbench.duplicates.found_by import RULES, TWIN_BIT, bit
from workbench.duplicates.labelling import IDENTIFIERS
from workbench.duplicates.learning import learn
from workbench.duplicates.odds import DECIDED, log_odds
from workbench.duplicates.scoring import SHOWN, score
from workbench.duplicates.settings import Settings
from workbench.duplicates.splink_settings import MARK, MARK_SQL, level_of
from workbench.duplicates.taking import no_id
from workbench.errors import InputError, ValueRejectedError

_SIDES: Final = (("first", "second"), ("unique_id_l", "unique_id_r"), ("id_l", "id_r"))
_PROBABILITY: Final = ("probability", "match_probability")
_BY_OTHERS: Final = bit("name")
_BY_IDENTIFIER: Final = 1 << min(RULES.index(one) for one in IDENTIFIERS)
_SURE: Final = 1e-12
_SHOWN_GIVEN: Final = 40
LEAST: Final = log_odds(SHOWN)
_MARKS: Final = (f"{MARK}_l", f"{MARK}_r")
_LEVELS: Final = tuple(f"gamma_{one.name}" for one in COMPARISONS)


def bring(
    tables: Mapping[str, Any],
    pairs: Any,
    settings: Settings | None = None,
    *,
    persons: bool = False,
    decisions: Decisions = (),
    step: Step = no_step,
) -> Found:
    """Clusters of pairs that were compared or scored elsewhere.

    Args:
        tables: the records as they are now, as :func:`workbench.duplicates.find` takes them.
        pairs: a DataFrame, an Arrow table or anything that DuckDB reads, a row a pair: ids as ``first`` and ``second`` or
            Splink's ``unique_id_l`` and ``unique_id_r``; and ``probability`` or ``match_probability``, or a ``gamma_…``
            for each comparison. Pairs of records that are not there (any more) are left out and counted. Where ``mark_l`` and ``mark_r``
            of our own job tell that a record has changed since, its pairs are compared anew, or left out if they only have a probability. With probabilities
            only these pairs make clusters; with levels also records that are alike in everything, which our own job leaves out.
        settings: the threshold, the seed.
        persons: the records are contact persons.
        decisions: what people said of pairs.
        step: called with the name of each step before it begins.

    Raises:
        InputError: it is no table, or columns are missing; or the records cannot be searched (see :func:`workbench.duplicates.find`).
        ValueRejectedError: a probability that is none, a level that the comparison does not have, or no id.
    """
    settings = settings or Settings()
    with bounded(settings):
        return _bring(tables, pairs, settings, persons=persons, decisions=decisions, step=step)


def _bring(
    tables: Mapping[str, Any],
    pairs: Any,
    settings: Settings,
    *,
    persons: bool,
    decisions: Decisions,
    step: Step,
) -> Found:
    search = begin(tables, settings, persons=persons, decisions=decisions, step=step)
    connection, clock = search.connection, search.clock
    clock.start("block")
    try:
        table = tabular(pairs)
        connection.register("given_pairs", pairs if table is None else table)
    except (duckdb.Error, RuntimeError, TypeError) as error:
        raise InputError(
            "Pairs from elsewhere are a DataFrame or an Arrow table with the columns first, second and probability, not {given}.",
            given=type(pairs).__name__,
        ) from error
    levels, blocked = _lay(search)
    connection.unregister("given_pairs")
    run = connection.execute
    run(f"""
        CREATE OR REPLACE TABLE candidate AS SELECT first AS a, r AS b, 1::UINTEGER << {TWIN_BIT} AS found_by FROM twin WHERE {levels}
        UNION ALL SELECT a, b, found_by FROM given WHERE pattern IS NULL
    """)
    search.add_decided()
    add_random(connection, settings, search.count)
    clock.start("compare")
    run(
        "DELETE FROM candidate USING given g WHERE candidate.a = g.a AND candidate.b = g.b AND g.pattern IS NOT NULL"
    )
    compare(connection, "candidate", "compared")
    run("INSERT INTO compared BY NAME SELECT a, b, found_by, pattern FROM given WHERE pattern IS NOT NULL")
    clock.start("learn")
    patterns, counts = count_patterns(connection, "compared")
    learned = learn(counts, decided(connection, "compared", counts), settings)
    model = learned.model
    score(connection, learned.odds, patterns, "compared", "scored", least=LEAST if levels else -np.inf)
    lookalikes.keep(connection, learned, counts.levels, patterns, "compared")
    if not levels:
        _weigh_as_given(connection)
        # What was measured here is worth nothing for probabilities that came from elsewhere.
        model = replace(model, calibration=model.calibration.forgotten())
    for name in ("candidate", "compared", "given"):
        run(f"DROP TABLE {name}")
    return conclude(search, model, blocked, settings, persons=persons, brought=not levels)


def _lay(search: Search) -> tuple[bool, Blocked]:
    """Table ``given``: a, b, found_by, pattern, weight, of those pairs whose records are here.

    Returns:
        whether the pairs have levels; how many pairs there are.
    """
    run = search.connection.execute
    columns = {row[0] for row in run("DESCRIBE given_pairs").fetchall()}
    one, other = _sides(columns)
    levels = columns.issuperset(_LEVELS)
    said = next((name for name in _PROBABILITY if name in columns), None)
    if not levels and said is None:
        raise InputError(
            "The table of pairs says neither “probability” nor a “gamma_…” for each comparison. Its columns are: {columns}.",
            columns=", ".join(sorted(columns)),
        )
    wrong = _asked(
        search,
        f"""
        SELECT count(*), any_value(concat_ws(' × ', "{one}"::VARCHAR, "{other}"::VARCHAR, {f'"{said}"::VARCHAR' if said else "NULL"})) FROM given_pairs
        WHERE {no_id(one)} OR {no_id(other)} OR TRY_CAST("{one}" AS BIGINT) = TRY_CAST("{other}" AS BIGINT) {_no_probability(said) if not levels else ""}
    """,
    )
    if wrong[0]:
        raise ValueRejectedError(
            "{count} rows have no two ids or no probability between 0 and 1, for example {given}. Correct the table and bring it again.",
            count=wrong[0], given=wrong[1],
        )  # fmt: skip
    weight = f'ln(p / (1 - p)) FROM (SELECT *, least(greatest("{said}"::DOUBLE, {_SURE}), 1 - {_SURE}) AS p FROM given_pairs)'
    by = (
        f"CASE WHEN match_key::VARCHAR = '1' THEN {_BY_IDENTIFIER} ELSE {_BY_OTHERS} END"
        if levels and "match_key" in columns
        else str(_BY_OTHERS)
    )
    here, there = (f"{MARK_SQL.replace('rec.', f'{side}.')}" for side in "xy")
    marked = {*_MARKS} <= columns
    marks = ", ".join(
        f'TRY_CAST("{name}" AS BIGINT) AS {name}' if marked else f"NULL AS {name}" for name in _MARKS
    )
    stale = (
        f"{_MARKS[0]} IS DISTINCT FROM {here} OR {_MARKS[1]} IS DISTINCT FROM {there}" if marked else "FALSE"
    )
    run(f"""
        CREATE OR REPLACE TABLE given AS
        SELECT least(x.r, y.r) AS a, greatest(x.r, y.r) AS b, min(found_by)::UINTEGER AS found_by, min(pattern) AS pattern, max(weight) AS weight, count(*) AS n,
               bool_or({stale}) AS stale
        FROM (SELECT TRY_CAST("{one}" AS BIGINT) AS one, TRY_CAST("{other}" AS BIGINT) AS other, {marks}, {by} AS found_by, {_pattern() if levels else "NULL::UBIGINT"} AS pattern,
              {"NULL::DOUBLE AS weight FROM given_pairs" if levels else weight.replace(" FROM", " AS weight FROM", 1)}) g
        JOIN rec x ON x.id = g.one JOIN rec y ON y.id = g.other WHERE x.r <> y.r GROUP BY 1, 2
    """)
    if levels and run("SELECT count(*) FROM given WHERE pattern IS NULL").fetchall()[0][0]:
        raise ValueRejectedError(
            "Some levels (“gamma_…”) are not those of this version's comparisons. Make the job anew with this version and run it again."
        )
    total, there, kept = run(
        "SELECT (SELECT count(*) FROM given_pairs), coalesce(sum(n), 0)::BIGINT, count(*) FROM given"
    ).fetchall()[0]
    changed = int(run("SELECT count(*) FROM given WHERE stale").fetchall()[0][0])
    run("UPDATE given SET pattern = NULL WHERE stale" if levels else "DELETE FROM given WHERE stale")
    return levels, Blocked(
        int(kept), 0, 0, 0, search.twins if levels else 0, int(total) - int(there), changed if marked or not levels else None,
    )  # fmt: skip


def _asked(search: Search, query: str) -> tuple[int, str]:
    """What is wrong with the given rows: how many, and an example."""
    try:
        rows = search.connection.execute(query).fetchall()
    except duckdb.InvalidInputException:  # half a surrogate pair where a number should be
        return 1, "\N{REPLACEMENT CHARACTER}"
    return int(rows[0][0]), str(rows[0][1])[:_SHOWN_GIVEN]


def _sides(columns: set[str]) -> tuple[str, str]:
    for pair in _SIDES:
        if columns.issuperset(pair):
            return pair
    raise InputError(
        "The table of pairs needs the ids of both records, as “first” and “second” or “unique_id_l” and “unique_id_r”. Its columns are: {columns}.",
        columns=", ".join(sorted(columns)),
    )


def _no_probability(column: str | None) -> str:
    return f'OR coalesce(NOT TRY_CAST("{column}" AS DOUBLE) BETWEEN 0 AND 1, TRUE) OR isnan(TRY_CAST("{column}" AS DOUBLE))'


def _pattern() -> str:
    """SQL: the levels as one whole number; NULL if one of them is none."""
    parts = []
    for comparison, step in zip(COMPARISONS, STEPS, strict=True):
        values = level_of(comparison)
        cases = " ".join(f"WHEN {at} THEN {level}" for at, level in enumerate(values[:-1]))
        parts.append(
            f"(CASE TRY_CAST(gamma_{comparison.name} AS DOUBLE) {cases} WHEN -1 THEN {values[-1]} END)::UBIGINT * {step}"
        )
    return " + ".join(parts)


def _weigh_as_given(connection: duckdb.DuckDBPyConnection) -> None:
    """The probabilities of the given pairs in place of our own, but for contradictions and decisions; those of no other pairs."""
    connection.execute(f"""
        UPDATE scored SET weight = g.weight FROM given g WHERE g.a = scored.a AND g.b = scored.b AND scored.weight > -{DECIDED}
        AND (scored.a, scored.b) NOT IN (SELECT (d.a, d.b) FROM decision d)
    """)
    connection.execute(f"""
        DELETE FROM scored WHERE (weight < {LEAST} OR (a, b) NOT IN (SELECT (g.a, g.b) FROM given g)) AND (a, b) NOT IN (SELECT (d.a, d.b) FROM decision d)
    """)
