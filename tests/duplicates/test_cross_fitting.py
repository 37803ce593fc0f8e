"""What a model is measured on it has not seen: neither the pairs, nor others of their firms."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from workbench.duplicates import Settings, cross_fitting
from workbench.duplicates.boosting import raw, threads
from workbench.duplicates.comparing import STEPS
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.counting import PARTS, count_patterns
from workbench.duplicates.counting import decided as told
from workbench.duplicates.labelling import IDENTIFIERS, NAMES, Counts, Decided
from workbench.duplicates.reliability import Held

_RULE = 2
"""Found by a rule that is not an identifier."""
_ALIKE, _UNLIKE = 14, 0


def pattern(*, name: int = _ALIKE, town: int = 0, **identifiers: int) -> int:
    levels = {"name": name, "town": town, **identifiers}
    return sum(level * int(STEPS[NAMES.index(one)]) for one, level in levels.items())


Decision = tuple[int, int, bool | None]


def folds(*pairs: tuple[int, int, int], decided: Decision | None = None) -> np.ndarray:
    """Of each pattern of the pairs (a, b, pattern), in order, how many are in each part."""
    return counted(*pairs, decided=decided)[0].folds


def counted(
    *pairs: tuple[int, int, int], decided: Decision | None = None, abroad: bool = False
) -> tuple[Counts, Decided]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE rec (r UINTEGER, abroad BOOLEAN, generation VARCHAR)")
    for record in {one for pair in pairs for one in pair[:2]}:
        connection.execute("INSERT INTO rec VALUES (?, ?, NULL)", [record, abroad])
    connection.execute("CREATE TABLE decision (a UINTEGER, b UINTEGER, same BOOLEAN)")
    if decided:
        connection.execute("INSERT INTO decision VALUES (?, ?, ?)", decided)
    given = pd.DataFrame(pairs, columns=["a", "b", "pattern"])
    connection.register("given", given)
    connection.execute(
        f"CREATE TABLE compared AS SELECT a::UINTEGER AS a, b::UINTEGER AS b, {_RULE}::UINTEGER AS found_by, pattern::UBIGINT AS pattern FROM given"
    )
    counts = count_patterns(connection, "compared")[1]
    return counts, told(connection, "compared", counts)


SAME = {name: same for name, (same, _) in IDENTIFIERS.items()}


@pytest.mark.slow  # of two firms: test_all_pairs_of_the_same_two_firms_are_in_one_part
def test_all_pairs_of_a_firm_are_in_one_part_whatever_identifier_joins_its_records() -> None:
    rows = []
    for firm in range(200):  # four records in a chain: by IČO, by data box, by date of birth
        one = 4 * firm
        joined = [("ident", one, one + 1), ("box", one + 1, one + 2), ("birthday", one + 2, one + 3)]
        rows.append([(a, b, pattern(**{name: SAME[name]})) for name, a, b in joined])
    for lone in rows[:5]:
        assert (folds(*lone).sum(axis=0) > 0).sum() == 1
    together = folds(*(pair for chain in rows for pair in chain))
    assert (together == together[0]).all(), (
        "each firm has one pair of each kind, so the parts are equal for all"
    )
    assert (together[0] > 200 / PARTS / 2).all(), "and no part is nearly empty"


def test_all_pairs_of_the_same_two_firms_are_in_one_part() -> None:
    other, own = pattern(ident=1, town=4), pattern(ident=SAME["ident"])
    for at in range(0, 160, 16):  # two firms of two records each, and what is between them
        inside = [(at, at + 2, own), (at + 1, at + 3, own)]
        between = [(at, at + 1, other), (at + 1, at + 2, other), (at, at + 3, other), (at + 2, at + 3, other)]
        assert sorted(folds(*inside, *between)[sorted({own, other}).index(other)].tolist()) == [0] * (
            PARTS - 1
        ) + [4]


def test_pairs_of_one_firm_count_for_the_merges_that_they_come_to() -> None:
    same = pattern(ident=SAME["ident"])
    large = [(a, b, same) for a in range(46) for b in range(a + 1, 46)]
    small = [(100 + 2 * at, 101 + 2 * at, same) for at in range(10)]
    made, _ = counted(*large, *small)
    assert made.folds.sum() == 46 * 45 / 2 + 10
    assert made.merges.sum() == pytest.approx(45 + 10)


@pytest.mark.parametrize(
    ("identifiers", "said", "teaches"),
    [
        (SAME["ident"], True, False), (SAME["ident"], None, False), (SAME["ident"], False, True),
        (1, False, False), (1, None, False), (1, True, True), (0, True, True), (0, False, True),
    ],
)  # fmt: skip
def test_a_word_that_identifiers_do_not_say_teaches_and_is_not_measured_on_and_any_other_leaves_all_as_it_was(
    identifiers: int, said: bool | None, teaches: bool
) -> None:
    rows = [(0, 1, pattern(ident=identifiers)), (2, 3, pattern(ident=identifiers))]
    assert folds(*rows).sum() == 2
    counts, decided = counted(*rows, decided=(2, 3, said))
    assert counts.folds.sum() == (1 if teaches else 2), (
        "of what every model has learned nothing can be measured"
    )
    assert decided.same.tolist() == ([said] if teaches else [])


def test_what_follows_from_a_word_is_not_measured_on_and_what_does_not_is() -> None:
    apart, same = pattern(ident=1), pattern(ident=SAME["ident"])
    rows = [(0, 1, apart), (1, 2, apart), (1, 3, apart), (0, 2, same)]
    assert folds(*rows).sum() == 4
    made, _ = counted(*rows, decided=(0, 1, True))
    assert made.folds.sum() == 2, "of 2, which has the number of 0, and of 3, which shares none"
    assert made.confirmed.sum() == 0


def test_of_what_is_measured_it_is_known_what_a_person_confirmed() -> None:
    rows = [(0, 1, pattern(ident=1)), (2, 3, pattern(ident=1))]
    for said, confirmed in ((False, 1), (None, 1), (True, 0)):
        assert counted(*rows, decided=(2, 3, said))[0].confirmed.sum() == confirmed


def test_in_a_base_with_numbers_of_another_country_a_word_that_says_no_more_leaves_all_as_it_was_too() -> (
    None
):
    rows = [
        (0, 1, pattern(birthday=1)),
        (2, 3, pattern(birthday=1)),
        (4, 5, pattern(ident=1)),
        (6, 7, pattern(ident=1)),
    ]
    for said, measured in ((False, 4), (None, 4), (True, 3)):
        assert counted(*rows, decided=(2, 3, said), abroad=True)[0].folds.sum() == measured


def test_a_pair_told_apart_though_its_identifiers_are_equal_is_measured_as_a_wrong_one() -> None:
    counts, label = invented()
    alike = counts.levels[[int(np.flatnonzero(label == 1)[0])]].copy()
    alike[:, NAMES.index("box")] = alike[:, NAMES.index("birthday")] = 0
    settings = Settings(rounds=6)
    before = cross_fitting.cross_fit(counts, label, Decided.none(), settings)[2]
    for number, wrong in ((SAME["ident"], 1), (1, 0), (0, 0)):
        alike[:, NAMES.index("ident")] = number
        held = cross_fitting.cross_fit(counts, label, Decided(alike, np.array([False])), settings)[2]
        assert (held.label == 0).sum() == (before.label == 0).sum() + wrong
        assert (held.label == 1).sum() == (before.label == 1).sum()


def test_a_record_with_somebody_elses_ico_measures_nothing() -> None:
    own = [(0, 1, pattern(ident=SAME["ident"])), (1, 2, pattern(ident=1, town=4))]
    lent = (2, 9, pattern(name=_UNLIKE, ident=SAME["ident"]))  # 2 has the IČO of 9, whose name is another
    at = sorted({one[2] for one in own}).index(own[1][2])
    assert folds(*own)[at].sum() == 1
    at = sorted({one[2] for one in (*own, lent)}).index(own[1][2])
    assert folds(*own, lent)[at].sum() == 0


def invented(count: int = 4_000, seed: int = 3) -> tuple[Counts, np.ndarray]:
    """Patterns of which those alike in most things are the same, in as many parts as a base has."""
    draw = np.random.default_rng(seed)
    sizes = [len(one.levels) for one in COMPARISONS]
    levels = np.unique(draw.integers(sizes, size=(count, len(sizes))).astype(np.uint8), axis=0)
    label = (levels[:, NAMES.index("name")] + draw.integers(8, size=len(levels)) > 10).astype(np.int8)
    folds = draw.multinomial(3, [1 / PARTS] * PARTS, size=len(levels)).astype(np.float64)
    free = folds.sum(axis=1)
    return Counts(levels, free, free, folds, folds / 2, np.zeros(len(levels))), label


@pytest.mark.parametrize(("many", "models"), [(10**9, 1), (1, 2)])
def test_each_pair_held_back_is_scored_by_a_model_that_only_the_other_half_taught(
    many: int, models: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cross_fitting, "_MANY", many)
    counts, label = invented()
    settings = Settings(rounds=6)
    learned, score, held = cross_fitting.cross_fit(counts, label, Decided.none(), settings)
    assert len(learned) == models
    np.testing.assert_allclose(score, raw(learned, counts.levels))
    assert held.pairs.sum() == counts.folds.sum(), "every pair is held back once"
    assert set(held.fold.tolist()) == set(range(PARTS))
    changed = replace(counts, folds=counts.folds.copy(), free=counts.free.copy())
    changed.folds[:, 0] *= np.where(label == 1, 5, 0)  # the first half says something else
    changed.free[:] = changed.folds.sum(axis=1)
    again = cross_fitting.cross_fit(changed, label, Decided.none(), settings)[2]

    def of_half(some: Held, half: range) -> set[float]:
        return {
            said for said, fold in zip(some.score.tolist(), some.fold.tolist(), strict=True) if fold in half
        }

    first, second = range(PARTS // 2), range(PARTS // 2, PARTS)
    assert of_half(again, first) <= of_half(held, first), (
        "which is scored as before: it has not taught its own model"
    )
    assert of_half(again, second) != of_half(held, second)


def test_learning_takes_no_threads_from_anybody_else() -> None:
    def numbers() -> list[tuple[str, int]]:
        return sorted((one["user_api"], one["num_threads"]) for one in threadpool_info())

    with threadpool_limits(3), ThreadPoolExecutor(1) as another:
        before, there = numbers(), another.submit(numbers).result()
        assert {one for one, _ in before} == {"blas", "openmp"}
        with threads(1):
            assert numbers() == [(one, 1 if one == "openmp" else most) for one, most in before]
            assert another.submit(numbers).result() == there
        assert numbers() == before
