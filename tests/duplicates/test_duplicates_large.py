"""That what is asked of a search does not go through all of it again for each cluster."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from workbench.duplicates import Found
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.duplicates.updating import numbers
from workbench.model.records import CLIENT


class Walked(np.ndarray):
    """An array that counts how often all of it is gone through."""

    times = 0

    def __getitem__(self, key: Any) -> Any:
        Walked.times += np.size(key) >= self.size
        return super().__getitem__(key).view(np.ndarray)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *given: Any, **more: Any) -> Any:
        Walked.times += any(np.size(one) >= self.size for one in given if isinstance(one, Walked))
        plain = [one.view(np.ndarray) if isinstance(one, Walked) else one for one in given]
        return getattr(ufunc, method)(*plain, **more)


class Watched:
    """A connection that keeps the tables which it was asked for."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.fetched: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, *given: Any) -> "Watched":
        self._connection.execute(*given)
        return self

    def df(self) -> Any:
        frame = self._connection.df()
        self.fetched.append(len(frame))
        return frame


@pytest.fixture(autouse=True)
def _none_yet() -> None:
    Walked.times = 0


def test_a_review_begins_without_a_walk_through_all_records_for_each_cluster(searched: Found) -> None:
    size = np.bincount(searched.cluster)
    assert (size > 2).sum() > 20
    watched = replace(searched, cluster=searched.cluster.view(Walked))
    assert questions(watched, 50) == questions(searched, 50)
    assert Walked.times < 5


def test_numbers_are_handed_down_without_a_walk_through_all_records_for_each_cluster(
    searched: Found,
) -> None:
    alone = np.isin(np.arange(len(searched.cluster)), searched.cluster)  # the first of each cluster
    rest = np.flatnonzero(~alone)
    second = dict(zip(searched.cluster[rest][::-1].tolist(), rest[::-1].tolist(), strict=True))
    label = np.arange(len(searched.cluster))
    label[rest] = [second[one] for one in searched.cluster[rest].tolist()]
    earlier = (searched.ids, numbers(searched))
    found = replace(searched, cluster=label, ids=searched.ids.view(Walked))
    now = numbers(found, earlier)
    assert len(np.unique(now)) == len(np.unique(label))
    assert Walked.times < 10


def test_a_cluster_is_shown_without_the_pairs_of_all_others(searched: Found) -> None:
    watched: Any = Watched(searched.connection)
    duplicates = Duplicates(replace(searched, connection=watched), CLIENT, numbers(searched))
    largest = duplicates.clusters().sort_values("size").iloc[-1]
    table = duplicates.cluster(largest["cluster"]).df()
    assert watched.fetched == [len(table)]
    assert table["probability"].is_monotonic_increasing
    every = duplicates.pairs(0.0)
    expected = every[every["cluster"] == largest["cluster"]]
    assert set(zip(table["first"], table["second"], strict=True)) == set(
        zip(expected["first"], expected["second"], strict=True)
    )
