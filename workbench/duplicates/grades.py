"""Grades: how much two records agree, from 0 for the least, in SQL over the records ``x`` and ``y``."""

from workbench.duplicates.conditions import SAME_NUMBER, SIGNS_APART, SIMILARITY, same, values


def similarity_of_names() -> str:
    """How alike the names are, or their sorted words if they share one: twentieths above a half, 0 to 9."""
    ordered = f"{same('first_word')} OR (x.word_bits & y.word_bits) = 0"
    words = "jaro_winkler_similarity(x.words_sorted, y.words_sorted)"
    best = f"CASE WHEN {ordered} THEN {SIMILARITY} ELSE greatest({SIMILARITY}, {words}) END"
    return f"greatest(0, least(9, floor(({best} - 0.5) * 20)))::INTEGER"


def slips_of_name(most: int) -> str:
    """By how many signs fewer than so many the names differ."""
    return f"{most} - {SIGNS_APART}"


# Term frequency. A rarity has two digits: the last says how rare a value is, the first how rare where one
# firm owns what both have.


def rarity_of_shared(column: str) -> str:
    """How rare the value is that two records share, 0 for the most common; of several the rarest counts."""
    rarest = f"substr(list_max(list_intersect({values('x', column)}, {values('y', column)})), 2, 2)::INTEGER"
    return _digit(f"CASE WHEN {same(column)} THEN x.{column}_rarity::INTEGER ELSE {rarest} END", SAME_NUMBER)


def rarity(column: str, *, one_owner: str = SAME_NUMBER) -> str:
    """How rare the more common of two values is, 0 for the most common.

    Args:
        column: a rarity.
        one_owner: where a value counts as its owner's, who may have it in many records.
    """
    return _digit(f"least(x.{column}, y.{column})::INTEGER", one_owner)


def _digit(rarity: str, one_owner: str) -> str:
    return f"CASE WHEN {one_owner} THEN {rarity} // 10 ELSE {rarity} % 10 END"
