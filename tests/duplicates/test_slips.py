"""Slips that are told by what is counted fast are those that the slow distance finds."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from workbench.duplicates import conditions

WORDS = st.lists(st.text("abcř@1", min_size=3, max_size=9), min_size=2, max_size=12)
"""Words of few signs, so that many are nearly the same; one of the signs has two bytes."""


@given(WORDS)
def test_a_slip_is_one_sign_changed_missing_or_swapped(words: list[str]) -> None:
    alike = "abs(length(x.t) - length(y.t)) <= 1 AND jaro_similarity(x.t, y.t) >= 0.92"
    told, truly = asked(
        words, conditions.slip("t"), f"{alike} AND damerau_levenshtein(x.t, y.t) = 1", changed(words)
    )
    assert told == truly


@given(st.lists(st.text("123", min_size=6, max_size=9), min_size=2, max_size=12))
def test_a_slip_of_digits_leaves_as_many(words: list[str]) -> None:
    told, truly = asked(
        words,
        conditions.slip_of_digits("t"),
        "length(x.t) = length(y.t) AND damerau_levenshtein(x.t, y.t) = 1",
        changed(words),
    )
    assert told == truly


@given(WORDS)
def test_how_many_signs_names_are_apart(words: list[str]) -> None:
    similarity = "jaro_winkler_similarity(x.name, y.name)"
    told, truly = asked(
        words,
        conditions.spelled_out(f"{conditions.SIGNS_APART} <= 2"),
        f"x.name <> y.name AND {similarity} >= 0.88 AND abs(length(x.name) - length(y.name)) <= 2 AND levenshtein(x.name, y.name) <= 2",
        changed(words),
    )
    assert told == truly


def changed(words: list[str]) -> list[str]:
    """The words with their first sign gone, their second and third swapped, and their last one another."""
    return [form for one in words for form in (one[1:], one[0] + one[2] + one[1] + one[3:], one[:-1] + "2")]


def asked(words: list[str], told: str, truly: str, others: list[str]) -> tuple[list[bool], list[bool]]:
    """What two conditions say of every two words."""
    rows = duckdb.execute(
        f"""
        WITH word AS (SELECT t, t AS name, t AS words_sorted, length(t)::USMALLINT AS name_length FROM (SELECT unnest($1::VARCHAR[]) AS t))
        SELECT coalesce({told}, FALSE), coalesce({truly}, FALSE) FROM word x CROSS JOIN word y
        """,
        [words + others],
    ).fetchall()
    return [one for one, _ in rows], [other for _, other in rows]
