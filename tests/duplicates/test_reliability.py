"""The certainty from which on merging needs no asking: right often enough as a whole, and at its lower end too."""

import numpy as np
import pytest

from workbench.duplicates.reliability import PRECISION, calibrate


def measured(score: np.ndarray, label: np.ndarray) -> tuple[float | None, np.ndarray]:
    """The certainty, and the probability that is said of each pair."""
    found = calibrate(score, label, np.ones(len(score)))
    return found.certain, 1 / (1 + np.exp(-found.correct(score)))


def test_a_thousand_doubtful_pairs_do_not_hide_behind_many_sure_ones() -> None:
    score = np.concatenate([np.linspace(12, 6, 6_000), np.linspace(5.9, 5, 400), np.linspace(-5, -8, 3_000)])
    label = np.concatenate([np.ones(6_400), np.zeros(3_000)]).astype(np.int8)
    label[6_050:6_400:90] = 0  # four: .9994 of the 6,400 are right, but only .99 of the last 400
    certain, said = measured(score, label)
    assert certain is not None
    taken = said >= certain
    assert 6_000 <= taken.sum() < 6_200
    assert (label[taken] == 0).sum() <= 1


@pytest.mark.parametrize("seed", range(6))
def test_what_is_certain_is_right_as_a_whole_and_in_its_last_thousand_and_nothing_more_would_be(seed: int) -> None:  # fmt: skip
    draw = np.random.default_rng(seed)
    score = np.sort(draw.normal(4, 3, 6_000))[::-1]
    label = (draw.random(6_000) < 1 / (1 + np.exp(-1.5 * score))).astype(np.int8)
    certain, said = measured(score, label)

    def holds(count: int) -> bool:
        return bool(label[:count].mean() >= PRECISION and label[count - 1_000 : count].mean() >= PRECISION)

    longest = max((count for count in range(1_000, 6_001) if holds(count)), default=0)
    assert (0 if certain is None else int((said >= certain).sum())) == longest


def test_of_few_pairs_nothing_is_certain() -> None:
    score = np.concatenate([np.linspace(12, 6, 900), np.linspace(-5, -8, 900)])
    assert measured(score, np.repeat([1, 0], 900).astype(np.int8))[0] is None
