"""One search may be asked by several threads at once, as panels do: each gets what it would get alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from workbench.duplicates import Found
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.duplicates.updating import numbers
from workbench.model.records import CLIENT

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3


def test_two_threads_ask_one_search_and_each_is_answered_as_if_alone(searched: Found) -> None:
    found = Duplicates(searched, CLIENT, numbers(searched))
    first, second, *_ = found.clusters()["ids"]
    asked: list[Callable[[], object]] = [
        lambda: found.names(first),
        lambda: found.explain(*first[:2]).text(),
        lambda: found.inside(second).to_dict("list"),
        lambda: found.pairs(0.9).to_dict("list"),
        lambda: questions(searched, 5),
        found.notes,
        found.kept_apart,
        lambda: list(found.clusters()["name"]),
    ]
    alone = [one() for one in asked]
    together = Barrier(2)

    def ask(which: list[int]) -> bool:
        together.wait()
        return all(asked[at]() == alone[at] for _ in range(ROUNDS) for at in which)

    order = list(range(len(asked)))
    with ThreadPoolExecutor(2) as threads:
        assert all(threads.map(ask, (order, order[::-1])))
