"""Whatever is given as groups, plans, rules and notes: it is refused in words, or means what it says."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench.desk import Desk
from workbench.errors import InputError, RefusedError, UnknownNameError, ValueRejectedError
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

Tried = Callable[[Desk, int, int], Any]
HALF = "\ud800"


@pytest.fixture
def pair(store: Store) -> tuple[Desk, int, int]:
    """A desk and two clients."""

    def work(cs: ChangeSet) -> list[int]:
        ids = list(cs.new_ids(2))
        cs.insert("client", [{"id": one, "name": "Smyšlená"} for one in ids])
        return ids

    one, other = store.write(Intent("create"), work).result
    return Desk(store.path, "ana"), one, other


def table(one: int, other: int, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"ids": [[one, other]], **{name: [value] for name, value in more.items()}})


def merged(**more: object) -> Tried:
    return lambda desk, one, other: desk.akce.merge_clusters(table(one, other, **more))


def planned(**more: Any) -> Tried:
    def tried(desk: Desk, one: int, other: int) -> Any:
        action = desk.akce.merge_clusters([[one, other]])
        return action.run(action.preview().astype(object).assign(**more))

    return tried


def ruled(rules: Any) -> Tried:
    return lambda desk, _one, _other: desk.akce.set_rules(rules).run()


@pytest.mark.parametrize(
    ("tried", "error"),
    [
        *[(merged(certainty=given), InputError) for given in ("high", None, [1], float("nan"), 7)],
        *[(merged(cluster=given), InputError) for given in ("first", None, float("inf"))],
        *[(planned(survivor=given), ValueRejectedError) for given in ("x", None, float("nan"), 1.5, 2**70)],
        *[(planned(obstacle=given), RefusedError) for given in (None, float("nan"), 0, "locked")],
        (lambda desk, one, other: desk.akce.merge_clusters([[one, other]]).run([one]), InputError),
        (lambda desk, one, other: desk.akce.merge_clusters([[one, other]]).run({"survivor": [one], "obstacle": [""]}), InputError),
        *[(lambda desk, one, other, given=given: desk.akce.merge_clusters([[one, other]], entity=given), UnknownNameError) for given in (5, ["client"], HALF)],
        *[(lambda desk, one, other, given=given: desk.akce.merge_clusters([[one, other]], rules=given), InputError) for given in ("name", 5, {5: "newest"}, {"name": [HALF]})],
        *[(ruled(given), InputError) for given in (None, 5, "name", {None: "newest"}, {"name": b"newest"}, {"name": {"web": 1}}, {"name": {"web", "fair"}})],
        *[(ruled({"name": given}), InputError) for given in ([None], [5], [""], ["web\nfair"], [HALF], ["x" * 2_000], ["x"] * 2_000, range(10**9))],
        *[(lambda desk, one, other, given=given: desk.akce.decide([[one, other]], "same", reason=given).run(), ValueRejectedError) for given in (HALF, ["a"], "x" * 10**6)],
        (lambda desk, one, other: desk.akce.merge_clusters([[one, other]], survivor=HALF), InputError),
        (lambda desk, _one, _other: desk.akce.set_rules({"name": "newest"}, note=HALF).run(), ValueRejectedError),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words_that_can_be_shown_and_nothing_changes(
    pair: tuple[Desk, int, int], tried: Tried, error: type[Exception]
) -> None:
    desk, one, other = pair
    before = desk.revision()
    with pytest.raises(error) as refused:
        tried(desk, one, other)
    assert str(refused.value).encode()
    assert desk.revision() == before


def test_an_order_of_sources_is_kept_as_it_was_given_each_once(pair: tuple[Desk, int, int]) -> None:
    desk, *_ = pair
    order = ["veletrh", "<b>web</b>", "web\u00a0Praha", "veletrh"]
    desk.akce.set_rules({"name": order}).run()
    assert desk.rules.df().set_index("field").loc["name", "rule"] == order[:3]


def test_pairs_may_come_as_an_array(pair: tuple[Desk, int, int]) -> None:
    desk, one, other = pair
    assert desk.akce.decide(np.array([[one, other]]), "same").run().detail == 1
