"""Expressions of DuckDB in the SQL of Spark, with the same results to the last digit.

DuckDB compares texts byte by byte and rounds half a transposition down; what goes by the same name in Spark, or in the
library that Splink brings for it, does neither. So texts are handed over as their bytes, and Jaro's similarity is spelled out.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

_TAKEN: Final = "\N{LATIN CAPITAL LETTER A WITH MACRON}"
"""What stands for a sign that has its match: no byte is read as this one."""


def _bytes(text: str) -> str:
    """A text whose signs are the bytes of the given one."""
    return f"decode(encode({text}, 'UTF-8'), 'ISO-8859-1')"


def _jaro(one: str, other: str, then: str = "similarity") -> str:
    """Jaro's similarity of two texts, 0 where either is empty (Jaro, 1989), or what ``then`` makes of it.

    Each sign of the other text takes the first free sign of the first that is the same and not too far away (``reach``).
    Two that were taken in another order are a transposition.
    """
    at = "locate(substring(s.other, i, 1), s.free, greatest(1, i - s.reach))"
    taken = f"filter(sequence(1, length(s.one)), i -> substring(s.free, i, 1) = '{_TAKEN}')"
    moved = f"size(filter(zip_with({taken}, sequence(1, length(s.met)), (i, j) -> substring(s.one, i, 1) <> substring(s.met, j, 1)), differs -> differs))"
    met = "length(s.met)"
    similarity = (
        f"({met} / length(s.one) + {met} / length(s.other) + ({met} - floor({moved} / 2)) / {met}) / 3"
    )
    start = (
        f"named_struct('one', {_bytes(one)}, 'other', {_bytes(other)}, 'free', {_bytes(one)}, 'met', '', "
        f"'reach', greatest(floor(greatest(length({_bytes(one)}), length({_bytes(other)})) / 2) - 1, 0))"
    )
    step = (
        f"CASE WHEN {at} BETWEEN 1 AND i + s.reach THEN named_struct('one', s.one, 'other', s.other, "
        f"'free', overlay(s.free, '{_TAKEN}', {at}, 1), 'met', concat(s.met, substring(s.other, i, 1)), 'reach', s.reach) ELSE s END"
    )
    end = f"CASE WHEN s.met = '' THEN CAST(0 AS DOUBLE) ELSE element_at(transform(array({similarity}), similarity -> {then}), 1) END"
    return (
        f"CASE WHEN {one} = '' OR {other} = '' THEN CAST(0 AS DOUBLE) "
        f"ELSE aggregate(sequence(1, length({_bytes(other)})), {start}, (s, i) -> {step}, s -> {end}) END"
    )


def _jaro_winkler(one: str, other: str) -> str:
    """The similarity of Jaro, more where up to four signs at the beginning agree (Winkler, 1990)."""
    begins = " + ".join(
        f"CAST(left({_bytes(one)}, {many}) = left({_bytes(other)}, {many}) AND length({_bytes(one)}) >= {many} AS INT)"
        for many in range(1, 5)
    )
    return _jaro(
        one,
        other,
        f"CASE WHEN similarity > 0.7 THEN similarity + ({begins}) * CAST(0.1 AS DOUBLE) * (1 - similarity) ELSE similarity END",
    )


def _of_bytes(function: str) -> Callable[[str, str], str]:
    return lambda one, other: f"{function}({_bytes(one)}, {_bytes(other)})"


_TURNED: Final[dict[str, Callable[..., str]]] = {
    "jaro_similarity": _jaro,
    "jaro_winkler_similarity": _jaro_winkler,
    "levenshtein": _of_bytes("levenshtein"),
    "damerau_levenshtein": _of_bytes("damerau_levenshtein"),
    "hamming": _of_bytes("levenshtein"),  # the same in texts of one length that are up to two signs apart
    "strlen": lambda text: f"length({_bytes(text)})",
    "list_has_any": lambda one, other: f"arrays_overlap({one}, {other})",
    "list_has_all": lambda whole, part: f"size(array_except({part}, {whole})) = 0",
    "list_intersect": lambda one, other: f"array_intersect({one}, {other})",
}
"""Functions of DuckDB that Spark lacks or understands otherwise -> what does the same there."""


@cache
def for_spark(expression: str) -> str:
    """The same expression in the SQL of Spark; Splink's library must be loaded there, for one distance.

    Raises:
        ImportError: there is no sqlglot, which comes with Splink.
    """
    import sqlglot  # noqa: PLC0415 - comes with Splink, an extra
    from sqlglot import expressions as exp  # noqa: PLC0415

    named = {
        exp.JarowinklerSimilarity: "jaro_winkler_similarity",
        exp.Levenshtein: "levenshtein",
        exp.ArrayOverlaps: "list_has_any",
        exp.ArrayContainsAll: "list_has_all",
    }

    def turned(node: Any) -> Any:
        if isinstance(node, exp.Anonymous):
            name, given = node.name.lower(), node.expressions
        else:
            name, given = named.get(type(node), ""), [node.args.get("this"), node.args.get("expression")]
        if name not in _TURNED:
            return node
        return sqlglot.parse_one(_TURNED[name](*(one.sql(dialect="spark") for one in given)), read="spark")

    return str(sqlglot.parse_one(expression, read="duckdb").transform(turned).sql(dialect="spark"))
