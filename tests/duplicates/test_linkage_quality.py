"""The figures of the benchmark say what they are named after."""

from collections import Counter

import duckdb
import numpy as np
import pytest

from benchmarks.linkage import blocks, slips
from benchmarks.linkage.clients import generate
from benchmarks.linkage.quality import best_clusters, judge, right_clusters
from workbench.duplicates.prepare import prepare

ENTITY = np.array([0, 0, 0, 1, 1, 2])
A, B = np.array([0, 0, 3, 2]), np.array([1, 2, 4, 3])


def test_a_perfect_order_of_all_true_pairs_but_one() -> None:
    found = judge(
        ENTITY,
        A,
        B,
        np.array([3.0, 2.0, 1.0, -1.0]),
        stated=0.0,
        label=np.array([0, 0, 0, 3, 3, 5]),
        candidates=(4, 3),
    )
    assert found.blocking_recall == pytest.approx(3 / 4)
    assert found.precision == 1.0
    assert found.recall == pytest.approx(3 / 4)
    assert found.f1 == found.f1_stated == pytest.approx(6 / 7)
    assert found.cluster_f1 == 1.0, "clusters imply the pair that was not compared"
    assert found.certain_recall == pytest.approx(3 / 4)


def test_a_stranger_on_top_leaves_nothing_certain() -> None:
    found = judge(ENTITY, A, B, np.array([3.0, 2.0, 1.0, 9.0]), stated=5.0, label=None, candidates=(4, 3))
    assert found.certain_recall == 0.0
    assert found.f1_stated == 0.0
    assert np.isnan(found.cluster_f1)


def test_a_cluster_is_right_if_all_of_it_is_one_firm() -> None:
    label, of, certainty = np.array([0, 0, 0, 3, 3, 3]), np.array([0, 3]), np.array([0.9, 0.999])
    assert right_clusters(ENTITY, label, of, certainty, 0.5) == (2, 0.5)
    assert right_clusters(ENTITY, label, of, certainty, 0.95) == (1, 0.0)
    assert right_clusters(ENTITY, label, of, certainty, None)[0] == 0


def test_another_seed_is_another_base_and_the_same_seed_the_same() -> None:
    one, again, other = generate(500, 1), generate(500, 1), generate(500, 2)
    assert one.tables["client"].equals(again.tables["client"])
    assert not one.tables["client"]["name"].equals(other.tables["client"]["name"])
    sizes = np.bincount(one.entity)
    assert sizes.sum() == 500
    assert one.true_pairs == sum(size * (size - 1) // 2 for size in sizes.tolist())


def test_blanking_leaves_about_that_share_of_the_company_ids_out() -> None:
    filled = [
        generate(2_000, 1, ico_blank=share).tables["client"]["ico"].notna().mean() for share in (0.0, 0.9)
    ]
    assert filled[1] == pytest.approx(filled[0] * 0.1, rel=0.4)


def test_pairs_that_a_person_decided_are_judged_neither_as_pairs_nor_in_clusters() -> None:
    score, label = np.array([3.0, 2.0, 1.0, 9.0]), np.array([0, 0, 1, 1, 1, 5])
    wrong = np.array([[2, 3]])
    found = judge(ENTITY, A, B, score, stated=0.0, label=label, candidates=(4, 3), decided=wrong)
    assert found.precision == 1.0
    assert found.recall == pytest.approx(3 / 4), "of four true pairs one is not there"
    assert found.blocking_recall == pytest.approx(3 / 4)
    assert found.cluster_f1 == pytest.approx(2 * 2 / (3 + 4)), (
        "of the pairs in clusters (2, 3) does not count"
    )
    right = np.array([[0, 1]])
    assert judge(
        ENTITY, A, B, score, stated=0.0, label=label, candidates=(4, 3), decided=right
    ).recall == pytest.approx(2 / 3)


def test_a_peers_clusters_are_cut_where_they_are_best() -> None:
    label = best_clusters(ENTITY, A, B, np.array([9.0, 8.0, 7.0, 1.0]))
    assert label[0] == label[1] == label[2]
    assert label[3] == label[4]
    assert len({label[0], label[3], label[5]}) == 3, "the weakest pair would have joined two firms"


def test_the_blocks_of_the_peers_are_bounded_and_their_pairs_are_counted_once() -> None:
    base = generate(3_000, 5)
    connection = duckdb.connect()
    tables = base.searched
    tables["main"] = tables["main"].assign(name="Stejná firma s.r.o.")
    prepare(connection, tables, persons=False)
    keys = blocks.make_keys(connection, persons=False)
    assert "k_name" in keys
    sizes = connection.execute(
        " UNION ALL ".join(
            f"SELECT max(n) FROM (SELECT count(*) AS n FROM keyed WHERE {key} IS NOT NULL GROUP BY {key})"
            for key in keys
        )
    ).fetchall()
    assert max(size for (size,) in sizes) <= 25
    pairs = Counter(connection.execute(blocks.pairs(keys)).fetchall())
    assert len(pairs) > base.true_pairs * 0.5
    assert set(pairs.values()) == {1}
    assert all(a < b for a, b in pairs)


def test_what_identifies_is_mistyped_too_and_a_wrong_ico_comes_into_the_dic() -> None:
    base = generate(10_000, 3)
    client = base.tables["client"].assign(firm=base.entity)
    for column in ("data_box", "founded_on", "dic"):
        values = client.dropna(subset=[column]).groupby("firm")[column].nunique()
        assert 0.001 < (values > 1).mean() < 0.04, column
    both = client.dropna(subset=["ico", "dic"])
    same = both["dic"].str[2:] == both["ico"].str.replace(" ", "")
    assert (~same).any(), "a slip in one of them"
    several = both[both.groupby("firm")["dic"].transform("nunique") > 1]
    own = several.groupby("firm")["dic"].transform(lambda given: given.mode().iloc[0])
    assert (same[several.index] & (several["dic"] != own)).any(), "the same slip in both"


def test_a_day_is_mistyped_near_by_or_in_the_year_alone() -> None:
    days = np.arange("1940", "2000", dtype="datetime64[D]")
    given = np.append(days.astype("datetime64[s]"), np.datetime64("NaT"))
    drawn = slips.days(np.random.default_rng(1), given, 1.0)
    assert np.isnat(drawn[-1])
    wrong = drawn[:-1].astype("datetime64[D]")
    far = days - wrong > np.timedelta64(27, "D")
    assert 0.4 < far.mean() < 0.6
    told = [[str(one)[5:] for one in each[far]] for each in (days, wrong)]
    assert told[0] == told[1], "the same day and month"
    assert "02-29" in told[0]
    years = days[far].astype("datetime64[Y]") - wrong[far].astype("datetime64[Y]")
    assert set(years.astype(int)) == set(range(1, 10))
    assert (slips.days(np.random.default_rng(1), given[:-1], 0.0) == given[:-1]).all()
