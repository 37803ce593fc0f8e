"""Ids as a person names them, and values as a line of Python spells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ValueRejectedError
from workbench.model.ids import MAX_SPELLED, as_ids, ids, spell

numbers = st.lists(st.integers(0, 5000), unique=True, min_size=1, max_size=80)


@given(numbers)
def test_spelled_ids_are_read_back_as_the_same_ids(given_ids: list[int]) -> None:
    back = as_ids(eval(spell(given_ids), {}))  # noqa: S307 - our own spelling
    assert sorted(back) == sorted(given_ids)
    if len(given_ids) <= MAX_SPELLED:
        assert back == given_ids


def test_a_text_names_ids_and_ranges() -> None:
    assert ids("1-3 7, 9") == [1, 2, 3, 7, 9]
    assert as_ids("3 1-3") == [3, 1, 2]
    assert as_ids("") == []


@pytest.mark.parametrize(
    "text", ["x", "1-", "-1", "1-2-3", "9-1", "²", "١", "1.5", "1-99999999999", "9" * 30]
)
def test_a_text_that_names_no_ids_is_refused(text: str) -> None:
    with pytest.raises(ValueRejectedError):
        ids(text)


@pytest.mark.parametrize("value", [None, True, 1.0, "1 x", -1, 2**63, [None], [[1]], object()])
def test_what_is_no_id_is_refused(value: object) -> None:
    with pytest.raises(ValueRejectedError):
        as_ids(value)
