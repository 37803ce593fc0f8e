"""Whatever groups are merged at once, and in whatever parts that is undone: in the end the store is as it was."""

import shutil
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from store_dump import data_only, differences, state_of

from benchmarks.twice import digest, doubled
from workbench.desk import Desk
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

SMALL = 12


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dozen clients, twice a dozen, with all that hangs on them."""
    path = tmp_path_factory.mktemp("many") / "template.duckdb"
    doubled(path, SMALL, seed=3)
    return path


def opened(template: Path, folder: Path) -> Desk:
    return Desk(Path(shutil.copyfile(template, folder / "clients.duckdb")), "analytik")


def relate(desk: Desk, pairs: list[tuple[int, int]], kind: str) -> None:
    def work(cs: ChangeSet) -> None:
        first = cs.new_ids(len(pairs)).start
        rows = [
            {"id": first + at, "client_id": one, "other_id": other, "kind": kind}
            for at, (one, other) in enumerate(pairs)
        ]
        cs.insert("relation", rows)

    if pairs:
        desk.store.write(Intent("relate"), work)


def merged_and_undone(template: Path, folder: Path, data: st.DataObject, *, most: int) -> None:
    desk = opened(template, folder)
    ids = desk.sql("SELECT id FROM client ORDER BY id").df()["id"].astype(int).tolist()
    related = data.draw(
        st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1]),
                 max_size=8, unique_by=lambda pair: tuple(sorted(pair))),
        label="related",
    )  # fmt: skip
    relate(desk, related, "loose")
    drawn = data.draw(st.permutations(ids), label="order")
    groups = []
    for size in data.draw(st.lists(st.integers(2, 3), min_size=2, max_size=most), label="sizes"):
        groups.append(drawn[:size])
        drawn = drawn[size:]
    plan = desk.akce.merge_clusters(groups).preview()
    plan = plan[plan["obstacle"] == ""]
    before, told = data_only(state_of(desk.store)), digest(desk.store)
    if len(plan):
        done = desk.akce.merge_clusters(groups).run(plan)
        assert digest(desk.store) != told
        survivors = plan["survivor"].astype(int).tolist()
        alone = data.draw(st.integers(0, len(survivors)), label="alone")
        for one in survivors[:alone]:
            desk.undo(done, only=one)
        if alone < len(survivors):
            desk.undo(done)
    assert differences(before, data_only(state_of(desk.store))) == []
    assert digest(desk.store) == told
    desk.store.close()


@examples(2)
@given(st.data())
def test_groups_undone_one_by_one_in_any_order_leave_the_store_as_it_was(
    template: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    merged_and_undone(template, tmp_path_factory.mktemp("one"), data, most=3)


@pytest.mark.slow
@examples(5)
@given(st.data())
def test_the_same_of_more_groups(
    template: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    merged_and_undone(template, tmp_path_factory.mktemp("more"), data, most=7)


@pytest.mark.slow  # drawn groups are related, too: above
def test_a_relation_of_two_groups_goes_back_end_by_end(template: Path, tmp_path: Path) -> None:
    desk = opened(template, tmp_path)
    ids = desk.sql("SELECT id FROM client ORDER BY id").df()["id"].astype(int).tolist()
    ones, others = [ids[0], ids[SMALL]], [ids[1], ids[SMALL + 1]]
    relate(desk, [(ones[0], others[0]), (ones[1], others[1])], "loose")
    told = digest(desk.store)
    done = desk.akce.merge_clusters([ones, others]).run()
    desk.undo(done, only=ones[0])
    rows = desk.sql("SELECT client_id, other_id FROM relation WHERE kind = 'loose'").df().to_numpy().tolist()
    survivor = next(one for one in others if one in set(desk.clients.df().index))
    assert {tuple(row) for row in rows} >= {(ones[0], survivor), (ones[1], survivor)}
    desk.undo(done, only=others[0])
    assert digest(desk.store) == told
    desk.store.close()


@pytest.mark.slow  # in any order, of drawn groups: above
def test_the_rest_goes_back_unasked_after_a_part_did(template: Path, tmp_path: Path) -> None:
    desk = opened(template, tmp_path)
    ids = desk.sql("SELECT id FROM client ORDER BY id").df()["id"].astype(int).tolist()
    groups = [[ids[at], ids[SMALL + at]] for at in range(3)]
    relate(desk, [(groups[0][1], groups[1][1]), (groups[1][0], groups[2][1])], "loose")
    told = digest(desk.store)
    done = desk.akce.merge_clusters(groups).run()
    desk.undo(done, only=groups[1][1])
    left = desk.akce.undo(done)
    assert left.collisions().empty
    left.run()
    assert digest(desk.store) == told
    desk.store.close()


@pytest.mark.slow
def test_a_hundred_thousand_groups_merged_and_undone(tmp_path: Path) -> None:
    path = tmp_path / "large.duckdb"
    groups = doubled(path, 100_000, seed=7)
    desk = Desk(path, "analytik")
    told = digest(desk.store)
    done = desk.akce.merge_clusters(groups).run()
    assert done.detail == len(groups)
    assert digest(desk.store) != told
    desk.undo(done, only=groups[7][1])
    desk.undo(done)
    assert digest(desk.store) == told
    desk.store.close()
