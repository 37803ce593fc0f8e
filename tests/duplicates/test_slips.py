"""Slips that are told by what is counted fast are those that a distance counted by hand finds."""

import duckdb
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.duplicates import conditions

WORDS = st.lists(st.text("abcř@1", min_size=3, max_size=9), min_size=2, max_size=12)
"""Words of few signs, so that many are nearly the same; one of the signs has two bytes, and counts as two."""
ALIKE = "abs(length(x.t) - length(y.t)) <= 1 AND jaro_similarity(x.t, y.t) >= 0.92"
NAMES_ALIKE = "jaro_winkler_similarity(x.name, y.name) >= 0.88 AND abs(length(x.name) - length(y.name)) <= 2"


def edits(one: bytes, other: bytes, most: int) -> bool:
    """Whether so many bytes changed, put in or left out, at most, make one of the other (Levenshtein, 1966)."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    if not one or not other:
        return len(one) + len(other) <= most
    return most > 0 and any(
        edits(*rest, most - 1) for rest in ((one[1:], other[1:]), (one[1:], other), (one, other[1:]))
    )


def a_slip(one: bytes, other: bytes) -> bool:
    """Whether it is one byte changed, put in or left out, or two neighbours swapped."""
    swapped = (one[:at] + one[at : at + 2][::-1] + one[at + 2 :] for at in range(len(one) - 1))
    return one != other and (edits(one, other, 1) or other in swapped)


@examples(40)
@given(WORDS)
def test_a_slip_is_one_byte_changed_missing_or_swapped(words: list[str]) -> None:
    for one, other, told, alike in asked(words, conditions.slip("t"), ALIKE):
        assert told == (alike and a_slip(one, other)), (one, other)


@examples(40)
@given(st.lists(st.text("123", min_size=6, max_size=9), min_size=2, max_size=12))
def test_a_slip_of_code_leaves_as_many(words: list[str]) -> None:
    for one, other, told, _ in asked(words, conditions.slip_of_code("t"), "TRUE"):
        assert told == (len(one) == len(other) and a_slip(one, other)), (one, other)


@examples(40)
@given(WORDS)
def test_how_many_bytes_names_are_apart(words: list[str]) -> None:
    told = conditions.spelled_out(f"{conditions.SIGNS_APART} <= 2")
    for one, other, said, alike in asked(words, told, NAMES_ALIKE):
        assert said == (one != other and alike and edits(one, other, 2)), (one, other)


def test_a_folded_name_of_latin_letters_has_as_many_bytes_as_signs_and_another_has_not() -> None:
    """A sign of two bytes changed for one of one is two bytes apart, and so it is said of it."""
    apart = conditions.spelled_out(conditions.SIGNS_APART)
    pairs = {("kovomont brno", "kovomond brno"): 1, ("pavel kovalski", "paveл kovalski"): 2}
    for (one, other), bytes_apart in pairs.items():
        rows = duckdb.execute(f"{_WORD} SELECT {apart} FROM word x, word y WHERE x.t < y.t", [[one, other]])
        assert rows.fetchall() == [(bytes_apart,)]


_WORD = "WITH word AS (SELECT t, t AS name, t AS words_sorted, length(t)::USMALLINT AS name_length FROM (SELECT unnest($1::VARCHAR[]) AS t))"


def changed(words: list[str]) -> list[str]:
    """The words with their first sign gone, their second and third swapped, and their last one another."""
    return [form for one in words for form in (one[1:], one[0] + one[2] + one[1] + one[3:], one[:-1] + "2")]


def asked(words: list[str], told: str, alike: str) -> list[tuple[bytes, bytes, bool, bool]]:
    """Every two words and what two conditions say of them."""
    rows = duckdb.execute(
        f"{_WORD} SELECT x.t, y.t, coalesce({told}, FALSE), coalesce({alike}, FALSE) FROM word x CROSS JOIN word y",
        [words + changed(words)],
    ).fetchall()
    return [(one.encode(), other.encode(), said, like) for one, other, said, like in rows]
