"""The certainty from which on merging needs no asking: right often enough even in the worst case, and at its lower end too."""

import numpy as np
import pytest

from workbench.duplicates.odds import PRECISION
from workbench.duplicates.reliability import Held, correct, measure


def held(
    score: np.ndarray,
    label: np.ndarray,
    pairs: np.ndarray | None = None,
    *,
    chances: np.ndarray | None = None,
    confirmed: np.ndarray | None = None,
    stands_for: int = 1,
    parts: int = 1,
) -> Held:
    """Pairs of some parts of a base, by turns; each of another firm, unless ``chances`` says otherwise."""
    weight = np.ones(len(score)) if pairs is None else pairs
    return Held(
        score,
        label.astype(np.int8),
        weight,
        weight if chances is None else chances,
        np.arange(len(score)) % parts,
        np.zeros(len(score)) if confirmed is None else confirmed,
        stands_for,
    )


def measured(
    score: np.ndarray,
    label: np.ndarray,
    pairs: np.ndarray | None = None,
    *,
    shift: float = 0.0,
    stands_for: int = 1,
) -> tuple[float | None, np.ndarray]:
    """The certainty, and the probability that is said of each pair."""
    given = held(score, label, pairs, stands_for=stands_for)
    found = measure(given, correct(given), shift)
    return found.certain, 1 / (1 + np.exp(-found.correct(score)))


def taken(certain: float | None, said: np.ndarray) -> int:
    return 0 if certain is None else int((said >= certain).sum())


STRANGERS = np.linspace(-5, -8, 3_000)
NOT_ONE = np.zeros(len(STRANGERS))


def test_three_thousand_doubtful_pairs_do_not_hide_behind_many_sure_ones() -> None:
    score = np.concatenate([np.linspace(12, 6, 30_000), np.linspace(5.9, 5, 3_000), STRANGERS])
    label = np.concatenate([np.ones(33_000), NOT_ONE])
    label[30_000:33_000:300] = 0  # ten: .9997 of all are right, but only .997 of the last three thousand
    certain, said = measured(score, label)
    assert certain is not None
    assert 29_000 < taken(certain, said) < 31_500


def test_a_chance_clump_of_wrong_ones_among_many_right_ones_ends_nothing() -> None:
    score = np.concatenate([np.linspace(12, 6, 80_000), STRANGERS])
    label = np.concatenate([np.ones(80_000), NOT_ONE])
    label[20_000:80_000:1_500] = 0  # .9993 of the rest are right
    label[30_000:33_000:500] = 0  # and here by chance .9973
    certain, said = measured(score, label)
    assert certain is not None
    assert taken(certain, said) > 78_000


@pytest.mark.parametrize("first", [0, 1])
def test_pairs_of_one_probability_count_together_whatever_their_order(first: int) -> None:
    score = np.concatenate([[9.0, 9.0], STRANGERS])
    label = np.concatenate([[first, 1 - first], NOT_ONE])
    assert measured(score, label, np.concatenate([[5_000.0, 5_000.0], np.ones(3_000)]))[0] is None
    label = np.concatenate([[1, 1], NOT_ONE])
    assert measured(score, label, np.concatenate([[5_000.0, 5_000.0], np.ones(3_000)]))[0] is not None


@pytest.mark.parametrize(("wrong", "least"), [(0, 2_993), (1, 4_739), (2, 6_289)])
def test_so_many_right_ones_are_needed_that_chance_does_not_make_them_look_right(
    wrong: int, least: int
) -> None:
    for count, enough in ((least - 60, False), (least + 60, True)):
        score = np.concatenate([np.full(count, 9.0), np.full(wrong, 9.0), STRANGERS])
        label = np.concatenate([np.ones(count), np.zeros(wrong), NOT_ONE])
        assert (measured(score, label)[0] is not None) is enough, f"{wrong} wrong beside {count}"


def test_what_is_certain_is_seldom_wrong_more_often_than_it_says() -> None:
    broken, found = 0, 0
    for seed in range(40):
        draw = np.random.default_rng(seed)
        score = np.concatenate([draw.normal(6, 2, 8_000), STRANGERS])
        truth = 1 / (1 + np.exp(-1.2 * score - 1))
        certain, said = measured(score, (draw.random(len(score)) < truth))
        if certain is not None:
            found += 1
            broken += bool(truth[said >= certain].mean() < PRECISION)
    assert found > 20
    assert broken <= 0.15 * found


def test_a_wrong_pair_that_stands_for_ten_is_one_chance_and_not_ten() -> None:
    score = np.concatenate([np.full(25_000, 9.0), [9.0], STRANGERS])
    label = np.concatenate([np.ones(25_000), [0], NOT_ONE])
    pairs = np.concatenate([np.ones(25_000), [10.0], np.ones(3_000)])
    assert measured(score, label, pairs)[0] is not None
    assert measured(score, label, pairs, stands_for=10)[0] is None


def test_one_wrong_pair_that_stands_for_ten_does_not_end_what_is_certain() -> None:
    score = np.concatenate([np.linspace(12, 6, 80_000), [9.0], STRANGERS])
    label = np.concatenate([np.ones(80_000), [0], NOT_ONE])
    pairs = np.concatenate([np.ones(80_000), [10.0], np.ones(3_000)])
    certain, said = measured(score, label, pairs, stands_for=10)
    assert certain is not None
    assert taken(certain, said) > 79_000


def test_where_matches_are_rarer_than_among_labels_what_is_said_and_what_was_measured_still_agree() -> None:
    draw = np.random.default_rng(1)
    score = draw.normal(0, 3, 60_000)
    label = (draw.random(60_000) < 1 / (1 + np.exp(-score))).astype(np.int8)
    given = held(score, label, parts=4)
    table = measure(given, correct(given), -2.0).table()
    assert (table["said"] - table["measured"]).abs().max() < 0.03
    plain = measure(given, correct(given), 0.0).table()
    assert plain["pairs"].sum() == table["pairs"].sum() == 60_000


def test_the_correction_of_a_part_is_fitted_on_the_others() -> None:
    score = np.tile(np.linspace(-4, 4, 1_000), 4)
    fold = np.repeat(np.arange(4), 1_000)
    label = (score > 0).astype(np.int8)
    label[fold == 3] = 1 - label[fold == 3]  # one part in which all is the other way round
    mixed = Held(score, label, np.ones(4_000), np.ones(4_000), fold, np.zeros(4_000))
    table = measure(mixed, correct(mixed), 0.0).table()
    assert (table["said"] - table["measured"]).abs().max() > 0.2, (
        "its own labels would have bent the line to it"
    )


def test_many_pairs_that_come_to_few_merges_prove_little() -> None:
    score = np.concatenate([np.linspace(12, 6, 40_000), STRANGERS])
    label = np.concatenate([np.ones(40_000), NOT_ONE])
    for merges, enough in ((2_900, False), (3_100, True)):
        chances = np.concatenate([np.full(40_000, merges / 40_000), np.ones(3_000)])
        given = held(score, label, chances=chances)
        found = measure(given, correct(given), 0.0)
        assert (found.certain is not None) is enough
        assert found.wanted == 2_993


def test_of_few_pairs_nothing_is_certain() -> None:
    score = np.concatenate([np.linspace(12, 6, 2_900), STRANGERS])
    assert measured(score, np.concatenate([np.ones(2_900), NOT_ONE]))[0] is None


def test_a_certainty_is_within_reach_where_only_pairs_that_look_like_one_stand_in_its_way() -> None:
    score = np.concatenate([np.linspace(12, 6, 30_000), STRANGERS])
    label = np.concatenate([np.ones(30_000), NOT_ONE])
    given = held(score, label)
    assert not measure(given, correct(given), 0.0).within_reach, "it is measured"
    label[10:30_000:300] = 0
    given = held(score, label)
    found = measure(given, correct(given), 0.0)
    assert found.certain is None
    assert found.within_reach
    assert not found.forgotten().within_reach
    said = held(score, label, confirmed=(label == 0).astype(np.float64))
    assert not measure(said, correct(said), 0.0).within_reach, "people said that they are wrong"
    few = held(np.concatenate([score[:1_000], STRANGERS]), np.concatenate([label[:1_000], NOT_ONE]))
    found = measure(few, correct(few), 0.0)
    assert found.certain is None
    assert not found.within_reach, "a thousand right ones are too few whatever is said of the others"
