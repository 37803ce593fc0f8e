"""No firm above itself: what a bulk merge would make so is told in its plan, and however many relations are written at once."""

import functools
from collections.abc import Iterator, Sequence

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.desk import Desk
from workbench.errors import RefusedError
from workbench.store import clusters, hierarchy
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

WRITE = Intent("edit", needs="delete")
FIRMS = 8


def founded(cs: ChangeSet, count: int, above: Sequence[tuple[int, int]]) -> list[int]:
    """So many firms, and for each pair of their places one that is the parent of the other."""
    ids = list(cs.new_ids(count))
    cs.insert("client", [{"id": one, "name": f"Smyšlená {one}"} for one in ids])
    cs.insert(
        "relation",
        [
            {"id": new, "client_id": ids[parent], "other_id": ids[child], "kind": "parent"}
            for new, (parent, child) in zip(cs.new_ids(len(above)), above, strict=True)
        ],
    )
    return ids


@pytest.mark.slow
def test_who_would_be_above_itself_is_an_obstacle_and_the_others_are_merged(store: Store) -> None:
    chain = [(at, at + 1) for at in range(5)] + [(6, 7), (8, 9)]
    ids = store.write(WRITE, lambda cs: founded(cs, 12, chain)).result
    groups = [[ids[one] for one in group] for group in ([0, 5], [2, 3], [6, 9], [8, 7], [10, 11])]
    action = Desk(store.path, "ana").akce.merge_clusters(groups, survivor="oldest")
    plan = action.preview()
    told = plan["obstacle"].tolist()
    # 0 … 5 closes a circle alone, (6, 9) and (7, 8) only together; 2 and 3 merely lie on the way
    assert [bool(one) for one in told] == [True, False, True, True, False]
    assert all(str(ids[at]) in one for at, one in ((0, told[0]), (6, told[2]), (7, told[3])))
    with pytest.raises(RefusedError):
        store.write(WRITE, lambda cs: clusters.merge(cs, groups, {}, "oldest"))
    assert action.run(plan[plan["obstacle"] == ""]).detail == 2


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A file in which everything is only rehearsed."""
    opened = Store(tmp_path_factory.mktemp("firms") / "firms.duckdb", "ana")
    yield opened
    opened.close()


@examples(2)
@given(
    st.lists(
        st.tuples(st.integers(0, FIRMS - 2), st.integers(1, FIRMS - 1)).filter(lambda pair: pair[0] < pair[1]),
        min_size=3, max_size=12, unique=True,
    ),
    st.permutations(range(FIRMS)),
)  # fmt: skip
def test_the_groups_not_named_can_be_merged_and_none_is_named_without_need(
    world: Store, above: list[tuple[int, int]], order: list[int]
) -> None:
    places = [order[at : at + 2] for at in (0, 2, 4)]

    def merged(cs: ChangeSet, *, all_of_them: bool) -> bool:
        ids = founded(cs, FIRMS, above)
        groups = [[ids[one] for one in group] for group in places]
        clusters.lay(cs, groups, "oldest")
        named = hierarchy.circular(cs)
        rest = [one for one in groups if all_of_them or min(one) not in named]
        if rest:
            clusters.merge(cs, rest, {}, "oldest")
        return bool(named)

    named = world.rehearse(WRITE, lambda cs: merged(cs, all_of_them=False), listed=False).result
    try:
        world.rehearse(WRITE, lambda cs: merged(cs, all_of_them=True), listed=False)
        refused = False
    except RefusedError:
        refused = True
    assert refused == named


def test_a_circle_is_found_however_long_it_is_and_however_many_relations_come_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hierarchy, "_DEEPEST", 5)
    chain = [(at, at + 1) for at in range(30)]
    ids = store.write(WRITE, lambda cs: founded(cs, 31, chain)).result
    closing = {"other_id": ids[0], "kind": "parent"}

    def close(cs: ChangeSet, parent: int) -> None:
        cs.insert("relation", [{**closing, "id": cs.new_ids(1)[0], "client_id": ids[parent]}])

    for parent in (30, 3):
        with pytest.raises(RefusedError, match="mateřskou"):
            store.write(WRITE, functools.partial(close, parent=parent))
    monkeypatch.setattr(hierarchy, "_MANY", 10)
    with pytest.raises(RefusedError, match="mateřskou"):
        store.write(WRITE, lambda cs: founded(cs, 31, [*chain, (30, 12)]))
    store.write(WRITE, lambda cs: founded(cs, 31, [*chain, (0, 30)]))
