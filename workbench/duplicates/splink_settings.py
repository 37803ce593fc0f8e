"""Our comparisons as settings of Splink, in the SQL of DuckDB or of Spark.

A comparison of ours is one expression that gives a level. In Splink each level is a condition of its own, so the
condition says which level the expression gives. The levels' general weights become Splink's m and u; so a table of
pairs comes back with the levels (``gamma_…``) from which a search at home learns better ones.
"""

import re
from typing import Any, Final, Literal

import numpy as np

from workbench.duplicates.comparison import Comparison
from workbench.duplicates.comparisons import COMPARISONS, PRIOR
from workbench.duplicates.conditions import spelled_out
from workbench.duplicates.spark_sql import for_spark
from workbench.errors import MissingPartError

Dialect = Literal["duckdb", "spark"]

BLOCKING_KEYS: Final = ("keys", "identifying_keys")
"""Columns of blocking keys, a list a record: those of all other attributes, and those of what identifies."""
MARK: Final = "mark"
"""Column of what tells whether a record still is what it was: a hash of all that is compared."""
MARK_SQL: Final = "(rec.mark >> 1)::BIGINT"
"""SQL: the mark of a prepared record, as it goes out; Spark has no unsigned numbers."""
_OF_RECORD: Final = re.compile(r"\b([xy])\.([a-z_][a-z_0-9]*)")
_SIDE: Final = {"x": "l", "y": "r"}
_STEPS: Final = 60
_WIDE: Final = 8.0


def columns() -> list[str]:
    """The columns of a side that comparisons look at, in order of their names."""
    return sorted({name for one in COMPARISONS for _, name in _OF_RECORD.findall(spelled_out(one.sql))})


def settings(dialect: Dialect) -> dict[str, Any]:
    """The settings as Splink takes them; JSON can hold them.

    Args:
        dialect: whose SQL.

    Raises:
        MissingPartError: the SQL of Spark is wanted and Splink is not installed.
    """
    return {
        "link_type": "dedupe_only",
        "sql_dialect": dialect,
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": float(1 / (1 + np.exp(-PRIOR))),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{name} = r.{name}", "sql_dialect": dialect, "arrays_to_explode": [name]}
            for name in BLOCKING_KEYS
        ],
        "comparisons": [_comparison(one, dialect) for one in COMPARISONS],
        "retain_matching_columns": True,
        "additional_columns_to_retain": [MARK],
        "retain_intermediate_calculation_columns": False,
    }


def level_of(one: Comparison) -> list[int]:
    """Which level each value of Splink's ``gamma`` stands for; the last one is that of no value (−1)."""
    return [*reversed(range(int(one.is_silent(0)), len(one.levels))), 0]


def _comparison(one: Comparison, dialect: Dialect) -> dict[str, Any]:
    level = _OF_RECORD.sub(lambda found: f"{found[2]}_{_SIDE[found[1]]}", spelled_out(one.sql))
    if dialect == "spark":
        try:
            level = for_spark(level)
        except ImportError:
            raise missing("splink") from None
    m, u = _shares(one)
    levels: list[dict[str, Any]] = []
    for at, text in enumerate(
        one.levels
    ):  # 0 first: it is the most frequent, and what follows a level that holds is not computed
        last = at == len(one.levels) - 1
        made: dict[str, Any] = {
            "sql_condition": "ELSE" if last else f"({level}) = {at}",
            "label_for_charts": text.en,
        }
        if at == 0 and one.is_silent(0):
            made["is_null_level"] = True
        else:
            made |= {"m_probability": m[at], "u_probability": u[at]}
        levels.append(made)
    return {
        "output_column_name": one.name,
        "comparison_description": one.about.en,
        "comparison_levels": levels,
    }


def _shares(one: Comparison) -> tuple[list[float], list[float]]:
    """How frequent each level is among pairs that are one (m) and those that are not (u), so that m / u is its weight.

    The weights say how often one is as frequent as the other, not how frequent: of all possible answers that is taken in
    which a level is rarer, the more it says. Both add up to one.
    """
    known = np.asarray(one.weights[int(one.is_silent(0)) :], dtype=np.float64)
    low, high = -_WIDE, _WIDE
    for _ in range(_STEPS):
        middle = (low + high) / 2
        u = np.exp(-middle * known)
        if (u * np.exp(known)).sum() > u.sum():
            low = middle
        else:
            high = middle
    u = np.exp(-high * known)
    u /= u.sum()
    m = u * np.exp(known)
    silent = [0.0] * int(one.is_silent(0))
    return [*silent, *m.tolist()], [*silent, *u.tolist()]


def missing(extra: str) -> MissingPartError:
    """What to install."""
    return MissingPartError(
        "{package} is not installed. Install it: pip install 'workbench[{extra}]'.",
        package={"splink": "Splink", "spark": "Spark"}[extra],
        extra=extra,
    )
