"""Pairs that nothing but an identifier has found: chance or a firm that changed everything, told apart by their number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.duplicates.alone import are_alone, worth_alone
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.labelling import NAMES, PLACES, VETOES, Counts

IDENT, BIRTHDAY = PLACES["ident"], PLACES["birthday"]
EVIDENCE = {name: np.zeros(len(COMPARISONS[at].levels)) for name, at in PLACES.items()}
DRAW = np.random.default_rng(7)
STRANGER, SAME = DRAW.normal(-9, 1.5, 4000), DRAW.normal(-4, 2.5, 4000)
"""Scores, as a model gives them that never saw pairs with nothing in common."""


def counts(known: int, by_chance: int, by_birthday: int) -> tuple[np.ndarray, Counts]:
    """Strangers drawn at random, matches by IČO, and pairs by date of birth, of which some are the same."""
    kinds = ((STRANGER, 500, 0, 0), (SAME, known, IDENT, 6), (STRANGER, by_chance, BIRTHDAY, 3), (SAME[::-1], by_birthday, BIRTHDAY, 3))  # fmt: skip
    levels = np.zeros((sum(size for _, size, _, _ in kinds), len(NAMES)), dtype=np.uint8)
    at = 0
    for _, size, place, level in kinds:
        levels[at : at + size, place] = level
        at += size
    ones, random = np.ones(at), (np.arange(at) < 500).astype(np.float64)
    score = np.concatenate([drawn[:size] for drawn, size, _, _ in kinds])
    return score, Counts(levels, ones, 0 * ones, np.zeros((len(ones), 0)), np.zeros((len(ones), 0)), random)


@settings(max_examples=30)
@given(chance=st.integers(0, 3000), same=st.integers(0, 1000))
def test_of_pairs_by_date_of_birth_as_many_are_taken_for_one_as_there_are(chance: int, same: int) -> None:
    score, made = counts(300, chance, same)
    worth = worth_alone(score, made, VETOES, EVIDENCE)
    if chance + same < 10:
        assert "birthday" not in worth
        return
    by_birthday = made.levels[:, BIRTHDAY] == 3
    said = 1 / (1 + np.exp(-(score[by_birthday] + worth["birthday"])))
    assert abs(said.sum() - same) < 40 + 0.12 * (chance + same)
    by_ico = made.levels[:, IDENT] == 6
    assert (score[by_ico] + worth["ident"] > 0).mean() > 0.9, "an IČO that is equal speaks for itself"


@pytest.mark.parametrize("known", [0, 9])
def test_with_too_few_matches_to_compare_with_nothing_is_said(known: int) -> None:
    score, made = counts(known, 500, 500)
    assert worth_alone(score, made, VETOES, EVIDENCE) == {}


def test_a_few_pairs_do_not_show_that_one_number_is_always_one_firm() -> None:
    """Else a stranger's IČO in one record of a small base is believed like that of its own."""
    few, many = (worth_alone(*counts(known, 500, 0), VETOES, EVIDENCE)["ident"] for known in (12, 3000))
    assert few < many - 3


def test_numbers_that_are_often_mistyped_tell_chance_from_matches_as_well() -> None:
    score, made = counts(300, 900, 100)
    worth = worth_alone(score, made, {}, EVIDENCE)["birthday"]
    said = 1 / (1 + np.exp(-(score[made.levels[:, BIRTHDAY] == 3] + worth)))
    assert abs(said.sum() - 100) < 150


@pytest.mark.parametrize(("name", "level", "expected"), [("name", 9, True), ("name", 14, False), ("phone", 6, False), ("rarest", 5, False), ("town", 4, True)])  # fmt: skip
def test_alone_is_who_shares_nothing_that_blocking_looks_at(name: str, level: int, expected: bool) -> None:
    levels = np.zeros((1, len(NAMES)), dtype=np.uint8)
    levels[0, NAMES.index(name)] = level
    assert are_alone(levels).tolist() == [expected]
