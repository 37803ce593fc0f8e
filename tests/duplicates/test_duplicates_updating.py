"""That a search since an earlier one finds what a search of everything would."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest
from duplicates_world import groups
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.duplicates import Found, Settings, find
from workbench.duplicates.updating import numbers, update

ONE_THREAD: Final = Settings(threads=1)
Firms = Mapping[int, tuple[str, int]]
"""Id -> the firm, and which of its accounts the record knows (0: none); records of one firm and account are equal."""
_ICO: Final = {"Alfa servis s.r.o.": "90000009", "Beta stavby a.s.": "90000017"}
_PHONE: Final = {"Alfa servis s.r.o.": "+420602123456", "Beta stavby a.s.": "+420603223457"}
ALFA, BETA = _ICO


def tables(firms: Firms) -> dict[str, pd.DataFrame]:
    main = [
        (one, name, _ICO.get(name), f"{9_000_000 + 7_919 * account}/0100" if account else None)
        for one, (name, account) in sorted(firms.items())
    ]
    contact = [(one, "mobile", _PHONE[name]) for one, (name, _) in firms.items() if name in _PHONE]
    return {
        "main": pd.DataFrame(main, columns=["id", "name", "ico", "bank_account"]),
        "contact": pd.DataFrame(contact, columns=["record_id", "kind", "value"]),
    }  # fmt: skip


def both_ways(before: Firms, after: Firms, settings: Settings = ONE_THREAD) -> tuple[Any, Any]:
    """What is found after a change: by a search since the one before, and by one of everything."""
    updated = update(find(tables(before), settings), tables(after))
    return groups(updated), groups(find(tables(after), settings))


EQUAL: Final = dict.fromkeys(range(1, 31), (ALFA, 0))
"""So many that all but the first are set aside and compared with that one only."""
NEARLY_EQUAL: Final = {one: (ALFA, one) for one in range(1, 61)}
"""So many that each is compared with the next few only."""


def test_what_was_measured_on_other_records_makes_nothing_certain() -> None:
    before = {one: (ALFA, one) for one in range(1, 11)}
    found = find(tables(before), ONE_THREAD)
    measured = replace(
        found, model=replace(found.model, calibration=replace(found.model.calibration, certain=0.998))
    )
    half = {one: (ALFA if one < 6 else BETA, one) for one in range(1, 11)}
    assert update(measured, tables(half)).model.calibration.certain == 0.998
    others = {one: (BETA, one) for one in range(5, 15)}
    assert update(measured, tables(others)).model.calibration.certain is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(EQUAL, {one: EQUAL[one] for one in range(2, 31)}, id="the first is gone", marks=pytest.mark.slow),
        pytest.param(EQUAL, {**EQUAL, 1: ("Alfa servisy s.r.o.", 0)}, id="the first has another name", marks=pytest.mark.slow),
        pytest.param(EQUAL, {one: EQUAL[one] for one in range(16, 31)}, id="so few are left that none is set aside", marks=pytest.mark.slow),
        pytest.param({one: EQUAL[one] for one in range(1, 17)}, EQUAL, id="so many came that they are set aside"),
        pytest.param(EQUAL, {0: (ALFA, 0), **EQUAL}, id="another became the first", marks=pytest.mark.slow),
        pytest.param(NEARLY_EQUAL, {one: NEARLY_EQUAL[one] for one in (*range(1, 11), *range(41, 61))}, id="what held a chain together is gone", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_records_that_one_of_them_stood_for_stay_together_whatever_becomes_of_it(
    before: Firms, after: Firms
) -> None:
    updated, full = both_ways(before, after)
    assert updated == full
    assert max(map(len, updated)) >= len(set(after) & set(before)) - 1


_RECORD = st.tuples(st.sampled_from([ALFA, BETA]), st.sampled_from([0, 0, 0, 0, 1]))


@pytest.mark.slow
@examples(3, deadline=None)
@given(
    st.dictionaries(st.integers(1, 12), _RECORD, min_size=9),
    st.dictionaries(st.integers(0, 14), st.none() | _RECORD, min_size=1, max_size=4),
)
def test_a_search_since_an_earlier_one_finds_what_a_full_one_does(
    before: Firms, change: Mapping[int, tuple[str, int] | None]
) -> None:
    few = Settings(block=3, nearest=2, threads=1)  # so that few are many
    after = {one: record for one, record in {**before, **change}.items() if record is not None}
    updated, full = both_ways(before, after, few)
    assert updated == full


def divided(*parts: Sequence[int]) -> Any:
    """A search that found these clusters, as far as their numbers need it."""
    ids = sorted(one for part in parts for one in part)
    lowest = {one: ids.index(min(part)) for part in parts for one in part}
    return SimpleNamespace(ids=np.array(ids), cluster=np.array([lowest[one] for one in ids], dtype=np.int64))


def numbered(found: Any, earlier: Any = None) -> list[int]:
    return [int(one) for one in numbers(found, earlier)]


def test_a_cluster_keeps_its_number_with_most_of_its_records_and_what_leaves_it_gets_one_of_its_own() -> None:
    first = divided([1, 2, 3, 4, 5], [6, 7])
    earlier = (first.ids, numbers(first))
    assert earlier[1].tolist() == [1, 1, 1, 1, 1, 6, 6]
    assert numbered(divided([1, 2], [3, 4, 5], [6, 7]), earlier) == [2, 2, 1, 1, 1, 6, 6]
    assert numbered(divided([1], [2, 3, 4, 5, 6, 7]), earlier) == [-1, *[1] * 6]
    assert numbered(divided([0, 2, 3, 4, 5], [7, 8]), earlier) == [1, 1, 1, 1, 1, 6, 6]


def test_the_number_of_what_is_left_over_is_no_records_and_no_other_clusters() -> None:
    first = divided([-1, 0, 3, 4, 5], [6, 7])
    earlier = (first.ids, numbers(first))
    assert numbered(divided([-1], [0, 3, 4, 5], [6, 7]), earlier) == [-2, *[-1] * 4, 6, 6]
    first = divided([0, 3, 4], [5, 6])
    earlier = (first.ids, numbers(first))
    assert numbered(divided([0], [3, 4], [5, 6]), earlier) == [-1, 0, 0, 5, 5]


@given(st.lists(st.lists(st.integers(0, 5), min_size=12, max_size=12), min_size=2, max_size=4))
def test_no_two_clusters_ever_have_one_number(searches: list[list[int]]) -> None:
    earlier = None
    for of in searches:
        parts = ([at for at, one in enumerate(of, start=1) if one == part] for part in set(of) - {5})
        found = divided(*parts)
        now = numbers(found, earlier)
        named = set(zip(found.cluster.tolist(), now.tolist(), strict=True))
        assert len(named) == len(set(found.cluster.tolist())) == len(set(now.tolist()))
        earlier = (found.ids, now)


def test_an_empty_search_has_no_numbers(searched: Found) -> None:
    none: Any = divided()
    assert numbered(none) == []
    assert numbered(none, (searched.ids, numbers(searched))) == []
    assert numbered(searched, (none.ids, numbers(none))) == numbered(searched)
